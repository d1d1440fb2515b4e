import type { AnnotationFile } from "../format/annotation-file.ts";
import type { Region } from "./regions.ts";

/** A block of the text, in code points. */
export type Block = AnnotationFile["article"]["blocks"][number];

/** A part of a region's piece that can be an element: inside one block, and crossing no other. Code points. */
export interface Fragment {
  region: Region;
  /** Which of the region's fragments it is, in order of position. */
  turn: number;
  block: Block;
  start: number;
  end: number;
}

interface Nested {
  fragment: Fragment;
  inside: Nested[];
}

/** The regions cut at the edges of blocks, and where they would cross each other. */
export function cut(regions: readonly Region[], blocks: readonly Block[]): Fragment[] {
  const waiting: Omit<Fragment, "turn">[] = regions.flatMap((region) =>
    region.spans.flatMap((span) =>
      touched(blocks, span).flatMap((block) => {
        const [start, end] = [Math.max(span.start, block.start), Math.min(span.end, block.end)];
        return start < end ? [{ region, block, start, end }] : [];
      }),
    ),
  );
  waiting.sort(before);
  const done: Omit<Fragment, "turn">[] = [];
  const open: { end: number }[] = [];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= next.start) open.pop();
    const around = open.at(-1);
    if (around && next.end > around.end) {
      insert(waiting, { ...next, start: around.end });
      next = { ...next, end: around.end };
    }
    done.push(next);
    open.push(next);
  }
  const turns = new Map<string, number>();
  return done.map((fragment) => {
    const turn = turns.get(fragment.region.id) ?? 0;
    turns.set(fragment.region.id, turn + 1);
    return { ...fragment, turn };
  });
}

/** The blocks that a span may touch: blocks stand in order. */
function touched(blocks: readonly Block[], span: { start: number; end: number }): Block[] {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.end ?? 0) <= span.start) low = middle + 1;
    else high = middle;
  }
  const found: Block[] = [];
  for (let block = blocks[low]; block && block.start < span.end; block = blocks[++low]) found.push(block);
  return found;
}

const before = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start - b.start || b.end - a.end;

function insert(waiting: Omit<Fragment, "turn">[], one: Omit<Fragment, "turn">): void {
  const at = waiting.findIndex((other) => before(one, other) < 0);
  waiting.splice(at < 0 ? waiting.length : at, 0, one);
}

/** A block's text with its fragments as elements in each other. `words` gives the text between two places, `around` an
 *  element around what is in it. */
export function marked(
  fragments: readonly Fragment[],
  block: Block,
  words: (start: number, end: number) => string,
  around: (fragment: Fragment, inside: string) => string,
): string {
  const inline = (nodes: readonly Nested[], start: number, end: number): string => {
    let at = start;
    let out = "";
    for (const { fragment, inside } of nodes) {
      out += words(at, fragment.start) + around(fragment, inline(inside, fragment.start, fragment.end));
      at = fragment.end;
    }
    return out + words(at, end);
  };
  return inline(nested(fragments), block.start, block.end);
}

/** Fragments of one block, in order, as a tree. */
function nested(fragments: readonly Fragment[]): Nested[] {
  const roots: Nested[] = [];
  const open: Nested[] = [];
  for (const fragment of fragments) {
    while ((open.at(-1)?.fragment.end ?? Number.POSITIVE_INFINITY) <= fragment.start) open.pop();
    const node: Nested = { fragment, inside: [] };
    (open.at(-1)?.inside ?? roots).push(node);
    open.push(node);
  }
  return roots;
}
