import { BINARY, HALF_A_CHARACTER, type Refusal } from "./draft.ts";

/** A file's bytes as text. `encoding` is the name that TextDecoder knows; the byte-order mark is not in `text`. */
export type Decoded = { text: string; encoding: string; bom: boolean; notices: string[] };

const MARKS: [encoding: string, mark: number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

const LAST_RESORT = "windows-1252";

/** Control characters that no text has, whatever its encoding: tab, line ends, form feed and escape aside. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const NOT_TEXT = /[\x00-\x08\x0e-\x19\x1c-\x1f]/u;

/** Decodes by the mark at the start, else by the encoding that the file `declares`, else as UTF-8;
 *  as windows-1252, with a notice, only where nothing else fits. */
export function decode(bytes: Uint8Array, declared: string | null = null): Decoded | Refusal {
  const mark = MARKS.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (mark) return decodeMarked(bytes.subarray(mark[1].length), mark[0]);
  for (const encoding of [declared, "utf-8"]) {
    const text = encoding === null ? null : decodeStrictly(bytes, encoding);
    if (encoding !== null && text !== null) return { text, encoding: canonical(encoding), bom: false, notices: [] };
  }
  return decodeWithoutMark(bytes);
}

function decodeMarked(bytes: Uint8Array, encoding: string): Decoded | Refusal {
  const text = decodeStrictly(bytes, encoding);
  if (text !== null) return { text, encoding, bom: true, notices: [] };
  if (encoding !== "utf-8" || holdsSurrogates(bytes)) return HALF_A_CHARACTER;
  return {
    reason: "its byte-order mark says UTF-8, but what follows is not UTF-8",
    remedy: "Save it again as UTF-8 in the program it comes from, or paste its text.",
  };
}

function decodeWithoutMark(bytes: Uint8Array): Decoded | Refusal {
  if (holdsSurrogates(bytes)) return HALF_A_CHARACTER;
  const text = new TextDecoder(LAST_RESORT).decode(bytes);
  if (NOT_TEXT.test(text)) return BINARY;
  const notice = `The file is not UTF-8: it was read as ${LAST_RESORT}. Check accented letters and quotation marks.`;
  return { text, encoding: LAST_RESORT, bom: false, notices: [notice] };
}

/** Null where the bytes are not valid in this encoding, or nobody knows the encoding. */
function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function canonical(encoding: string): string {
  return new TextDecoder(encoding).encoding;
}

/** Whether the bytes would be UTF-8 but for surrogates written as three bytes each (ED A0 80 to ED BF BF). */
function holdsSurrogates(bytes: Uint8Array): boolean {
  const mended = Uint8Array.from(bytes);
  let isFound = false;
  for (let i = 0; i + 2 < mended.length; i++) {
    if (mended[i] !== 0xed || (mended[i + 1] ?? 0) < 0xa0 || ((mended[i + 2] ?? 0) & 0xc0) !== 0x80) continue;
    mended.set([0xef, 0xbf, 0xbd], i);
    isFound = true;
  }
  return isFound && decodeStrictly(mended, "utf-8") !== null;
}
