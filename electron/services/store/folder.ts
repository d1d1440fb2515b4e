import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { reanchor } from "../../../shared/anchoring/reanchor.ts";
import { sameRecord } from "../../../shared/annotation/operation.ts";
import type { Article, Project } from "../../../shared/annotation/records.ts";
import {
  type ArticleState,
  articleState,
  emptyProjectState,
  type ProjectState,
  tableOf,
  withArticle,
} from "../../../shared/annotation/state.ts";
import type { AnnotationDocument, FileAnnotator } from "../../../shared/format/annotation-file.ts";
import {
  articleFromFile,
  articleToFile,
  contentsFromFile,
  isHarmless,
  stateOfContents,
  withoutDangling,
} from "../../../shared/format/contents.ts";
import { readFileOf } from "../../../shared/format/json-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import {
  type AnnotationsFile,
  type ArticleFile,
  annotationsFileSchema,
  annotatorFileSchema,
  articleFileSchema,
  projectFileSchema,
  writeAnnotations,
  writeAnnotator,
  writeArticle,
  writeProject,
} from "../../../shared/format/project-files.ts";
import {
  foldRegister,
  type RegisterLog,
  readRegisterLog,
  registerDifference,
  registerLine,
  timeAfter,
} from "../../../shared/format/register-log.ts";
import type { ArticleSummary, ArticleVersion } from "../../../shared/host/contract.ts";
import { copyFolder, makeFolder, removeAbandoned, writeAtomically as writeAtomicallyTo } from "../atomic-write.ts";
import { disk, type FileSystem } from "../file-system.ts";
import { textMark } from "../journal.ts";
import { alone } from "../lock.ts";
import { ChangedMeanwhile, fail, ignoreMissing, ProblemError } from "../problems.ts";
import { type Annotator, fileSafe } from "../profile.ts";
import type { Backend, Loaded, News } from "./backend.ts";
import { inside } from "./inside.ts";
import { createSeen, unwritable } from "./seen.ts";
import { suggestionFiles } from "./suggestion-files.ts";
import { summarise, wordCount } from "./summary.ts";
import { onNewestText } from "./versions.ts";

export const projectFileName = "project.json";

/** Articles that are looked at for changes by others, besides those that are open. */
const mostWatched = 2_000;

/** The name of an article version: a hash of the file's bytes. */
const versionName = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex").slice(0, 32);

interface Head {
  version: string;
  file: ArticleFile;
  article: Article;
  /** Versions that cannot be read, the newest perhaps among them. */
  problems: Problem[];
}

/** What was last read from or written to this annotator's file on an article. */
interface Written {
  /** Hash of its bytes; null where there was no file. */
  hash: string | null;
  /** The article version that its offsets refer to. */
  anchor: string;
  /** Fields that this program does not know. */
  unknown: Record<string, unknown>;
  /** Whether it holds what could not be read, so that it is kept before it is replaced. */
  damaged: boolean;
}

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
  await writeAtomicallyTo(person, writeAnnotator(annotator.id, annotator.name), files);
  await writeAtomicallyTo(join(path, projectFileName), writeProject(project), files);
}

