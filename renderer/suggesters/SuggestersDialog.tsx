import { useState } from "react";
import { addressOf, type SuggesterList } from "../../shared/host/suggesters.ts";
import { useApp } from "../app/store.ts";
import { Check } from "../widgets/fields.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { askSuggester, cancel, changeSuggesters, switchSuggester } from "./asking.ts";
import { SuggesterForm } from "./SuggesterForm.tsx";
import { useSuggesters } from "./store.ts";
import "../dialogs/forms.css";
import "./suggesters.css";

type Known = SuggesterList["suggesters"][number];

/** Suggesters besides the built-in one: what there is, whether it is on, and what may be sent where. */
export function SuggestersDialog({ onClose }: { onClose(): void }) {
  const list = useSuggesters((state) => state.list);
  const [editing, setEditing] = useState<Known | "new" | null>(null);
  if (!list) return null;
  if (editing) {
    const before = editing === "new" ? null : editing;
    return <SuggesterForm before={before} list={list} onClose={() => setEditing(null)} />;
  }
  return (
    <Modal
      title="Other suggesters"
      description="Programs and services that you ask for suggestions. They are yours, on this machine: no project can add one, and none is asked of its own accord."
      wide
      onClose={onClose}
      footer={
        <>
          <button type="button" className="button foot-left" onClick={() => setEditing("new")}>
            Add a suggester…
          </button>
          <button type="button" className="button primary" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      {list.suggesters.length === 0 ? (
        <p className="hint">
          None yet. The built-in one works offline without any. docs/suggesters.md says what another has to be.
        </p>
      ) : (
        <ul className="suggesters" aria-label="Suggesters">
          {list.suggesters.map((one) => (
            <SuggesterRow key={one.id} suggester={one} onEdit={() => setEditing(one)} />
          ))}
        </ul>
      )}
      <Consents list={list} />
    </Modal>
  );
}

const keyTitles = { none: "", kept: " · with a key", memory: " · with a key, until the program ends" } as const;

function SuggesterRow({ suggester, onEdit }: { suggester: Known; onEdit(): void }) {
  const trial = useSuggesters((state) => (state.trial?.suggester === suggester.id ? state.trial : null));
  const hasArticle = useApp((app) => app.article !== null);
  const [isSure, setSure] = useState(false);
  const { key, ...settings } = suggester;
  const { id, name, reach, enabled } = settings;
  const model = reach.kind === "chat" ? `${reach.model} at ` : "";
  const task = trial?.task ?? null;
  return (
    <li>
      <div className="suggester-what">
        <strong>{name}</strong>
        <span className="hint suggester-address">
          {model}
          {addressOf(reach)}
          {keyTitles[key]}
        </span>
        {trial ? (
          <p className={trial.failed ? "form-error" : "hint"} role="status">
            {trial.said}
          </p>
        ) : null}
      </div>
      <Check label={`${name} is on`} checked={enabled} onChange={(on) => void switchSuggester(settings, on)} />
      <span className="suggester-actions">
        {task === null ? (
          <button
            type="button"
            className="button"
            disabled={!hasArticle}
            title="Ask about the article that is shown, and keep nothing"
            onClick={() => void askSuggester(id, true)}
          >
            Try
          </button>
        ) : (
          <button type="button" className="button" onClick={() => cancel(task)}>
            Cancel
          </button>
        )}
        <button type="button" className="button" aria-label={`Edit ${name}`} onClick={onEdit}>
          Edit…
        </button>
        <button type="button" className="button" aria-label={`Remove ${name}`} onClick={() => setSure(true)}>
          Remove…
        </button>
      </span>
      {isSure ? (
        <div className="inline-question">
          <p>Remove {name}, with its key and consents? Suggestions that it made stay.</p>
          <button type="button" className="button" onClick={() => setSure(false)}>
            Keep
          </button>
          <button
            type="button"
            className="button danger"
            onClick={() => void changeSuggesters("suggesters.remove", { id })}
          >
            Remove
          </button>
        </div>
      ) : null}
    </li>
  );
}

/** What was consented to, each to be taken back. */
function Consents({ list }: { list: SuggesterList }) {
  if (list.consents.length === 0) return null;
  return (
    <section className="form-section">
      <h3>What may be sent where</h3>
      <ul className="suggesters consents" aria-label="Consents">
        {list.consents.map(({ project, projectName, address, register }) => (
          <li key={`${project} ${address}`}>
            <div className="suggester-what">
              <span>
                “{projectName}”{register ? ", with the names in its register" : ""}
              </span>
              <span className="hint suggester-address">to {address}</span>
            </div>
            <button
              type="button"
              className="button"
              aria-label={`Take back the consent for “${projectName}” to ${address}`}
              onClick={() => void changeSuggesters("suggesters.revoke", { project, address })}
            >
              Take back
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
