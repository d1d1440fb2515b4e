import type { TextRange } from "./offsets.ts";
import { isSpace, trimSpaces } from "./spaces.ts";

// A word is letters, digits and marks. Apostrophes inside it belong to it (don't, O’Brien), hyphens do not.
// A possessive ’s is a word of its own, so that the name before it can be marked alone.
// Letters with periods between them (U.S., a.m.) are one word with the last period; so is 1,000.5.
// Scripts written without spaces are cut by the platform's dictionary.

const APOSTROPHE = "['’\uFF07]";
const UNSPACED = String.raw`[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{N}]]`;
const SPACED = String.raw`[[\p{L}\p{N}]--${UNSPACED}]`;
/** Marks, and the invisible characters that live inside words: soft hyphen, (non-)joiners, word joiner. */
const JOINED = String.raw`\p{M}\u00AD\u200C\u200D\u2060`;
const REST = `[${SPACED}${JOINED}]`;
const POSSESSIVE = `${APOSTROPHE}[sS](?!${REST})`;
const INITIAL = String.raw`[\p{L}--${UNSPACED}]\p{M}*`;

const WORD = new RegExp(
  [
    `(?<unspaced>${UNSPACED}[${UNSPACED}${JOINED}]*)`,
    String.raw`${INITIAL}(?:\.${INITIAL})+(?!${REST})\.?`,
    String.raw`(?<=[\p{L}\p{N}${JOINED}.])${POSSESSIVE}`,
    String.raw`${SPACED}${REST}*(?:(?:(?!${POSSESSIVE})${APOSTROPHE}|(?<=\p{N})[.,](?=\p{N}))${SPACED}${REST}*)*`,
  ].join("|"),
  "gv",
);

/** What can stand in a word: between two other characters, words depend on nothing outside. */
const WORD_CHARACTER = new RegExp(String.raw`^[\p{L}\p{N}${JOINED}'’\uFF07.,]`, "v");

const dictionary = new Intl.Segmenter("en", { granularity: "word" });
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The word that contains a UTF-16 offset or touches it, as a caret or a double click means it.
 *  Between two words that touch, the later one, but never a possessive ending. Null between other characters. */
export function wordAt(text: string, offset: number): TextRange | null {
  const touching = wordsAround(text, offset).filter((word) => word.start <= offset && offset <= word.end);
  const [first = null, second = null] = touching;
  return second && !isPossessive(text, second) ? second : first;
}

/** The words that lie in a range of UTF-16 offsets, in order; words only partly in it are left out. */
export function* wordsIn(text: string, start: number, end: number): Generator<TextRange> {
  let from = runStart(text, start);
  while (from < end) {
    const to = runEnd(text, from);
    for (const word of wordsOfRun(text, from, to)) if (word.start >= start && word.end <= end) yield word;
    from = to + characterLength(text, to);
  }
}

/** End of the first word that ends after `offset`; the text's end when there is none. */
export function nextWordEnd(text: string, offset: number): number {
  return nextWord(text, offset)?.end ?? text.length;
}

/** Start of the last word that starts before `offset`; 0 when there is none. */
export function previousWordStart(text: string, offset: number): number {
  return previousWord(text, offset)?.start ?? 0;
}

/** A selection with the words (and other characters) completed that are only partly in it, and without white space
 *  at its ends. Punctuation stays as selected. Null when nothing but white space is selected. UTF-16 units. */
export function completeWords(text: string, start: number, end: number): TextRange | null {
  const selected = trimSpaces(text, start, end);
  if (selected.start >= selected.end) return null;
  return trimSpaces(text, completedEdge(text, selected.start, "start"), completedEdge(text, selected.end, "end"));
}

/** Where an annotation's end goes when moved by a word. Growing: over the punctuation that directly follows, so that
 *  a closing mark can be taken in; otherwise to the end of the next word. Shrinking: to the end of the word before.
 *  Stays where there is no such place. UTF-16 units. */
export function moveEndByWord(text: string, end: number, direction: 1 | -1): number {
  if (direction === -1) return previousWordEnd(text, end) ?? end;
  const next = nextWord(text, end);
  if (next && next.start <= end) return next.end;
  const punctuation = punctuationEnd(text, end, next?.start ?? text.length);
  if (punctuation > end) return punctuation;
  return next?.end ?? trimSpaces(text, end, text.length).end;
}

/** Where an annotation's start goes when moved by a word: the mirror image of `moveEndByWord`. UTF-16 units. */
export function moveStartByWord(text: string, start: number, direction: 1 | -1): number {
  if (direction === 1) return nextWordStart(text, start) ?? start;
  const previous = previousWord(text, start);
  if (previous && previous.end >= start) return previous.start;
  const punctuation = punctuationStart(text, start, previous?.end ?? 0);
  if (punctuation < start) return punctuation;
  if (previous) return previous.start;
  const before = trimSpaces(text, 0, start);
  return before.start < before.end ? before.start : start;
}

/** The neighbouring offset by one character as a reader sees it (a base with its marks, an emoji sequence, CRLF).
 *  Inside such a character, its edge. At the text's edge, the same offset. UTF-16 units. */
