import { describe, expect, it } from "vitest";
import { codePointOffset, createOffsetIndex, hasLoneSurrogate, utf16Offset } from "../../../shared/article/offsets.ts";

const text = "a😀b𝒳c";

describe("offsets", () => {
  it("count an astral character as one code point and two UTF-16 units", () => {
    expect([0, 1, 3, 4, 6, 7].map((at) => codePointOffset(text, at))).toEqual([0, 1, 2, 3, 4, 5]);
    expect([0, 1, 2, 3, 4, 5].map((at) => utf16Offset(text, at))).toEqual([0, 1, 3, 4, 6, 7]);
  });

  it("count an index inside a surrogate pair as its start", () => {
    expect(codePointOffset(text, 2)).toBe(1);
    expect(createOffsetIndex(text).toCodePoint(5)).toBe(3);
  });

  it("are refused outside the text", () => {
    const index = createOffsetIndex(text);
    for (const outside of [-1, 8, 0.5, Number.NaN]) {
      expect(() => codePointOffset(text, outside)).toThrow(RangeError);
      expect(() => index.toCodePoint(outside)).toThrow(RangeError);
    }
    for (const outside of [-1, 6, 0.5]) {
      expect(() => utf16Offset(text, outside)).toThrow(RangeError);
      expect(() => index.toUtf16(outside)).toThrow(RangeError);
    }
  });

  it("are the same numbers in a text without surrogates", () => {
    const index = createOffsetIndex("né\u00a0");
    expect([0, 1, 2, 3].map(index.toCodePoint)).toEqual([0, 1, 2, 3]);
    expect([0, 1, 2, 3].map(index.toUtf16)).toEqual([0, 1, 2, 3]);
  });
});

describe("a lone surrogate", () => {
  it("is found where it stands", () => {
    expect(hasLoneSurrogate("😀 fine")).toBe(-1);
    expect(hasLoneSurrogate("😀\ud800x")).toBe(2);
    expect(hasLoneSurrogate("ab\udc00")).toBe(2);
  });
});
