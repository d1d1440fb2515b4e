import { useEffect, useState } from "react";
import { entityType } from "../../shared/annotation/scheme.ts";
import { type AppState, store } from "../app/store.ts";
import { commands, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { selected } from "../commands/target.ts";
import { useLayoutTick } from "./useLayoutTick.ts";
import type { ArticleEditor } from "./view.ts";
import "./selection-toolbar.css";

const marking = ["mark.quote", "mark.quote.piece", "mark.cue", "mark.claim"];
const shortTitle: Record<string, string> = {
  "mark.quote": "Quote",
  "mark.quote.piece": "Add piece",
  "mark.cue": "Cue",
  "mark.claim": "Claim",
};

const ofTheSelection = (app: AppState): readonly unknown[] => [
  app.selection,
  app.moved,
  app.picking,
  app.currentQuote,
  app.state?.project.scheme,
  app.settings.keys,
];

/** What can be made of the selection, at the selection. Hidden while the mouse is still selecting, and gone once the
 *  selection has been marked, so that it never covers the next words. */
export function SelectionToolbar({ editor }: { editor: ArticleEditor }) {
  useLayoutTick(editor, ofTheSelection);
  const app = store.getState();
  const [selecting, setSelecting] = useState(false);
  useEffect(() => {
    const down = () => setSelecting(true);
    const up = () => setSelecting(false);
    editor.view.dom.addEventListener("pointerdown", down);
    window.addEventListener("pointerup", up);
    return () => {
      editor.view.dom.removeEventListener("pointerdown", down);
      window.removeEventListener("pointerup", up);
    };
  }, [editor]);

  const span = selected(app);
  if (!span || !app.moved || selecting || app.picking || !app.state) return null;
  const { scheme } = app.state.project;
  const box = editor.rectangle({ start: span.start, end: span.start + 1 });
  if (!box) return null;
  const frame = editor.view.dom.getBoundingClientRect();
  const available = commands(app);
  const types = available.filter((command) => command.id.startsWith("mark.entity."));
  const others = available.filter((command) => marking.includes(command.id) && (command.when?.(app) ?? true));
  return (
    <div
      className="selection-toolbar"
      role="toolbar"
      aria-label="Mark the selection"
      style={{ left: Math.max(0, Math.min(box.left - frame.left, frame.width - 520)), top: box.top - frame.top - 46 }}
      onMouseDown={(event) => event.preventDefault()}
    >
      {types.map((command) => {
        const id = command.id.replace("mark.entity.", "");
        return (
          <button
            key={command.id}
            type="button"
            title={command.title}
            aria-label={command.title}
            onClick={(event) => runCommand(command.id, event.altKey)}
          >
            <span className="dot" style={{ "--mark": entityType(scheme, id)?.color ?? "gray" }} />
            {command.keys[0] ? <kbd>{keyLabel(command.keys[0], app.platform)}</kbd> : id}
          </button>
        );
      })}
      <span className="divider" />
      {others.map((command) => (
        <button
          key={command.id}
          type="button"
          title={`${command.title} (${command.keys[0] ?? ""})`}
          onClick={(event) => runCommand(command.id, event.altKey)}
        >
          {shortTitle[command.id]}
        </button>
      ))}
    </div>
  );
}
