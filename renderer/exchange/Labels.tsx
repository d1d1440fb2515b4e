import { answersOf, type LabelAnswer, type LabelKind } from "../../shared/exchange/intake/labels.ts";
import type { ImportDecisions, ImportPlan } from "../../shared/host/exchange.ts";
import { useApp } from "../app/store.ts";
import { Choice } from "../widgets/fields.tsx";
import { answerFrom, answerValue } from "./decisions.ts";

const titles: Record<Exclude<LabelAnswer["to"], "type">, (label: string) => string> = {
  new: (label) => `New type “${label}”`,
  mention: () => "Mention, of nobody known",
  quote: () => "Quote",
  cue: () => "Cue of the quote beside it",
  claim: () => "Claim",
  speaker: () => "Speaker of the quote",
  addressee: () => "Addressee of the quote",
  claimant: () => "Claimant of the claim",
  "in quote": () => "Claim stands in the quote",
  leave: () => "Leave it out",
};
const relationTitles: Partial<typeof titles> = { cue: () => "Cue of the quote" };

/** What becomes of labels that the scheme does not have. */
export function Labels(props: {
  plan: ImportPlan;
  answers: ImportDecisions["labels"];
  onChange(answers: ImportDecisions["labels"]): void;
}) {
  const { plan, answers } = props;
  const scheme = useApp((app) => app.state?.project.scheme);
  const options = (kind: LabelKind, label: string) => {
    const types = (kind === "entity" ? scheme?.entityTypes : scheme?.relationTypes) ?? [];
    const named = kind === "relation" ? { ...titles, ...relationTitles } : titles;
    return [
      ...types.map(({ id }) => ({ value: `type:${id}`, title: id })),
      ...answersOf[kind].map((to) => ({ value: to, title: named[to](label) })),
    ];
  };
  return (
    <section aria-label="Labels that the scheme does not have">
      <h3>Labels that the scheme does not have</h3>
      <ul className="import-labels">
        {plan.labels.map(({ format, kind, label, count, example, remembered }, at) => {
          const answer = answers[at]?.answer ?? { to: "new" };
          return (
            <li key={`${format} ${kind} ${label}`} className="import-label">
              <span>
                <code>{label}</code>{" "}
                <span className="hint">
                  {kind === "relation" ? "relation, " : ""}
                  {count === 1 ? "once" : `${count.toLocaleString("en")} times`}
                  {example === "" ? "" : `: ${example}`}
                  {remembered ? " · as last time" : ""}
                </span>
              </span>
              <Choice
                label={`What ${label} becomes`}
                value={answerValue(answer)}
                options={options(kind, label)}
                onChange={(value) =>
                  props.onChange(
                    answers.map((one, other) => (other === at ? { ...one, answer: answerFrom(value) } : one)),
                  )
                }
              />
            </li>
          );
        })}
      </ul>
      <p className="hint">Answers are remembered for the next files of this format.</p>
    </section>
  );
}
