import { useState } from "react";
import type { Choice } from "../../shared/annotation/merge.ts";
import { settleConflict } from "../app/disk.ts";
import { useApp } from "../app/store.ts";
import { Segmented } from "../widgets/fields.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { type Comparison, compare } from "./compare.ts";
import "./conflict.css";
import "./forms.css";

const options = [
  { value: "mine", title: "Keep mine" },
  { value: "theirs", title: "Take theirs" },
  { value: "both", title: "Keep both" },
] as const;

/** Two versions of the same records side by side, and what to keep of them. */
export function ConflictDialog({ onClose }: { onClose(): void }) {
  const conflict = useApp((app) => app.conflict);
  const state = useApp((app) => app.state);
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  if (!conflict || !state) return null;
  const { conflicts, files } = conflict;
  const chosen = conflicts.map((_, index) => choices[index] ?? "mine");
  const all = chosen.every((one) => one === chosen[0]) ? (chosen[0] ?? "mine") : null;
  const settle = () => {
    onClose();
    void settleConflict(chosen);
  };
  return (
    <Modal
      title="The same was changed twice"
      description={`Another program has changed ${files.length === 0 ? "this project" : files.join(", ")} while you worked on it. What only one of you changed is put together already. Nothing is thrown away: a version that is not kept stays in a file beside.`}
      wide
      onClose={onClose}
      footer={
        <>
          <button type="button" className="button foot-left" onClick={onClose}>
            Decide later
          </button>
          <button type="button" className="button primary" onClick={settle}>
            Go on
          </button>
        </>
      }
    >
      {conflicts.length > 1 ? (
        <div className="conflict-all">
          <span className="label">All {conflicts.length}</span>
          <Segmented
            label="For all of them"
            value={all ?? ""}
            options={options}
            onChange={(choice) => setChoices(conflicts.map(() => choice as Choice))}
          />
        </div>
      ) : null}
      <ul className="conflict-list" ref={focusFirstChoice}>
        {conflicts.map((one, index) => {
          const comparison = compare(state, one);
          return (
            <li key={`${one.theirs.table} ${one.theirs.id}`}>
              <h3>{comparison.title}</h3>
              <Compared comparison={comparison} />
              <Segmented
                label={`What to keep of ${comparison.title}`}
                value={chosen[index] ?? "mine"}
                options={options}
                onChange={(choice) => setChoices(chosen.map((known, at) => (at === index ? choice : known)))}
              />
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}

/** The focus is on what is asked. */
function focusFirstChoice(list: HTMLElement | null): void {
  if (list && !list.contains(document.activeElement)) list.querySelector<HTMLElement>('[role="radio"]')?.focus();
}

function Compared({ comparison }: { comparison: Comparison }) {
  if (comparison.removed !== null) {
    return (
      <p className="hint">
        {comparison.removed === "mine"
          ? "You have removed it; it was changed on the disk."
          : "It was removed on the disk; you have changed it."}
      </p>
    );
  }
  return (
    <table className="conflict-table">
      <thead>
        <tr>
          <td />
          <th scope="col">Mine</th>
          <th scope="col">Theirs</th>
        </tr>
      </thead>
      <tbody>
        {comparison.differences.map(({ field, mine, theirs }) => (
          <tr key={field}>
            <th scope="row">{field}</th>
            <td>{mine}</td>
            <td>{theirs}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
