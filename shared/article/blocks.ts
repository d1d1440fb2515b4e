import { isSpace, trimSpaces } from "./spaces.ts";

/** One block of an article's text: `text.slice(start, end)` without white space at its ends. UTF-16 units. */
export type BlockRange = { kind: string; start: number; end: number };

/** A line end inside a text, in UTF-16 units: CRLF has length 2, the others 1. */
export type LineBreak = { offset: number; length: number };

type Line = { start: number; end: number; endsParagraph: boolean };

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/gu;
const ITEM = /^\s*[-*•]\s+\S/u;
const FINAL_PERIOD = /[.。]["'”’»›)\]]*$/u;
const LONGEST_HEADLINE = 120;

/** Cuts a plain text into disjoint, sorted blocks that cover every character that is not white space.
 *  Blank lines (or U+2029) separate blocks, and other line ends stay inside; a text without any has a block per line.
 *  Lines with a list marker are items. A short first block without a final period is the headline. */
export function blocksOfPlainText(text: string): BlockRange[] {
  const paragraphs = paragraphsOf(linesOf(text));
  const blocks = paragraphs.flatMap((lines) => blocksOfParagraph(text, lines));
  const [first, second] = blocks;
  const blankLineFollows = paragraphs.length > 1 && paragraphs[0]?.at(-1)?.endsParagraph === true;
  if (first && second && blankLineFollows && (paragraphs[0]?.at(-1)?.end ?? 0) < second.start && isHeadline(text, first))
    first.kind = "headline";
  return blocks;
}

/** The line ends in a range of a text, in order. */
export function lineBreaks(text: string, start: number, end: number): LineBreak[] {
  return Array.from(text.slice(start, end).matchAll(LINE_BREAK), (match) => ({
    offset: start + match.index,
    length: match[0].length,
  }));
}
