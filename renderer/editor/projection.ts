import type { Node, NodeType } from "prosemirror-model";
import type { Article, Span } from "../../shared/annotation/records.ts";
import { lineBreaks } from "../../shared/article/blocks.ts";
import { schema } from "./schema.ts";

/** A section is laid out and painted as one: small ones scroll evenly, but each costs a little in every frame. */
const leastInSection = 10;
const mostSections = 600;

/** How many sections stand in a chapter: what a key changes is found among as many chapters, and then as many sections. */
const inChapter = 24;

/** How many blocks a section has in a text of that many. */
const blocksInSection = (blocks: number): number => Math.max(leastInSection, Math.ceil(blocks / mostSections));

interface ProjectedBlock extends Span {
  /** ProseMirror position of the block's first character. */
  position: number;
  breaks: { offset: number; length: number }[];
}

/** The article's text as a ProseMirror document, and the way between its positions and UTF-16 text offsets. */
export interface Projection {
  doc: Node;
  blocks: readonly ProjectedBlock[];
  /** The position of a text offset; between two blocks, the end of the one before. */
  position(offset: number): number;
  offset(position: number): number;
  /** Indices of the blocks that a span touches, first and last. */
  blocksOf(span: Span): [first: number, last: number];
}

export function project(article: Pick<Article, "text" | "blocks">): Projection {
  const blocks: ProjectedBlock[] = [];
  const nodes: Node[] = [];
  const inSection = blocksInSection(article.blocks.length);
  let position = 0;
  article.blocks.forEach((block, index) => {
    if (index % inSection === 0) position += index === 0 ? 1 : 2;
    if (index % (inSection * inChapter) === 0) position += index === 0 ? 1 : 2;
    const breaks = lineBreaks(article.text, block.start, block.end);
    const node = blockNode(article.text, block, index, breaks);
    blocks.push({ start: block.start, end: block.end, position: position + 1, breaks });
    nodes.push(node);
    position += node.nodeSize;
  });
  if (nodes.length === 0) {
    blocks.push({ start: 0, end: 0, position: 3, breaks: [] });
    nodes.push(schema.nodes.block.create());
  }
  const sections = grouped(nodes, inSection, schema.nodes.section);

  const blockBefore = (value: number, key: "start" | "position"): number => {
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((blocks[middle]?.[key] ?? 0) <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const positionOf = (offset: number): number => {
    const block = blocks[blockBefore(offset, "start")];
    if (!block) return 3;
    const inside = Math.max(block.start, Math.min(offset, block.end));
    const shorter = block.breaks.reduce((sum, one) => {
      if (inside >= one.offset + one.length) return sum + one.length - 1;
      return inside > one.offset ? sum + inside - one.offset : sum;
    }, 0);
    return block.position + inside - block.start - shorter;
  };
  const offsetOf = (at: number): number => {
    const block = blocks[blockBefore(at, "position")];
    if (!block) return 0;
    let offset = block.start + Math.max(0, at - block.position);
    for (const one of block.breaks) {
      if (offset > one.offset) offset += one.length - 1;
      else break;
    }
    return Math.min(offset, block.end);
  };
  return {
    doc: schema.nodes.doc.create(null, grouped(sections, inChapter, schema.nodes.chapter)),
    blocks,
    position: positionOf,
    offset: offsetOf,
    blocksOf: (span) => [blockBefore(span.start, "start"), blockBefore(Math.max(span.start, span.end - 1), "start")],
  };
}

/** Nodes in groups of that many, in order. */
function grouped(nodes: readonly Node[], many: number, type: NodeType): Node[] {
  const groups: Node[] = [];
  for (let at = 0; at < nodes.length; at += many) groups.push(type.create(null, nodes.slice(at, at + many)));
  return groups;
}

function blockNode(
  text: string,
  block: Article["blocks"][number],
  index: number,
  breaks: readonly { offset: number; length: number }[],
): Node {
  const content: Node[] = [];
  let at = block.start;
  const addText = (end: number) => {
    if (end > at) content.push(schema.text(text.slice(at, end)));
  };
  for (const one of breaks) {
    addText(one.offset);
    content.push(schema.nodes.lineBreak.create({ text: text.slice(one.offset, one.offset + one.length) }));
    at = one.offset + one.length;
  }
  addText(block.end);
  return schema.nodes.block.create({ kind: block.kind, index }, content);
}