/** A project that is a folder, as one annotator sees it. */
export function folderBackend(
  path: string,
  annotator: Annotator,
  now: () => string = () => new Date().toISOString(),
  files: FileSystem = disk,
): Backend {
  const within = inside(path);
  const writeAtomically = async (to: string, content: string | Uint8Array) => {
    await within.check(to);
    await writeAtomicallyTo(to, content, files);
  };
  const heads = new Map<string, Head>();
  const written = new Map<string, Written>();
  let lastRecordAt: string | null = null;
  /** Length in bytes of the whole lines of this annotator's log, where a torn one stands after them. */
  let tornAfter: number | null = null;
  let projectHash: string | null = null;
  /** Hashes of what this program tried to write: a write that failed late may be on the disk all the same. */
  const attempts = new Set<string>();
  const seen = createSeen();

  const inProject = (...parts: string[]) => {
    const strange = parts.find((part) => part === "." || part === ".." || /[/\\\0]/.test(part));
    if (strange !== undefined) fail(strange, "no file can have that name", "Correct the name where it is used.");
    return join(path, ...parts);
  };
  const relative = (...parts: string[]) => [basename(path), ...parts].join("/");

  const suggested = suggestionFiles({
    annotator: annotator.id,
    path: inProject,
    name: relative,
    read: (file) => within.text(file),
    write: writeAtomically,
    hash: versionName,
  });

  async function readProject(): Promise<Project> {
    const content = await within.text(inProject(projectFileName));
    const read = readFileOf(relative(projectFileName), content, projectFileSchema, "onrecord/project", 1);
    if (!read.ok) throw new ProblemError(read.problem);
    projectHash = versionName(content);
    const { $schema: _schema, format: _format, version: _version, ...project } = read.value;
    return project;
  }

  async function readRegister(problems: Problem[]): Promise<ReturnType<typeof foldRegister>> {
    const logs: RegisterLog[] = [];
    lastRecordAt = null;
    tornAfter = null;
    for (const name of await names(inProject("entities"), ".jsonl")) {
      const bytes = await within.bytes(inProject("entities", name)).catch(asValue);
      if (isProblem(bytes)) {
        problems.push(bytes);
        continue;
      }
      const content = bytes.toString("utf8");
      const log = readRegisterLog(relative("entities", name), content);
      problems.push(...log.problems);
      const owner = name.replace(/\.jsonl$/, "");
      // What is written next is newer than all that was seen, whatever the others' clocks say.
      for (const { at } of log.records)
        if (lastRecordAt === null || Date.parse(at) > Date.parse(lastRecordAt)) lastRecordAt = at;
      if (owner === annotator.id) {
        if (log.wholeLength < content.length) tornAfter = bytes.lastIndexOf("\n") + 1;
      }
      logs.push({ annotator: owner, records: log.records });
    }
    return foldRegister(logs);
  }

  async function readHead(id: string): Promise<Head | Problem> {
    const versions = await names(inProject("articles", id), ".json");
    const files = new Map<string, ArticleFile>();
    const problems: Problem[] = [];
    for (const name of versions) {
      const file = await articleFile(id, name.replace(/\.json$/, ""));
      if (isProblem(file)) problems.push(file);
      else if (file) files.set(name.replace(/\.json$/, ""), file);
    }
    const superseded = new Set([...files.values()].map((file) => file.previous));
    const [newest] = [...files]
      .filter(([version]) => !superseded.has(version))
      .sort(([a, x], [b, y]) => (x.created < y.created ? 1 : x.created > y.created ? -1 : a < b ? 1 : -1));
    if (!newest)
      return (
        problems[0] ?? {
          file: relative("articles", id),
          path: "",
          reason: "the article has no text",
          remedy: "Restore its folder from a backup.",
        }
      );
    const [version, file] = newest;
    const article = articleFromFile(relative("articles", id, `${version}.json`), file.article, "article");
    if (isProblem(article)) return article;
    if (article.id !== id) {
      return {
        file: relative("articles", id),
        path: "article.id",
        reason: `it says ${article.id}, and its folder ${id}`,
        remedy: "Give both one name.",
      };
    }
    return { version, file, article, problems };
  }

  async function head(id: string): Promise<Head | Problem> {
    const known = heads.get(id);
    if (known) return known;
    const found = await readHead(id);
    if (!isProblem(found)) heads.set(id, found);
    return found;
  }

  const annotationsPath = (article: string) => inProject("annotations", annotator.id, `${article}.json`);
  const hashOf = async (file: string) => {
    const bytes = await within.bytes(file).catch(ignoreMissing);
    return bytes === null ? null : versionName(bytes);
  };

  async function annotationsOf(owner: string, article: string): Promise<AnnotationsFile | Problem | null> {
    const content = await within.text(inProject("annotations", owner, `${article}.json`)).catch(missingOrProblem);
    if (typeof content !== "string") return content;
    const loose = annotationsFileSchema.omit({
      mentions: true,
      quotes: true,
      claims: true,
      relations: true,
      orphans: true,
    });
    const read = readFileOf(
      relative("annotations", owner, `${article}.json`),
      content,
      loose,
      "onrecord/annotations",
      1,
    );
    return read.ok ? (read.value as AnnotationsFile) : read.problem;
  }

  /** The article with the text that some annotations are anchored to: the head's, unless an older version reads
   *  differently. */
  async function anchored(current: Head, version: string): Promise<Article> {
    const head = current.article;
    if (version === current.version || !isVersionName(version)) return head;
    const stored = await articleFile(current.article.id, version);
    if (stored === null || isProblem(stored) || stored.article.text === current.article.text) return head;
    const older = articleFromFile(version, stored.article, "article");
    if (isProblem(older)) return head;
    return { ...head, text: older.text, blocks: older.blocks };
  }

  async function articleFile(id: string, version: string): Promise<ArticleFile | Problem | null> {
    const name = `${version}.json`;
    const content = await within.text(inProject("articles", id, name)).catch(missingOrProblem);
    if (typeof content !== "string") return content;
    const read = readFileOf(relative("articles", id, name), content, articleFileSchema, "onrecord/article", 1);
    return read.ok ? read.value : read.problem;
  }

  /** The newest version of an article, or the newest whose text has that mark. */
  async function headWith(id: string, text: string | undefined): Promise<Head | Problem> {
    const newest = await head(id);
    if (isProblem(newest) || text === undefined || textMark(newest.article.text) === text) return newest;
    for (const name of await names(inProject("articles", id), ".json")) {
      const version = name.replace(/\.json$/, "");
      const file = await articleFile(id, version);
      if (file === null || isProblem(file) || textMark(file.article.text) !== text) continue;
      const article = articleFromFile(name, file.article, "article");
      if (!isProblem(article)) return { version, file, article, problems: [] };
    }
    return newest;
  }

  async function articleOf(owner: string, id: string, state: ProjectState, text?: string) {
    const current = await headWith(id, text);
    if (isProblem(current)) throw new ProblemError(current);
    const hash = owner === annotator.id ? await hashOf(annotationsPath(id)) : null;
    const stored = await annotationsOf(owner, id);
    if (isProblem(stored)) throw new ProblemError(stored);
    const file = relative("annotations", owner, `${id}.json`);
    const article = await anchored(current, stored?.articleVersion ?? current.version);
    const contents = contentsFromFile(file, article.text, stored ?? {});
    const read = stateOfContents(article, contents, stored?.state ?? "todo");
    const { open: mended, problems: dangling } = withoutDangling(file, state, read, contents.places);
    const problems = [...contents.problems, ...dangling];
    if (owner === annotator.id) {
      const damaged = problems.some((problem) => !isHarmless(problem));
      written.set(id, { hash, anchor: current.version, unknown: stored ? unknownOf(stored) : {}, damaged });
    }
    const newest = onNewestText(mended, current.article);
    const decided =
      owner === annotator.id
        ? await suggested.read(current.article, (version) => anchored(current, version))
        : { suggestions: [], problems: [] };
    const open = { ...newest.open, suggestions: tableOf(decided.suggestions) };
    return { ...newest, open, problems: [...current.problems, ...problems, ...decided.problems] };
  }

  async function articleIds(): Promise<string[]> {
    const entries = await readdir(inProject("articles"), { withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  }

  async function summaries(problems: Problem[]): Promise<ArticleSummary[]> {
    const found: ArticleSummary[] = [];
    for (const id of await articleIds()) {
      const current = await head(id);
      if (isProblem(current)) {
        problems.push(current);
        continue;
      }
      problems.push(...current.problems);
      if (current.article.removed) continue;
      const stored = await annotationsOf(annotator.id, id);
      const lists = stored && !isProblem(stored) ? stored : null;
      found.push(summarise(current.article, lists?.state ?? "todo", lists));
    }
    return found;
  }

  let register: ProjectState | null = null;

  async function saveArticle(article: Article): Promise<void> {
    const current = await head(article.id);
    const previous = isProblem(current) ? null : current.version;
    const maker = previous === null ? {} : { annotator: annotator.id };
    const file = { previous, created: now(), ...maker, article: articleToFile(article) };
    const bytes = writeArticle(file);
    const version = versionName(bytes);
    await writeAtomically(inProject("articles", article.id, `${version}.json`), bytes);
    const stored = { format: "onrecord/article" as const, version: 1 as const, ...file };
    heads.set(article.id, { version, article, file: stored, problems: [] });
    const mine = written.get(article.id);
    if (mine) written.set(article.id, { ...mine, anchor: version });
  }

  /** Replaces this annotator's file on an article, unless somebody else has changed it since it was read. */
  async function saveAnnotations(now: ArticleState, head: Head): Promise<void> {
    const { id } = now.article;
    const file = annotationsPath(id);
    const onDisk = await hashOf(file);
    const known = written.get(id) ?? { hash: null, anchor: head.version, unknown: {}, damaged: false };
    const bytes = writeAnnotations(now, annotator.id, known.anchor, known.unknown);
    if (onDisk !== known.hash && onDisk !== null && !attempts.has(onDisk) && onDisk !== versionName(bytes)) {
      throw new ChangedMeanwhile(relative("annotations", annotator.id, `${id}.json`));
    }
    if (known.damaged && known.hash !== null && onDisk !== null) {
      await writeAtomically(`${file}.${known.hash.slice(0, 8)}.damaged`, await within.bytes(file));
    }
    attempts.add(versionName(bytes));
    await writeAtomically(file, bytes);
    written.set(id, { ...known, hash: versionName(bytes), damaged: false });
  }

  async function saveRegister(before: ProjectState, after: ProjectState): Promise<void> {
    const at = timeAfter(now(), lastRecordAt);
    const records = registerDifference(before.entities, after.entities, at);
    if (records.length === 0) return;
    const file = inProject("entities", `${annotator.id}.jsonl`);
    await within.check(file);
    await makeFolder(inProject("entities"), files);
    const whole = tornAfter ?? (await stat(file).catch(ignoreMissing))?.size ?? 0;
    const handle = await files.append(file);
    try {
      if (tornAfter !== null) await handle.truncate(whole);
      // Until it is known to be on the disk, what is written next is written again by the next try.
      tornAfter = whole;
      await handle.write(records.map(registerLine).join(""));
      await handle.sync();
    } catch (error) {
      await handle.truncate(whole).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    await files.syncFolder(inProject("entities"));
    tornAfter = null;
    lastRecordAt = at;
    await seen.note(file);
  }

  async function saveProject(project: Project): Promise<void> {
    const file = inProject(projectFileName);
    await alone(file, async () => {
      const onDisk = await within.text(file).catch(ignoreMissing);
      const bytes = writeProject(project);
      const found = onDisk === null ? null : versionName(onDisk);
      if (found !== null && projectHash !== null && ![projectHash, versionName(bytes), ...attempts].includes(found)) {
        throw new ChangedMeanwhile(relative(projectFileName));
      }
      attempts.add(versionName(bytes));
      await writeAtomically(file, bytes);
      projectHash = versionName(bytes);
    });
  }

  async function requireProject(): Promise<void> {
    if (await stat(inProject(projectFileName)).catch(() => null)) return;
    fail(
      path,
      "the project's folder is not there any more, or its project.json is not",
      "Connect the drive or put the folder back: saving then goes on by itself. Or save the project elsewhere.",
    );
  }

  /** What another program made of a file that this one has read; null where it is what this one knows. */
  async function newsOfArticle(id: string, saved: ArticleState, news: News, isBusy: boolean): Promise<void> {
    const file = annotationsPath(id);
    const isFileNew = await seen.isNew(file);
    const isArticleNew = await seen.isNew(inProject("articles", id));
    const decisions = suggested.pathOf(id);
    const isDecided = (await seen.isNew(decisions)) && (await suggested.isForeign(decisions));
    if (!isFileNew && !isArticleNew && !isDecided) return;
    const known = written.get(id);
    const hash = await hashOf(file);
    const name = relative("annotations", annotator.id, `${id}.json`);
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
    const current = await head(id);
    if (isOurs && !isDecided && before && !isProblem(current) && current.version === before.version) return;
    if (isProblem(current)) {
      if (before) heads.set(id, before);
      return;
    }
    if (isBusy && current.article.text !== saved.article.text) {
      if (before) heads.set(id, before);
      return seen.forget(file, inProject("articles", id), decisions);
    }
    try {
      const { open } = await articleOf(annotator.id, id, news.theirs);
      news.theirs = withArticle(news.theirs, open);
      if (!isOurs) news.files.push(name);
      if (isDecided) news.files.push(relative("suggestions", annotator.id, `${id}.json`));
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

  async function newsOfProject(news: News): Promise<void> {
    const file = inProject(projectFileName);
    if (!(await seen.isNew(file))) return;
    const found = await hashOf(file);
    if (found === null || found === projectHash || attempts.has(found)) return;
    const project = await readProject();
    news.theirs = { ...news.theirs, project };
    news.files.push(relative(projectFileName));
  }

  async function newsOfRegister(news: News): Promise<void> {
    const logs = await names(inProject("entities"), ".jsonl");
    const changed: string[] = [];
    for (const name of logs) if (await seen.isNew(inProject("entities", name))) changed.push(name);
    if (changed.length === 0) return;
    const folded = await readRegister([]);
    const entities = news.theirs.entities.withMutations((table) => {
      for (const id of table.keySeq().toArray()) if (!folded.has(id)) table.delete(id);
      for (const [id, entity] of folded) if (!sameRecord(table.get(id), entity)) table.set(id, entity);
    });
    if (entities === news.theirs.entities) return;
    news.theirs = { ...news.theirs, entities };
    news.files.push(...changed.map((name) => relative("entities", name)));
  }

  async function newsOfLessons(news: News): Promise<void> {
    if (!(await seen.isNew(suggested.lessonsPath())) || !(await suggested.isForeign(suggested.lessonsPath()))) return;
    const { lessons } = await suggested.readLessons();
    news.theirs = { ...news.theirs, lessons: tableOf(lessons) };
    news.files.push(relative("suggestions", `${annotator.id}.json`));
  }

  async function newsOfList(news: News): Promise<void> {
    if (await seen.isNew(inProject("articles"))) news.listed = true;
    for (const id of (await articleIds()).slice(0, mostWatched)) {
      if (news.theirs.articles.has(id) || !(await seen.isNew(inProject("articles", id)))) continue;
      heads.delete(id);
      news.listed = true;
    }
  }

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
      await removeAbandoned(
        [
          path,
          ...["annotators", "entities", "articles", "suggestions"].map((name) => inProject(name)),
          inProject("annotations", annotator.id),
          inProject("suggestions", annotator.id),
        ],
        files,
      );
      heads.clear();
      written.clear();
      const project = await readProject();
      const entities = await readRegister(problems);
      const learnt = await suggested.readLessons();
      problems.push(...learnt.problems);
      const state = emptyProjectState(project, entities.values(), learnt.lessons);
      register = state;
      const articles = await summaries(problems);
      await newsOfList({ theirs: state, files: [], listed: false, lost: [], notices: [] });
      for (const name of await names(inProject("entities"), ".jsonl")) await seen.note(inProject("entities", name));
      return { state, articles, problems, notices: await unwritable(path), readOnly: false };
    },
    async news(saved, isBusy) {
      await requireProject();
      const news: News = { theirs: saved, files: [], listed: false, lost: [], notices: [] };
      await newsOfProject(news);
      await newsOfRegister(news);
      await newsOfLessons(news);
      for (const [id, open] of saved.articles) await newsOfArticle(id, open, news, isBusy(id));
      await newsOfList(news);
      return news;
    },
    async keepVersion({ article, version }) {
      const file = article === null ? inProject(projectFileName) : annotationsPath(article);
      const open = version === "theirs" || article === null ? null : version.articles.get(article);
      const known = article === null ? null : written.get(article);
      const bytes =
        version === "theirs"
          ? await within.bytes(file).catch(ignoreMissing)
          : article === null
            ? writeProject(version.project)
            : open && known
              ? writeAnnotations(open, annotator.id, known.anchor, known.unknown)
              : null;
      if (bytes === null) return null;
      const name = `${basename(file)}.${versionName(bytes).slice(0, 8)}.${version === "theirs" ? "theirs" : "mine"}`;
      await writeAtomically(join(dirname(file), name), bytes);
      return name;
    },
    articles: () => summaries([]),
    holds: async (id) => (await stat(inProject("articles", id)).catch(ignoreMissing)) !== null,
    article: (id, text) =>
      articleOf(
        annotator.id,
        id,
        register ??
          emptyProjectState({
            id: "",
            name: "",
            guidelines: "",
            scheme: { entityTypes: [], quoteAttributes: [], claimAttributes: [], relationTypes: [], verdicts: [] },
          }),
        text,
      ),
    async keepText(article) {
      const anchor = written.get(article.id)?.anchor;
      await saveArticle(article);
      const known = written.get(article.id);
      if (known && anchor !== undefined) written.set(article.id, { ...known, anchor });
    },
    async versions(id) {
      const current = await head(id);
      if (isProblem(current)) throw new ProblemError(current);
      const found: ArticleVersion[] = [];
      for (const name of await names(inProject("articles", id), ".json")) {
        const version = name.replace(/\.json$/, "");
        const stored = await articleFile(id, version);
        if (stored === null || isProblem(stored)) continue;
        const { created, article } = stored;
        const maker = stored.annotator === undefined ? null : (await annotatorOf(path, stored.annotator)).name;
        found.push({
          version,
          created,
          annotator: maker,
          words: wordCount(article.text),
          newest: version === current.version,
        });
      }
      return found.sort(
        (a, b) => Number(b.newest) - Number(a.newest) || ((a.created ?? "") < (b.created ?? "") ? 1 : -1),
      );
    },
    async version(id, version) {
      if (!isVersionName(version)) fail(version, "no version has that name", "Choose one of the list.");
      const stored = await articleFile(id, version);
      if (stored === null) return fail(`${id} ${version}`, "the version is not there any more", "Choose another one.");
      if (isProblem(stored)) throw new ProblemError(stored);
      const article = articleFromFile(relative("articles", id, `${version}.json`), stored.article, "article");
      if (isProblem(article)) throw new ProblemError(article);
      return article;
    },
    async save(before, after, reached) {
      let saved = before;
      const step = (next: ProjectState) => {
        saved = next;
        register = next;
        reached(next);
      };
      await requireProject();
      await writeAnnotatorFile();
      if (after.project !== saved.project) {
        await saveProject(after.project);
        step({ ...saved, project: after.project });
      }
      if (after.entities !== saved.entities) {
        await saveRegister(saved, after);
        step({ ...saved, entities: after.entities });
      }
      if (after.lessons !== saved.lessons) {
        await suggested.saveLessons(after.lessons);
        step({ ...saved, lessons: after.lessons });
      }
      for (const [id, now] of after.articles) {
        const old = saved.articles.get(id);
        if (old === now) continue;
        if (!isFileName(id))
          fail(id, "no file can have that name", "Give the article an id of letters, digits and hyphens.");
        if (!old || !sameRecord(old.article, now.article)) await saveArticle(now.article);
        const current = await head(id);
        if (isProblem(current)) throw new ProblemError(current);
        const onlyArticle = old ? { ...old, article: now.article } : articleState(now.article);
        const worked = (["work", "mentions", "quotes", "claims", "relations", "orphans"] as const).some(
          (part) => onlyArticle[part] !== now[part],
        );
        if (worked && (old || now.work.state !== "todo" || hasAnnotations(now))) await saveAnnotations(now, current);
        if (onlyArticle.suggestions !== now.suggestions && (old || now.suggestions.size > 0)) {
          await suggested.save(now, written.get(id)?.anchor ?? current.version);
        }
        step(withArticle(saved, now));
      }
      for (const id of saved.articles.keys()) {
        if (after.articles.has(id)) continue;
        const current = await head(id);
        if (!isProblem(current) && !current.article.removed) await saveArticle({ ...current.article, removed: true });
        step({ ...saved, articles: saved.articles.delete(id) });
      }
    },
    async document(state, id, annotators): Promise<AnnotationDocument> {
      const mine = state.articles.get(id) ?? (await articleOf(annotator.id, id, state)).open;
      const current = await head(id);
      const unsavedVersion = versionName(mine.article.text);
      const own: FileAnnotator = { ...annotator, state: mine.work.state };
      const document = {
        project: state.project,
        articleVersion: written.get(id)?.anchor ?? (isProblem(current) ? unsavedVersion : current.version),
        entities: [...state.entities.values()],
        lessons: [...state.lessons.values()],
        earlier: [],
        unknown: {},
      };
      if (annotators === "mine") return { ...document, annotators: [own], open: mine };
      let open = mine;
      const everyone: FileAnnotator[] = [];
      for (const owner of await directories(inProject("annotations"))) {
        if (owner === annotator.id || (await annotationsOf(owner, id)) === null) continue;
        const theirs = reanchor((await articleOf(owner, id, state)).open, mine.article).open;
        everyone.push({ id: owner, name: (await annotatorOf(path, owner)).name, state: theirs.work.state });
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
    },
    keepSource: (article, suffix, bytes) => writeAtomically(inProject("articles", article, `source${suffix}`), bytes),
    async copyTo(target) {
      const taken = await readdir(target).catch(() => []);
      if (taken.length > 0) fail(target, "the folder is there already and not empty", "Choose another name.");
      await copyFolder(path, target, files);
    },
  };

  async function writeAnnotatorFile(): Promise<void> {
    const file = inProject("annotators", `${annotator.id}.json`);
    const wanted = writeAnnotator(annotator.id, annotator.name);
    if ((await within.text(file).catch(ignoreMissing)) !== wanted) await writeAtomically(file, wanted);
  }
}

/** An annotator of a project, by the name that the project knows them by. */
export async function annotatorOf(path: string, id: string): Promise<Annotator> {
  if (!isFileName(id)) return { id, name: id };
  const content = await inside(path)
    .text(join(path, "annotators", `${id}.json`))
    .catch(() => null);
  const read = content === null ? null : readFileOf(id, content, annotatorFileSchema, "onrecord/annotator", 1);
  return { id, name: read?.ok ? read.value.name : id };
}

const isVersionName = (name: string): boolean => /^[0-9a-f]{32}$/.test(name);

function asValue(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  throw error;
}

const missingOrProblem = (error: unknown): Problem | null =>
  error instanceof ProblemError ? error.problem : ignoreMissing(error);

const isProblem = (value: object | null): value is Problem => value !== null && "remedy" in value && "reason" in value;

const isFileName = (id: string): boolean => !/[/\\:*?"<>|\p{Cc}]/u.test(id) && !id.startsWith(".");

const hasAnnotations = (open: {
  mentions: { size: number };
  quotes: { size: number };
  claims: { size: number };
  relations: { size: number };
  orphans: { size: number };
}) => open.mentions.size + open.quotes.size + open.claims.size + open.relations.size + open.orphans.size > 0;

function unknownOf(stored: AnnotationsFile): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !Object.hasOwn(annotationsFileSchema.shape, key)));
}

async function names(folder: string, ending: string): Promise<string[]> {
  const all = await readdir(folder).catch(() => []);
  return all.filter((name) => name.endsWith(ending) && !name.startsWith(".") && !name.startsWith("source")).sort();
}

async function directories(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
