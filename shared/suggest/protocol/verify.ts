import type { Span } from "../../annotation/records.ts";
import type { OffsetIndex } from "../../article/offsets.ts";
import { trimSpaces } from "../../article/spaces.ts";
import { type Folded, foldWords } from "./folded.ts";
import type { ProtocolSpan } from "./messages.ts";

/** Why a suggestion was not taken: its words are not in the text, not where it says, or in several places that its context
 *  does not tell apart. */
export type DropReason = "not in the text" | "not where it says" | "in several places";

/** A suggestion that was not taken. */
export interface Dropped {
  reason: DropReason;
  words: string;
}

export type Found = { ok: true; span: Span } | { ok: false; dropped: Dropped };

const drop = (reason: DropReason, words: string): Found => ({ ok: false, dropped: { reason, words } });

/** The span in UTF-16 units that a reply means, if it covers there what the reply says. */
export function verifySpan(
  text: string,
  offsets: OffsetIndex,
  unit: "code-points" | "utf-16",
  { start, end, text: words }: ProtocolSpan,
): Found {
  const span = unit === "utf-16" ? { start, end } : fromCodePoints(offsets, start, end);
  if (!span || span.start >= span.end || span.end > text.length || isCut(text, span))
    return drop("not where it says", words);
  const covered = text.slice(span.start, span.end);
  if (covered !== words && foldWords(covered) !== foldWords(words)) return drop("not where it says", words);
  return trimmed(text, span, words);
}

function fromCodePoints(offsets: OffsetIndex, start: number, end: number): Span | null {
  try {
    return { start: offsets.toUtf16(start), end: offsets.toUtf16(end) };
  } catch {
    return null;
  }
}

const isLow = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;
/** Whether an end of a span lies inside a character. */
const isCut = (text: string, { start, end }: Span) => isLow(text, start) || isLow(text, end);

function trimmed(text: string, span: Span, words: string): Found {
  const inside = trimSpaces(text, span.start, span.end);
  return inside.start === inside.end ? drop("not in the text", words) : { ok: true, span: inside };
}

/** Words that are said to be in a text, with some of what stands before and after them. */
export interface Verbatim {
  text: string;
  before: string;
  after: string;
}

/** What stands in more places than this is not looked for. */
const mostPlaces = 200;
const mostContext = 80;

/** Where words stand in a text: by themselves if there is one place, else where what stands around them fits best, and of
 *  several that fit alike where they are nearest to `near`. */
export function locate(folded: Folded, offset: number, wanted: Verbatim, near: Span | null = null): Found {
  const words = foldWords(wanted.text);
  const places = words === "" ? [] : placesOf(folded.text, words);
  if (places.length === 0) return drop("not in the text", wanted.text);
  if (places.length > mostPlaces) return drop("in several places", wanted.text);
  const spans = places.map((place) => ({
    start: offset + (folded.at[place] ?? 0),
    end: offset + endOf(folded, place + words.length),
    agrees: agreement(folded.text, place, words.length, wanted),
  }));
  const best = Math.max(...spans.map(({ agrees }) => agrees));
  const fitting = spans.filter(({ agrees }) => agrees === best);
  const [first] = near ? fitting.sort((a, b) => distance(a, near) - distance(b, near)) : fitting;
  if (!first || (fitting.length > 1 && near === null)) return drop("in several places", wanted.text);
  return { ok: true, span: { start: first.start, end: first.end } };
}

/** The end in the text of what ends before that folded character: a run of white space after it is not in it. */
const endOf = ({ at }: Folded, index: number): number => (at[index - 1] ?? 0) + 1;

function placesOf(text: string, words: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(words); at >= 0 && places.length <= mostPlaces; at = text.indexOf(words, at + 1)) {
    if (isWhole(text, at, words)) places.push(at);
  }
  return places;
}

const letter = /[\p{L}\p{N}]/u;
/** Whether words are not a part of a longer one. */
function isWhole(text: string, at: number, words: string): boolean {
  const end = at + words.length;
  const joins = (left: string, right: string) => letter.test(left) && letter.test(right);
  return !joins(text.charAt(at - 1), words.charAt(0)) && !joins(words.charAt(words.length - 1), text.charAt(end));
}

/** How many characters around a place are those that were said to be there. */
function agreement(text: string, place: number, length: number, { before, after }: Verbatim): number {
  const left = foldWords(before.slice(-mostContext));
  const right = foldWords(after.slice(0, mostContext));
  const [from, to] = [skipBack(text, place), skipOn(text, place + length)];
  let count = 0;
  for (let i = 1; i <= left.length && text.charAt(from - i) === left.charAt(left.length - i); i++) count++;
  for (let i = 0; i < right.length && text.charAt(to + i) === right.charAt(i); i++) count++;
  return count;
}

const skipBack = (text: string, at: number) => (text.charAt(at - 1) === " " ? at - 1 : at);
const skipOn = (text: string, at: number) => (text.charAt(at) === " " ? at + 1 : at);

const distance = (a: Span, b: Span): number => Math.max(0, a.start - b.end, b.start - a.end);
