import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOffsetIndex } from "../../../../shared/article/offsets.ts";
import { fold } from "../../../../shared/suggest/protocol/folded.ts";
import { locate, verifySpan } from "../../../../shared/suggest/protocol/verify.ts";

const text = "😀 Doe said: “It’s\u00a0safe.”\n\nRoe said no. Doe said yes.";
const offsets = createOffsetIndex(text);
const covered = (found: ReturnType<typeof locate>) => (found.ok ? text.slice(found.span.start, found.span.end) : found);

describe("a span of a reply", () => {
  it("counts in the unit that the reply states", () => {
    const doe = { start: 2, end: 5, text: "Doe" };
    expect(covered(verifySpan(text, offsets, "code-points", doe))).toBe("Doe");
    expect(verifySpan(text, offsets, "utf-16", doe)).toMatchObject({ dropped: { reason: "not where it says" } });
    expect(covered(verifySpan(text, offsets, "utf-16", { start: 3, end: 6, text: "Doe" }))).toBe("Doe");
  });

  it("may differ in kinds of spaces and quotation marks, and in nothing else", () => {
    const start = text.indexOf("“") - 1;
    const span = { start, end: start + 12, text: '"It\'s safe."' };
    expect(covered(verifySpan(text, offsets, "code-points", span))).toBe("“It’s\u00a0safe.”");
    expect(verifySpan(text, offsets, "code-points", { ...span, text: '"It is safe' }).ok).toBe(false);
  });

  it("is dropped where it lies outside, backwards, or inside of a character", () => {
    for (const span of [
      { start: 0, end: 9999, text: "x" },
      { start: 9, end: 5, text: "x" },
      { start: 2 ** 52, end: 2 ** 53, text: "x" },
    ])
      for (const unit of ["code-points", "utf-16"] as const)
        expect(verifySpan(text, offsets, unit, span).ok).toBe(false);
    expect(verifySpan(text, offsets, "utf-16", { start: 1, end: 6, text: text.slice(1, 6) }).ok).toBe(false);
  });
});

describe("words that are said to be in a text", () => {
  const find = (words: string, before = "", after = "") => locate(fold(text), 0, { text: words, before, after });

  it("are found whatever the spaces and quotation marks", () => {
    expect(covered(find('"It\'s safe."'))).toBe("“It’s\u00a0safe.”");
    expect(covered(find("  Roe said  "))).toBe("Roe said");
    expect(covered(find("safe.” Roe"))).toBe("safe.”\n\nRoe");
  });

  it("are told apart by what stands around them, or dropped", () => {
    expect(find("Doe said")).toMatchObject({ dropped: { reason: "in several places" } });
    expect(find("Doe said", "no. ")).toMatchObject({ span: { start: text.lastIndexOf("Doe") } });
    expect(find("Doe said", "", ' : "It')).toMatchObject({ span: { start: 3 } });
    const near = { start: text.length - 4, end: text.length };
    expect(locate(fold(text), 0, { text: "said", before: "", after: "" }, near)).toMatchObject({
      span: { start: text.lastIndexOf("said") },
    });
  });

  it("are dropped where they are a part of a word, changed, or nothing", () => {
    for (const words of ["oe", "Doe denied", "", " ", "sai"])
      expect(find(words)).toMatchObject({ dropped: { reason: "not in the text" } });
  });

  it("cover in the text what they say, whatever text and words", () => {
    const some = fc.string({
      unit: fc.constantFrom("a", "b", " ", "\u00a0", "\n", "“", "”", "'", "😀"),
      maxLength: 30,
    });
    fc.assert(
      fc.property(some, some, some, (where, words, before) => {
        const found = locate(fold(where), 0, { text: words, before, after: "" });
        if (!found.ok) return;
        const there = where.slice(found.span.start, found.span.end);
        expect(fold(there).text).toBe(fold(words).text.trim());
      }),
      { numRuns: 2000 },
    );
  });
});
