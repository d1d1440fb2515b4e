import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { consentSchema, suggesterSchema } from "../../../shared/host/suggesters.ts";
import { writeAtomically } from "../atomic-write.ts";
import { ignoreMissing } from "../problems.ts";
import type { Profile } from "../profile.ts";

const keptSchema = z.object({
  suggesters: z.array(suggesterSchema).default([]),
  consents: z.array(consentSchema).default([]),
  /** Keys by suggester, as the system's secure storage encrypted them. */
  keys: z.record(z.string(), z.string()).default({}),
});
export type KeptData = z.infer<typeof keptSchema>;

/** Suggesters, consents and encrypted keys in the user's profile. No project is ever looked at for them. */
export interface Kept {
  data(): KeptData;
  change(next: KeptData): Promise<void>;
}

export async function openKept({ folder, files }: Profile): Promise<Kept> {
  const path = join(folder, "suggesters.json");
  let data = await read(path);
  let writing: Promise<void> = Promise.resolve();
  return {
    data: () => data,
    change(next) {
      data = next;
      writing = writing
        .catch(() => undefined)
        .then(() => writeAtomically(path, `${JSON.stringify(data, null, 2)}\n`, files));
      return writing;
    },
  };

  /** A damaged file is set aside: without it nothing is asked of anybody. */
  async function read(from: string): Promise<KeptData> {
    const text = await readFile(from, "utf8").catch(ignoreMissing);
    if (text === null) return keptSchema.parse({});
    try {
      return keptSchema.parse(JSON.parse(text));
    } catch {
      await writeAtomically(`${from}.damaged`, text, files).catch(() => undefined);
      return keptSchema.parse({});
    }
  }
}
