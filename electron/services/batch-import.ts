import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { articleState, withArticle } from "../../shared/annotation/state.ts";
import type { Problem } from "../../shared/format/problem.ts";
import { newProject, slug } from "./host.ts";
import { readArticle } from "./import/index.ts";
import { asProblem } from "./problems.ts";
import type { Annotator } from "./profile.ts";
import { endingOf } from "./session.ts";
import { createFolderProject, folderBackend, projectFileName } from "./store/folder.ts";

export interface BatchImported {
  file: string;
  article: string | null;
  problem: Problem | null;
}

/** Brings files into a project one after the other; what is wrong with one does not stop the rest. */
export async function* importInto(
  folder: string,
  files: readonly { name: string; path: string }[],
  annotator: Annotator,
): AsyncGenerator<BatchImported> {
  const there = await stat(join(folder, projectFileName)).catch(() => null);
  if (!there) await createFolderProject(folder, newProject(basename(folder)), annotator);
  const backend = folderBackend(folder, annotator);
  let { state, articles } = await backend.load();
  const taken = new Set(articles.map((article) => article.id));
  for (const { name, path } of files) {
    try {
      const bytes = await readFile(path);
      const read = await readArticle({ name: basename(path), bytes });
      if (!read.ok) {
        yield { file: name, article: null, problem: read.problem };
        continue;
      }
      const { keepBytes, ...draft } = read.draft;
      const base = slug(basename(path).replace(/\.[^.]+$/, ""));
      let id = base;
      for (let n = 2; taken.has(id); n += 1) id = `${base}-${n}`;
      taken.add(id);
      const after = withArticle(state, articleState({ id, ...draft, removed: false }));
      if (keepBytes) await backend.keepSource(id, endingOf(path), bytes);
      await backend.save(state, after, (saved) => {
        state = saved;
      });
      yield { file: name, article: id, problem: null };
    } catch (error) {
      yield { file: name, article: null, problem: asProblem(error, name) };
    }
  }
}
