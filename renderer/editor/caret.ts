import { type EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { isPointerDown } from "./pointer.ts";
import { readSelection } from "./read-selection.ts";

const caretKey = new PluginKey<DecorationSet>("caret");

/** Keeps laid out what holds the caret while the article is scrolled: the browser asks in every frame where the caret stands,
 *  and lays out what it skips for that each time. Looked after with the first scrolling, as a change while a selection is
 *  drawn with the mouse would end it. */
export const caretPlugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
  key: caretKey,
  state: {
    init: () => DecorationSet.empty,
    apply(transaction, before, _old, editor) {
      if (transaction.getMeta(caretKey) === true) return aroundCaret(editor);
      return before.map(transaction.mapping, transaction.doc);
    },
  },
  props: { decorations: (editor) => caretKey.getState(editor) },
  view(editor) {
    const scroller = editor.dom.closest("[data-scroller]");
    const scrolled = () => {
      const { selection } = editor.state;
      if (isPointerDown() || editor.composing || !editor.hasFocus() || !(selection instanceof TextSelection)) return;
      readSelection(editor);
      if (!isLookedAfter(editor)) editor.dispatch(editor.state.tr.setMeta(caretKey, true));
    };
    scroller?.addEventListener("scroll", scrolled, { passive: true });
    return {
      destroy() {
        scroller?.removeEventListener("scroll", scrolled);
      },
    };
  },
});

function isLookedAfter({ state }: EditorView): boolean {
  const { head, $head } = state.selection;
  return (caretKey.getState(state)?.find(head, head).length ?? 0) >= Math.min(depths.length, $head.depth);
}

/** Those of a chapter and a section in the document. */
const depths = [1, 2];

/** The chapter and the section that the caret stands in. */
function aroundCaret({ doc, selection: { $head } }: EditorState): DecorationSet {
  const holding = depths.filter((depth) => depth <= $head.depth);
  return DecorationSet.create(
    doc,
    holding.map((depth) => Decoration.node($head.before(depth), $head.after(depth), { class: "holds-caret" })),
  );
}
