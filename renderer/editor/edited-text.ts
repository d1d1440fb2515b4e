import type { Node } from "prosemirror-model";
import type { Article, Block } from "../../shared/annotation/records.ts";
import { trimSpaces } from "../../shared/article/spaces.ts";

/** The text and blocks of an edited document whose blocks were projected from `base`. What stands between two blocks is
 *  kept as it was; between blocks that were not neighbours there, it is what the article mostly has between blocks.
 *  A block of which nothing is left goes. */
export function editedText(base: Pick<Article, "text" | "blocks">, doc: Node): Pick<Article, "text" | "blocks"> {
  const parts = partsOf(doc);
  if (parts.length === 0) return { text: "", blocks: [] };
  const blocks: Block[] = [];
  let text = base.text.slice(0, base.blocks[0]?.start ?? 0);
  parts.forEach((part, at) => {
    const before = parts[at - 1];
    if (before) text += between(base, before.index, part.index);
    const start = text.length;
    text += part.text;
    const range = trimSpaces(text, start, text.length);
    const known = base.blocks[part.index];
    const isFirst = before?.index !== part.index;
    // The rest of a headline that was cut in two is a paragraph.
    const kind = isFirst || part.kind !== "headline" ? part.kind : "paragraph";
    blocks.push({ ...(isFirst ? known : {}), kind, ...range });
  });
  return { text: text + base.text.slice(base.blocks.at(-1)?.end ?? base.text.length), blocks };
}

interface Part {
  index: number;
  kind: string;
  text: string;
}

function partsOf(doc: Node): Part[] {
  const parts: Part[] = [];
  doc.descendants((node) => {
    if (!node.isTextblock) return true;
    const text = node.textContent;
    if (/\S/u.test(text)) parts.push({ index: Number(node.attrs.index), kind: String(node.attrs.kind), text });
    return false;
  });
  return parts;
}

/** What stands between two blocks of the edited text that were the blocks of these indices. */
function between({ text, blocks }: Pick<Article, "text" | "blocks">, left: number, right: number): string {
  const gap = (index: number) => text.slice(blocks[index]?.end, blocks[index + 1]?.start);
  if (right > left && blocks[right]) return gap(right - 1);
  return usualGap(text, blocks);
}

/** What the text mostly has between two blocks; a blank line where it has just one block. */
function usualGap(text: string, blocks: readonly Block[]): string {
  const counts = new Map<string, number>();
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    if (next) counts.set(text.slice(block.end, next.start), (counts.get(text.slice(block.end, next.start)) ?? 0) + 1);
  });
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? "\n\n";
}

/** What a line break inside a block mostly is in this text. */
export function usualLineBreak(text: string): string {
  const crlf = text.match(/\r\n/g)?.length ?? 0;
  return crlf > (text.match(/(?<!\r)\n/g)?.length ?? 0) ? "\r\n" : "\n";
}