export function moveByCharacter(text: string, offset: number, direction: 1 | -1): number {
  if (direction === 1) return offset < text.length ? graphemeAt(text, offset).end : text.length;
  return offset > 0 ? graphemeAt(text, offset - 1).start : 0;
}

function nextWord(text: string, offset: number): TextRange | null {
  let from = runStart(text, offset);
  while (from < text.length) {
    const to = runEnd(text, from);
    const word = wordsOfRun(text, from, to).find((candidate) => candidate.end > offset);
    if (word) return word;
    from = to + characterLength(text, to);
  }
  return null;
}

function previousWord(text: string, offset: number): TextRange | null {
  let to = runEnd(text, offset);
  while (to > 0) {
    const from = runStart(text, to);
    const word = wordsOfRun(text, from, to).findLast((candidate) => candidate.start < offset);
    if (word) return word;
    to = from - characterLengthBefore(text, from);
  }
  return null;
}

function nextWordStart(text: string, offset: number): number | null {
  const word = nextWord(text, offset);
  if (!word || word.start > offset) return word?.start ?? null;
  return nextWord(text, word.end)?.start ?? null;
}

function previousWordEnd(text: string, offset: number): number | null {
  const word = previousWord(text, offset);
  if (!word || word.end < offset) return word?.end ?? null;
  return previousWord(text, word.start)?.end ?? null;
}

function punctuationEnd(text: string, from: number, limit: number): number {
  let to = from;
  while (to < limit && !isSpace(text.charAt(to))) to++;
  return to;
}

function punctuationStart(text: string, to: number, limit: number): number {
  let from = to;
  while (from > limit && !isSpace(text.charAt(from - 1))) from--;
  return from;
}

function isPossessive(text: string, word: TextRange): boolean {
  return !/^[\p{L}\p{N}]/u.test(text.slice(word.start, word.end));
}

/** Moves outwards from `offset` until it cuts neither a character nor a word. */
function completedEdge(text: string, offset: number, side: "start" | "end"): number {
  const cut = graphemeAcross(text, offset) ?? wordAcross(text, offset);
  return cut ? completedEdge(text, cut[side], side) : offset;
}

/** The word that `offset` cuts in two, or null. */
function wordAcross(text: string, offset: number): TextRange | null {
  return wordsAround(text, offset).find((word) => word.start < offset && offset < word.end) ?? null;
}

function wordsAround(text: string, offset: number): TextRange[] {
  const start = runStart(text, offset);
  return wordsOfRun(text, start, runEnd(text, offset));
}

function wordsOfRun(text: string, start: number, end: number): TextRange[] {
  const words: TextRange[] = [];
  WORD.lastIndex = start;
  while (WORD.lastIndex < end) {
    const match = WORD.exec(text);
    if (!match || match.index >= end) break;
    if (match.groups?.unspaced) words.push(...dictionaryWords(match[0], match.index));
    else words.push({ start: match.index, end: match.index + match[0].length });
  }
  return words;
}

function dictionaryWords(run: string, start: number): TextRange[] {
  return Array.from(dictionary.segment(run), ({ index, segment }) => ({
    start: start + index,
    end: start + index + segment.length,
  }));
}

function runStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0) {
    const length = characterLengthBefore(text, at);
    if (!isWordCharacter(text, at - length)) break;
    at -= length;
  }
  return at;
}

function runEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && isWordCharacter(text, at)) at += characterLength(text, at);
  return at;
}

function isWordCharacter(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code === 0x20) return false;
  if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) return true;
  return WORD_CHARACTER.test(String.fromCodePoint(text.codePointAt(index) ?? code));
}

function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

function characterLengthBefore(text: string, index: number): number {
  return index > 1 && (text.codePointAt(index - 2) ?? 0) > 0xffff ? 2 : 1;
}

/** The grapheme that `offset` cuts in two, or null when it lies on a boundary. */
function graphemeAcross(text: string, offset: number): TextRange | null {
  if (offset <= 0 || offset >= text.length || isCertainBoundary(text, offset)) return null;
  const grapheme = graphemeAt(text, offset);
  return grapheme.start < offset ? grapheme : null;
}

/** The grapheme that contains the character at `index`, segmented in a window small enough for a keystroke. */
function graphemeAt(text: string, index: number): TextRange {
  for (let reach = 64; ; reach *= 4) {
    const from = Math.max(0, certainBoundaryBefore(text, index, index - reach));
    const to = Math.min(text.length, index + reach);
    const found = graphemes.segment(text.slice(from, to)).containing(index - from);
    if (!found) return { start: index, end: Math.min(text.length, index + 1) };
    const range = { start: from + found.index, end: from + found.index + found.segment.length };
    const startSeen = range.start > from || from === 0 || isCertainBoundary(text, from);
    const endSeen = range.end < to || to === text.length;
    if (startSeen && endSeen) return range;
  }
}

function certainBoundaryBefore(text: string, index: number, limit: number): number {
  for (let at = index; at > limit && at > 0; at--) if (isCertainBoundary(text, at)) return at;
  return limit;
}

/** Two characters below U+0300 never share a grapheme, CRLF excepted. */
function isCertainBoundary(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before < 0x300 && after < 0x300 && !(before === 0x0d && after === 0x0a);
}
