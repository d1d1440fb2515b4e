import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { align } from "../../shared/anchoring/alignment.ts";
import { placeSpan } from "../../shared/anchoring/place.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { createOffsetIndex, type TextRange } from "../../shared/article/offsets.ts";
import { wordsIn } from "../../shared/article/words.ts";
import { chance } from "../support/chance.ts";
import { type EditKind, editedText, editKinds } from "./support/edits.ts";

interface Story {
  text: string;
  spans: TextRange[];
}

const stories = [...sampleStories(), ...newsStories()];
const texts = stories.map(({ text }) => text);

/** Our own sample article with its key. */
function sampleStories(): Story[] {
  const key = JSON.parse(readFileSync(new URL("../../assets/sample/key.json", import.meta.url), "utf8"));
  const text = readFileSync(new URL("../../assets/sample/article.txt", import.meta.url), "utf8");
  const { toUtf16 } = createOffsetIndex(text);
  const spans: TextRange[] = [];
  JSON.stringify(key, (_name, value: unknown) => {
    if (typeof value === "object" && value !== null && "start" in value && "end" in value)
      spans.push({ start: toUtf16(Number(value.start)), end: toUtf16(Number(value.end)) });
    return value;
  });
  return [{ text, spans }];
}

/** Wikinews articles with quotes and entities, where the material beside the checkout is there. */
function newsStories(): Story[] {
  const file = new URL("../../../shared/gold/gum-news.dev.jsonl", import.meta.url);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { text, quotes, entities } = JSON.parse(line);
      const parts = quotes.flatMap((quote: Record<string, [number, number][]>) =>
        ["content", "cue", "speaker"].flatMap((part) => quote[part] ?? []),
      );
      const spans = parts.map(([start, end]: [number, number]) => ({ start, end }));
      return { text, spans: [...spans, ...entities.map(({ start, end }: TextRange) => ({ start, end }))] };
    });
}

interface Tally {
  annotations: number;
  survive: number;
  right: number;
  orphaned: number;
  wrong: number;
}

function measure(kinds: readonly EditKind[], rounds: number, seed: number): Tally {
  const tally: Tally = { annotations: 0, survive: 0, right: 0, orphaned: 0, wrong: 0 };
  const random = chance(seed);
  for (let round = 0; round < rounds; round++) {
    const story = stories[Math.floor(random() * stories.length)];
    if (!story) continue;
    const others = texts.filter((text) => text !== story.text);
    const edited = editedText(
      story.text,
      kinds,
      1 + Math.floor(random() * 12),
      others.length > 0 ? others : texts,
      random,
    );
    const alignment = align(
      { text: story.text, blocks: blocksOfPlainText(story.text) },
      { text: edited.text, blocks: blocksOfPlainText(edited.text) },
    );
    for (const span of story.spans) {
      const placed = placeSpan(alignment, span);
      const isRight = edited.isRight(span, placed);
      tally.annotations++;
      if (edited.kept(span) >= 0.7) {
        tally.survive++;
        if (isRight) tally.right++;
        else if (placed.length === 0) tally.orphaned++;
      }
      if (placed.length > 0 && !isRight) tally.wrong++;
    }
  }
  return tally;
}

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;

describe("Re-anchoring", () => {
  for (const kinds of [...editKinds.map((kind) => [kind] as const), editKinds]) {
    it(`places annotations right after: ${kinds.length === 1 ? kinds[0] : "edits of every kind"}`, () => {
      const tally = measure(kinds, kinds.length === 1 ? 60 : 300, 20261124);
      const { annotations, survive, right, orphaned, wrong } = tally;
      console.log(
        `re-anchoring, ${kinds.length === 1 ? kinds[0] : "every kind"}: ${annotations} annotations, ${survive} survive: ` +
          `${percent(right, survive)} right, ${percent(orphaned, survive)} orphaned; ${percent(wrong, annotations)} placed wrong`,
      );
      expect(right / survive).toBeGreaterThanOrEqual(0.95);
      expect(wrong / annotations).toBeLessThan(0.005);
    });
  }

  it("finds every span of an unchanged text where it was", () => {
    for (const { text, spans } of stories) {
      const blocked = { text, blocks: blocksOfPlainText(text) };
      const alignment = align(blocked, blocked);
      for (const span of spans) expect(placeSpan(alignment, span)).toEqual([span]);
    }
  });

  it("gives a span or nothing for any two texts", () => {
    for (const { text } of stories) {
      const other = texts[0] ?? "";
      const alignment = align(
        { text, blocks: blocksOfPlainText(text) },
        { text: other, blocks: blocksOfPlainText(other) },
      );
      for (const word of wordsIn(text, 0, text.length)) {
        for (const { start, end } of placeSpan(alignment, word)) {
          expect(start >= 0 && start < end && end <= other.length).toBe(true);
        }
      }
    }
  });
});
