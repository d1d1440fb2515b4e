import { dirname } from "node:path";
import { newProject } from "../new-project.ts";
import type { Profile } from "../profile.ts";
import { createFolderProject, folderBackend } from "../store/folder.ts";
import { bringIn } from "./bring-in.ts";
import type { Gathered } from "./gathering.ts";

/** Makes the project in the profile that articles get which are opened by themselves. It is there whole, or not at all: what a
 *  program that was killed had begun is begun anew. @returns the id of the first article. */
export async function makeLooseProject(
  profile: Profile,
  folder: string,
  name: string,
  articles: readonly Gathered[],
): Promise<string | null> {
  const { files } = profile;
  const begun = `${folder}.begun`;
  await files.remove(begun);
  const annotator = await profile.annotatorOrDefault();
  try {
    await createFolderProject(begun, newProject(name), annotator, files);
    const backend = folderBackend(begun, annotator, undefined, files);
    const { state } = await backend.load();
    const ids: string[] = [];
    for (const one of articles) ids.push((await bringIn(backend, state, one)).id);
    await files.rename(begun, folder);
    await files.syncFolder(dirname(folder));
    return ids[0] ?? null;
  } catch (error) {
    await files.remove(begun).catch(() => undefined);
    throw error;
  }
}
