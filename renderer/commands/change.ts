import { cycleStatus, removeAnnotation, setFields, setPiece } from "../../shared/annotation/actions/annotation.ts";
import { blockAt } from "../../shared/annotation/actions/quote.ts";
import {
  type Claim,
  checkWorthinessLevels,
  type Mention,
  mentionForms,
  type Quote,
  quoteForms,
  type Span,
  type SpanField,
} from "../../shared/annotation/records.ts";
import { moveByCharacter, moveEndByWord, moveStartByWord } from "../../shared/article/words.ts";
import { settle } from "../app/after-paint.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { textEditor } from "../app/text-edit.ts";
import { toast } from "../app/toast.ts";
import { redo, undo } from "../app/undo.ts";
import { author, perform } from "../app/work.ts";
import { editorPort } from "../editor/port.ts";
import type { Command } from "./command.ts";
import { currentAnnotation, makeCurrent } from "./target.ts";

/** The pieces of an annotation in the order in which the boundary keys count them. */
export function piecesOf(
  found: NonNullable<ReturnType<typeof currentAnnotation>>,
): { field: SpanField; index: number; span: Span }[] {
  const of = (field: SpanField, spans: readonly Span[]) => spans.map((span, index) => ({ field, index, span }));
  if (found.kind === "quote") {
    const quote = found.record as Quote;
    return [...of("content", quote.content), ...of("cue", quote.cue)];
  }
  return found.kind === "relation" ? [] : of("spans", (found.record as Mention | Claim).spans);
}

type Edge = "start" | "end";
type Step = "word" | "character";

/** Moves an edge of the current piece; the annotation keeps at least one character and stays in its block. */
function moveBoundary(app: AppState, edge: Edge, direction: 1 | -1, step: Step): void {
  const open = shownArticle(app);
  const found = currentAnnotation(app);
  if (!open || !app.state || !found) return;
  const pieces = piecesOf(found);
  const piece = pieces[Math.min(app.piece, pieces.length - 1)];
  if (!piece) return;
  const { text } = open.article;
  const at = piece.span[edge];
  const byWord = edge === "start" ? moveStartByWord : moveEndByWord;
  const moved = step === "word" ? byWord(text, at, direction) : moveByCharacter(text, at, direction);
  const span = { ...piece.span, [edge]: moved };
  const block = blockAt(open.article, at);
  if (span.end <= span.start || moved < block.start || moved > block.end) return;
  perform(setPiece(app.state, author, open.article.id, found.record.id, piece.field, piece.index, span));
  store.setState({ current: found.record.id, moved: false });
  editorPort()?.reveal(span);
}

function boundary(id: string, title: string, keys: string[], edge: Edge, direction: 1 | -1, step: Step): Command {
  return {
    id,
    title,
    group: "Change",
    keys,
    keywords: "boundary extend shrink span",
    when: (app) => currentAnnotation(app) !== null,
    run: (app) => moveBoundary(app, edge, direction, step),
  };
}

const nextIn = <T>(values: readonly T[], value: T): T => values[(values.indexOf(value) + 1) % values.length] ?? value;

