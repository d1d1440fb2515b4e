import { z } from "zod";

export const articleFields = ["text", "title", "url", "date", "byline", "publisher", "language"] as const;
export type ArticleField = (typeof articleFields)[number];

/** Which field of a record says what of an article; a name may be a path (`source.name`). What is not in it is known by
 *  its usual names; null leaves it out. */
export const fieldMapSchema = z.partialRecord(z.enum(articleFields), z.string().min(1).nullable());
export type FieldMap = z.infer<typeof fieldMapSchema>;

/** Whether a file of that name may be JSON Lines. */
export const isJsonLinesName = (name: string): boolean => /\.(?:jsonl|ndjson)$/i.test(name);

/** One object of JSON Lines. */
export type JsonRecord = Record<string, unknown>;

/** Names that news data sets use, the likeliest first; capitals, hyphens and underscores do not count. */
const usual: Record<ArticleField, readonly string[]> = {
  text: [
    "text",
    "body",
    "content",
    "articlebody",
    "maintext",
    "fulltext",
    "articletext",
    "article",
    "story",
    "bodytext",
  ],
  title: ["title", "headline", "heading"],
  url: ["url", "link", "canonicalurl", "weburl", "uri"],
  date: [
    "date",
    "published",
    "publishedat",
    "datepublished",
    "datepublish",
    "publishdate",
    "pubdate",
    "publicationdate",
    "timestamp",
  ],
  byline: ["byline", "author", "authors", "creator"],
  publisher: ["publisher", "source", "sitename", "site", "outlet", "publication", "newspaper", "domain"],
  language: ["language", "lang", "inlanguage"],
};
const usualHtml = ["html", "contenthtml", "bodyhtml", "texthtml"];

const plainName = (name: string): string => name.toLowerCase().replace(/[-_\s]/gu, "");

/** Whether a field of that name, or at the end of that path, is known to hold HTML. */
export const holdsHtml = (name: string): boolean => usualHtml.includes(plainName(name.split(".").at(-1) ?? ""));

/** The field of a record that says something of its article: the one that is given for it, else the first of the usual
 *  names that has a value; null where there is none. */
export function fieldFor(record: JsonRecord, field: ArticleField, given: FieldMap): string | null {
  const named = given[field];
  if (named !== undefined) return named;
  const real = new Map(Object.keys(record).map((name) => [plainName(name), name]));
  const there = (names: readonly string[]) => names.flatMap((name) => real.get(name) ?? []);
  if (field !== "text") return there(usual[field]).find((name) => saysSomething(record[name])) ?? null;
  return there([...usual.text, ...usualHtml]).find((name) => isText(record[name])) ?? null;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const saysSomething = (value: unknown): boolean => typeof value === "number" || wordsIn(value) !== null;

/** A value by its name, or by a path of names with periods where nothing has the whole name. */
export function valueAt(record: JsonRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  return name
    .split(".")
    .reduce<unknown>((at, one) => (isRecord(at) && Object.hasOwn(at, one) ? at[one] : undefined), record);
}

/** Words, a name, or several of either, as one line; null for anything else. */
export function wordsIn(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one) ?? []).join(", ") || null;
  return isRecord(value) ? wordsIn(value.name ?? value.title) : null;
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A field that records have, by the name that a map gives it. */
export interface FoundField {
  name: string;
  /** How many of the records say something in it. */
  count: number;
  /** Whether a text may be in it: some record has a string there. */
  isText: boolean;
  /** The first different values, each as one line of at most `longestSample` UTF-16 units. */
  samples: string[];
}

const longestSample = 160;
const mostSamples = 3;
const mostFields = 300;
const deepest = 6;

/** The fields of records in the order in which they first come, those inside of others after them by their paths. */
export function fieldsOf(records: readonly JsonRecord[]): FoundField[] {
  const found = new Map<string, FoundField>();
  for (const record of records) {
    for (const name of namesIn(record)) {
      const value = valueAt(record, name);
      const sample = sampleOf(value);
      if (sample === null) continue;
      const field = found.get(name) ?? { name, count: 0, isText: false, samples: [] };
      if (!found.has(name) && found.size >= mostFields) continue;
      found.set(name, field);
      field.count++;
      field.isText ||= isText(value);
      if (field.samples.length < mostSamples && !field.samples.includes(sample)) field.samples.push(sample);
    }
  }
  return [...found.values()];
}

/** Names and paths in a record; none that would lead elsewhere, as a period in a name can. */
function namesIn(record: JsonRecord): string[] {
  const paths = (at: JsonRecord, before: string, depth: number): string[] =>
    Object.entries(at).flatMap(([name, value]) => {
      const path = `${before}${name}`;
      const here = name !== "" && valueAt(record, path) === value ? [path] : [];
      return isRecord(value) && depth < deepest ? [...here, ...paths(value, `${path}.`, depth + 1)] : here;
    });
  return paths(record, "", 1);
}

function sampleOf(value: unknown): string | null {
  const words = typeof value === "number" || typeof value === "boolean" ? String(value) : wordsIn(value);
  const line = words?.slice(0, longestSample * 4).replace(/\s+/gu, " ") ?? null;
  if (line === null || line.length <= longestSample) return line;
  return `${line.slice(0, longestSample - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}

/** Which fields of the records say what: for each the one that the first record uses that has any. */
export function mapOf(records: readonly JsonRecord[], given: FieldMap): FieldMap {
  const map: FieldMap = {};
  for (const field of articleFields) {
    const name = records.map((record) => fieldFor(record, field, given)).find((one) => one !== null);
    if (name !== undefined) map[field] = name;
  }
  return map;
}

/** UTF-16 units that titles and names seldom have. */
const fewestUnits = 80;

/** The field that is most likely the text where its name does not say so: of those with long strings the one that has
 *  most in all records; null where all are short. */
export function likelyText(records: readonly JsonRecord[]): string | null {
  let best: string | null = null;
  let most = 0;
  for (const { name, count, isText: fits } of fieldsOf(records)) {
    if (!fits) continue;
    const units = records.reduce((sum, record) => sum + unitsOf(valueAt(record, name)), 0);
    if (units > most && units >= fewestUnits * count) [best, most] = [name, units];
  }
  return best;
}

const unitsOf = (value: unknown): number => (typeof value === "string" ? value.trim().length : 0);

const startBytes = 256 * 1024;
const lineEnd = 0x0a;

/** The first lines of a file, whole, that its fields are looked for in: some hundred kilobytes, or one line where that is
 *  longer. `read` gives as many of its first bytes as are wanted, or all. */
export async function firstLines(read: (wanted: number) => Promise<Uint8Array>): Promise<Uint8Array> {
  for (let wanted = startBytes; ; wanted *= 4) {
    const bytes = await read(wanted);
    const end = bytes.length < wanted ? bytes.length : bytes.lastIndexOf(lineEnd) + 1;
    if (end > 0 || bytes.length === 0) return bytes.subarray(0, end);
  }
}
