import { isSpace, trimSpaces } from "./spaces.ts";

/** One block of an article's text: `text.slice(start, end)` has no white space at its ends. UTF-16 units. */
export type BlockRange = { kind: string; start: number; end: number };

/** A line end inside a text, in UTF-16 units: CRLF has length 2, the others 1. */
export type LineBreak = { offset: number; length: number };

/** A line without its end. */
type Line = { start: number; end: number; endsParagraph: boolean };

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/gu;
const PARAGRAPH_SEPARATOR = "\u2029";
const ITEM = /^\s*[-*•]\s+\S/u;
const FINAL_PERIOD = /[.。]["'”’»›)\]]*$/u;
const LONGEST_HEADLINE = 120;

/** Cuts a plain text into disjoint, sorted blocks that cover every character that is not white space.
 *  Blank lines separate blocks, and other line ends stay inside; a text without blank lines has a block per line.
 *  Lines with a list marker are items. A short first block without a final period is the headline. */
export function blocksOfPlainText(text: string): BlockRange[] {
  const runs = runsOfLines(text);
  if (runs.length < 2) return runs.flat().flatMap((line) => blocksOfRun(text, [line]));
  const blocks = runs.flatMap((run) => blocksOfRun(text, run));
  const [first, ...others] = blocks;
  if (!first || (runs[0] && blocksOfRun(text, runs[0]).length > 1) || !couldBeHeadline(text, first)) return blocks;
  return [{ ...first, kind: "headline" }, ...others];
}

/** The index of the last block that begins at or before a UTF-16 offset; -1 where none does. */
export function blockIndexAt(blocks: readonly { start: number }[], offset: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The line ends in a range of a text, in order. */
export function lineBreaks(text: string, start: number, end: number): LineBreak[] {
  return Array.from(text.slice(start, end).matchAll(LINE_BREAK), (match) => ({
    offset: start + match.index,
    length: match[0].length,
  }));
}

/** Lines that are not blank, grouped between blank lines and paragraph separators. */
function runsOfLines(text: string): Line[][] {
  const runs: Line[][] = [];
  let run: Line[] = [];
  for (const line of linesOf(text)) {
    const isBlank = trimSpaces(text, line.start, line.end).end === line.start;
    if (!isBlank) run.push(line);
    if (run.length > 0 && (isBlank || line.endsParagraph)) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function* linesOf(text: string): Generator<Line> {
  let start = 0;
  for (const { 0: lineBreak, index } of text.matchAll(LINE_BREAK)) {
    yield { start, end: index, endsParagraph: lineBreak === PARAGRAPH_SEPARATOR };
    start = index + lineBreak.length;
  }
  yield { start, end: text.length, endsParagraph: true };
}

/** One paragraph, cut before every item and after it; an indented line goes on with its item. */
function blocksOfRun(text: string, run: Line[]): BlockRange[] {
  const blocks: BlockRange[] = [];
  for (const line of run) {
    const { start, end } = trimSpaces(text, line.start, line.end);
    const isItem = ITEM.test(text.slice(line.start, line.end));
    const current = blocks.at(-1);
    const goesOn = current && !isItem && (current.kind !== "item" || isSpace(text.charAt(line.start)));
    if (goesOn) current.end = end;
    else blocks.push({ kind: isItem ? "item" : "paragraph", start, end });
  }
  return blocks;
}

function couldBeHeadline(text: string, { kind, start, end }: BlockRange): boolean {
  return kind === "paragraph" && end - start <= LONGEST_HEADLINE && !FINAL_PERIOD.test(text.slice(start, end));
}
