import { useState } from "react";
import { setProject } from "../../shared/annotation/actions/project.ts";
import { store, useApp } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import { Markdown } from "./Markdown.tsx";
import "./forms.css";
import "./guidelines.css";

/** How this project annotates: a page to read beside the work, and to write together. */
export function GuidelinesDialog({ onClose }: { onClose(): void }) {
  const guidelines = useApp((app) => app.state?.project.guidelines ?? "");
  const readOnly = useApp((app) => app.opened?.readOnly ?? false);
  const [draft, setDraft] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const empty = guidelines.trim() === "";
  const read = () => {
    setDraft(null);
    setAsking(false);
  };
  const save = () => {
    const { state } = store.getState();
    if (state && draft !== null) change((state) => setProject(state, author, "Edit guidelines", { guidelines: draft }));
    read();
  };
  const leave = () => (draft === null ? onClose() : draft === guidelines ? read() : setAsking(true));
  return (
    <Modal
      title={draft === null ? "Guidelines" : "Edit guidelines"}
      wide
      reading={draft === null}
      onClose={leave}
      footer={
        draft === null ? (
          <>
            {readOnly ? null : (
              <button type="button" className="button" onClick={() => setDraft(guidelines)}>
                {empty ? "Write guidelines" : "Edit"}
              </button>
            )}
            <button type="button" className="button primary" onClick={onClose}>
              Close
            </button>
          </>
        ) : (
          <>
            <span className={`foot-left guidelines-hint${asking ? " asking" : ""}`} role={asking ? "alert" : undefined}>
              {asking ? "What you wrote is not saved yet." : "Markdown: # heading, - list, **strong**, > quotation"}
            </span>
            <button type="button" className="button" onClick={read}>
              {asking ? "Discard it" : "Cancel"}
            </button>
            <button type="button" className="button primary" onClick={save}>
              Save
            </button>
          </>
        )
      }
    >
      {draft === null ? (
        empty ? (
          <Teaching />
        ) : (
          <Markdown text={guidelines} />
        )
      ) : (
        <textarea
          ref={focusFirst}
          className="field guidelines-text"
          aria-label="Guidelines in Markdown"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
          }}
        />
      )}
    </Modal>
  );
}

function Teaching() {
  return (
    <div className="dialog-empty">
      <h3>Two people should mark one article alike</h3>
      <p>Guidelines say how. They travel with the project, and everybody who annotates in it reads the same page.</p>
      <ul>
        <li>What counts as a mention: are pronouns marked, titles, “the agency”?</li>
        <li>Where a quote begins and ends, and when it is mixed rather than indirect.</li>
        <li>What makes a claim worth checking, with two or three examples of each degree.</li>
        <li>The cases that were argued about, and how they were decided.</li>
      </ul>
    </div>
  );
}
