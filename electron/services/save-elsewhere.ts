import { stat } from "node:fs/promises";
import { type ProjectState, withArticle } from "../../shared/annotation/state.ts";
import type { Notice } from "../../shared/host/contract.ts";
import type { FileSystem } from "./file-system.ts";
import type { Session } from "./session/session.ts";
import type { Backend } from "./store/backend.ts";
import { projectFileName } from "./store/folder/reading.ts";
import { createFolderProject } from "./store/folder.ts";

/** Writes a project to another place with all work on it, also where its own place cannot be written or is gone: then
 *  what can still be read is copied, and what is open is written over it from memory.
 *  @returns what is to be said of it. */
export async function saveElsewhere(
  session: Session,
  target: string,
  folderAt: (path: string) => Backend,
  files: FileSystem,
): Promise<Notice[]> {
  const { backend } = session;
  const status = await session.save();
  const state = session.state();
  if (backend.kind === "file" || status.state === "saved") {
    await backend.copyTo(target, state);
    return [];
  }
  const isThere = await stat(`${backend.path}/${projectFileName}`).catch(() => null);
  if (isThere) await backend.copyTo(target, state);
  else await createFolderProject(target, state.project, backend.annotator, files);
  await writeOver(folderAt(target), state).catch(async (error: unknown) => {
    // Half a copy would pass for a whole one.
    await files.remove(target).catch(() => undefined);
    throw error;
  });
  if (isThere) return [];
  const count = state.articles.size;
  return [
    {
      title: "Saved elsewhere, as far as it was open",
      lines: [
        `The project's folder cannot be read, so ${count === 1 ? "only the one article that was open is" : `only the ${count} articles that were open are`} here, with all your work on ${count === 1 ? "it" : "them"}.`,
        "The rest is still in the old folder: open it there when it is back.",
      ],
    },
  ];
}

async function writeOver(backend: Backend, state: ProjectState): Promise<void> {
  let { state: there } = await backend.load();
  for (const id of state.articles.keys()) {
    if (await backend.holds(id)) there = withArticle(there, (await backend.article(id)).open);
  }
  await backend.save(there, state, () => undefined);
}
