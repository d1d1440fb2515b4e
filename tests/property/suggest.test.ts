import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { builtInSuggester } from "../../shared/suggest/built-in.ts";
import { english } from "../../shared/suggest/english/pack.ts";
import { asGold, goldDocumentSchema } from "../../shared/suggest/gold.ts";
import type { Suggestion } from "../../shared/suggest/suggester.ts";

/** More runs than a normal test run has time for: ONRECORD_RUNS=100000. */
const runs = Number(process.env.ONRECORD_RUNS ?? 1000);

const suggester = builtInSuggester(english);
const suggest = (text: string): Suggestion[] => {
  const blocks = blocksOfPlainText(text);
  return [...suggester.suggest({ text, blocks, register: [], lessons: [] })].flat();
};

const pieces = fc.constantFrom(
  ..."“ ” ‘ ’ \" ' « » „ ( ) , . : ; ! ? — - … ' \n \n\n said says that according to by who which the a of and but".split(
    " ",
  ),
  " ",
  ", ",
  ". ",
  "\n\n",
  "Jane Doe",
  "President",
  "the council",
  "he",
  "saying",
  "was told",
  "call for",
  "FBI",
  "U.S.",
  "12 percent",
  "both",
  "who said",
  "last week",
  "in 2008",
  "his hopes on",
  "town of",
  "spokesman",
  "x.com",
  "’s",
  "\u0000",
  "\u2028",
  "😀",
  "\uD800",
  "e\u0301",
  "東京「」",
);
const sentences = fc.array(pieces, { maxLength: 60 }).map((words) => words.join(" "));
const dense = fc.array(pieces, { maxLength: 60 }).map((words) => words.join(""));
const texts = fc.oneof(
  sentences,
  dense,
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc.string({ unit: "binary" }),
);

function spansOf(suggestion: Suggestion) {
  switch (suggestion.kind) {
    case "entity":
      return [];
    case "quote":
      return [...suggestion.content, ...suggestion.cue, ...(suggestion.speaker ? [suggestion.speaker] : [])];
    default:
      return [suggestion.span];
  }
}

describe("the built-in suggester, on any text", { timeout: 300_000 }, () => {
  it("never throws, and gives offsets inside the text, sure to a share, that refer to what came before", {
    timeout: 3_600_000,
  }, () => {
    fc.assert(
      fc.property(texts, (text) => {
        const ids = new Set<string>();
        for (const suggestion of suggest(text)) {
          expect(ids.has(suggestion.id)).toBe(false);
          ids.add(suggestion.id);
          expect(suggestion.confidence).toBeGreaterThanOrEqual(0);
          expect(suggestion.confidence).toBeLessThanOrEqual(1);
          for (const { start, end } of spansOf(suggestion)) {
            expect(0 <= start && start < end && end <= text.length).toBe(true);
            expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
          }
          if (suggestion.kind === "quote") {
            expect(suggestion.content.length).toBeGreaterThan(0);
            for (const id of [suggestion.speakerMention, suggestion.speakerEntity]) if (id) expect(ids).toContain(id);
          }
          if (suggestion.kind === "mention" && suggestion.entity) expect(ids).toContain(suggestion.entity);
        }
      }),
      { numRuns: runs },
    );
  });

  it("says the same of the same text every time", () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(suggest(text)).toEqual(suggest(text));
      }),
      { numRuns: Math.min(runs, 300) },
    );
  });

  it("writes gold that is gold", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom("onrecord" as const, "polnear" as const), (text, convention) => {
        expect(goldDocumentSchema.safeParse({ text, ...asGold("a", text, suggest(text), convention) }).success).toBe(
          true,
        );
      }),
      { numRuns: Math.min(runs, 300) },
    );
  });

  it("can be left after any batch", () => {
    const text = "Jane Doe said she was ill.\n\nNobody believed her.";
    const request = { text, blocks: blocksOfPlainText(text), register: [], lessons: [] };
    let batches = 0;
    for (const _batch of suggester.suggest(request)) if (++batches === 2) break;
    expect(batches).toBe(2);
  });

  it("reads long texts of one kind of thing", { timeout: 120_000 }, () => {
    for (const unit of [
      "said ",
      '"',
      "'a ",
      '"a" said ',
      "a, said b, ",
      "he said that ",
      '"a\n\n',
      "“a:\n\n",
      "a and b and ",
    ]) {
      expect(() => suggest(unit.repeat(20_000 / unit.length))).not.toThrow();
    }
  });
});
