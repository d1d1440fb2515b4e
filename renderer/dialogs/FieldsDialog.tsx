import { useEffect, useRef, useState } from "react";
import type { ArticleField, FieldMap } from "../../shared/article/json-fields.ts";
import type { Problem } from "../../shared/format/problem.ts";
import type { FieldsFound } from "../../shared/host/fields.ts";
import { request } from "../app/requests.ts";
import type { FieldsQuestion } from "../app/store.ts";
import { Failure, Problems } from "../exchange/Report.tsx";
import { Choice } from "../widgets/fields.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { FieldsPreview } from "./FieldsPreview.tsx";
import { focusFirst } from "./focus.ts";
import "./forms.css";
import "./fields.css";

const titles: [field: ArticleField, title: string][] = [
  ["text", "Text"],
  ["title", "Title"],
  ["byline", "Byline"],
  ["publisher", "Publisher"],
  ["date", "Date"],
  ["url", "Address"],
  ["language", "Language"],
];

/** What is chosen before the person chooses: what was chosen the last time, and the likely text where none is known. */
const firstChoice = ({ chosen, map, likelyText }: FieldsFound): FieldMap =>
  map.text == null && likelyText !== null ? { ...chosen, text: likelyText } : chosen;

/** Asks which fields of a file of JSON Lines say what of an article, and shows what the first one becomes. */
export function FieldsDialog({ question }: { question: FieldsQuestion }) {
  const { beginning, verb } = question;
  const [found, setFound] = useState(question.found);
  const [chosen, setChosen] = useState(() => firstChoice(question.found));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [looking, setLooking] = useState(true);
  const [confirmed, setConfirmed] = useState(false);
  const latest = useRef(0);

  useEffect(() => {
    const turn = ++latest.current;
    setLooking(true);
    void request("article.fields", { source: beginning, fields: chosen }).then((reply) => {
      if (turn !== latest.current) return;
      setLooking(false);
      setProblem(reply.ok ? null : reply.problem);
      if (reply.ok && reply.value.found) setFound(reply.value.found);
    });
  }, [beginning, chosen]);

  const isReadable = problem === null && found.preview !== null;
  // A key that comes before the preview counts once it is there.
  useEffect(() => {
    if (!confirmed || looking) return;
    if (isReadable) question.resolve(chosen);
    else setConfirmed(false);
  }, [confirmed, looking, isReadable, chosen, question]);
  const isKnown = Object.keys(question.found.chosen).length > 0;
  return (
    <Modal
      title={`Fields of ${found.name}`}
      description={
        isKnown
          ? "As they were chosen the last time for a file with these fields."
          : "Which field is the text of an article, and which say the rest? The choice is remembered for files with the same fields."
      }
      wide
      onClose={() => question.resolve(null)}
      footer={
        <>
          <span className="hint foot-left">{looked(found.records)}</span>
          <button type="button" className="button" onClick={() => question.resolve(null)}>
            Cancel
          </button>
          <button
            type="button"
            className="button primary"
            disabled={looking || !isReadable}
            onClick={() => setConfirmed(true)}
          >
            {verb}
          </button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the key is a short way to the button below */}
      <div
        className="fields-dialog"
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) setConfirmed(true);
        }}
      >
        <div className="fields-choices">
          {titles.map(([field, title]) => (
            <FieldChoice
              key={field}
              title={title}
              found={found}
              isText={field === "text"}
              value={fieldNow(field, chosen, found)}
              onChange={(value) => setChosen({ ...chosen, [field]: value === "" ? null : value })}
            />
          ))}
        </div>
        <FieldsPreview found={found} looking={looking} />
        <div className="fields-wide">
          <Failure problem={problem} />
          <Problems problems={found.preview ? found.problems : []} />
          <FieldList found={found} />
        </div>
      </div>
    </Modal>
  );
}

const looked = (records: number): string =>
  records === 1 ? "Seen in its one record" : `Seen in its first ${records} records`;

/** What is chosen for a field, or known by its usual name; empty for nothing. */
function fieldNow(field: ArticleField, chosen: FieldMap, { map }: FieldsFound): string {
  const value = chosen[field];
  return (value === undefined ? map[field] : value) ?? "";
}

function FieldChoice(props: {
  title: string;
  found: FieldsFound;
  isText: boolean;
  value: string;
  onChange(value: string): void;
}) {
  const { title, found, isText, value } = props;
  const fitting = isText ? found.fields.filter((one) => one.isText) : found.fields;
  const sample = found.fields.find(({ name }) => name === value)?.samples[0];
  const nothing = isText && value !== "" ? [] : [{ value: "", title: isText ? "Choose a field…" : "Nothing" }];
  return (
    <div className="fields-choice">
      <span className="label" aria-hidden="true">
        {title}
      </span>
      <Choice
        label={title}
        value={value}
        options={[...nothing, ...fitting.map(({ name }) => ({ value: name, title: name }))]}
        onChange={props.onChange}
        {...(isText ? { ref: focusFirst } : {})}
      />
      {sample === undefined ? null : <span className="hint ellipsis fields-sample">{sample}</span>}
    </div>
  );
}

/** Every field with values that the first records have in it. */
function FieldList({ found: { fields, records } }: { found: FieldsFound }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keys
    <section className="fields-list" aria-label="Fields of the first records" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Records</th>
            <th scope="col">Values</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, count, samples }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="fields-count">{count === records ? "all" : count}</td>
              <td>
                <span className="fields-values">{samples.join(" · ")}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
