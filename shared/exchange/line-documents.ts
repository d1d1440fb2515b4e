import type { AnnotationFile } from "../format/annotation-file.ts";
import type { FileSpan } from "../format/spans.ts";
import type { ArticleFacts } from "./blank.ts";
import { isObject, textOr } from "./json.ts";

/** What JSON documents of tools for labelling text say of the article, by the names that Onrecord writes. */
export function factsFrom(fields: Record<string, unknown>, id: string, text: string): ArticleFacts {
  const fact = (key: string) => (typeof fields[key] === "string" ? (fields[key] as string) : null);
  return {
    id: fact("article") ?? id,
    text,
    title: fact("title") ?? id,
    byline: fact("byline"),
    publisher: fact("publisher"),
    date: fact("date"),
    url: fact("url"),
    language: fact("language"),
  };
}

export const factKeys = ["article", "title", "byline", "publisher", "date", "url", "language"] as const;

/** The fields of an article that such documents carry: its facts and its text. */
export const carriedOfArticle = ["id", "title", "byline", "publisher", "date", "url", "language", "text"] as const;

/** What a document of spans with labels, and links between them, cannot say. */
export const notInLabels = [
  "Forms, notes, statuses and attributes of annotations, and everything of claims but its place and its quote.",
  "Names, aliases and links of entities: a label says only the type.",
  "Who annotated, when, and where an annotation came from.",
  "The article's blocks and source, the label scheme.",
] as const;

/** The article's facts as fields of such a document. */
export function factsOf({ article }: AnnotationFile): Record<string, string> {
  const facts = { ...article, article: article.id };
  return Object.fromEntries(
    factKeys.flatMap((key) => (typeof facts[key] === "string" ? [[key, facts[key] as string]] : [])),
  );
}

/** Fields of an object without those that are named. */
export const without = (fields: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => !names.includes(key)));

/** What an object kept of a foreign file. */
export const keptIn = (fields: Record<string, unknown> | undefined, key: string): Record<string, unknown> =>
  isObject(fields?.[key]) ? (fields[key] as Record<string, unknown>) : {};

/** Makes a span of code points, or null where it lies outside the text. */
export function spanIn(text: string): (start: unknown, end: unknown) => FileSpan | null {
  const characters = Array.from(text);
  return (start, end) => {
    if (!Number.isInteger(start) || !Number.isInteger(end)) return null;
    const [from, to] = [Number(start), Number(end)];
    if (from < 0 || to <= from || to > characters.length) return null;
    return { start: from, end: to, text: characters.slice(from, to).join("") };
  };
}

export const idFrom = (value: unknown, other: string): string => textOr(value, other).slice(0, 200) || other;

/** An object with its keys in the order of those that a foreign file had; others after them. */
export function inOrderOf(keys: unknown, fields: Record<string, unknown>): Record<string, unknown> {
  const order = Array.isArray(keys) ? keys.map(String) : [];
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => place(a) - place(b)));
}
