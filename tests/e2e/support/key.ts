import { z } from "zod";
import { annotationFileSchema } from "../../../shared/format/annotation-file.ts";

const span = z.object({ start: z.number(), end: z.number(), text: z.string() });
const keySchema = z.object({
  entities: z.array(z.object({ id: z.string(), type: z.string(), name: z.string() })),
  mentions: z.array(
    z.object({
      id: z.string(),
      entity: z.string(),
      form: z.enum(["name", "nominal", "pronoun"]),
      spans: z.array(span),
    }),
  ),
  quotes: z.array(
    z.object({
      id: z.string(),
      form: z.enum(["direct", "mixed", "indirect"]),
      content: z.array(span),
      cue: z.array(span),
      speaker: z.string(),
      addressee: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
  claims: z.array(
    z.object({
      id: z.string(),
      spans: z.array(span),
      claimant: z.string().nullable(),
      quote: z.string().nullable(),
      gist: z.string(),
      checkworthy: z.boolean(),
    }),
  ),
});
export type Key = z.infer<typeof keySchema>;
export type KeySpan = z.infer<typeof span>;

export const readKey = (json: string): Key => keySchema.parse(JSON.parse(json));

const bySpans = (a: { spans: string }, b: { spans: string }) => (a.spans < b.spans ? -1 : 1);
const spansText = (spans: readonly KeySpan[]) =>
  spans.map((one) => `${String(one.start).padStart(6, "0")}-${one.end} ${one.text}`).join(" | ");

/** Everything that a key says, without its ids: what an export must say, nothing more and nothing less. */
export function factsOfKey(key: Key) {
  const entity = (id: string | null) => {
    const found = key.entities.find((one) => one.id === id);
    return found ? `${found.type}: ${found.name}` : null;
  };
  const mention = (id: string | undefined) => {
    const found = key.mentions.find((one) => one.id === id);
    return found ? [`${spansText(found.spans)} = ${entity(found.entity)}`] : [];
  };
  const quote = (id: string | null) => spansText(key.quotes.find((one) => one.id === id)?.content ?? []);
  return {
    entities: key.entities
      .map((one) => ({ type: one.type, name: one.name, aliases: [], links: [], note: "" }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    mentions: key.mentions
      .map((one) => ({
        spans: spansText(one.spans),
        entity: entity(one.entity),
        form: one.form,
        note: "",
        attributes: {},
      }))
      .sort(bySpans),
    quotes: key.quotes
      .map((one) => ({
        spans: spansText(one.content),
        cue: spansText(one.cue),
        form: one.form,
        speakers: mention(one.speaker),
        addressees: mention(one.addressee),
        note: one.note ?? "",
        attributes: {},
      }))
      .sort(bySpans),
    claims: key.claims
      .map((one) => ({
        spans: spansText(one.spans),
        claimant: entity(one.claimant),
        quote: quote(one.quote),
        gist: one.gist,
        checkWorthiness: one.checkworthy ? "high" : "low",
        verdict: null,
        evidence: [],
        note: "",
        attributes: {},
      }))
      .sort(bySpans),
    relations: [],
  };
}

/** The same of an exported annotation file. */
export function factsOfExport(json: string) {
  const file = annotationFileSchema.parse(JSON.parse(json));
  const entity = (id: string | null | undefined) => {
    const found = file.entities.find((one) => one.id === id);
    return found ? `${found.type}: ${found.name}` : null;
  };
  const party = (one: Record<string, unknown>) => {
    const found = file.mentions.find((mention) => mention.id === one.mention);
    return found ? `${spansText(found.spans)} = ${entity(found.entity)}` : `${entity(String(one.entity))}`;
  };
  const quoteOf = (id: unknown) => file.quotes.find((one) => one.id === id);
  const claimant = (one: (typeof file.claims)[number]) => {
    if (!one.claimant) return null;
    if (typeof one.claimant.entity === "string") return entity(one.claimant.entity);
    const speaker = quoteOf(one.claimant.quote)?.speakers[0];
    return entity(file.mentions.find((mention) => mention.id === speaker?.mention)?.entity);
  };
  return {
    entities: file.entities
      .map(({ type, name, aliases, links, note }) => ({ type, name, aliases, links, note }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    mentions: file.mentions
      .map((one) => ({
        spans: spansText(one.spans),
        entity: entity(one.entity),
        form: one.form,
        note: one.note,
        attributes: one.attributes,
      }))
      .sort(bySpans),
    quotes: file.quotes
      .map((one) => ({
        spans: spansText(one.content),
        cue: spansText(one.cue),
        form: one.form,
        speakers: one.speakers.map(party),
        addressees: one.addressees.map(party),
        note: one.note,
        attributes: one.attributes,
      }))
      .sort(bySpans),
    claims: file.claims
      .map((one) => ({
        spans: spansText(one.spans),
        claimant: claimant(one),
        quote: spansText(quoteOf(one.quote)?.content ?? []),
        gist: one.gist,
        checkWorthiness: one.checkWorthiness,
        verdict: one.verdict,
        evidence: one.evidence,
        note: one.note,
        attributes: one.attributes,
      }))
      .sort(bySpans),
    relations: file.relations,
  };
}

export const textOfExport = (json: string): string => annotationFileSchema.parse(JSON.parse(json)).article.text;
