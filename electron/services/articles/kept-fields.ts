import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type FieldMap, fieldMapSchema } from "../../../shared/article/json-fields.ts";
import { writeAtomically } from "../atomic-write.ts";
import type { Profile } from "../profile.ts";

const fileSchema = z.array(z.object({ fields: z.array(z.string()), map: fieldMapSchema }));

const mostKept = 200;
const pathOf = ({ folder }: Profile) => join(folder, "json-fields.json");

/** What was chosen the last time for files of JSON Lines with the same fields; null where nothing was. */
export async function keptFields(profile: Profile, names: readonly string[]): Promise<FieldMap | null> {
  return (await readKept(profile)).find(({ fields }) => isSame(fields, names))?.map ?? null;
}

/** Keeps a choice for the next file with the same fields; the oldest ones go. */
export async function keepFields(profile: Profile, names: readonly string[], map: FieldMap): Promise<void> {
  const kept = await readKept(profile);
  const newest = kept.find(({ fields }) => isSame(fields, names));
  if (newest && JSON.stringify(newest.map) === JSON.stringify(map)) return;
  const others = kept.filter((one) => one !== newest);
  const next = [{ fields: [...names].sort(), map }, ...others].slice(0, mostKept);
  await writeAtomically(pathOf(profile), `${JSON.stringify(next, null, 2)}\n`, profile.files);
}

/** None where the file cannot be read: it is asked once more. */
async function readKept(profile: Profile): Promise<z.infer<typeof fileSchema>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(pathOf(profile), "utf8")));
  } catch {
    return [];
  }
}

function isSame(kept: readonly string[], names: readonly string[]): boolean {
  const known = new Set(kept);
  return known.size === names.length && names.every((name) => known.has(name));
}
