import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Annotator, newAnnotatorId } from "./profile.ts";
import { annotatorOf } from "./store/folder/reading.ts";

/** An annotator that no project knows yet. */
export const newAnnotator = (name: string): Annotator => ({ id: newAnnotatorId(), name });

/** The annotator of that name in a project, so that a name chosen a second time goes on with the same work; otherwise a
 *  new one. Never the one that is asked not to be. */
export async function namedAnnotator(folder: string, name: string, notThisOne: Annotator): Promise<Annotator> {
  for (const file of await readdir(join(folder, "annotators")).catch(() => [])) {
    const id = file.replace(/\.json$/, "");
    if (id === file || file.startsWith(".") || id === notThisOne.id) continue;
    const known = await annotatorOf(folder, id);
    if (known.name === name) return known;
  }
  return newAnnotator(name);
}
