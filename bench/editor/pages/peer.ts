import type { BenchDocument, BenchMark } from "../document.ts";

/** A way to draw a marked text, as the bench asks it to. What it cannot do is left out. */
export interface Peer {
  /** Makes of the document what this way of drawing is given: not measured, as reading a file is not. */
  prepare?(document: BenchDocument): void;
  open(root: HTMLElement, document: BenchDocument): void | Promise<void>;
  add?(mark: BenchMark): void;
  remove?(id: string): void;
  recolour?(id: string): void;
  undo?(): void;
}

/** The text as plain paragraphs, and each paragraph's text node. */
export function plainParagraphs(root: HTMLElement, { text, paragraphs }: BenchDocument): Text[] {
  const all = document.createDocumentFragment();
  const nodes = paragraphs.map(({ start, end }) => {
    const element = document.createElement("p");
    const node = document.createTextNode(text.slice(start, end));
    element.append(node);
    all.append(element);
    return node;
  });
  root.append(all);
  return nodes;
}

/** Makes DOM ranges of text offsets over plain paragraphs. */
export function ranges(source: BenchDocument, nodes: readonly Text[]): (span: { start: number; end: number }) => Range {
  const place = (offset: number): [Text, number] => {
    let low = 0;
    let high = source.paragraphs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((source.paragraphs[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const node = nodes[low];
    if (!node) throw new Error("the text has no paragraph");
    return [node, Math.min(offset - (source.paragraphs[low]?.start ?? 0), node.length)];
  };
  return ({ start, end }) => {
    const range = document.createRange();
    range.setStart(...place(start));
    range.setEnd(...place(end));
    return range;
  };
}
