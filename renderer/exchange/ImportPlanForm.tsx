import type { FormatFacts, ImportDecisions, ImportPlan } from "../../shared/host/exchange.ts";
import { Check, Choice } from "../widgets/fields.tsx";
import { Labels } from "./Labels.tsx";
import { Radios } from "./Radios.tsx";
import { ImportReport, Problems } from "./Report.tsx";
import { WhoseWork } from "./WhoseWork.tsx";

const thereTitle = { none: "", same: "is here", changed: "is here with another text" } as const;

/** What is in the files, and what is to become of it. */
export function ImportPlanForm(props: {
  plan: ImportPlan;
  decisions: ImportDecisions;
  formats: readonly FormatFacts[];
  /** The format that the person said; null where it is guessed. */
  format: string | null;
  onFormat(format: string | null): void;
  onChange(decisions: ImportDecisions): void;
}) {
  const { plan, decisions, format, formats } = props;
  const set = (change: Partial<ImportDecisions>) => props.onChange({ ...decisions, ...change });
  const guessed = plan.formats.map(({ title }) => title).join(", ");
  return (
    <div className="import-plan">
      <div className="form">
        <div className="form-field">
          Format
          <Choice
            label="Format"
            value={format ?? ""}
            options={[
              {
                value: "",
                title: format === null && guessed !== "" ? `As the content says: ${guessed}` : "As the content says",
              },
              ...formats.map(({ id, title }) => ({ value: id, title })),
            ]}
            onChange={(value) => props.onFormat(value === "" ? null : value)}
          />
        </div>
      </div>
      <section className="findings" aria-label="What was found" aria-live="polite">
        <Counts plan={plan} />
        {plan.cancelled ? <p>Reading was stopped: what was read until then can be imported.</p> : null}
        {plan.large ? (
          <p>
            This is too much for one step that can be undone. It is read once more and written straight into the
            project’s files, article by article: it can be stopped, and what is in then stays.
          </p>
        ) : null}
        <Problems problems={plan.problems} />
        <ImportReport losses={plan.losses} />
      </section>
      {plan.articles.length > 0 ? <Articles plan={plan} /> : null}
      {plan.labels.length > 0 ? (
        <Labels plan={plan} answers={decisions.labels} onChange={(labels) => set({ labels })} />
      ) : null}
      {plan.found.articles > 0 ? (
        <div className="import-choices">
          <WhoseWork plan={plan} value={decisions.whose} onChange={(whose) => set({ whose })} />
          <Placing plan={plan} value={decisions.choices} onChange={(choices) => set({ choices })} />
        </div>
      ) : null}
    </div>
  );
}

const kinds = ["article", "mention", "quote", "claim", "relation"] as const;

function Counts({ plan: { found } }: { plan: ImportPlan }) {
  return (
    <p className="import-counts" role="status">
      {kinds.map((kind) => (
        <span key={kind}>
          <strong>{found[`${kind}s`].toLocaleString("en")}</strong> {found[`${kind}s`] === 1 ? kind : `${kind}s`}
        </span>
      ))}
    </p>
  );
}

const counted = (count: number, kind: string): string =>
  `${count.toLocaleString("en")} ${kind}${count === 1 ? "" : "s"}`;

function Articles({ plan: { articles, found } }: { plan: ImportPlan }) {
  const more = found.articles - articles.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys
    <ul className="import-articles" aria-label="Articles in the files" tabIndex={0}>
      {articles.map(({ title, start, mentions, quotes, claims, there }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is never rearranged, and titles may repeat
        <li key={at}>
          <strong className="ellipsis">{title}</strong>
          <span className="hint import-there">{thereTitle[there]}</span>
          <span className="hint ellipsis">{start}</span>
          <span className="hint">
            {counted(mentions, "mention")}, {counted(quotes, "quote")}, {counted(claims, "claim")}
          </span>
        </li>
      ))}
      {more > 0 ? <li className="hint">and {more.toLocaleString("en")} more</li> : null}
    </ul>
  );
}

/** What becomes of articles and annotations that are here already. */
function Placing(props: {
  plan: ImportPlan;
  value: ImportDecisions["choices"];
  onChange(choices: ImportDecisions["choices"]): void;
}) {
  const { value, plan } = props;
  const { same, changed } = plan.there;
  const set = (change: Partial<ImportDecisions["choices"]>) => props.onChange({ ...value, ...change });
  const articles = (count: number) =>
    count === 1 ? "The article that is" : `The ${count.toLocaleString("en")} articles that are`;
  return (
    <div className="form">
      {same > 0 ? (
        <Radios
          legend={`${articles(same)} here already`}
          value={value.same}
          options={[
            { value: "merge", title: "Add the annotations to it" },
            { value: "new", title: "Import it once more, as a new article" },
            { value: "skip", title: "Leave it out" },
          ]}
          onChange={(choice) => set({ same: choice })}
        />
      ) : null}
      {changed > 0 ? (
        <Radios
          legend={`${articles(changed)} here with another text`}
          value={value.changed}
          options={[
            { value: "new", title: "Import it as a new article" },
            { value: "version", title: "Make it the article’s newest version; annotations follow" },
            { value: "skip", title: "Leave it out" },
          ]}
          onChange={(choice) => set({ changed: choice })}
        />
      ) : null}
      {same + changed > 0 ? (
        <Radios
          legend="An annotation that is here and says another thing"
          value={value.sameId}
          options={[
            { value: "mine", title: "Keep what is here" },
            { value: "theirs", title: "Take what the file says" },
            { value: "both", title: "Keep both" },
          ]}
          onChange={(choice) => set({ sameId: choice })}
        />
      ) : null}
      <fieldset className="exchange-options">
        <legend>Entities</legend>
        <Check
          label="Of the same type and name as one in the register: take it for that one"
          checked={value.byName}
          onChange={(byName) => set({ byName })}
        />
      </fieldset>
    </div>
  );
}
