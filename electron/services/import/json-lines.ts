import { isoDateOf } from "./dates.ts";
import { type Extracted, isRefusal } from "./draft.ts";
import { contentOf, type Part } from "./part.ts";
import { readPlainText } from "./plain-text.ts";

export const articleFields = ["text", "title", "url", "date", "byline", "publisher", "language"] as const;
export type ArticleField = (typeof articleFields)[number];
/** Which field of a record says what of an article; a name may be a path (`source.name`). */
export type FieldMap = Partial<Record<ArticleField, string>>;

/** Names that news data sets use, the likeliest first; capitals, hyphens and underscores do not count. */
const USUAL: Record<ArticleField, readonly string[]> = {
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
const HTML = ["html", "contenthtml", "bodyhtml", "texthtml"];

type Json = Record<string, unknown>;

/** The articles of JSON Lines, an object a line. Texts stay as they are, character for character. */
export function* readJsonLines(text: string, given: FieldMap): Generator<Part> {
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line.trim() !== "") yield partOf(`line ${number}`, line, given);
  }
}

/** Line by line, without a list of them all. */
function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    yield text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
  }
}

function partOf(place: string, line: string, given: FieldMap): Part {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return { place, refusal: { reason: "the line is not JSON", remedy: "Correct it there; each line is one object." } };
  }
  if (!isObject(record))
    return { place, refusal: { reason: "the line is not an object", remedy: "Write one object in each line." } };
  return recordOf(place, record, given);
}

function recordOf(place: string, record: Json, given: FieldMap): Part {
  const plain = new Map(Object.keys(record).map((name) => [plainName(name), record[name]]));
  const valueFor = (field: ArticleField): unknown => {
    const named = given[field];
    if (named !== undefined) return valueAt(record, named);
    return USUAL[field]
      .map((name) => plain.get(name))
      .find((value) => typeof value === "number" || wordsIn(value) !== null);
  };
  const text = valueFor("text");
  const html =
    given.text === undefined ? HTML.map((name) => plain.get(name)).find((one) => typeof one === "string") : null;
  const content = typeof text === "string" ? readPlainText(text) : typeof html === "string" ? contentOf(html) : null;
  if (content === null) return { place, refusal: noText(record, given.text) };
  if (isRefusal(content)) return { place, refusal: content };
  const date = wordsIn(dateOf(valueFor("date")));
  const iso = isoDateOf(date);
  const extracted: Extracted = {
    ...content,
    title: wordsIn(valueFor("title")),
    byline: wordsIn(valueFor("byline")),
    publisher: wordsIn(valueFor("publisher")),
    date: iso,
    url: wordsIn(valueFor("url")),
    language: wordsIn(valueFor("language")),
    notices: date !== null && iso === null ? [`${place}: “${date}” is no date, and was left out.`] : [],
  };
  return { place, extracted };
}

const plainName = (name: string): string => name.toLowerCase().replace(/[-_\s]/gu, "");

function noText(record: Json, named: string | undefined) {
  const there = Object.keys(record).slice(0, 12).join(", ") || "none";
  return {
    reason:
      named === undefined
        ? `no field of it is known as the text (its fields: ${there})`
        : `it has no text in the field ${named} (its fields: ${there})`,
    remedy: "Name the field of the text “text”, or say which one it is: onrecord import --fields text=NAME.",
  };
}

/** A value by its name, or by a path of names with periods where nothing has the whole name. */
function valueAt(record: Json, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  return name
    .split(".")
    .reduce<unknown>((at, one) => (isObject(at) && Object.hasOwn(at, one) ? at[one] : undefined), record);
}

/** Words, a name, or several of either, as one line; null for anything else. */
function wordsIn(value: unknown): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one) ?? []).join(", ") || null;
  return isObject(value) ? wordsIn(value.name ?? value.title) : null;
}

const LATEST_SECONDS = 1e11;

/** Numbers are times since 1970: in milliseconds, or in seconds where they are small. */
function dateOf(value: unknown): unknown {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 8e15) return value;
  return new Date(Math.abs(value) < LATEST_SECONDS ? value * 1000 : value).toISOString();
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
