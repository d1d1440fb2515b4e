import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Problem } from "../../shared/format/problem.ts";
import { asProblem } from "./problems.ts";
import { folderBackend } from "./store/folder.ts";
import { readAnnotationAt } from "./store/single-file.ts";

/** Everything wrong with an annotation file, or with a project folder and all annotators' work in it. `shown` is the name
 *  to use in problems. */
export async function validateFile(path: string, shown: string): Promise<Problem[]> {
  const named = (problem: Problem): Problem => ({
    ...problem,
    file: problem.file === basename(path) ? shown : problem.file,
  });
  try {
    if ((await stat(path)).isDirectory()) return await validateProject(path);
    const read = await readAnnotationAt(path);
    return (read.ok ? read.problems : [read.problem]).map(named);
  } catch (error) {
    return [{ ...asProblem(error, shown), file: shown }];
  }
}

async function validateProject(path: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const owners = await readdir(join(path, "annotations")).catch(() => []);
  for (const [index, owner] of (owners.length > 0 ? owners : ["nobody"]).entries()) {
    const backend = folderBackend(path, { id: owner, name: owner });
    const loaded = await backend.load();
    const listed = await backend.articles();
    if (index === 0) problems.push(...loaded.problems, ...listed.problems);
    for (const { id } of listed.articles) {
      try {
        problems.push(...(await backend.article(id)).problems);
      } catch (error) {
        problems.push(asProblem(error, id));
      }
    }
  }
  return problems;
}
