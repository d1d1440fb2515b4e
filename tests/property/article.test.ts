import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOfPlainText, lineBreaks } from "../../shared/article/blocks.ts";
import { codePointOffset, createOffsetIndex, utf16Offset } from "../../shared/article/offsets.ts";
import { findQuotations, quotationAt } from "../../shared/article/quotations.ts";
import { sentencesIn } from "../../shared/article/sentences.ts";
import { isSpace, normaliseSpaces } from "../../shared/article/spaces.ts";
import {
  completeWords,
  moveByCharacter,
  moveEndByWord,
  moveStartByWord,
  nextWordEnd,
  previousWordStart,
  wordsIn,
} from "../../shared/article/words.ts";

const piece = fc.constantFrom(
  ..."a B é e\u0301 s 1 , . ' ’ ‘ “ ” \" „ « » - – ! ? … 。 東 京 ー ก ำ 𝒳 😀 👍🏽 👩\u200d👧 🏽 \u0301 \u200d \u0600 🇩🇪 𠮷".split(
    " ",
  ),
  ..." |\u00a0|\u202f|\n|\r\n|\r|\u2028|\u2029|\n\n|- |* |U.S.|'s|don’t|Sen. |1,000.5|Sessions’ ".split("|"),
  "\ud800",
  "\udc00",
);
const texts = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
const textWithRange = texts.chain((text) =>
  fc.tuple(fc.constant(text), fc.nat(text.length), fc.nat(text.length)).map(([whole, a, b]) => ({
    text: whole,
    start: Math.min(a, b),
    end: Math.max(a, b),
  })),
);
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 1500 });

describe("offsets", () => {
  it("come back from code points to the start of the same character", () => {
    check(texts, (text) => {
      const index = createOffsetIndex(text);
      let at = 0;
      const characters = Array.from(text);
      characters.forEach((character, i) => {
        expect([index.toUtf16(i), index.toCodePoint(at), utf16Offset(text, i), codePointOffset(text, at)]).toEqual([
          at,
          i,
          at,
          i,
        ]);
        if (character.length === 2) expect([index.toCodePoint(at + 1), codePointOffset(text, at + 1)]).toEqual([i, i]);
        at += character.length;
      });
      expect(index.toUtf16(characters.length)).toBe(text.length);
    });
  });
});

describe("normalised spaces", () => {
  it("keep every other character where it was", () => {
    check(texts, (text) => {
      const plain = normaliseSpaces(text);
      expect(plain.length).toBe(text.length);
      for (let i = 0; i < text.length; i++) expect(plain[i]).toBe(isSpace(text.charAt(i)) ? " " : text[i]);
    });
  });
});

describe("words", () => {
  it("are disjoint, sorted, without white space, and hold every letter and digit", () => {
    check(texts, (text) => {
      let covered = 0;
      for (const { start, end } of wordsIn(text, 0, text.length)) {
        expect(start).toBeGreaterThanOrEqual(covered);
        expect(end).toBeGreaterThan(start);
        expect(text.slice(covered, start)).not.toMatch(/[\p{L}\p{N}]/u);
        expect(text.slice(start, end)).not.toMatch(/\s/u);
        covered = end;
      }
      expect(text.slice(covered)).not.toMatch(/[\p{L}\p{N}]/u);
    });
  });

  it("are all met by a caret that goes through them, in either direction", () => {
    check(texts, (text) => {
      const words = Array.from(wordsIn(text, 0, text.length));
      let caret = 0;
      for (const word of words) {
        caret = nextWordEnd(text, caret);
        expect(caret).toBe(word.end);
      }
      caret = text.length;
      for (const word of words.reverse()) {
        caret = previousWordStart(text, caret);
        expect(caret).toBe(word.start);
      }
    });
  });
});

describe("a completed selection", () => {
  it("holds all of the selection but white space, and completing it again changes nothing", () => {
    check(textWithRange, ({ text, start, end }) => {
      const completed = completeWords(text, start, end);
      if (!completed) {
        expect(text.slice(start, end).trim()).toBe("");
        return;
      }
      expect(completeWords(text, completed.start, completed.end)).toEqual(completed);
      expect(text.slice(start, Math.max(start, completed.start)).trim()).toBe("");
      expect(text.slice(Math.min(end, completed.end), end).trim()).toBe("");
      expect(isSpace(text.charAt(completed.start)) || isSpace(text.charAt(completed.end - 1))).toBe(false);
    });
  });

  it("cuts no word", () => {
    check(textWithRange, ({ text, start, end }) => {
      const completed = completeWords(text, start, end);
      if (!completed) return;
      for (const word of wordsIn(text, 0, text.length)) {
        for (const edge of [completed.start, completed.end]) expect(word.start < edge && edge < word.end).toBe(false);
      }
    });
  });
});

