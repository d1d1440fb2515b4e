import { chainCommands, deleteSelection, selectAll, selectNodeBackward, selectNodeForward } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Fragment, type Node, type ResolvedPos, Slice } from "prosemirror-model";
import { type Command, EditorState, Selection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { Article } from "../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { caretPlugin } from "./caret.ts";
import { createDrawing } from "./drawing.ts";
import { editedText, usualLineBreak } from "./edited-text.ts";
import { project } from "./projection.ts";
import { readSelection } from "./read-selection.ts";
import { schema } from "./schema.ts";

export interface TextEditor {
  /** The text and blocks as they now stand. */
  result(): Pick<Article, "text" | "blocks">;
  undo(): void;
  redo(): void;
  focus(): void;
  destroy(): void;
}

/** Draws an article into `mount` so that its text can be edited: the only place where the document is the truth, until
 *  what it became is handed over. Marks move along with the text, for the eye. `offset` is where the caret begins. */
export function createTextEditor(
  mount: HTMLElement,
  state: ProjectState,
  open: ArticleState,
  offset: number,
  on: { change(): void; escape(): void },
): TextEditor {
  const base = open.article;
  const projection = project(base);
  const drawing = createDrawing(projection, state, open, null);
  const caret = Selection.near(projection.doc.resolve(projection.position(offset)));
  const view = new EditorView(mount, {
    state: EditorState.create({
      doc: projection.doc,
      selection: caret,
      plugins: [
        drawing.plugin,
        caretPlugin,
        history(),
        keymap({
          "Mod-z": undo,
          "Mod-Shift-z": redo,
          "Mod-y": redo,
          Enter: splitBlock,
          "Shift-Enter": insertLineBreak(usualLineBreak(base.text)),
          Backspace: chainCommands(deleteSelection, joinBlocks(-1), selectNodeBackward),
          "Mod-Backspace": chainCommands(deleteSelection, joinBlocks(-1)),
          Delete: chainCommands(deleteSelection, joinBlocks(1), selectNodeForward),
          "Mod-Delete": chainCommands(deleteSelection, joinBlocks(1)),
        }),
        keymap({ "Mod-a": selectAll }),
      ],
    }),
    attributes: {
      class: "article-text editing",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": "Article text, being edited",
      spellcheck: "false",
    },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) on.change();
    },
    handlePaste(_view, event) {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text !== "")
        view.dispatch(view.state.tr.replaceSelection(sliceOf(text, view.state.selection.$from)).scrollIntoView());
      return true;
    },
    clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n\n"),
    handleKeyDown: (_view, { key }) => {
      if (key === "Escape") on.escape();
      return key === "Escape";
    },
    handleDrop: () => true,
    handleDOMEvents: {
      keydown(editor) {
        // Not while an input method composes, nor where all is selected, which no caret in the text stands for.
        if (!editor.composing && editor.state.selection instanceof TextSelection) readSelection(editor);
        return false;
      },
    },
  });
  return {
    result: () => editedText(base, view.state.doc),
    undo: () => void undo(view.state, view.dispatch),
    redo: () => void redo(view.state, view.dispatch),
    focus: () => {
      view.focus();
      view.dispatch(view.state.tr.scrollIntoView());
    },
    destroy: () => view.destroy(),
  };
}

const splitBlock: Command = (state, dispatch) => {
  const transaction = state.tr.deleteSelection();
  const { $from } = transaction.selection;
  if (!$from.parent.isTextblock) return false;
  transaction.split($from.pos, 1, [{ type: schema.nodes.block, attrs: $from.parent.attrs }]);
  dispatch?.(transaction.scrollIntoView());
  return true;
};

const insertLineBreak =
  (text: string): Command =>
  (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(schema.nodes.lineBreak.create({ text })).scrollIntoView());
    return true;
  };

/** Joins the block with its neighbour, which may be in another section, where the caret is at its edge. */
const joinBlocks =
  (direction: -1 | 1): Command =>
  (state, dispatch) => {
    const { $from, empty } = state.selection;
    const isAtEdge = $from.parentOffset === (direction < 0 ? 0 : $from.parent.content.size);
    if (!empty || !$from.parent.isTextblock || !isAtEdge) return false;
    const edge = state.doc.resolve(direction < 0 ? $from.before() : $from.after());
    const other = Selection.findFrom(edge, direction, true);
    if (other)
      dispatch?.(state.tr.delete(Math.min(other.head, $from.pos), Math.max(other.head, $from.pos)).scrollIntoView());
    return true;
  };

/** Pasted text as blocks: a blank line begins another, other line ends stay line breaks. */
function sliceOf(text: string, $at: ResolvedPos): Slice {
  const blocks = text
    .replace(/\r\n?/g, "\n")
    .split(/\n[^\S\n]*\n\s*/)
    .map((part) => schema.nodes.block.create({ ...$at.parent.attrs }, inlineOf(part)));
  return new Slice(Fragment.from(blocks), 1, 1);
}

function inlineOf(part: string): Node[] {
  return part
    .split("\n")
    .flatMap((line, at) => [
      ...(at === 0 ? [] : [schema.nodes.lineBreak.create({ text: "\n" })]),
      ...(line === "" ? [] : [schema.text(line)]),
    ]);
}
