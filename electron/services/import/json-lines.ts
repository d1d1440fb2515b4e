import {
  type ArticleField,
  type FieldMap,
  fieldFor,
  holdsHtml,
  isRecord,
  type JsonRecord,
  valueAt,
  wordsIn,
} from "../../../shared/article/json-fields.ts";
import { isoDateOf } from "./dates.ts";
import { type Extracted, isRefusal, type Refusal } from "./draft.ts";
import { contentOf, type Part } from "./part.ts";
import { readPlainText } from "./plain-text.ts";

/** The articles of JSON Lines, an object a line. Texts stay as they are, character for character. */
export function* readJsonLines(text: string, given: FieldMap): Generator<Part> {
  for (const { place, line } of linesOf(text)) {
    const record = recordIn(line);
    yield isRefusal(record) ? { place, refusal: record } : articleIn(place, record.record, given);
  }
}

/** The objects of the first lines, at most `most`; lines that are none are passed over. */
export function firstRecords(text: string, most: number): JsonRecord[] {
  const records: JsonRecord[] = [];
  let looked = 0;
  for (const { line } of linesOf(text)) {
    const record = recordIn(line);
    if (!isRefusal(record)) records.push(record.record);
    if (++looked === most) break;
  }
  return records;
}

/** Line by line, without a list of them all; blank lines count, and say nothing. */
function* linesOf(text: string): Generator<{ place: string; line: string }> {
  let number = 0;
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    number++;
    if (line.trim() !== "") yield { place: `line ${number}`, line };
  }
}

function recordIn(line: string): { record: JsonRecord } | Refusal {
  try {
    const record: unknown = JSON.parse(line);
    if (isRecord(record)) return { record };
  } catch {
    return { reason: "the line is not JSON", remedy: "Correct it there; each line is one object." };
  }
  return { reason: "the line is not an object", remedy: "Write one object in each line." };
}

function articleIn(place: string, record: JsonRecord, given: FieldMap): Part {
  const valueFor = (field: ArticleField): unknown => {
    const name = fieldFor(record, field, given);
    return name === null ? undefined : valueAt(record, name);
  };
  const name = fieldFor(record, "text", given);
  const text = name === null ? undefined : valueAt(record, name);
  if (name === null || typeof text !== "string") return { place, refusal: noText(record, given.text) };
  const content = holdsHtml(name) ? contentOf(text) : readPlainText(text);
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

function noText(record: JsonRecord, named: string | null | undefined): Refusal {
  const there = `its fields: ${Object.keys(record).slice(0, 12).join(", ") || "none"}`;
  return typeof named === "string"
    ? {
        reason: `it has no text in the field ${named} (${there})`,
        remedy: "Add it there, or choose another field as the text.",
      }
    : {
        reason: `no field of it is known as the text (${there})`,
        remedy:
          "Say which one is: “Import JSON Lines, choosing fields…” in the app, onrecord import --fields text=NAME.",
      };
}

const LATEST_SECONDS = 1e11;

/** Numbers are times since 1970: in milliseconds, or in seconds where they are small. */
function dateOf(value: unknown): unknown {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > 8e15) return value;
  return new Date(Math.abs(value) < LATEST_SECONDS ? value * 1000 : value).toISOString();
}
