import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Scheme } from "../../../shared/annotation/records.ts";
import {
  type AnsweredLabel,
  answersOf,
  holdsIn,
  type LabelAnswer,
  type LabelKind,
} from "../../../shared/exchange/intake/labels.ts";
import { jsonPath } from "../../../shared/format/problem.ts";
import { fail } from "../problems.ts";

const fileSchema = z.strictObject({
  labels: z.record(z.string(), z.string().min(1)).default({}),
  relations: z.record(z.string(), z.string().min(1)).default({}),
});
const remedy = 'Write {"labels": {"PER": "Person", "CITATION": "quote"}, "relations": {"said-by": "speaker"}}.';

/** What labels become, from a file of JSON: a type of the scheme, or `new`, `leave`, `mention`, `quote`, `cue`, `claim`
 *  and for relations `speaker`, `addressee`, `cue`, `claimant`, `in quote`.
 *  @throws ProblemError where the file is none, or names a type that the scheme does not have. */
export async function labelsFrom(path: string, shown: string, scheme: Scheme): Promise<AnsweredLabel[]> {
  const text = await readFile(path, "utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail(shown, "it is not JSON", remedy);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(shown, issue?.message ?? "it has not the right shape", remedy, jsonPath(issue?.path ?? []));
  }
  const answered = (kind: LabelKind, field: "labels" | "relations") =>
    Object.entries(parsed.data[field]).map(([label, word]): AnsweredLabel => {
      const answer = answerOf(kind, word);
      if (holdsIn(scheme, kind, answer)) return { kind, label, answer };
      return fail(shown, `the scheme has no type ${word}`, "Name a type of the scheme, or new.", `${field}.${label}`);
    });
  return [...answered("entity", "labels"), ...answered("relation", "relations")];
}

const answerOf = (kind: LabelKind, word: string): LabelAnswer =>
  (answersOf[kind] as readonly string[]).includes(word) ? ({ to: word } as LabelAnswer) : { to: "type", type: word };
