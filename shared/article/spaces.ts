import type { TextRange } from "./offsets.ts";

/** Exactly JavaScript's `\s`: blanks, line ends, and the no-break spaces U+00A0, U+2007, U+202F, U+FEFF. */
const SPACE = /^\s$/u;
const UNUSUAL_SPACES = /[^\S ]/gu;

/** Whether a single character is white space. No-break spaces count; the empty string does not. */
export function isSpace(char: string): boolean {
  return char === " " || SPACE.test(char);
}

/** `text` with every white-space character as a plain space, for comparing and finding.
 *  The length in UTF-16 units stays, so offsets into the result are offsets into `text`. */
export function normaliseSpaces(text: string): string {
  return text.replace(UNUSUAL_SPACES, " ");
}

/** The range without white space at its ends; empty at `start` when there is nothing else in it. */
export function trimSpaces(text: string, start: number, end: number): TextRange {
  let from = start;
  let to = end;
  while (from < to && isSpace(text.charAt(from))) from++;
  while (to > from && isSpace(text.charAt(to - 1))) to--;
  return from === to ? { start, end: start } : { start: from, end: to };
}
