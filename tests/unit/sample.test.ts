import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";
import { createOffsetIndex } from "../../shared/article/offsets.ts";
import { findQuotations, quotationAt } from "../../shared/article/quotations.ts";
import { completeWords } from "../../shared/article/words.ts";

type Span = { start: number; end: number; text: string };
type Key = {
  about: string;
  entities: { id: string; type: string; name: string }[];
  mentions: { id: string; entity: string; form: string; spans: Span[] }[];
  quotes: {
    id: string;
    form: string;
    content: Span[];
    cue: Span[];
    speaker: string;
    addressee?: string;
    note?: string;
  }[];
  claims: {
    id: string;
    spans: Span[];
    claimant: string | null;
    quote: string | null;
    gist: string;
    checkworthy: boolean;
  }[];
};

const folder = new URL("../../assets/sample/", import.meta.url);
const text = readFileSync(new URL("article.txt", folder), "utf8");
const key: Key = JSON.parse(readFileSync(new URL("key.json", folder), "utf8"));
const { toUtf16 } = createOffsetIndex(text);
const blocks = blocksOfPlainText(text);
const spans = [
  ...key.mentions.flatMap((mention) => mention.spans),
  ...key.quotes.flatMap((quote) => [...quote.content, ...quote.cue]),
  ...key.claims.flatMap((claim) => claim.spans),
];

describe("the sample article", () => {
  it("has a headline, paragraphs and a source line without a final newline", () => {
    expect(blocks.map(({ kind }) => kind)).toEqual(["headline", ...Array(16).fill("paragraph")]);
    expect(text.slice(blocks.at(-1)?.start)).toBe("-Additional reporting by Coastline\u00a0Press");
  });

  it("has the characters that are hard to keep", () => {
    for (const hard of ['"', "“", "”", "'", "‘", "’", " – ", "\u00a0", "é", "🙃"]) expect(text).toContain(hard);
  });

  it("closes every quotation that it opens", () => {
    const quotations = blocks.flatMap(({ start, end }) => findQuotations(text, start, end));
    expect(quotations.filter(({ close }) => close === null)).toEqual([]);
    expect(quotations.length).toBe(15);
  });
});

describe("the sample's key", () => {
  it("covers with every span the text it says, within one block", () => {
    for (const span of spans) {
      const [start, end] = [toUtf16(span.start), toUtf16(span.end)];
      expect(text.slice(start, end)).toBe(span.text);
      expect(blocks.some((block) => block.start <= start && end <= block.end)).toBe(true);
    }
  });

  it("has spans that a selection of exactly their text keeps", () => {
    for (const span of spans) {
      const range = { start: toUtf16(span.start), end: toUtf16(span.end) };
      expect({ span: span.text, ...completeWords(text, range.start, range.end) }).toEqual({
        span: span.text,
        ...range,
      });
    }
  });

  it("has direct quotes that are exactly what stands between marks", () => {
    for (const span of key.quotes.filter(({ form }) => form === "direct").flatMap(({ content }) => content)) {
      const [start, end] = [toUtf16(span.start), toUtf16(span.end)];
      const block = blocks.find((candidate) => candidate.start <= start && end <= candidate.end);
      expect(block && quotationAt(text, block.start, block.end, start)).toMatchObject({
        contentStart: start,
        contentEnd: end,
      });
    }
  });

  it("refers only to what exists, and uses every entity", () => {
    const entities = new Set(key.entities.map(({ id }) => id));
    const mentions = new Set(key.mentions.map(({ id }) => id));
    const quotes = new Set(key.quotes.map(({ id }) => id));
    expect(new Set(key.mentions.map(({ entity }) => entity))).toEqual(entities);
    for (const { speaker, addressee } of key.quotes) {
      expect(mentions).toContain(speaker);
      if (addressee !== undefined) expect(mentions).toContain(addressee);
    }
    for (const { claimant, quote } of key.claims) {
      if (claimant !== null) expect(entities).toContain(claimant);
      if (quote !== null) expect(quotes).toContain(quote);
    }
  });

  it("names each claim's claimant as the entity that speaks in its quote", () => {
    for (const claim of key.claims) {
      const quote = key.quotes.find(({ id }) => id === claim.quote);
      const speaker = key.mentions.find(({ id }) => id === quote?.speaker);
      expect(claim.claimant).toBe(speaker?.entity ?? null);
    }
  });

  it("uses ids once, and only the known types and forms", () => {
    const ids = [key.entities, key.mentions, key.quotes, key.claims].flatMap((list) => list.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { type } of key.entities) expect(["Person", "Organization", "Place", "Event"]).toContain(type);
    for (const { form } of key.mentions) expect(["name", "nominal", "pronoun"]).toContain(form);
    for (const { form } of key.quotes) expect(["direct", "indirect", "mixed"]).toContain(form);
  });
});
