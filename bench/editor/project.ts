import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolderProject, folderBackend } from "../../electron/services/store/folder.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { articleState, emptyProjectState, withArticle } from "../../shared/annotation/state.ts";
import { article, benchAnnotator, benchArticle, benchEntities } from "./content.ts";
import { benchDocument, type Size, sizeNames } from "./document.ts";

const now = "2026-11-24T09:00:00.000Z";

/** A profile whose owner is the annotator of the bench project. */
export function makeBenchProfile(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "profile.json"), JSON.stringify({ annotator: benchAnnotator }));
}

/** The title of the article of a size; sorted first is a short one, which is what the program shows at its start. */
export const titleOf = (size: Size): string => `Bench ${size}`;
const firstTitle = "A short one";

/** Lays out a project with an article of each size, marked with mentions, quotes with cue and speaker, and claims. */
export async function makeBenchProject(target: string, wanted: readonly Size[] = sizeNames): Promise<void> {
  const project = { id: "bench", name: "Bench", scheme: newsScheme, guidelines: "" };
  await createFolderProject(target, project, benchAnnotator);
  const backend = folderBackend(target, benchAnnotator, () => now);
  const short = article("a-short-one", firstTitle, "One line.\n");
  const articles = wanted.map((size) => benchArticle(benchDocument(size), size.toLowerCase(), titleOf(size)).open);
  const { state } = await backend.load();
  const next = [articleState(short, { work: { id: "a-short-one", state: "todo" } }), ...articles].reduce(withArticle, {
    ...state,
    entities: emptyProjectState(project, benchEntities).entities,
  });
  await backend.save(state, next, () => undefined);
}
