import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { reanchor } from "../../../shared/anchoring/reanchor.ts";
import type { Article, Project } from "../../../shared/annotation/records.ts";
import { emptyProjectState, type ProjectState, tableOf } from "../../../shared/annotation/state.ts";
import type { AnnotationDocument, FileAnnotator } from "../../../shared/format/annotation-file.ts";
import {
  articleFromFile,
  contentsFromFile,
  isHarmless,
  stateOfContents,
  withoutDangling,
} from "../../../shared/format/contents.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import {
  type AnnotationsFile,
  annotationsFileSchema,
  writeAnnotations,
  writeAnnotator,
  writeProject,
} from "../../../shared/format/project-files.ts";
import type { ArticleVersion } from "../../../shared/host/contract.ts";
import type { ArticleSummary } from "../../../shared/host/listing.ts";
import { copyFolder, removeAbandoned, writeAtomically } from "../atomic-write.ts";
import { disk, type FileSystem } from "../file-system.ts";
import { textMark } from "../journal.ts";
import { fail, ignoreMissing, ProblemError } from "../problems.ts";
import { type Annotator, fileSafe } from "../profile.ts";
import type { Backend, Loaded } from "./backend.ts";
import { type KnownFolder, knownFolder, readRegister } from "./folder/known.ts";
import { folderNews } from "./folder/news.ts";
import {
  annotatorOf,
  filesEnding,
  type Head,
  isProblem,
  isVersionName,
  projectFileName,
  versionName,
} from "./folder/reading.ts";
import { hasAnnotations, saveArticle, saveFolder } from "./folder/saving.ts";
import { unwritable } from "./seen.ts";
import { summarise, wordCount } from "./summary.ts";
import { onNewestText } from "./versions.ts";

/** Lays out a new, empty project. */
export async function createFolderProject(
  path: string,
  project: Project,
  annotator: Annotator,
  files: FileSystem = disk,
): Promise<void> {
  const taken = await readdir(path).catch(() => []);
  if (taken.length > 0) fail(path, "the folder is there already and not empty", "Choose another name or folder.");
  const person = join(path, "annotators", `${annotator.id}.json`);
  await writeAtomically(person, writeAnnotator(annotator.id, annotator.name), files);
  await writeAtomically(join(path, projectFileName), writeProject(project), files);
}

