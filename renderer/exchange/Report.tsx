import { ChevronRight, CircleCheck, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Loss } from "../../shared/exchange/format.ts";
import { type Problem, problemSentence } from "../../shared/format/problem.ts";
import type { Progress } from "./task.ts";

/** What is listed at once; a report on a whole corpus may name hundreds of files. */
const mostListed = 100;

/** A field by its path in annotation JSON, as people say it: `quotes.checkWorthiness` is “quotes: check worthiness”. */
export function lossName(what: string): string {
  const [table = "", ...fields] = what.split(".");
  if (fields.length === 0 || /\s/.test(what)) return what;
  const words = fields
    .join(".")
    .replace(/([a-z])([A-Z])/g, (_all, before, after) => `${before} ${after.toLowerCase()}`);
  return `${table}: ${words}`;
}

const countOf = (losses: readonly Loss[]) => losses.reduce((sum, { count }) => sum + count, 0);

/** A line that says how it stands, with its list to be opened. */
function Finding(props: { tone: "good" | "warn" | "bad"; title: string; open?: boolean; children?: ReactNode }) {
  const Icon = props.tone === "good" ? CircleCheck : TriangleAlert;
  if (!props.children) {
    return (
      <p className={`finding finding-${props.tone}`}>
        <Icon size={15} aria-hidden="true" />
        <span>{props.title}</span>
      </p>
    );
  }
  return (
    <details className={`finding-more finding-${props.tone}`} open={props.open}>
      <summary className="finding">
        <Icon size={15} aria-hidden="true" />
        <span>{props.title}</span>
        <ChevronRight size={14} className="finding-arrow" aria-hidden="true" />
      </summary>
      {props.children}
    </details>
  );
}

function LossTable({ losses, label }: { losses: readonly Loss[]; label: string }) {
  return (
    <table className="losses" aria-label={label}>
      <tbody>
        {losses.map(({ what, count, examples }) => (
          <tr key={what}>
            <th scope="row">{lossName(what)}</th>
            <td className="losses-count">{count.toLocaleString("en")}</td>
            <td className="losses-examples">{examples.join(", ")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What an export loses, and what only Onrecord reads again. */
export function ExportReport(props: { losses: readonly Loss[]; extra: readonly Loss[]; place: string | null }) {
  const { losses, extra, place } = props;
  return (
    <>
      {losses.length === 0 ? (
        <Finding tone="good" title="Nothing is lost" />
      ) : (
        <Finding tone="warn" title={`Lost: ${inAll(losses)}`} open>
          <LossTable losses={losses} label="What is lost" />
        </Finding>
      )}
      {extra.length > 0 ? (
        <Finding tone="good" title={`Only Onrecord reads again, from ${place ?? "the file"}: ${inAll(extra)}`}>
          <LossTable losses={extra} label="What only Onrecord reads again" />
        </Finding>
      ) : null}
    </>
  );
}

/** What an import could not take, or keeps without a record for it. */
export function ImportReport({ losses }: { losses: readonly Loss[] }) {
  if (losses.length === 0) return null;
  return (
    <Finding tone="warn" title={`Has no record in Onrecord: ${inAll(losses)}`}>
      <LossTable losses={losses} label="What has no record" />
    </Finding>
  );
}

const inAll = (losses: readonly Loss[]) =>
  `${countOf(losses).toLocaleString("en")} in ${losses.length === 1 ? "one kind" : `${losses.length} kinds`}`;

/** What could not be read or written: file, place and mend. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  const title = problems.length === 1 ? "One thing could not be read" : `${problems.length} things could not be read`;
  return (
    <Finding tone="bad" title={title} open>
      <ul className="finding-list" aria-label="Problems">
        {problems.slice(0, mostListed).map((problem) => (
          <li key={problemSentence(problem)}>{problemSentence(problem)}</li>
        ))}
      </ul>
    </Finding>
  );
}

/** What went wrong with the whole of it. */
export function Failure({ problem }: { problem: Problem | null }) {
  return problem ? (
    <p className="finding finding-bad" role="alert">
      <TriangleAlert size={15} aria-hidden="true" />
      <span>{problemSentence(problem)}</span>
    </p>
  ) : null;
}

export function ProgressLine({ doing, progress }: { doing: string; progress: Progress }) {
  const { done, total, label } = progress;
  return (
    <div className="exchange-progress" role="status">
      <span className="ellipsis">
        {doing}
        {total > 1 ? ` ${Math.min(done + 1, total)} of ${total.toLocaleString("en")}` : ""}
        {label ? `: ${label}` : "…"}
      </span>
      <progress aria-label={doing} {...(total > 1 ? { value: done, max: total } : {})} />
    </div>
  );
}
