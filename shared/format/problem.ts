import { z } from "zod";

/** What is wrong with a file, where, and how to mend it: an error as a value, shown to a person as a sentence. */
export const problemSchema = z.object({
  file: z.string(),
  /** A JSON path such as `quotes[3].speakers[0]`, a line number, or "" for the whole file. */
  path: z.string(),
  reason: z.string(),
  remedy: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

export function problemSentence(problem: Problem): string {
  const place = problem.path === "" ? problem.file : `${problem.file}, ${problem.path}`;
  return `${place}: ${problem.reason}. ${problem.remedy}`;
}

/** A JSON path as people write it: `quotes[3].speakers`. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? String(key) : `${text}.${String(key)}`),
    "",
  );
}
