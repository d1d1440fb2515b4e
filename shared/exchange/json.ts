import type { Problem } from "../format/problem.ts";
import type { ExchangeFile, NativeArticle, NativeRead } from "./format.ts";

/** A value of JSON with the place that it came from. */
export interface Item {
  value: Record<string, unknown>;
  /** `line 3` or `[2]`; empty for the only object of a file, and for a record of a larger one. */
  at: string;
  file: string;
}

/** The objects of a file: one object, a list of them, or one on each line. What is none is a problem. */
export function objectsIn(file: ExchangeFile, problems: Problem[]): Item[] {
  const text = file.text.replace(/^\uFEFF/, "");
  const values = file.isRecord ? [{ value: parsed(text), at: "" }] : (wholeJson(text) ?? linesOfJson(text));
  return values.flatMap(({ value, at }) => {
    if (isObject(value)) return [{ value, at, file: file.name }];
    problems.push({ file: file.name, path: at, reason: "it is not a JSON object", remedy: leftOut });
    return [];
  });
}

/** The articles that `articleOf` makes of every object in the files; null for one that is none, which it says itself. */
export function articlesIn(
  files: readonly ExchangeFile[],
  articleOf: (item: Item, result: NativeRead) => NativeArticle | null,
): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  for (const file of files) {
    for (const item of objectsIn(file, result.problems)) {
      const article = articleOf(item, result);
      if (article) result.articles.push(article);
    }
  }
  return result;
}

export const leftOut = "It is left out; correct it in the file to have it.";

function wholeJson(text: string): { value: unknown; at: string }[] | null {
  const value = parsed(text);
  if (value === undefined) return null;
  return Array.isArray(value)
    ? value.map((item: unknown, at) => ({ value: item, at: `[${at}]` }))
    : [{ value, at: "" }];
}

function linesOfJson(text: string): { value: unknown; at: string }[] {
  return text
    .split("\n")
    .map((line, at) => ({ line, at: `line ${at + 1}` }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, at }) => ({ value: parsed(line), at }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const textOr = (value: unknown, other: string): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : other;
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const objectsOf = (value: unknown): Record<string, unknown>[] => listOf(value).filter(isObject);

/** The first object of a file that may be cut off, to guess its format by: its keys. */
export function keysAtStart(text: string): string[] {
  const start = text
    .replace(/^\uFEFF/, "")
    .trimStart()
    .replace(/^\[\s*/, "");
  if (!start.startsWith("{")) return [];
  return [...start.slice(0, 100_000).matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map(([, key]) => key ?? "");
}

/** An id for what has none: the file's name, and its number there where it is one of several. */
export function fallbackId({ file, at }: Pick<Item, "file" | "at">): string {
  const stem = file.replace(/\.[^.]*$/, "") || "article";
  const number = at.replace(/\D+/g, "");
  return number === "" ? stem : `${stem}-${number}`;
}
