import { problemSentence } from "../../shared/format/problem.ts";
import type { FieldsFound } from "../../shared/host/fields.ts";

/** The first article as it would come in. */
export function FieldsPreview({ found, looking }: { found: FieldsFound; looking: boolean }) {
  return (
    <section
      className="fields-preview"
      aria-label="The first article"
      aria-busy={looking}
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its text is scrolled by keys
      tabIndex={0}
    >
      {found.preview ? <Article preview={found.preview} /> : <p className="hint">{whyNot(found)}</p>}
    </section>
  );
}

function Article({ preview }: { preview: NonNullable<FieldsFound["preview"]> }) {
  const { title, byline, publisher, date, url, language, start, isWhole, words, notices } = preview;
  const facts = [publisher, byline, date, language].filter((one) => one !== null);
  return (
    <>
      <h3>{title}</h3>
      <p className="hint">{facts.length > 0 ? facts.join(" · ") : "No publisher, byline, date or language"}</p>
      {url === null ? null : <p className="hint fields-url">{url}</p>}
      {notices.map((notice) => (
        <p key={notice} className="form-error">
          {notice}
        </p>
      ))}
      <p className="fields-text">{isWhole ? start : `${start}…`}</p>
      <p className="hint">{words === 1 ? "1 word" : `${words.toLocaleString("en")} words`}</p>
    </>
  );
}

function whyNot({ map, problems }: FieldsFound): string {
  const [first] = problems;
  if (map.text == null || !first) return "Choose the field of the text: the first article is shown here.";
  return problemSentence(first);
}
