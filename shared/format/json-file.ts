import type { z } from "zod";
import { jsonPath, type Problem } from "./problem.ts";

export type Read<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Larger files are refused before they are parsed: nothing that people annotate comes near it. */
export const largestFile = 40 * 1024 * 1024;

const notOurs = "Open a file that Onrecord exported, or import this one as an article.";

/** Parses the text of a JSON file and says where it breaks. `bytes` is its size on disk. */
export function readJson(file: string, content: string, bytes: number): Read<unknown> {
  const refuse = (path: string, reason: string, remedy: string): Read<never> => ({
    ok: false,
    problem: { file, path, reason, remedy },
  });
  if (bytes > largestFile) {
    return refuse(
      "",
      `the file has ${Math.round(bytes / 1024 / 1024)} MB, more than the ${largestFile / 1024 / 1024} MB that can be opened`,
      "Split it into one file for each article.",
    );
  }
  const text = content.replace(/^\uFEFF/, "");
  if (text.trim() === "") return refuse("", "the file is empty", "Restore it from a backup, or export it again.");
  if (text.includes("\u0000") || looksBinary(text))
    return refuse("", "the file is not text, so it is no JSON", notOurs);
  if (isTooDeep(text)) return refuse("", `its values are nested more than ${deepest} deep`, notOurs);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const { line, column } = placeOf(text, firstBreak(text));
    return refuse(
      `line ${line}, column ${column}`,
      "the JSON ends too early or is broken here",
      "Mend it there in a text editor, or restore the file from a backup.",
    );
  }
}

/** What people write is not nested a tenth as deep; what reads and writes it goes down level by level. */
const deepest = 500;

/** Whether a text of JSON nests deeper than any file of people does, seen before it is parsed. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === backslash) at++;
      else if (char === quotationMark) inString = false;
    } else if (char === quotationMark) inString = true;
    else if (char === openingBracket || char === openingBrace) depth++;
    else if (char === closingBracket || char === closingBrace) depth--;
    if (depth > deepest) return true;
  }
  return false;
}

const [quotationMark, backslash] = [0x22, 0x5c];
const [openingBracket, closingBracket, openingBrace, closingBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

const looksBinary = (text: string) => (text.slice(0, 4096).match(/\uFFFD/g)?.length ?? 0) > 8;

const signs = /[{}[\],:]|true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** The JSON token at an offset, or null where there is none. */
function tokenAt(text: string, at: number): { start: string; end: number } | null {
  if (text.charCodeAt(at) !== quotationMark) {
    signs.lastIndex = at;
    const [found] = signs.exec(text) ?? [];
    return found === undefined ? null : { start: found.charAt(0), end: at + found.length };
  }
  for (let end = at + 1; end < text.length; end++) {
    const char = text.charCodeAt(end);
    if (char === quotationMark) return { start: '"', end: end + 1 };
    if (char < 0x20) return null;
    if (char !== backslash) continue;
    escaped.lastIndex = end;
    const [found] = escaped.exec(text) ?? [];
    if (found === undefined) return null;
    end += found.length - 1;
  }
  return null;
}

/** Where a text stops being JSON, in UTF-16 units. The engine's own message says it only in some cases. */
function firstBreak(text: string): number {
  const open: string[] = [];
  let expected: "value" | "first" | "name" | "firstName" | "colon" | "more" | "end" = "value";
  const after = () => (open.length > 0 ? "more" : "end");
  for (let at = 0, place = skipBlanks(text, 0); ; place = skipBlanks(text, at)) {
    const found = tokenAt(text, place);
    if (!found) return place;
    at = found.end;
    const token = found.start;
    const inObject = open.at(-1) === "{";
    const closes = token === (inObject ? "}" : "]") && open.length > 0;
    if (closes && (expected === "more" || expected === "first" || expected === "firstName")) {
      open.pop();
      expected = after();
    } else if (expected === "value" || expected === "first") {
      if (token === "{" || token === "[") {
        open.push(token);
        expected = token === "{" ? "firstName" : "first";
      } else if (/[}\],:]/.test(token)) return place;
      else expected = after();
    } else if ((expected === "name" || expected === "firstName") && token === '"') expected = "colon";
    else if (expected === "colon" && token === ":") expected = "value";
    else if (expected === "more" && token === ",") expected = inObject ? "name" : "value";
    else return place;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (" \t\n\r".includes(text.charAt(at)) && at < text.length) at++;
  return at;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Checks that a value is a file of `format` in a version that this program reads. */
export function checkEnvelope(file: string, value: unknown, format: string, version: number): Problem | null {
  const fields: Record<string, unknown> = typeof value === "object" && value !== null ? { ...value } : {};
  if (fields.format !== format) {
    return { file, path: "format", reason: `the file does not say "format": "${format}"`, remedy: notOurs };
  }
  if (typeof fields.version !== "number" || !Number.isInteger(fields.version) || fields.version < 1) {
    return {
      file,
      path: "version",
      reason: "the version is not a whole number",
      remedy: "Restore the file from a backup.",
    };
  }
  if (fields.version > version) {
    return {
      file,
      path: "version",
      reason: `the file is of version ${fields.version}, and this program reads up to ${version}`,
      remedy: "Open it with a newer Onrecord; this one leaves it untouched.",
    };
  }
  return null;
}

/** The first thing that a schema finds wrong, as a problem. */
export function schemaProblem(file: string, error: z.ZodError, at: readonly PropertyKey[] = []): Problem {
  const [issue] = error.issues;
  return {
    file,
    path: jsonPath([...at, ...(issue?.path ?? [])]),
    reason: issue ? lowerFirst(issue.message) : "it has not the right shape",
    remedy: "Correct it there; the format is described in docs/annotation-json.md.",
  };
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** Parses a whole file that is either right or refused. */
export function readFileOf<S extends z.ZodType>(
  file: string,
  content: string,
  schema: S,
  format: string,
  version: number,
): Read<z.infer<S>> {
  const json = readJson(file, content, content.length);
  if (!json.ok) return json;
  const foreign = checkEnvelope(file, json.value, format, version);
  if (foreign) return { ok: false, problem: foreign };
  const parsed = schema.safeParse(json.value);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, problem: schemaProblem(file, parsed.error) };
}
