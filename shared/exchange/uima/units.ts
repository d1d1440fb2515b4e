export type Encoding = "utf8" | "utf16" | "utf32";

/** Converts offsets that count the units of an encoding to UTF-16 units; those outside the text become NaN. */
export function unitsOf(text: string, encoding: Encoding): (offset: number) => number {
  if (encoding === "utf16") return (offset) => offset;
  const at = new Map([[0, 0]]);
  let [units, utf16] = [0, 0];
  for (const character of text) {
    units += encoding === "utf32" ? 1 : bytesOf(character.codePointAt(0) ?? 0);
    utf16 += character.length;
    at.set(units, utf16);
  }
  return (offset) => at.get(offset) ?? Number.NaN;
}

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
