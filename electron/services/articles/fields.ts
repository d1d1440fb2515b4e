import { open } from "node:fs/promises";
import { basename } from "node:path";
import {
  type FieldMap,
  fieldsOf,
  firstLines,
  isJsonLinesName,
  type JsonRecord,
  likelyText,
  mapOf,
} from "../../../shared/article/json-fields.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { Params, Result } from "../../../shared/host/contract.ts";
import type { FieldsFound } from "../../../shared/host/fields.ts";
import type { Handles } from "../handles.ts";
import { type ArticleDraft, firstRecordsIn, mostLookedAt, readArticles } from "../import/index.ts";
import type { Profile } from "../profile.ts";
import { wordCount } from "../store/summary.ts";
import { keepFields, keptFields } from "./kept-fields.ts";

interface File {
  name: string;
  bytes: Uint8Array;
}

/** UTF-16 units of a text that a preview shows. */
const longestPreview = 1200;

/** What says which fields of JSON Lines are what of an article: the person, the profile, or usual names. */
export function createArticleFields(profile: Profile, handles: Handles) {
  async function look({ source, fields }: Params<"article.fields">): Promise<Result<"article.fields">> {
    const file = await startOf(source, handles);
    const records = file && firstRecordsIn(file);
    if (!file || !records || records.length === 0) return { found: null };
    const found = fieldsOf(records);
    const chosen = fields ?? (await keptFields(profile, namesOf(records))) ?? {};
    const map = mapOf(records, chosen);
    return {
      found: {
        name: file.name,
        records: records.length,
        fields: found,
        chosen,
        map,
        likelyText: map.text == null ? likelyText(records) : null,
        ...(await readingOf(file, chosen)),
      },
    };
  }

  /** The map to read a file by: what is chosen for it, which is kept, or what was kept of the last file like it. */
  async function mapFor({ name, bytes }: File, chosen: FieldMap | undefined): Promise<FieldMap> {
    if (!isJsonLinesName(name)) return {};
    const start = await firstLines(async (wanted) => bytes.subarray(0, wanted));
    const names = namesOf(firstRecordsIn({ name, bytes: wholeUnits(start) }) ?? []);
    if (chosen === undefined) return (await keptFields(profile, names)) ?? {};
    // A profile that cannot be written is no reason not to import.
    if (names.length > 0) await keepFields(profile, names, chosen).catch(() => undefined);
    return chosen;
  }

  return { handlers: { "article.fields": look }, mapFor };
}

const namesOf = (records: readonly JsonRecord[]): string[] => fieldsOf(records).map(({ name }) => name);

async function startOf(source: Params<"article.fields">["source"], handles: Handles): Promise<File | null> {
  const path = "handle" in source ? handles.path(source.handle) : null;
  const name = "handle" in source ? basename(path ?? "") : source.name;
  if (!isJsonLinesName(name)) return null;
  const bytes = "handle" in source ? await firstLinesOf(path ?? "") : Buffer.from(source.base64, "base64");
  return { name, bytes: wholeUnits(bytes) };
}

async function firstLinesOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await firstLines(async (wanted) => {
      const length = Math.min(wanted, size);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    });
  } finally {
    await file.close();
  }
}

/** UTF-16 with the low byte first ends its lines one byte after the one that looks like a line's end. */
const wholeUnits = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xff && bytes[1] === 0xfe && bytes.length % 2 === 1 ? bytes.subarray(0, -1) : bytes;

/** What the first records become. */
async function readingOf(file: File, fields: FieldMap): Promise<Pick<FieldsFound, "preview" | "problems">> {
  const problems: Problem[] = [];
  let preview: FieldsFound["preview"] = null;
  let looked = 0;
  for await (const { read } of readArticles(file, { fields })) {
    if (!read.ok) problems.push(read.problem);
    else preview ??= previewOf(read.draft, read.notices);
    if (++looked === mostLookedAt) break;
  }
  return { preview, problems };
}

function previewOf(draft: ArticleDraft, notices: string[]): FieldsFound["preview"] {
  const { title, byline, publisher, date, url, language, text } = draft;
  const start = text.slice(0, longestPreview).replace(/[\uD800-\uDBFF]$/u, "");
  const isWhole = start.length === text.length;
  return { title, byline, publisher, date, url, language, start, isWhole, words: wordCount(text), notices };
}
