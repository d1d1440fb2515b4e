import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import type { Suggestion } from "../../../shared/suggest/suggester.ts";
import { suggest } from "./support.ts";

/** How many texts are tried: ONRECORD_TEXTS=100000 for a long run. */
const texts = Number(process.env.ONRECORD_TEXTS ?? 300);

/** What rules look at: cues, marks, names, conjunctions, and characters that are written with two units or combine. */
const piece = fc.constantFrom(
  ..."“ ” \" ‘ ’ ' , . : ; ( ) — - / & ? ! … « » 😀 e\u0301 \u00a0 \u2028 \r\n \n \n\n".split(" "),
  ..." said says told added asked according to that who which whether and but by of in on the a his their himself both".split(
    " ",
  ),
  ...[
    "Jane Doe",
    "Doe",
    "he",
    "Sen.",
    "U.S.",
    "FBI",
    "Madrid",
    "the city of",
    "Tuesday",
    "last week",
    "in 2008",
    "half",
  ],
  ...[
    "spokesman",
    "claim",
    "hopes",
    "supporting",
    "confident",
    "was",
    "will",
    "once",
    "since",
    "x.com",
    "5",
    "$3 million",
  ],
);
const sentence = fc.array(fc.tuple(piece, fc.constantFrom(" ", " ", " ", "")), { maxLength: 60 });
const text = fc.oneof(
  { weight: 3, arbitrary: sentence.map((pieces) => pieces.flat().join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 120 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(piece, fc.integer({ min: 1, max: 200 })).map(([one, times]) => `${one} `.repeat(times)),
  },
);

function spansIn(one: Suggestion): { start: number; end: number }[] {
  if (one.kind === "entity") return [];
  if (one.kind !== "quote") return [one.span];
  return [...one.content, ...one.cue, ...(one.speaker ? [one.speaker] : [])];
}

describe("suggestions for any text", () => {
  it("are made without a failure, lie in its blocks and are the same each time", () => {
    fc.assert(
      fc.property(text, (any) => {
        const all = suggest(any);
        const blocks = blocksOfPlainText(any);
        const [from, to] = [blocks[0]?.start ?? 0, blocks.at(-1)?.end ?? 0];
        for (const { start, end } of all.flatMap(spansIn)) {
          if (start < from || end > to || start >= end) throw new Error(`${start}-${end} in ${from}-${to}`);
          if (any.slice(start, end).trim() !== any.slice(start, end)) throw new Error(`spaces around ${start}-${end}`);
        }
        const known = new Set<string | null>([null]);
        for (const one of all) {
          if (one.kind === "mention" && !known.has(one.entity)) throw new Error(`${one.entity} comes later`);
          if (one.kind === "quote" && !(known.has(one.speakerMention) && known.has(one.speakerEntity)))
            throw new Error(`the speaker of ${one.id} comes later`);
          known.add(one.id);
        }
        expect(suggest(any)).toEqual(all);
      }),
      { numRuns: texts },
    );
  }, 1_200_000);
});
