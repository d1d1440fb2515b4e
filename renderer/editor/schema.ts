import { type Node, Schema } from "prosemirror-model";

const tags: Record<string, string> = {
  headline: "h1",
  heading: "h2",
  quote: "blockquote",
  item: "p",
  caption: "p",
  credit: "p",
};

/** Characters in a line of about the width that an article has. */
const inLine = 80;

/** How many blocks and lines there are in a node, for its height while it is not laid out. */
function likelyHeight(node: Node): string {
  let [blocks, lines] = [0, 0];
  node.descendants((child) => {
    if (!child.isTextblock) return true;
    blocks += 1;
    lines += Math.max(1, Math.ceil(child.content.size / inLine));
    return false;
  });
  return `--blocks: ${blocks}; --lines: ${lines}`;
}

/** The article as ProseMirror holds it. Sections group blocks and chapters group sections, so that drawing and editing cost
 *  the same at any length; files and offsets know nothing of them. A line break inside a block is an atom that keeps its
 *  exact characters. */
export const schema = new Schema({
  nodes: {
    doc: { content: "chapter+" },
    chapter: {
      content: "section+",
      parseDOM: [{ tag: "div.chapter" }],
      toDOM: (node) => ["div", { class: "chapter", style: likelyHeight(node) }, 0],
    },
    section: {
      content: "block+",
      parseDOM: [{ tag: "div.section" }],
      toDOM: (node) => ["div", { class: "section", style: likelyHeight(node) }, 0],
    },
    block: {
      content: "inline*",
      attrs: { kind: { default: "paragraph" }, index: { default: 0 } },
      parseDOM: [
        { tag: ".block", getAttrs: (dom) => ({ kind: dom.dataset.kind, index: Number(dom.dataset.block) - 1 }) },
      ],
      toDOM: (node) => {
        const kind = String(node.attrs.kind);
        const tag = tags[kind] ?? "p";
        return [
          tag,
          {
            class: `block block-${kind}`,
            "data-kind": kind,
            "data-block": String(Number(node.attrs.index) + 1),
            // Far from the screen, Chromium tells screen readers only the roles that are spelled out.
            ...(tag === "p" ? { role: "paragraph" } : {}),
          },
          0,
        ];
      },
    },
    text: { group: "inline" },
    lineBreak: {
      group: "inline",
      inline: true,
      atom: true,
      selectable: false,
      attrs: { text: { default: "\n" } },
      leafText: (node) => String(node.attrs.text),
      parseDOM: [{ tag: "br" }],
      toDOM: () => ["br"],
    },
  },
});
