import { useState } from "react";
import { pick } from "../app/choosing.ts";
import { createProject } from "../app/session.ts";
import { setAnnotator } from "../app/settings.ts";
import { useApp } from "../app/store.ts";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import "./forms.css";

export function NewProjectDialog({ onClose }: { onClose(): void }) {
  const annotator = useApp((app) => app.annotatorName ?? "");
  const [name, setName] = useState("");
  const [person, setPerson] = useState(annotator);
  const ready = name.trim() !== "" && person.trim() !== "";
  async function create(): Promise<void> {
    if (!ready) return;
    const [folder] = await pick("project-folder", name.trim());
    if (!folder) return;
    if (person.trim() !== annotator) await setAnnotator(person.trim());
    if (await createProject(folder, name.trim())) onClose();
  }
  return (
    <Modal
      title="New project"
      description="A project is a folder of its own: articles, annotations and the entities they share."
      onClose={onClose}
      footer={
        <>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="button primary" disabled={!ready} onClick={() => void create()}>
            Choose its place…
          </button>
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label>
          Project name
          <input ref={focusFirst} className="field" value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          Your name, as annotator
          <input className="field" value={person} onChange={(event) => setPerson(event.target.value)} />
        </label>
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Modal>
  );
}
