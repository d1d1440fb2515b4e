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
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const { line, column } = placeOfError(text, error);
    return refuse(
      `line ${line}, column ${column}`,
      "the JSON ends too early or is broken here",
      "Mend it there in a text editor, or restore the file from a backup.",
    );
  }
}

const looksBinary = (text: string) => (text.slice(0, 4096).match(/\uFFFD/g)?.length ?? 0) > 8;

function placeOfError(text: string, error: unknown): { line: number; column: number } {
  const match = /position (\d+)/.exec(error instanceof Error ? error.message : "");
  const offset = match ? Number(match[1]) : text.length;
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