/** A project that is a folder, as one annotator sees it. */
export function folderBackend(
  path: string,
  annotator: Annotator,
  now: () => string = () => new Date().toISOString(),
  files: FileSystem = disk,
): Backend {
  const folder = knownFolder(path, annotator, now, files);
  const { reader, seen, heads, written } = folder;
  const { inProject, relative } = reader;

  return {
    kind: "folder",
    path,
    annotator,
    lockPath: inProject("annotators", `.${fileSafe(annotator.id)}.lock`),
    watched: [
      path,
      inProject("entities"),
      inProject("annotations", fileSafe(annotator.id)),
      inProject("articles"),
      inProject("suggestions"),
      inProject("suggestions", fileSafe(annotator.id)),
    ],
    nameOf: async (id) => (await annotatorOf(path, id).catch(() => ({ name: id }))).name,
    async load(): Promise<Loaded> {
      const problems: Problem[] = [];
      const shared = ["annotators", "entities", "suggestions"].map((name) => inProject(name));
      const own = ["annotations", "suggestions"].map((name) => inProject(name, annotator.id));
      await removeAbandoned([path, ...shared, ...own], files);
      heads.clear();
      written.clear();
      const { project, hash } = await reader.project();
      folder.projectHash = hash;
      const entities = await readRegister(folder, problems);
      const learnt = await folder.suggested.readLessons();
      problems.push(...learnt.problems);
      const state = emptyProjectState(project, entities.values(), learnt.lessons);
      folder.register = state;
      await seen.note(inProject("articles"));
      for (const name of await filesEnding(inProject("entities"), ".jsonl"))
        await seen.note(inProject("entities", name));
      await seen.note(folder.suggested.lessonsPath());
      return { state, problems, notices: await unwritable(path), readOnly: false };
    },
    news: (saved, isBusy) =>
      folderNews(folder, saved, isBusy, (id, state) => openWork(folder, annotator.id, id, state)),
    async keepVersion({ article, version }) {
      const file = article === null ? inProject(projectFileName) : folder.annotationsPath(article);
      const open = version === "theirs" || article === null ? null : version.articles.get(article);
      const known = article === null ? null : written.get(article);
      const bytes =
        version === "theirs"
          ? await reader.within.bytes(file).catch(ignoreMissing)
          : article === null
            ? writeProject(version.project)
            : open && known
              ? writeAnnotations(open, annotator.id, known.anchor, known.unknown)
              : null;
      if (bytes === null) return null;
      const name = `${basename(file)}.${versionName(bytes).slice(0, 8)}.${version === "theirs" ? "theirs" : "mine"}`;
      await folder.write(join(dirname(file), name), bytes);
      return name;
    },
    articles: () => summaries(folder),
    holds: async (id) => (await stat(inProject("articles", id)).catch(ignoreMissing)) !== null,
    article: (id, text) => openWork(folder, annotator.id, id, folder.register ?? noRegister, text),
    async text(id) {
      const current = await folder.head(id);
      if (isProblem(current)) throw new ProblemError(current);
      return current.article;
    },
    async keepText(article) {
      const anchor = written.get(article.id)?.anchor;
      await saveArticle(folder, article);
      const known = written.get(article.id);
      if (known && anchor !== undefined) written.set(article.id, { ...known, anchor });
    },
    versions: (id) => versionsOf(folder, id),
    async version(id, version) {
      if (!isVersionName(version)) fail(version, "no version has that name", "Choose one of the list.");
      const stored = await reader.articleFile(id, version);
      if (stored === null) return fail(`${id} ${version}`, "the version is not there any more", "Choose another one.");
      if (isProblem(stored)) throw new ProblemError(stored);
      const article = articleFromFile(relative("articles", id, `${version}.json`), stored.article, "article");
      if (isProblem(article)) throw new ProblemError(article);
      return article;
    },
    save: (before, after, reached) => saveFolder(folder, before, after, reached),
    document: (state, id, annotators) => documentOf(folder, state, id, annotators),
    forget: folder.forget,
    keepSource: (article, suffix, bytes) => folder.write(inProject("articles", article, `source${suffix}`), bytes),
    async copyTo(target) {
      const taken = await readdir(target).catch(() => []);
      if (taken.length > 0) fail(target, "the folder is there already and not empty", "Choose another name.");
      await copyFolder(path, target, files);
    },
  };
}

const noRegister = emptyProjectState({
  id: "",
  name: "",
  guidelines: "",
  scheme: { entityTypes: [], quoteAttributes: [], claimAttributes: [], relationTypes: [], verdicts: [] },
});

/** All articles, read from their files and from this annotator's: where there is no index. */
async function summaries(folder: KnownFolder): Promise<{ articles: ArticleSummary[]; problems: Problem[] }> {
  const articles: ArticleSummary[] = [];
  const problems: Problem[] = [];
  for (const id of await folder.reader.articleIds()) {
    const current = await folder.head(id);
    if (isProblem(current)) {
      problems.push(current);
      continue;
    }
    problems.push(...current.problems);
    if (current.article.removed) continue;
    const stored = await folder.reader.annotations(folder.annotator.id, id);
    const lists = stored && !isProblem(stored) ? stored : null;
    articles.push(summarise(current.article, lists?.state ?? "todo", lists));
  }
  return { articles, problems };
}

/** An article with an annotator's work on it, moved to the article's newest text, or the one with that mark. */
async function openWork(folder: KnownFolder, owner: string, id: string, state: ProjectState, text?: string) {
  const { reader } = folder;
  const current = await headWith(folder, id, text);
  if (isProblem(current)) throw new ProblemError(current);
  const isOwn = owner === folder.annotator.id;
  const hash = isOwn ? await folder.hashOf(folder.annotationsPath(id)) : null;
  const stored = await reader.annotations(owner, id);
  if (isProblem(stored)) throw new ProblemError(stored);
  const file = reader.relative("annotations", owner, `${id}.json`);
  const article = await anchored(folder, current, stored?.articleVersion ?? current.version);
  const contents = contentsFromFile(file, article.text, stored ?? {});
  const read = stateOfContents(article, contents, stored?.state ?? "todo");
  const { open: mended, problems: dangling } = withoutDangling(file, state, read, contents.places);
  const problems = [...contents.problems, ...dangling];
  if (isOwn) {
    const damaged = problems.some((problem) => !isHarmless(problem));
    const unknown = stored ? unknownOf(stored) : {};
    folder.written.set(id, { hash, anchor: current.version, unknown, damaged });
  }
  const newest = onNewestText(mended, current.article);
  const decided = isOwn
    ? await folder.suggested.read(current.article, (version) => anchored(folder, current, version))
    : { suggestions: [], problems: [] };
  const open = { ...newest.open, suggestions: tableOf(decided.suggestions) };
  return { ...newest, open, problems: [...current.problems, ...problems, ...decided.problems] };
}