describe("a moving boundary", () => {
  it("never turns back, and reaches the outermost words", () => {
    check(textWithRange, ({ text, start, end }) => {
      const words = Array.from(wordsIn(text, 0, text.length));
      let edge = end;
      for (let next = moveEndByWord(text, edge, 1); next !== edge; next = moveEndByWord(text, edge, 1)) {
        expect(next).toBeGreaterThan(edge);
        edge = next;
      }
      expect(edge).toBeGreaterThanOrEqual(words.at(-1)?.end ?? 0);
      edge = start;
      for (let next = moveStartByWord(text, edge, -1); next !== edge; next = moveStartByWord(text, edge, -1)) {
        expect(next).toBeLessThan(edge);
        edge = next;
      }
      expect(edge).toBeLessThanOrEqual(words[0]?.start ?? text.length);
      expect(moveEndByWord(text, end, -1)).toBeLessThanOrEqual(end);
      expect(moveStartByWord(text, start, 1)).toBeGreaterThanOrEqual(start);
    });
  });

  it("goes through exactly the platform's characters", () => {
    const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
    check(texts, (text) => {
      const edges = Array.from(segmenter.segment(text), ({ index }) => index);
      const there = [];
      for (let at = 0; at < text.length; at = moveByCharacter(text, at, 1)) there.push(at);
      const back = [];
      for (let at = moveByCharacter(text, text.length, -1); text; at = moveByCharacter(text, at, -1)) {
        back.unshift(at);
        if (at === 0) break;
      }
      expect([there, back]).toEqual([edges, edges]);
    });
  });
});

describe("blocks", () => {
  it("are disjoint, sorted, trimmed, and cover all that is not white space", () => {
    check(texts, (text) => {
      let covered = 0;
      for (const { start, end } of blocksOfPlainText(text)) {
        expect(start).toBeGreaterThanOrEqual(covered);
        expect(text.slice(covered, start).trim()).toBe("");
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        expect(end).toBeGreaterThan(start);
        covered = end;
      }
      expect(text.slice(covered).trim()).toBe("");
    });
  });

  it("never cut a CRLF, and line breaks are all there", () => {
    check(textWithRange, ({ text, start, end }) => {
      const rest = lineBreaks(text, start, end).reduceRight(
        (left, { offset, length }) => left.slice(0, offset) + left.slice(offset + length),
        text.slice(0, end),
      );
      expect(rest.slice(start)).not.toMatch(/[\n\r\u2028\u2029]/u);
    });
  });
});

describe("sentences", () => {
  it("are disjoint, sorted, trimmed, and cover all that is not white space", () => {
    check(texts, (text) => {
      let covered = 0;
      for (const { start, end } of sentencesIn(text, 0, text.length)) {
        expect(text.slice(covered, start).trim()).toBe("");
        expect(start).toBeGreaterThanOrEqual(covered);
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        covered = end;
      }
      expect(text.slice(covered).trim()).toBe("");
    });
  });
});

describe("quotations", () => {
  it("nest or follow each other, and stay in their block", () => {
    check(textWithRange, ({ text, start, end }) => {
      const found = findQuotations(text, start, end);
      for (const { open, contentStart, contentEnd, close } of found) {
        expect(start <= open && open < contentStart && contentStart <= contentEnd).toBe(true);
        expect(contentEnd <= (close ?? end) && (close ?? -1) < end).toBe(true);
      }
      for (const a of found)
        for (const b of found)
          if (a.open < b.open && b.open < (a.close ?? end))
            expect(b.close ?? b.contentEnd).toBeLessThanOrEqual(a.close ?? end);
    });
  });

  it("are found from each of their ends", () => {
    check(texts, (text) => {
      for (const { open } of findQuotations(text, 0, text.length))
        expect(quotationAt(text, 0, text.length, open)).not.toBeNull();
    });
  });
});

const ARTICLE = new URL("../../../shared/articles/sessions-recusal.txt", import.meta.url);
const KEY = new URL("../../../shared/articles/sessions-recusal.key.json", import.meta.url);
type Span = { start: number; end: number; text: string };
type Key = {
  mentions: { spans: Span[] }[];
  quotes: { form: string; content: Span[]; cue: Span[] }[];
  claims: { spans: Span[] }[];
};

describe.skipIf(!existsSync(ARTICLE))("the real article's key (skipped where ../shared/articles is absent)", () => {
  const text = existsSync(ARTICLE) ? readFileSync(ARTICLE, "utf8") : "";
  const key: Key = existsSync(KEY) ? JSON.parse(readFileSync(KEY, "utf8")) : { mentions: [], quotes: [], claims: [] };
  const { toUtf16 } = createOffsetIndex(text);
  const spans = [
    ...key.mentions.flatMap((mention) => mention.spans),
    ...key.quotes.flatMap((quote) => [...quote.content, ...quote.cue]),
    ...key.claims.flatMap((claim) => claim.spans),
  ];

  it("has spans that a selection of exactly their text keeps", () => {
    expect(spans.length).toBeGreaterThan(100);
    for (const span of spans) {
      const range = { start: toUtf16(span.start), end: toUtf16(span.end) };
      expect(text.slice(range.start, range.end)).toBe(span.text);
      expect({ span: span.text, ...completeWords(text, range.start, range.end) }).toEqual({
        span: span.text,
        ...range,
      });
    }
  });

  it("has direct quotes that are exactly what stands between marks", () => {
    const blocks = blocksOfPlainText(text);
    const direct = key.quotes.filter((quote) => quote.form === "direct").flatMap((quote) => quote.content);
    for (const span of direct) {
      const [start, end] = [toUtf16(span.start), toUtf16(span.end)];
      const block = blocks.find((candidate) => candidate.start <= start && end <= candidate.end);
      expect(block && quotationAt(text, block.start, block.end, start + 1)).toMatchObject({
        contentStart: start,
        contentEnd: end,
      });
    }
  });

  it("has only paragraphs, and twelve quotations that are all closed", () => {
    const blocks = blocksOfPlainText(text);
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(["paragraph"]));
    expect(blocks.length).toBe(17);
    const quotations = blocks.flatMap(({ start, end }) => findQuotations(text, start, end));
    expect(quotations.filter(({ close }) => close === null)).toEqual([]);
    expect(quotations.length).toBe(12);
  });
});
