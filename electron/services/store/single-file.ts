import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import {
  type AnnotationDocument,
  annotationEnding,
  readAnnotation,
  writeAnnotation,
} from "../../../shared/format/annotation-file.ts";
import { writeAtomically } from "../atomic-write.ts";
import { ProblemError } from "../problems.ts";
import type { Annotator } from "../profile.ts";
import type { Backend } from "./backend.ts";
import { summarise } from "./summary.ts";

export async function readAnnotationAt(path: string) {
  const { size } = await stat(path);
  return readAnnotation(basename(path), size > 100_000_000 ? "" : await readFile(path, "utf8"), size);
}

/** A single annotation file opened by itself: saving writes back to it. Work goes on as the file's annotator when there
 *  is just one, otherwise as this user. A file with unreadable parts is never overwritten: its mended copy is. */
export async function singleFileBackend(path: string, user: Annotator): Promise<Backend> {
  const read = await readAnnotationAt(path);
  if (!read.ok) throw new ProblemError(read.problem);
  let { document } = read;
  const [only, ...others] = document.annotators;
  const annotator: Annotator = only && others.length === 0 ? { id: only.id, name: only.name } : user;
  const damaged = read.problems.some((problem) => !problem.remedy.startsWith("It opens all the same"));
  const target = damaged ? mendedName(path) : path;
  const mine = document.annotators.find((one) => one.id === annotator.id);
  const open = { ...document.open, work: { ...document.open.work, state: mine?.state ?? ("todo" as const) } };

  const current = (state: ProjectState): AnnotationDocument => {
    const now = state.articles.get(open.article.id) ?? open;
    const known = document.annotators.filter((one) => one.id !== annotator.id);
    const changed = now !== open || mine !== undefined;
    return {
      ...document,
      project: state.project,
      entities: [...state.entities.values()],
      open: now,
      annotators: changed ? [...known, { ...(mine ?? {}), ...annotator, state: now.work.state }] : document.annotators,
    };
  };

  return {
    kind: "file",
    path: target,
    annotator,
    load: async () => ({
      state: { ...read.state, articles: read.state.articles.clear() },
      articles: [summarise(open.article, open.work.state, listsOf(document))],
      problems: read.problems,
      notices: damaged
        ? [
            {
              title: "Some of this file could not be read",
              lines: [`${basename(path)} stays as it is. Saving writes what was read to ${basename(target)}.`],
            },
          ]
        : [],
      readOnly: false,
    }),
    articles: async () => [summarise(document.open.article, document.open.work.state, listsOf(document))],
    article: async () => ({ open, problems: [] }),
    async save(before, after, reached) {
      if (before === after) return;
      document = current(after);
      await writeAtomically(target, writeAnnotation(document));
      reached(after);
    },
    document: async (state, _article, annotators) => {
      const whole = current(state);
      if (annotators === "all") return whole;
      return whole;
    },
    keepSource: async () => undefined,
    copyTo: async (to) => writeAtomically(to, await readFile(target).catch(() => readFile(path))),
  };
}

const listsOf = ({ open }: AnnotationDocument) => ({
  mentions: [...open.mentions.values()],
  quotes: [...open.quotes.values()],
  claims: [...open.claims.values()],
});

function mendedName(path: string): string {
  const name = basename(path).replace(/(\.onrecord)?\.json$/, "");
  return join(dirname(path), `${name} (mended)${annotationEnding}`);
}
