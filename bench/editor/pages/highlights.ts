import type { BenchMark } from "../document.ts";
import { type Peer, plainParagraphs, ranges } from "./peer.ts";

/** The bare CSS Custom Highlight API: every mark a registered range over plain paragraphs. */
export function highlights(): Peer {
  const colours = { name: new Highlight(), passage: new Highlight(), other: new Highlight() };
  const drawn = new Map<string, { range: Range; in: Highlight }>();
  let rangeOf: ReturnType<typeof ranges>;
  const add = (mark: BenchMark) => {
    const own = { range: rangeOf(mark), in: colours[mark.kind] };
    own.in.add(own.range);
    drawn.set(mark.id, own);
  };
  return {
    open(root, source) {
      rangeOf = ranges(source, plainParagraphs(root, source));
      for (const mark of source.marks) add(mark);
      for (const [name, colour] of Object.entries(colours)) CSS.highlights.set(name, colour);
    },
    add,
    remove(id) {
      const own = drawn.get(id);
      own?.in.delete(own.range);
      drawn.delete(id);
    },
    recolour(id) {
      const own = drawn.get(id);
      if (!own) return;
      own.in.delete(own.range);
      own.in = colours.other;
      own.in.add(own.range);
    },
  };
}
