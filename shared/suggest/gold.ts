import { z } from "zod";
import type { Span } from "../annotation/records.ts";
import type { Suggestion } from "./suggester.ts";

const offsetsSchema = z
  .tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])
  .refine(([start, end]) => start <= end, "a span ends before it begins");
const spansSchema = z.array(offsetsSchema);

export const goldQuoteSchema = z.looseObject({
  form: z.enum(["direct", "indirect", "mixed"]).optional(),
  content: spansSchema,
  cue: spansSchema.optional(),
  speaker: spansSchema.optional(),
});
export const goldEntitySchema = z.looseObject({
  type: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
});
const sentence = { start: z.number().int().nonnegative(), end: z.number().int().nonnegative() };

/** One document of a gold standard: UTF-16 offsets into `text`, and the layers that it was annotated for. */
export const goldDocumentSchema = z.looseObject({
  id: z.string(),
  text: z.string(),
  quotes: z.array(goldQuoteSchema).optional(),
  entities: z.array(goldEntitySchema).optional(),
  sentences: z.array(z.looseObject({ ...sentence, checkworthy: z.boolean().optional() })).optional(),
});
export type GoldDocument = z.infer<typeof goldDocumentSchema>;

/** What a system says of one document. */
export const systemDocumentSchema = z.looseObject({
  id: z.string(),
  quotes: z.array(goldQuoteSchema).optional(),
  entities: z.array(goldEntitySchema).optional(),
  sentences: z.array(z.looseObject({ ...sentence, score: z.number().optional() })).optional(),
});
export type SystemDocument = z.infer<typeof systemDocumentSchema>;
export type GoldQuote = z.infer<typeof goldQuoteSchema>;
export type Offsets = z.infer<typeof offsetsSchema>;

/** Where content begins and ends: as Onrecord marks it, without the outer quotation marks and the "that" before it, or as
 *  PolNeAR and its kin do, with both. */
export const conventions = ["onrecord", "polnear"] as const;
export type Convention = (typeof conventions)[number];

/** An article's suggestions in the form that gold standards have. */
export function asGold(
  id: string,
  text: string,
  suggestions: Iterable<Suggestion>,
  convention: Convention,
): SystemDocument {
  const types = new Map<string, string>();
  const document = { id, quotes: [] as GoldQuote[], entities: [] as z.infer<typeof goldEntitySchema>[] };
  const sentences: { start: number; end: number; score: number }[] = [];
  for (const suggestion of suggestions) {
    switch (suggestion.kind) {
      case "entity":
        types.set(suggestion.id, suggestion.type);
        break;
      case "mention":
        if (suggestion.form === "name") {
          document.entities.push({ type: types.get(suggestion.entity ?? "") ?? "Other", ...suggestion.span });
        }
        break;
      case "quote":
        document.quotes.push({
          form: suggestion.form,
          content: suggestion.content.map((span) => offsets(convention === "polnear" ? widened(text, span) : span)),
          cue: suggestion.cue.map(offsets),
          speaker: suggestion.speaker ? [offsets(suggestion.speaker)] : [],
        });
        break;
      case "claim":
        sentences.push({ ...suggestion.span, score: suggestion.checkWorthiness });
    }
  }
  return { ...document, sentences };
}

const offsets = ({ start, end }: Span): Offsets => [start, end];
const LONGEST_LEAD = 10;

function widened(text: string, { start, end }: Span): Span {
  const before = text.slice(Math.max(0, start - LONGEST_LEAD), start);
  const lead = /(?:\bthat\s+)?["“„«‘]?$/iu.exec(before)?.[0] ?? "";
  const tail = /^["”»’]/u.exec(text.slice(end, end + 1))?.[0] ?? "";
  return { start: start - lead.length, end: end + tail.length };
}