/** The newest version of an article, or the newest whose text has that mark. */
async function headWith(folder: KnownFolder, id: string, text: string | undefined): Promise<Head | Problem> {
  const newest = await folder.head(id);
  if (isProblem(newest) || text === undefined || textMark(newest.article.text) === text) return newest;
  for (const version of await folder.reader.versions(id)) {
    const file = await folder.reader.articleFile(id, version);
    if (file === null || isProblem(file) || textMark(file.article.text) !== text) continue;
    const article = articleFromFile(`${version}.json`, file.article, "article");
    if (!isProblem(article)) return { version, file, article, problems: [] };
  }
  return newest;
}

/** The article with the text that some annotations are anchored to: the head's, unless an older version reads
 *  differently. */
async function anchored({ reader }: KnownFolder, current: Head, version: string): Promise<Article> {
  const head = current.article;
  if (version === current.version || !isVersionName(version)) return head;
  const stored = await reader.articleFile(current.article.id, version);
  if (stored === null || isProblem(stored) || stored.article.text === current.article.text) return head;
  const older = articleFromFile(version, stored.article, "article");
  if (isProblem(older)) return head;
  return { ...head, text: older.text, blocks: older.blocks };
}

async function versionsOf({ reader, head }: KnownFolder, id: string): Promise<ArticleVersion[]> {
  const current = await head(id);
  if (isProblem(current)) throw new ProblemError(current);
  const found: ArticleVersion[] = [];
  for (const version of await reader.versions(id)) {
    const stored = await reader.articleFile(id, version);
    if (stored === null || isProblem(stored)) continue;
    const { created, article } = stored;
    const maker = stored.annotator === undefined ? null : (await annotatorOf(reader.path, stored.annotator)).name;
    const newest = version === current.version;
    found.push({ version, created, annotator: maker, words: wordCount(article.text), newest });
  }
  return found.sort((a, b) => Number(b.newest) - Number(a.newest) || ((a.created ?? "") < (b.created ?? "") ? 1 : -1));
}

async function documentOf(
  folder: KnownFolder,
  state: ProjectState,
  id: string,
  annotators: "mine" | "all",
): Promise<AnnotationDocument> {
  const { reader, annotator } = folder;
  const mine = state.articles.get(id) ?? (await openWork(folder, annotator.id, id, state)).open;
  const current = await folder.head(id);
  const unsavedVersion = versionName(mine.article.text);
  const own: FileAnnotator = { ...annotator, state: mine.work.state };
  const document = {
    project: state.project,
    articleVersion: folder.written.get(id)?.anchor ?? (isProblem(current) ? unsavedVersion : current.version),
    entities: [...state.entities.values()],
    lessons: [...state.lessons.values()],
    earlier: [],
    unknown: {},
  };
  if (annotators === "mine") return { ...document, annotators: [own], open: mine };
  let open = mine;
  const everyone: FileAnnotator[] = [];
  for (const owner of await reader.annotators()) {
    if (owner === annotator.id || (await reader.annotations(owner, id)) === null) continue;
    const theirs = reanchor((await openWork(folder, owner, id, state)).open, mine.article).open;
    everyone.push({ id: owner, name: (await annotatorOf(reader.path, owner)).name, state: theirs.work.state });
    open = {
      ...open,
      mentions: theirs.mentions.merge(open.mentions),
      quotes: theirs.quotes.merge(open.quotes),
      claims: theirs.claims.merge(open.claims),
      relations: theirs.relations.merge(open.relations),
      orphans: theirs.orphans.merge(open.orphans),
    };
  }
  if (everyone.length === 0 || mine.work.state !== "todo" || hasAnnotations(mine)) everyone.push(own);
  return { ...document, annotators: everyone, open };
}

function unknownOf(stored: AnnotationsFile): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !Object.hasOwn(annotationsFileSchema.shape, key)));
}