export const changeCommands: Command[] = [
  boundary("change.end.wordRight", "End one word further", ["Alt+ArrowRight"], "end", 1, "word"),
  boundary("change.end.wordLeft", "End one word back", ["Alt+ArrowLeft"], "end", -1, "word"),
  boundary("change.start.wordRight", "Start one word further", ["Alt+Shift+ArrowRight"], "start", 1, "word"),
  boundary("change.start.wordLeft", "Start one word back", ["Alt+Shift+ArrowLeft"], "start", -1, "word"),
  boundary("change.end.right", "End one character further", ["."], "end", 1, "character"),
  boundary("change.end.left", "End one character back", [","], "end", -1, "character"),
  boundary("change.start.right", "Start one character further", ["Shift+."], "start", 1, "character"),
  boundary("change.start.left", "Start one character back", ["Shift+,"], "start", -1, "character"),
  {
    id: "change.piece",
    title: "Next piece of the current annotation",
    group: "Change",
    keys: ["P"],
    keywords: "boundary cue content",
    when: (app) => currentAnnotation(app) !== null,
    run: (app) => {
      const found = currentAnnotation(app);
      if (!found) return;
      const pieces = piecesOf(found);
      const piece = (app.piece + 1) % Math.max(1, pieces.length);
      store.setState({ piece });
      const span = pieces[piece]?.span;
      if (span) editorPort()?.reveal(span);
    },
  },
  {
    id: "change.form",
    title: "Change the form",
    group: "Change",
    keys: ["F"],
    keywords: "direct mixed indirect name nominal pronoun",
    when: (app) => ["mention", "quote"].includes(currentAnnotation(app)?.kind ?? ""),
    run: (app) => {
      const found = currentAnnotation(app);
      if (!found || !app.state || app.article === null) return;
      if (found.kind === "quote") {
        const form = nextIn(quoteForms, (found.record as Quote).form);
        perform(setFields<Quote>(app.state, author, app.article, found.record.id, "Change form", { form }));
      } else if (found.kind === "mention") {
        const form = nextIn(mentionForms, (found.record as Mention).form);
        perform(setFields<Mention>(app.state, author, app.article, found.record.id, "Change form", { form }));
      }
    },
  },
  {
    id: "change.checkWorthiness",
    title: "Change check-worthiness",
    group: "Change",
    keys: ["W"],
    keywords: "claim high medium low",
    when: (app) => currentAnnotation(app)?.kind === "claim",
    run: (app) => {
      const found = currentAnnotation(app);
      if (found?.kind !== "claim" || !app.state || app.article === null) return;
      const checkWorthiness = nextIn([null, ...checkWorthinessLevels], (found.record as Claim).checkWorthiness);
      perform(
        setFields<Claim>(app.state, author, app.article, found.record.id, "Change check-worthiness", {
          checkWorthiness,
        }),
      );
    },
  },
  {
    id: "change.status",
    title: "Done, disputed, draft",
    group: "Change",
    keys: ["D"],
    keywords: "status finished",
    when: (app) => currentAnnotation(app) !== null,
    run: (app) => {
      if (app.state && app.article !== null && app.current !== null) {
        perform(cycleStatus(app.state, author, app.article, app.current));
      }
    },
  },
  {
    id: "change.edit",
    title: "Edit the fields of the current annotation",
    group: "Change",
    keys: ["Enter"],
    keywords: "inspector gist note",
    when: (app) => currentAnnotation(app) !== null,
    run: () => focusField("[data-first-field]"),
  },
  {
    id: "change.note",
    title: "Write a note",
    group: "Change",
    keys: ["N"],
    when: (app) => currentAnnotation(app) !== null,
    run: () => focusField("[data-note-field]"),
  },
  {
    id: "change.remove",
    title: "Remove the current annotation",
    group: "Change",
    keys: ["Delete", "Backspace"],
    keywords: "delete unmark",
    when: (app) => currentAnnotation(app) !== null,
    run: (app) => {
      if (!app.state || app.article === null || app.current === null) return;
      const { operation, clearedReferences, removedRelations } = removeAnnotation(
        app.state,
        author,
        app.article,
        app.current,
      );
      if (!perform(operation)) return;
      const lines = [
        clearedReferences > 0
          ? `${clearedReferences} ${clearedReferences === 1 ? "link" : "links"} to it cleared.`
          : "",
        removedRelations > 0 ? `${removedRelations} ${removedRelations === 1 ? "relation" : "relations"} removed.` : "",
      ].filter((line) => line !== "");
      if (lines.length > 0)
        toast("Removed", [...lines, "One undo brings all of it back."], {
          action: { label: "Undo", run: () => void undo() },
        });
    },
  },
  {
    id: "change.undo",
    title: "Undo",
    group: "Change",
    keys: ["Mod+Z"],
    when: (app) => app.textEdit !== null || app.undo.length > 0,
    run: () => (textEditor() ? textEditor()?.undo() : void undo()),
  },
  {
    id: "change.redo",
    title: "Redo",
    group: "Change",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    when: (app) => app.textEdit !== null || app.redo.length > 0,
    run: () => (textEditor() ? textEditor()?.redo() : void redo()),
  },
];

/** Opens the inspector if it is hidden and puts the focus into one of its fields. */
function focusField(selector: string): void {
  const { current } = store.getState();
  store.setState((app) => ({ settings: { ...app.settings, rightPanel: true } }));
  if (current !== null) makeCurrent(current);
  const focus = () => {
    settle();
    const field = document.querySelector<HTMLElement>(`[data-zone=inspector] ${selector}`);
    if (!field || field === document.activeElement) return;
    field.focus();
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
  };
  // Before the next key, which belongs to the field. Only a dialog that is closing keeps the focus until it is gone; else
  // a second time would take it from where the next key has put it.
  queueMicrotask(() => {
    focus();
    if (document.querySelector('[role="dialog"]')) requestAnimationFrame(focus);
  });
}
