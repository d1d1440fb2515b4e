/** A stretch of text in UTF-16 units, start inclusive, end exclusive: what the program uses in memory. */
export type TextRange = { start: number; end: number };

/** Converts many offsets of one text between UTF-16 units (memory) and code points (files). */
export type OffsetIndex = {
  /** Code-point offset of a UTF-16 index. An index inside a surrogate pair counts as its start.
   *  @throws RangeError when the index lies outside the text. */
  toCodePoint(utf16: number): number;
  /** UTF-16 index of a code-point offset.
   *  @throws RangeError when the offset lies outside the text. */
  toUtf16(codePoint: number): number;
};

/** Code-point offset of a UTF-16 index into `text`. An index inside a surrogate pair counts as its start.
 *  For more than a few conversions of one text, build an index instead.
 *  @throws RangeError when the index lies outside `text`. */
export function codePointOffset(text: string, utf16: number): number {
  assertWithin(utf16, text.length, "UTF-16 index");
  let pairs = 0;
  for (let i = 0; i < utf16; i++) if (isPairAt(text, i)) pairs++;
  return utf16 - pairs;
}

/** UTF-16 index of a code-point offset into `text`.
 *  @throws RangeError when the offset lies outside `text`. */
export function utf16Offset(text: string, codePoint: number): number {
  assertWithin(codePoint, text.length, "code-point offset");
  let index = 0;
  for (let left = codePoint; left > 0; left--) index += isPairAt(text, index) ? 2 : 1;
  assertWithin(index, text.length, "code-point offset");
  return index;
}

/** Scans `text` once; afterwards a conversion costs nothing without astral characters,
 *  and a binary search among them otherwise. A lone surrogate counts as one code point. */
export function createOffsetIndex(text: string): OffsetIndex {
  const pairs = pairStarts(text);
  const codePoints = text.length - pairs.length;
  return {
    toCodePoint(utf16) {
      assertWithin(utf16, text.length, "UTF-16 index");
      return utf16 - countBelow(pairs.length, utf16, (i) => pairs[i] ?? 0);
    },
    toUtf16(codePoint) {
      assertWithin(codePoint, codePoints, "code-point offset");
      return codePoint + countBelow(pairs.length, codePoint, (i) => (pairs[i] ?? 0) - i);
    },
  };
}

/** UTF-16 index of the first surrogate without its other half, or -1: such a text cannot be stored as UTF-8. */
export function hasLoneSurrogate(text: string): number {
  if (text.isWellFormed()) return -1;
  for (let i = 0; i < text.length; i++) {
    if (isPairAt(text, i)) i++;
    else if ((text.charCodeAt(i) & 0xf800) === 0xd800) return i;
  }
  return -1;
}

function isPairAt(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

function pairStarts(text: string): number[] {
  const starts: number[] = [];
  for (let i = 0; i < text.length; i++) if (isPairAt(text, i)) starts.push(i++);
  return starts;
}

/** How many of the `count` ascending values `valueAt(0..)` are below `limit`. */
function countBelow(count: number, limit: number, valueAt: (i: number) => number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function assertWithin(offset: number, length: number, what: string): void {
  if (!Number.isInteger(offset) || offset < 0 || offset > length) {
    throw new RangeError(`${what} ${offset} lies outside the text (0 to ${length})`);
  }
}
