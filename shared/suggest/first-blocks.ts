import type { Span } from "../annotation/records.ts";
import { type BlockRange, blockIndexAt } from "../article/blocks.ts";

/** Shorter articles are read whole at once: nobody sees the difference. UTF-16 units, as below. */
const SHORT = 30_000;
/** So much of the article's beginning, where people are named in full, and so much around what is on the screen. */
const LEAD = 6_000;
const AROUND = 12_000;

/** The blocks of a long article to read before all of it, so that what is on the screen has its suggestions at once; none
 *  for a short one. What is found in them is for the time until the whole is read: that knows more. */
export function firstBlocks(blocks: readonly BlockRange[], sight: Span): BlockRange[] {
  const length = blocks.at(-1)?.end ?? 0;
  if (length <= SHORT) return [];
  const lead = blocks.slice(0, Math.max(1, blockIndexAt(blocks, LEAD)));
  const from = Math.max(lead.length, blockIndexAt(blocks, sight.start));
  const seen: BlockRange[] = [];
  for (const block of blocks.slice(from)) {
    if (block.start >= Math.max(sight.end, sight.start + AROUND) || block.start >= sight.start + 3 * AROUND) break;
    seen.push(block);
  }
  return [...lead, ...seen];
}
