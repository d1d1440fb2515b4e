import { isSpace, trimSpaces } from "./spaces.ts";

/** A pair of quotation marks and what stands between them, without white space at its ends. UTF-16 units.
 *  An opening mark that is never closed has `close: null` and runs to the end of what it stands in. */
export type Quotation = { open: number; contentStart: number; contentEnd: number; close: number | null };

type Family = "double" | "single" | "angle" | "angle-single" | "corner" | "corner-double";
type Open = { mark: string; at: number; family: Family };

const FAMILY: Readonly<Record<string, Family>> = {
  '"': "double",
  "“": "double",
  "”": "double",
  "„": "double",
  "‟": "double",
  "'": "single",
  "‘": "single",
  "’": "single",
  "‚": "single",
  "‛": "single",
  "«": "angle",
  "»": "angle",
  "‹": "angle-single",
  "›": "angle-single",
  "「": "corner",
  "」": "corner",
  "『": "corner-double",
  "』": "corner-double",
};

const ALWAYS_OPEN = new Set(["„", "‟", "‚", "‛", "「", "『"]);
const ALWAYS_CLOSE = new Set(["」", "』"]);
const BEFORE_OPENING = /[\s([{/\-‐-―"'“”‘„‚«»‹›「『]/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
/** Words that begin with an apostrophe: ’90s, ’em, ’tis. */
const ELISION = /^['‘’](?:\d|(?:em|til|tis|twas|cause|bout|round|cuz|neath|n|er|im|cos)(?!\p{L}))/iu;

/** The quotations of one block, by where they open. Apostrophes (don’t, Sessions’ plan, ’90s) are none.
 *  A straight mark and a curly one close each other. */
export function findQuotations(text: string, blockStart: number, blockEnd: number): Quotation[] {
  const found: Quotation[] = [];
  const stack: Open[] = [];

  const finish = (open: Open, end: number, close: number | null) => {
    const content = trimSpaces(text, open.at + 1, end);
    found.push({ open: open.at, contentStart: content.start, contentEnd: content.end, close });
  };
  const closeDownTo = (depth: number, end: number) => {
    for (const left of stack.splice(depth)) if (left.mark !== "'") finish(left, end, null);
  };

  for (let at = blockStart; at < blockEnd; at++) {
    const mark = text.charAt(at);
    const family = FAMILY[mark];
    if (!family) continue;
    const depth = stack.findLastIndex((open) => open.family === family);
    const opened = stack[depth];
    if (family === "single") {
      if (opened && depth === stack.length - 1 && closesSingle(text, at, blockEnd)) {
        stack.pop();
        finish(opened, at, at);
      } else if (opensSingle(text, at, blockStart, blockEnd)) stack.push({ mark, at, family });
    } else if (opened && closes(mark, opened.mark, text, at, blockStart, blockEnd)) {
      closeDownTo(depth + 1, at);
      stack.pop();
      finish(opened, at, at);
    } else if (opens(mark, text, at, blockStart, blockEnd)) stack.push({ mark, at, family });
  }
  closeDownTo(0, blockEnd);
  return found.sort((a, b) => a.open - b.open);
}

/** The innermost quotation that holds or touches an offset with its marks; one in double marks rather than one in
 *  single marks, which is mostly a quotation inside it. Null when there is none. */
export function quotationAt(text: string, blockStart: number, blockEnd: number, offset: number): Quotation | null {
  const around = findQuotations(text, blockStart, blockEnd).filter(
    ({ open, contentEnd, close }) => open <= offset && offset <= (close === null ? contentEnd : close + 1),
  );
  const isSingle = ({ open }: Quotation) => FAMILY[text.charAt(open)] === "single";
  return around.findLast((quotation) => !isSingle(quotation)) ?? around.at(-1) ?? null;
}

function opens(mark: string, text: string, at: number, start: number, end: number): boolean {
  if (ALWAYS_OPEN.has(mark) || mark === "“" || mark === "«" || mark === "‹") return true;
  return !ALWAYS_CLOSE.has(mark) && looksOpening(text, at, start, end);
}

function closes(mark: string, openMark: string, text: string, at: number, start: number, end: number): boolean {
  switch (mark) {
    case '"':
      return !looksOpening(text, at, start, end);
    case "“":
    case "‟":
      return openMark === "„" || ((openMark === "”" || openMark === '"') && !looksOpening(text, at, start, end));
    case "«":
      return openMark === "»";
    case "‹":
      return openMark === "›";
    case "»":
      return openMark === "«" || !looksOpening(text, at, start, end);
    case "›":
      return openMark === "‹" || !looksOpening(text, at, start, end);
    default:
      return !ALWAYS_OPEN.has(mark);
  }
}

/** Something ends or nothing stands before the mark, and something begins right after it. */
function looksOpening(text: string, at: number, start: number, end: number): boolean {
  const before = at > start ? text.charAt(at - 1) : " ";
  const after = at + 1 < end ? text.charAt(at + 1) : " ";
  return BEFORE_OPENING.test(before) && !isSpace(after);
}

function opensSingle(text: string, at: number, start: number, end: number): boolean {
  const mark = text.charAt(at);
  if (mark === "‚" || mark === "‛") return looksOpening(text, at, start, end);
  if (mark === "’" || !looksOpening(text, at, start, end) || ELISION.test(text.slice(at, at + 8))) return false;
  return mark === "‘" || hasSingleCloser(text, at + 1, end);
}

/** Whether a single mark closes a quotation that is open: not inside a word, and no plural possessive
 *  (Sessions’ plan) with a surer closing mark still to come. */
function closesSingle(text: string, at: number, end: number): boolean {
  if (!endsWord(text, at, end)) return false;
  return !looksPossessive(text, at, end) || !hasSureSingleCloser(text, at + 1, end);
}

function endsWord(text: string, at: number, end: number): boolean {
  const after = at + 1 < end ? text.charAt(at + 1) : " ";
  return !isSpace(text.charAt(at - 1)) && !WORD_CHARACTER.test(after);
}

function looksPossessive(text: string, at: number, end: number): boolean {
  return /[sSzZxX]/.test(text.charAt(at - 1)) && at + 1 < end && isSpace(text.charAt(at + 1));
}

function hasSingleCloser(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    if (isSingleCloser(text.charAt(at)) && endsWord(text, at, end)) return true;
  }
  return false;
}

function hasSureSingleCloser(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const mark = text.charAt(at);
    if (FAMILY[mark] !== "single") continue;
    if (mark !== "’" && looksOpening(text, at, from, end)) return false;
    if (isSingleCloser(mark) && endsWord(text, at, end) && !looksPossessive(text, at, end)) return true;
  }
  return false;
}

function isSingleCloser(mark: string): boolean {
  return mark === "'" || mark === "’" || mark === "‘";
}
