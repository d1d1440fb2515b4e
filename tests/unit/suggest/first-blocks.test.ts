import { describe, expect, it } from "vitest";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { firstBlocks } from "../../../shared/suggest/first-blocks.ts";

const paragraph = (at: number) => `${at}. Ada Lowe said the bridge was closed, and nobody answered her.`;
const textOf = (paragraphs: number) => Array.from({ length: paragraphs }, (_, at) => paragraph(at)).join("\n\n");

describe("the blocks that are read first", () => {
  it("are none in a short article, which is read at once", () => {
    expect(firstBlocks(blocksOfPlainText(textOf(20)), { start: 0, end: 500 })).toEqual([]);
  });

  it("are the lead and what is on the screen, in order and each once", () => {
    const text = textOf(5_000);
    const blocks = blocksOfPlainText(text);
    const sight = { start: text.indexOf(paragraph(3_000)), end: text.indexOf(paragraph(3_040)) };
    const first = firstBlocks(blocks, sight);
    expect(first[0]).toEqual(blocks[0]);
    expect(first).toEqual([...new Set(first)].sort((a, b) => a.start - b.start));
    const inSight = blocks.filter(({ start, end }) => end > sight.start && start < sight.end);
    expect(first).toEqual(expect.arrayContaining(inSight));
    expect(first.length).toBeLessThan(blocks.length / 10);
  });

  it("are those at the beginning where nothing is known of the screen, and at its end at the end", () => {
    const text = textOf(5_000);
    const blocks = blocksOfPlainText(text);
    const atStart = firstBlocks(blocks, { start: 0, end: 0 });
    expect(atStart).toEqual(blocks.slice(0, atStart.length));
    expect(firstBlocks(blocks, { start: text.length, end: text.length }).at(-1)).toEqual(blocks.at(-1));
  });

  it("stay few where one block is everything", () => {
    const [block] = blocksOfPlainText(textOf(2_000).replaceAll("\n\n", " "));
    expect(firstBlocks(block ? [block] : [], { start: 0, end: 0 })).toEqual([block]);
  });
});
