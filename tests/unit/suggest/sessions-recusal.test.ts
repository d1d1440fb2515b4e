import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Span } from "../../../shared/annotation/records.ts";
import { spanConverter } from "../../../shared/format/spans.ts";
import type { QuoteSuggestion } from "../../../shared/suggest/suggester.ts";
import { quotesOf, suggest } from "./support.ts";

const file = (name: string) => fileURLToPath(new URL(`../../../../shared/articles/${name}`, import.meta.url));
const span = z.object({ start: z.number(), end: z.number() });
const keySchema = z.object({
  mentions: z.array(z.object({ id: z.string(), spans: z.array(span) })),
  quotes: z.array(z.object({ id: z.string(), content: z.array(span), cue: z.array(span), speaker: z.string() })),
});

describe.skipIf(!existsSync(file("sessions-recusal.key.json")))("sessions-recusal (../shared)", () => {
  it("has at least 17 of its 20 quotes proposed with cue and speaker, and at most 3 that are none", () => {
    const text = readFileSync(file("sessions-recusal.txt"), "utf8");
    const key = keySchema.parse(JSON.parse(readFileSync(file("sessions-recusal.key.json"), "utf8")));
    const offsets = spanConverter(text);
    const utf16 = (spans: readonly Span[]) =>
      spans.map(({ start, end }) => ({ start: offsets.utf16(start), end: offsets.utf16(end) }));
    const mentions = new Map(key.mentions.map(({ id, spans }) => [id, utf16(spans)]));
    const quotes = quotesOf(suggest(text));
    const overlapping = new Set<QuoteSuggestion>();
    const right = key.quotes.filter((wanted) => {
      const content = utf16(wanted.content);
      for (const quote of quotes) if (overlap(quote.content, content) > 0.5) overlapping.add(quote);
      const found = quotes.find((quote) => overlap(quote.content, content) >= 0.8);
      const [speaker] = mentions.get(wanted.speaker) ?? [];
      return found && overlap(found.cue, utf16(wanted.cue)) === 1 && isWithin(speaker, found.speaker);
    });
    expect(key.quotes).toHaveLength(20);
    expect(right.length).toBeGreaterThanOrEqual(17);
    expect(quotes.length - overlapping.size).toBeLessThanOrEqual(3);
  });
});

/** Characters in both over characters in either. */
function overlap(some: readonly Span[], others: readonly Span[]): number {
  const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
  let both = 0;
  for (const one of some) {
    for (const other of others) both += Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
  }
  return both / (lengthOf(some) + lengthOf(others) - both);
}

function isWithin(inner: Span | undefined, outer: Span | null | undefined): boolean {
  return inner !== undefined && outer != null && outer.start <= inner.start && inner.end <= outer.end;
}
