import { sameRecord } from "../../../../shared/annotation/operation.ts";
import { type ArticleState, type ProjectState, tableOf, withArticle } from "../../../../shared/annotation/state.ts";
import { ProblemError } from "../../problems.ts";
import type { News } from "../backend.ts";
import { type KnownFolder, readRegister } from "./known.ts";
import { filesEnding, isProblem, projectFileName } from "./reading.ts";
import { requireProject } from "./saving.ts";

type OpenAgain = (article: string, state: ProjectState) => Promise<{ open: ArticleState }>;

/** Looks for what others changed in what is open here. `open` reads an article and this annotator's work anew. */
export async function folderNews(
  folder: KnownFolder,
  saved: ProjectState,
  isBusy: (article: string) => boolean,
  open: OpenAgain,
): Promise<News> {
  await requireProject(folder);
  const news: News = { theirs: saved, files: [], listed: false, lost: [], notices: [] };
  await newsOfProject(folder, news);
  await newsOfRegister(folder, news);
  await newsOfLessons(folder, news);
  for (const [id, known] of saved.articles) await newsOfArticle(folder, id, known, news, isBusy(id), open);
  // What is opened from now on may name what was new in the register.
  folder.register = news.theirs;
  news.listed = await folder.seen.isNew(folder.reader.inProject("articles"));
  return news;
}

/** What another program made of a file that this one has read; nothing where it is what this one knows. */
async function newsOfArticle(
  folder: KnownFolder,
  id: string,
  saved: ArticleState,
  news: News,
  isBusy: boolean,
  open: OpenAgain,
): Promise<void> {
  const { reader, seen, heads, written, attempts } = folder;
  const file = folder.annotationsPath(id);
  const isFileNew = await seen.isNew(file);
  const isArticleNew = await seen.isNew(reader.inProject("articles", id));
  const decisions = folder.suggested.pathOf(id);
  const isDecided = (await seen.isNew(decisions)) && (await folder.suggested.isForeign(decisions));
  if (!isFileNew && !isArticleNew && !isDecided) return;
  const known = written.get(id);
  const hash = await folder.hashOf(file);
  const name = reader.relative("annotations", folder.annotator.id, `${id}.json`);
  if (hash === null && known && known.hash !== null) {
    written.set(id, { ...known, hash: null });
    news.lost.push(id);
    news.notices.push({
      title: "A file of yours was removed",
      lines: [`${name} was removed by another program. It is written again with all your work.`],
    });
    return;
  }
  const isOurs = hash === null || hash === known?.hash || attempts.has(hash);
  const before = heads.get(id);
  heads.delete(id);
  const current = await folder.head(id);
  if (isOurs && !isDecided && before && !isProblem(current) && current.version === before.version) return;
  if (isProblem(current)) {
    if (before) heads.set(id, before);
    return;
  }
  if (isBusy && current.article.text !== saved.article.text) {
    if (before) heads.set(id, before);
    return seen.forget(file, reader.inProject("articles", id), decisions);
  }
  try {
    const again = await open(id, news.theirs);
    news.theirs = withArticle(news.theirs, again.open);
    if (current.version !== before?.version)
      news.files.push({
        path: reader.inProject("articles", id, `${current.version}.json`),
        name: reader.relative("articles", id),
      });
    if (!isOurs) news.files.push({ path: file, name });
    if (isDecided) news.files.push(fileOf(folder, "suggestions", folder.annotator.id, `${id}.json`));
  } catch (error) {
    if (!(error instanceof ProblemError) || !known) throw error;
    written.set(id, { ...known, hash, damaged: true });
    news.lost.push(id);
    news.notices.push({
      title: "A file of yours was damaged",
      lines: [`${error.problem.file}: ${error.problem.reason}. It is kept beside, and your work is written again.`],
    });
  }
}

async function newsOfProject(folder: KnownFolder, news: News): Promise<void> {
  const { reader, seen, attempts } = folder;
  const file = reader.inProject(projectFileName);
  if (!(await seen.isNew(file))) return;
  const found = await folder.hashOf(file);
  if (found === null || found === folder.projectHash || attempts.has(found)) return;
  const { project, hash } = await reader.project();
  folder.projectHash = hash;
  news.theirs = { ...news.theirs, project };
  news.files.push(fileOf(folder, projectFileName));
}

async function newsOfRegister(folder: KnownFolder, news: News): Promise<void> {
  const { reader, seen } = folder;
  const changed: string[] = [];
  for (const name of await filesEnding(reader.inProject("entities"), ".jsonl"))
    if (await seen.isNew(reader.inProject("entities", name))) changed.push(name);
  if (changed.length === 0) return;
  const folded = await readRegister(folder, []);
  const entities = news.theirs.entities.withMutations((table) => {
    for (const id of table.keySeq().toArray()) if (!folded.has(id)) table.delete(id);
    for (const [id, entity] of folded) if (!sameRecord(table.get(id), entity)) table.set(id, entity);
  });
  if (entities === news.theirs.entities) return;
  news.theirs = { ...news.theirs, entities };
  news.files.push(...changed.map((name) => fileOf(folder, "entities", name)));
}

async function newsOfLessons(folder: KnownFolder, news: News): Promise<void> {
  const { seen, suggested, annotator } = folder;
  const file = suggested.lessonsPath();
  if (!(await seen.isNew(file)) || !(await suggested.isForeign(file))) return;
  const { lessons } = await suggested.readLessons();
  news.theirs = { ...news.theirs, lessons: tableOf(lessons) };
  news.files.push(fileOf(folder, "suggestions", `${annotator.id}.json`));
}

const fileOf = ({ reader }: KnownFolder, ...parts: string[]) => ({
  path: reader.inProject(...parts),
  name: reader.relative(...parts),
});
