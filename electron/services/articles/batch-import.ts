import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Problem } from "../../../shared/format/problem.ts";
import { type FileOptions, readArticles } from "../import/index.ts";
import { newProject } from "../new-project.ts";
import { asProblem } from "../problems.ts";
import type { Annotator } from "../profile.ts";
import { projectFileName } from "../store/folder/reading.ts";
import { createFolderProject, folderBackend } from "../store/folder.ts";
import { bringIn } from "./bring-in.ts";

export interface BatchImported {
  file: string;
  article: string | null;
  problem: Problem | null;
  /** What the person should look at. */
  notices: string[];
}

/** Brings files into a project one after the other; what is wrong with one does not stop the rest. */
export async function* importInto(
  folder: string,
  files: readonly { name: string; path: string }[],
  annotator: Annotator,
  options: FileOptions = {},
): AsyncGenerator<BatchImported> {
  const there = await stat(join(folder, projectFileName)).catch(() => null);
  if (!there) await createFolderProject(folder, newProject(basename(folder)), annotator);
  const backend = folderBackend(folder, annotator);
  const { state } = await backend.load();
  for (const { name, path } of files) {
    try {
      const bytes = await readFile(path);
      for await (const { read, bytes: own, called } of readArticles({ name: basename(path), bytes }, options)) {
        if (!read.ok) {
          yield { file: name, article: null, problem: read.problem, notices: [] };
          continue;
        }
        const { id } = await bringIn(backend, state, { read, bytes: own, called });
        yield { file: name, article: id, problem: null, notices: read.notices };
      }
    } catch (error) {
      yield { file: name, article: null, problem: asProblem(error, name), notices: [] };
    }
  }
}
