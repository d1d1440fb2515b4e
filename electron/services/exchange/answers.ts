import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { answeredLabelSchema, type LabelAnswer, type LabelKind } from "../../../shared/exchange/intake/labels.ts";
import type { ImportDecisions } from "../../../shared/host/exchange.ts";
import { writeAtomically } from "../atomic-write.ts";
import type { Profile } from "../profile.ts";

const fileSchema = z.array(answeredLabelSchema.extend({ format: z.string() }));

/** What was last answered for each label of each format, whatever the project. */
export interface Remembered {
  answer(format: string, kind: LabelKind, label: string): LabelAnswer | null;
}

const pathOf = ({ folder }: Profile) => join(folder, "label-answers.json");

/** The answers that the profile holds; none where it holds what cannot be read. */
export async function rememberedAnswers(profile: Profile): Promise<Remembered> {
  const list = await readAnswers(profile);
  const known = new Map(list.map(({ format, kind, label, answer }) => [keyOf(format, kind, label), answer]));
  return { answer: (format, kind, label) => known.get(keyOf(format, kind, label)) ?? null };
}

/** Keeps answers for the next import; newer ones take the place of those that were given before. */
export async function rememberAnswers(profile: Profile, answers: ImportDecisions["labels"]): Promise<void> {
  if (answers.length === 0) return;
  const byKey = new Map((await readAnswers(profile)).map((one) => [keyOf(one.format, one.kind, one.label), one]));
  for (const one of answers) byKey.set(keyOf(one.format, one.kind, one.label), one);
  const text = `${JSON.stringify([...byKey.values()], null, 2)}\n`;
  await writeAtomically(pathOf(profile), text, profile.files);
}

async function readAnswers(profile: Profile): Promise<z.infer<typeof fileSchema>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(pathOf(profile), "utf8")));
  } catch {
    return [];
  }
}

const keyOf = (format: string, kind: LabelKind, label: string) => `${format}\u0000${kind}\u0000${label}`;
