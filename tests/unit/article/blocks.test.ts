import { describe, expect, it } from "vitest";
import { blocksOfPlainText, lineBreaks } from "../../../shared/article/blocks.ts";

const blocksOf = (text: string) =>
  blocksOfPlainText(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

describe("the blocks of a plain text", () => {
  it("are separated by blank lines; single line ends stay inside", () => {
    expect(blocksOf("One.\ntwo.\n\nThree.\r\n\u00a0\r\nFour\r\r\n")).toEqual([
      ["paragraph", "One.\ntwo."],
      ["paragraph", "Three."],
      ["paragraph", "Four"],
    ]);
  });

  it("are the lines where there is no blank line", () => {
    expect(blocksOf("One\nTwo\r\nThree\rFour\u2028Five\n\n")).toEqual(
      ["One", "Two", "Three", "Four", "Five"].map((line) => ["paragraph", line]),
    );
  });

  it("are separated by U+2029, and kept together over U+2028", () => {
    expect(blocksOf("One.\u2028two.\u2029Three.")).toEqual([
      ["paragraph", "One.\u2028two."],
      ["paragraph", "Three."],
    ]);
  });

  it("have no white space at their ends", () => {
    expect(blocksOf(" \u00a0One. \n\n\tTwo\u202f")).toEqual([
      ["paragraph", "One."],
      ["paragraph", "Two"],
    ]);
  });

  it("begin with the headline, when the first is short, has no final period and more follows", () => {
    const kind = (text: string) => blocksOfPlainText(text)[0]?.kind;
    expect(kind("Mayor quits\n\nThe mayor quit.")).toBe("headline");
    expect(kind("Mayor ‘quits’?\n\nThe mayor quit.")).toBe("headline");
    expect(kind("The mayor quit.\n\nIt was so.")).toBe("paragraph");
    expect(kind("“The mayor quit.”\n\nIt was so.")).toBe("paragraph");
    expect(kind(`${"long ".repeat(30)}\n\nIt was so.`)).toBe("paragraph");
    expect(kind("Mayor quits\nThe mayor quit.")).toBe("paragraph");
    expect(kind("Mayor quits\n\n")).toBe("paragraph");
  });

  it("are items where lines have a list marker", () => {
    expect(blocksOf("Said:\n\nThis:\n- one\n  more\n* two\nthen\n\n-With Reuters")).toEqual([
      ["headline", "Said:"],
      ["paragraph", "This:"],
      ["item", "- one\n  more"],
      ["item", "* two"],
      ["paragraph", "then"],
      ["paragraph", "-With Reuters"],
    ]);
  });

  it("are none in an empty text", () => {
    expect(blocksOf("")).toEqual([]);
    expect(blocksOf(" \n\u00a0\n")).toEqual([]);
  });
});

describe("line breaks", () => {
  it("are units, whatever their characters", () => {
    expect(lineBreaks("a\r\nb\nc\rd\u2028e\u2029f", 1, 10)).toEqual([
      { offset: 1, length: 2 },
      { offset: 4, length: 1 },
      { offset: 6, length: 1 },
      { offset: 8, length: 1 },
    ]);
  });
});
