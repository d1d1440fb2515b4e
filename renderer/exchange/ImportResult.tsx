import { reopenAs } from "../app/session.ts";
import { undo } from "../app/undo.ts";
import { Modal } from "../widgets/Modal.tsx";
import type { Imported } from "./ImportDialog.tsx";
import { ImportReport, Problems } from "./Report.tsx";

const counted = (count: number, one: string, many: string) =>
  `${count === 1 ? one : `${count.toLocaleString("en")} ${many}`}`;

/** What came of an import. */
export function ImportResult({ result, onClose }: { result: Imported; onClose(): void }) {
  const { mine, people, losses, problems } = result;
  const { added, merged, versions, skipped } = result.counts;
  const articles = [
    added > 0 ? counted(added, "One new article", "new articles") : "",
    merged > 0 ? `${counted(merged, "annotations added to one article", "articles got annotations")}` : "",
    versions > 0 ? counted(versions, "one article has a newer version", "articles have a newer version") : "",
    skipped > 0 ? counted(skipped, "one left out", "left out") : "",
  ].filter((part) => part !== "");
  return (
    <Modal
      title="Imported"
      onClose={onClose}
      footer={
        <>
          {result.isUndoable ? (
            <button
              type="button"
              className="button foot-left"
              onClick={() => {
                onClose();
                void undo();
              }}
            >
              Undo
            </button>
          ) : null}
          <button type="button" className="button primary" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      <div className="findings">
        <p role="status">{articles.length > 0 ? `${articles.join(", ")}.` : "Nothing was imported."}</p>
        <p>{tallyWords("yours", mine)}</p>
        {people.map(({ name, articles: count, tally }) => (
          <p key={name} className="import-other">
            {tallyWords(`${name}’s`, tally)} {counted(count, "It is in one article", "articles have them")}, and Undo
            does not take it back.{" "}
            <button
              type="button"
              className="link-button"
              onClick={() => {
                onClose();
                void reopenAs(name);
              }}
            >
              Open as {name}
            </button>
          </p>
        ))}
        {result.isLarge ? <p>It was written straight into the project’s files: Undo does not take it back.</p> : null}
        {result.cancelled ? (
          <p>
            It was stopped: what is said here is there, whole, and the rest{" "}
            {result.isLarge ? "" : "of the others’ work "}
            is not.
          </p>
        ) : null}
        <ImportReport losses={losses} />
        <Problems problems={problems} />
      </div>
    </Modal>
  );
}

/** `12 annotations are yours; 3 were here already, 1 was kept as it was here.` */
function tallyWords(whose: string, { added, same, kept, replaced }: Imported["mine"]): string {
  const rest = [
    same > 0 ? `${same.toLocaleString("en")} were here already` : "",
    kept > 0 ? `${kept.toLocaleString("en")} stayed as they were here` : "",
    replaced > 0 ? `${replaced.toLocaleString("en")} were replaced` : "",
  ].filter((part) => part !== "");
  const first = `${added === 1 ? "One more annotation is" : `${added.toLocaleString("en")} more annotations are`} ${whose}`;
  return `${first}${rest.length > 0 ? `; ${rest.join(", ")}` : ""}.`;
}
