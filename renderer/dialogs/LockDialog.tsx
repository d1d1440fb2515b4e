import { useState } from "react";
import { closeProject, reopenAs } from "../app/session.ts";
import { useApp } from "../app/store.ts";
import { heldWhere } from "../panels/SaveBanner.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import "./forms.css";

/** What to do with work that another program has open as the same annotator. */
export function LockDialog({ onClose }: { onClose(): void }) {
  const held = useApp((app) => app.opened?.heldBy ?? null);
  const [name, setName] = useState("");
  if (!held) return null;
  const trimmed = name.trim();
  const ready = trimmed !== "" && trimmed !== held.annotator;
  const reopen = () => {
    if (!ready) return;
    onClose();
    void reopenAs(trimmed);
  };
  const cancel = () => {
    onClose();
    void closeProject();
  };
  return (
    <Modal
      title="Somebody is at work here"
      description={`${held.annotator}’s work on “${held.name}” is open ${heldWhere(held)}. Two programs cannot write it at once.`}
      onClose={onClose}
      footer={
        <>
          <button type="button" className="button foot-left" onClick={cancel}>
            Cancel
          </button>
          <button type="button" className="button" onClick={onClose}>
            Open for reading only
          </button>
          <button type="button" className="button primary" disabled={!ready} onClick={reopen}>
            Open as this annotator
          </button>
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          reopen();
        }}
      >
        <label>
          Open as another annotator
          <input
            ref={focusFirst}
            className="field"
            value={name}
            placeholder="Another annotator’s name"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <p className="hint">
          {trimmed === held.annotator
            ? "That annotator’s work is the one that is open."
            : "Another annotator marks the same articles beside the first: nobody’s work is touched."}
        </p>
      </form>
    </Modal>
  );
}
