import { isDivided } from "./joining.ts";
import { isUnspaced, wide } from "./letters.ts";
import { heaviest, type Line, type Region, roundedSize } from "./page.ts";

/** Lines that are one paragraph, heading or item. */
export interface Block {
  kind: "headline" | "heading" | "paragraph" | "item" | "caption";
  lines: Line[];
}

/** What a document's text looks like for the most part. */
export interface Style {
  size: number;
  /** Of the body's lines on each page: fonts have no names that are the same on all. */
  fonts: ReadonlyMap<number, string | null>;
  /** Distance of baselines by type size, rounded to half points. */
  leading: ReadonlyMap<number, number>;
  /** Whether paragraphs begin with an indent, as in books and newspapers. */
  indents: boolean;
}

/** Shares of the type size. */
const SAME_SIZE = 0.12;
const INDENT = 0.7;
const CENTRED = 1.5;
const RAGGED = 0.5;
const USUAL_LEADING = 1.5;
const LOOSE = 1.3;
/** Lines above and below that tell how far a line could have gone. */
const WINDOW = 3;
const LARGER = 1.15;
/** Share of lines that are set in where paragraphs are. */
const INDENTED = 0.05;
const SMALLER = 0.9;
const LONGEST_HEADING = 140;
/** Blocks of other kinds that may stand between the two parts of a paragraph. */
const BETWEEN = 4;

