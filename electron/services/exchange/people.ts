import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { unnamed } from "../../../shared/exchange/blank.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Whose } from "../../../shared/host/exchange.ts";
import { newAnnotator } from "../annotators.ts";
import { type Annotator, fileSafe } from "../profile.ts";
import { annotatorOf } from "../store/folder/reading.ts";

/** Everybody whose work is in a project folder. */
export async function peopleOf(folder: string): Promise<Annotator[]> {
  const files = await readdir(join(folder, "annotators")).catch(() => []);
  const ids = files.filter((name) => name.endsWith(".json") && !name.startsWith("."));
  return Promise.all(ids.sort().map((name) => annotatorOf(folder, name.slice(0, -".json".length))));
}

/** The annotators whom a document's annotations name. */
export function namedIn({ open, annotators }: AnnotationDocument): Map<string, { name: string; count: number }> {
  const names = new Map(annotators.map(({ id, name }) => [id, name]));
  const found = new Map<string, { name: string; count: number }>();
  const note = (id: string) => found.set(id, { name: names.get(id) ?? id, count: (found.get(id)?.count ?? 0) + 1 });
  for (const table of [open.mentions, open.quotes, open.claims, open.relations])
    for (const { annotator } of table.values()) note(annotator);
  for (const { annotation } of open.orphans.values()) if (annotation) note(annotation.annotator);
  return found;
}

/** Says whose work in a project the annotations of files become. Asked twice for the same person, it says the same. */
export async function peopleFor(
  folder: string,
  me: Annotator,
  whose: Whose,
): Promise<(id: string, name: string) => Annotator> {
  const known = [me, ...(await peopleOf(folder)).filter(({ id }) => id !== me.id)];
  const byName = (name: string): Annotator => {
    const found = known.find((one) => one.id === name) ?? known.find((one) => one.name === name);
    if (found) return found;
    const made = newAnnotator(name);
    known.push(made);
    return made;
  };
  const asNamed = (id: string, name: string): Annotator => {
    const found = known.find((one) => one.id === id) ?? known.find((one) => one.name === name);
    if (found) return found;
    // Ids of other programs, such as 1 or a mail address, need not be names of files.
    const made = fileSafe(id) === id ? { id, name } : newAnnotator(name);
    known.push(made);
    return made;
  };
  return (id, name) => {
    if (whose.whose === "mine") return me;
    if (whose.whose === "other") return byName(whose.name);
    if (id === unnamed) return whose.nobody === null ? me : byName(whose.nobody);
    return asNamed(id, name);
  };
}
