import { Schema } from "prosemirror-model";
import { EditorState, Plugin } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import type { BenchMark } from "../document.ts";
import type { Peer } from "./peer.ts";

const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: { content: "text*", toDOM: () => ["p", 0] },
    text: {},
  },
});

/** ProseMirror as a first attempt uses it: a flat document, and all decorations made anew with every transaction. */
export function proseMirror(): Peer {
  const marks = new Map<string, BenchMark & { other?: boolean }>();
  let view: EditorView;
  // A paragraph's end and the next one's start are two positions, as the two line ends between them are two offsets.
  const position = (offset: number) => offset + 1;
  const redraw = () => view.dispatch(view.state.tr);
  return {
    open(root, { text, paragraphs, marks: all }) {
      for (const mark of all) marks.set(mark.id, mark);
      const doc = schema.node(
        "doc",
        null,
        paragraphs.map(({ start, end }) => schema.node("paragraph", null, [schema.text(text.slice(start, end))])),
      );
      const plugin = new Plugin({
        props: {
          decorations: (state) =>
            DecorationSet.create(
              state.doc,
              Array.from(marks.values(), (mark) =>
                Decoration.inline(position(mark.start), position(mark.end), {
                  nodeName: "mark",
                  class: mark.other ? "other" : mark.kind,
                }),
              ),
            ),
        },
      });
      view = new EditorView(root, { state: EditorState.create({ doc, plugins: [plugin] }), editable: () => false });
    },
    add(mark) {
      marks.set(mark.id, mark);
      redraw();
    },
    remove(id) {
      marks.delete(id);
      redraw();
    },
    recolour(id) {
      const mark = marks.get(id);
      if (mark) marks.set(id, { ...mark, other: true });
      redraw();
    },
  };
}
