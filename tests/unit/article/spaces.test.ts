import { describe, expect, it } from "vitest";
import { isSpace, normaliseSpaces, trimSpaces } from "../../../shared/article/spaces.ts";

describe("spaces", () => {
  it("include the no-break ones and line ends, and nothing else", () => {
    for (const space of [" ", "\t", "\n", "\r", "\u00a0", "\u2007", "\u2009", "\u202f", "\u2028", "\u3000"])
      expect(isSpace(space)).toBe(true);
    for (const other of ["", "a", "\u200b", "\u00ad", "–"]) expect(isSpace(other)).toBe(false);
  });

  it("are all made plain without moving anything", () => {
    expect(normaliseSpaces("a\u00a0b\r\nc\u202f😀\u2009d")).toBe("a b  c 😀 d");
  });

  it("are trimmed at the ends of a range", () => {
    expect(trimSpaces("\u00a0 a b\u202f", 0, 6)).toEqual({ start: 2, end: 5 });
    expect(trimSpaces(" \u00a0 ", 1, 3)).toEqual({ start: 1, end: 1 });
  });
});
