import { Decoration } from "prosemirror-view";
import type { Span } from "../../shared/annotation/records.ts";
import { moveByCharacter } from "../../shared/article/words.ts";
import { type Mark, type MarkRole, once } from "./marks.ts";
import type { Projection } from "./projection.ts";
import { laneClass, toneClass } from "./tones.ts";

/** Which role is drawn outside which, when two marks cover the same text. */
const outerFirst: Record<MarkRole, number> = { quote: 0, claim: 1, cue: 2, mention: 3 };

/** Every mark of one block as decorations. The block is cut wherever a mark begins or ends, and every mark gets an
 *  element of its own on every piece, so that what overlaps stays visible; underlines get lanes below each other. */
export function decorateBlock(
  projection: Projection,
  text: string,
  index: number,
  marks: readonly Mark[],
  highlights: ReadonlyMap<string, string>,
): Decoration[] {
  const block = projection.blocks[index];
  if (!block || marks.length === 0) return [];
  const clipped = marks
    .map((mark) => ({ mark, from: Math.max(mark.start, block.start), to: Math.min(mark.end, block.end) }))
    .filter((one) => one.from < one.to)
    .sort(
      (a, b) =>
        outerFirst[a.mark.role] - outerFirst[b.mark.role] ||
        b.to - b.from - (a.to - a.from) ||
        a.from - b.from ||
        suggestedLast(a.mark, b.mark),
    );
  const lanes = underlineLanes(clipped.map((one) => one.mark));
  const cuts = [...new Set(clipped.flatMap((one) => [one.from, one.to, ...corners(text, one.mark)]))]
    .filter((cut) => block.start <= cut && cut <= block.end)
    .sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((from, at) => {
    const to = cuts[at + 1] ?? from;
    return (
      clipped
        .filter((one) => one.from <= from && to <= one.to)
        // ProseMirror wraps from the inside out: the first is innermost.
        .reverse()
        .map(({ mark }) => {
          const edges = `${from === mark.start ? " starts" : ""}${to === mark.end ? " ends" : ""}`;
          const highlight = highlights.get(mark.id);
          const isFirst = from === mark.start;
          return Decoration.inline(projection.position(from), projection.position(to), {
            nodeName: "mark",
            // Spelled so, it is set as a whole: ProseMirror builds `class` up by a list of tokens that each mark then keeps.
            CLASS: once(
              `${mark.classes}${mark.color ? toneClass(mark.color) : ""}${laneClass(lanes.get(mark) ?? 0)}${edges}${highlight ? ` ${highlight}` : ""}`,
            ),
            "data-id": mark.suggested ? undefined : mark.id,
            "data-suggestion": mark.suggested ? mark.id : undefined,
            "data-role": mark.role,
            "data-piece": String(mark.piece),
            "aria-description": isFirst ? mark.label : undefined,
          });
        })
    );
  });
}

/** Of marks with the same place, those of annotations come first: a suggestion that comes later changes nothing of them. */
function suggestedLast(a: Mark, b: Mark): number {
  if (!a.suggested || !b.suggested) return Number(a.suggested ?? false) - Number(b.suggested ?? false);
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** A quote's corners stand on its first and last character, which no line break can tear apart. */
function corners(text: string, mark: Mark): number[] {
  return mark.role === "quote" ? [moveByCharacter(text, mark.start, 1), moveByCharacter(text, mark.end, -1)] : [];
}

/** Which line below the text each underlined mark takes: the shortest lie highest, and none on top of another. */
function underlineLanes(marks: readonly Mark[]): Map<Mark, number> {
  const underlined = marks
    .filter((mark) => mark.role !== "quote")
    .sort(
      (a, b) => a.end - a.start - (b.end - b.start) || outerFirst[b.role] - outerFirst[a.role] || suggestedLast(a, b),
    );
  const lanes = new Map<Mark, number>();
  const placed: Mark[] = [];
  for (const mark of underlined) {
    const below = placed.filter((other) => other.start < mark.end && mark.start < other.end);
    lanes.set(
      mark,
      below.reduce((lane, other) => Math.max(lane, (lanes.get(other) ?? 0) + 1), 0),
    );
    placed.push(mark);
  }
  return lanes;
}

/** Marks by the blocks that they touch, kept up to date as marks come and go. */
export interface MarkIndex {
  inBlock(index: number): readonly Mark[];
  /** Puts `marks` in the place of the marks of `id`; returns the blocks that changed. */
  replace(id: string, marks: readonly Mark[]): Set<number>;
  marksOf(id: string): readonly Mark[];
}

export function createMarkIndex(projection: Projection, marks: readonly Mark[]): MarkIndex {
  const blocks = new Map<number, Set<Mark>>();
  const byId = new Map<string, Mark[]>();
  const touched = (span: Span) => {
    const [first, last] = projection.blocksOf(span);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  };
  const add = (mark: Mark) => {
    for (const block of touched(mark)) blocks.set(block, (blocks.get(block) ?? new Set()).add(mark));
    const own = byId.get(mark.id);
    if (own) own.push(mark);
    else byId.set(mark.id, [mark]);
  };
  for (const mark of marks) add(mark);
  return {
    inBlock: (index) => [...(blocks.get(index) ?? [])],
    marksOf: (id) => byId.get(id) ?? [],
    replace(id, next) {
      const changed = new Set<number>();
      for (const mark of byId.get(id) ?? []) {
        for (const block of touched(mark)) {
          blocks.get(block)?.delete(mark);
          changed.add(block);
        }
      }
      byId.delete(id);
      for (const mark of next) {
        add(mark);
        for (const block of touched(mark)) changed.add(block);
      }
      return changed;
    },
  };
}