const BULLET = /^[•‣◦▪▫■□●○–—*·∙-]\s+(?=\S)/u;
const NUMBERED = /^(?:\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S/u;
const FINISHED = /[.!?…:;。！？]["'”’»)\]]*\d{0,2}$/u;
const CAPTION = /^(?:fig(?:ure|\.)|photo|image|picture|table|chart|abb(?:ildung|\.)|foto)\b/iu;

export function styleOf(regions: readonly Region[]): Style {
  const lines = regions.flat();
  const size = heaviest(lines.map((line) => [roundedSize(line.size), line.text.length])) ?? 0;
  const body = lines.filter((line) => roundedSize(line.size) === size);
  const byPage = Map.groupBy(body, (line) => line.page);
  const fonts = new Map(
    [...byPage].map(([page, all]) => [page, heaviest(all.map((line) => [line.font, line.text.length]))]),
  );
  const gaps = new Map<number, [number, number][]>();
  for (const region of regions) {
    for (const [i, line] of region.entries()) {
      const gap = line.y - (region[i - 1]?.y ?? Number.POSITIVE_INFINITY);
      if (gap < line.size * 0.8 || gap > line.size * 2.2 || !isAlike(line, region[i - 1])) continue;
      const key = roundedSize(line.size);
      const same = gaps.get(key);
      if (same) same.push([roundedSize(gap), 1]);
      else gaps.set(key, [[roundedSize(gap), 1]]);
    }
  }
  const leading = new Map(
    [...gaps].flatMap(([key, all]) => (all.length < 3 ? [] : [[key, heaviest(all) ?? 0] as const])),
  );
  const indented = regions.flatMap((region) =>
    region.filter((line) => roundedSize(line.size) === size && isIndented(line, region)),
  );
  return { size, fonts, leading, indents: indented.length > body.length * INDENTED };
}

const isAlike = (a: Line, b: Line | undefined): boolean =>
  b !== undefined && Math.abs(a.size - b.size) <= Math.max(a.size, b.size) * SAME_SIZE;

/** Paragraphs, headings and items in the order of reading, whole again where a column or page ended within them. */
export function blocksOf(regions: readonly Region[]): Block[] {
  const style = styleOf(regions);
  const parts = regions.map((region) => partsOf(region, style).map((lines) => blockOf(lines, style)));
  const blocks: Block[] = [];
  for (const [i, part] of parts.entries()) {
    const [first, ...rest] = part;
    const open =
      first && i > 0 ? openBlock(blocks, first, regions.slice(Math.max(0, i - BETWEEN), i + 1), style) : null;
    if (open && first) open.lines.push(...first.lines);
    else if (first) blocks.push(first);
    blocks.push(...rest);
  }
  return withHeadings(blocks, style);
}

function partsOf(region: Region, style: Style): Line[][] {
  const parts: Line[][] = [];
  for (const [at, line] of region.entries()) {
    const part = parts.at(-1);
    if (part && !begins(region, at, part, style)) part.push(line);
    else parts.push([line]);
  }
  return parts;
}

/** Whether a paragraph begins with the line of that index, after those of `part`. */
function begins(region: Region, at: number, part: readonly Line[], style: Style): boolean {
  const [line, before] = [region[at], region[at - 1]];
  if (!line || !before) return true;
  if (line.isRow || before.isRow || !isAlike(line, before) || line.isRightToLeft !== before.isRightToLeft) return true;
  const gap = line.y - before.y;
  const leading = style.leading.get(roundedSize(line.size)) ?? line.size * USUAL_LEADING;
  if (gap > leading * LOOSE + 0.5) return true;
  if (isDivided(before.text, line.text)) return false;
  if (BULLET.test(line.text)) return true;
  const isHeading = line.size > style.size * LARGER;
  if (isHeading) return false;
  const fits = couldFollow(region, at);
  const isFinished = FINISHED.test(before.text);
  const isItem = isItemStart(part[0]);
  if (NUMBERED.test(line.text) && (fits || isItem || isFinished)) return true;
  if (isShifted(line, before, part, region)) return true;
  if (!fits) return false;
  return isFinished || line.font !== before.font || isShort(region, at - 1);
}

const isItemStart = (line: Line | undefined): boolean =>
  line !== undefined && (BULLET.test(line.text) || NUMBERED.test(line.text));

/** Whether a line is set in as the first of a paragraph is, or out again after an item. */
function isShifted(line: Line, before: Line, part: readonly Line[], region: Region): boolean {
  const shift = line.start - before.start;
  if (Math.abs(shift) < line.size * INDENT || isCentred(line, before, region)) return false;
  const isSecond = part.length === 1;
  if (shift < 0) return !isSecond;
  return !(isSecond && isItemStart(before));
}

function isCentred(line: Line, before: Line, region: Region): boolean {
  const [left, right] = [Math.min(...region.map(({ start }) => start)), Math.max(...region.map(({ end }) => end))];
  const isMiddle = ({ start, end, size }: Line) =>
    Math.abs(start - left - (right - end)) < size * INDENT && start - left > size * CENTRED;
  return isMiddle(line) && (isMiddle(before) || before.end - before.start > (right - left) * 0.9);
}

/** Whether the line's first word would have had room on the line before: its end was somebody's wish. */
function couldFollow(region: Region, at: number): boolean {
  const [line, before] = [region[at], region[at - 1]];
  if (!line || !before) return false;
  const word = /^\S+/u.exec(line.text)?.[0] ?? "";
  const width = wide(line.text) === 0 ? 0 : ((line.end - line.start) * wide(word)) / wide(line.text);
  const isUnbroken = isUnspaced(word.slice(0, 1));
  const needed = isUnbroken ? Math.min(width, line.size * 2) : width;
  return before.end + line.size * 0.25 + needed < edge(region, at - 1) - line.size * RAGGED;
}

const isShort = (region: Region, at: number): boolean => {
  const line = region[at];
  return line !== undefined && line.end - line.start < (edge(region, at) - line.start) * 0.6;
};

/** How far the lines around one go. */
function edge(region: Region, at: number): number {
  const around = region.slice(Math.max(0, at - WINDOW), at + WINDOW + 1);
  return Math.max(...around.filter((line) => isAlike(line, region[at])).map(({ end }) => end));
}

function blockOf(lines: Line[], style: Style): Block {
  const [first] = lines;
  if (!first) return { kind: "paragraph", lines };
  if (BULLET.test(first.text))
    return { kind: "item", lines: [{ ...first, text: first.text.replace(BULLET, "") }, ...lines.slice(1)] };
  if (NUMBERED.test(first.text) && first.size <= style.size * LARGER) return { kind: "item", lines };
  const isCaption = first.size <= style.size * SMALLER && CAPTION.test(first.text);
  return { kind: isCaption ? "caption" : "paragraph", lines };
}

/** The block that goes on with the first one of a column or page; null where none is unfinished. */
function openBlock(blocks: readonly Block[], next: Block, regions: readonly Region[], style: Style): Block | null {
  const [line] = next.lines;
  const region = regions.at(-1);
  if (!line || !region || next.kind === "item" || line.isRow) return null;
  const last = blocks.slice(-BETWEEN).findLast((block) => {
    const end = block.lines.at(-1);
    return end !== undefined && isAlike(end, line) && isBody(end, style) === isBody(line, style) && !end.isRow;
  });
  const end = last?.lines.at(-1);
  if (!last || !end || end.isRightToLeft !== line.isRightToLeft) return null;
  if (isDivided(end.text, line.text)) return last;
  const isInside = last !== blocks.at(-1);
  const startsSmall = /^["“‘«(]?\p{Ll}/u.test(line.text);
  if (!FINISHED.test(end.text)) {
    const column = regions.find((region) => region.includes(end)) ?? last.lines;
    const isShortLine = isShort(column, column.indexOf(end));
    const isElsewhere = line.page !== end.page || line.y < end.y;
    return startsSmall || (isElsewhere && !isInside && !isShortLine && line.size <= style.size * LARGER) ? last : null;
  }
  return !isInside && !startsSmall && isFull(last) && style.indents && !isIndented(line, region) ? last : null;
}

const isBody = ({ page, font }: Line, { fonts }: Style): boolean => font === fonts.get(page);

const isFull = ({ lines }: Block): boolean =>
  lines.length > 1 &&
  (lines.at(-1)?.end ?? 0) > Math.max(...lines.map(({ end }) => end)) - (lines[0]?.size ?? 0) * RAGGED;

function isIndented(line: Line, region: Region): boolean {
  const usual = heaviest(region.map(({ start }) => [Math.round(start), 1])) ?? line.start;
  const indent = line.start - usual;
  return indent > line.size * INDENT && indent < line.size * 4;
}

/** Large type is a heading, the largest of the first page the headline; so is a short line in a type of its own. */
function withHeadings(blocks: Block[], style: Style): Block[] {
  const sizes = blocks.filter((block) => block.lines[0]?.page === blocks[0]?.lines[0]?.page).map(sizeOf);
  const largest = Math.max(...sizes);
  let hasHeadline = false;
  return blocks.map((block, at) => {
    const isNumbered = block.kind === "item" && NUMBERED.test(block.lines[0]?.text ?? "");
    if ((block.kind !== "paragraph" && !isNumbered) || block.lines.some(({ isRow }) => isRow)) return block;
    const size = sizeOf(block);
    const isLetters = block.lines.some(({ text }) => /\p{L}{2}/u.test(text));
    if (!hasHeadline && isLetters && size === largest && size >= style.size * LARGER) {
      hasHeadline = true;
      return { ...block, kind: "headline" };
    }
    return isLetters && (size >= style.size * LARGER || standsOut(blocks, at, style))
      ? { ...block, kind: "heading" }
      : block;
  });
}

const sizeOf = ({ lines }: Block): number =>
  heaviest(lines.map(({ size, text }) => [roundedSize(size), text.length])) ?? 0;

function standsOut(blocks: readonly Block[], at: number, style: Style): boolean {
  const [block, next] = [blocks[at], blocks[at + 1]];
  const text = block?.lines.map((line) => line.text).join(" ") ?? "";
  if (!block || !next || next.kind !== "paragraph" || text.length > LONGEST_HEADING || block.lines.length > 2)
    return false;
  if (sizeOf(block) < style.size || /[.,;]$/u.test(text) || /^(?:by|from|von)\s/iu.test(text)) return false;
  return !block.lines.some((line) => isBody(line, style)) && next.lines.some((line) => isBody(line, style));
}
