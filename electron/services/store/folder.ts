import { createHash } from "node:crypto";
import { cp, open, readdir, readFile, rm, stat, truncate } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Article, Project } from "../../../shared/annotation/records.ts";
import { articleState, emptyProjectState, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import type { AnnotationDocument, FileAnnotator } from "../../../shared/format/annotation-file.ts";
import {
  articleFromFile,
  articleToFile,
  contentsFromFile,
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
  registerChanges,
  registerLine,
  timeAfter,
} from "../../../shared/format/register-log.ts";
import type { ArticleSummary } from "../../../shared/host/contract.ts";
import { syncFolder, writeAtomically } from "../atomic-write.ts";
import { fail, ProblemError } from "../problems.ts";
import type { Annotator } from "../profile.ts";
import type { Backend, Loaded } from "./backend.ts";
import { summarise } from "./summary.ts";

export const projectFileName = "project.json";

/** The name of an article version: a hash of the file's bytes. */
const versionName = (bytes: string) => createHash("sha256").update(bytes).digest("hex").slice(0, 32);

interface Head {
  version: string;
  file: ArticleFile;
  article: Article;
}

/** Lays out a new, empty project. */
export async function createFolderProject(path: string, project: Project, annotator: Annotator): Promise<void> {
  const taken = await readdir(path).catch(() => []);
  if (taken.length > 0) fail(path, "the folder is there already and not empty", "Choose another name or folder.");
  await writeAtomically(join(path, "annotators", `${annotator.id}.json`), writeAnnotator(annotator.id, annotator.name));
  await writeAtomically(join(path, projectFileName), writeProject(project));
}

/** A project that is a folder, as one annotator sees it. */
export function folderBackend(path: string, annotator: Annotator): Backend {
  const heads = new Map<string, Head>();
  /** Fields of annotation files that this program does not know, by article. */
  const unknownFields = new Map<string, Record<string, unknown>>();
  let lastRecordAt: string | null = null;
  let projectHash: string | null = null;

  const inProject = (...parts: string[]) => join(path, ...parts);
  const relative = (...parts: string[]) => [basename(path), ...parts].join("/");

  async function readProject(): Promise<Project> {
    const content = await readFile(inProject(projectFileName), "utf8");
    const read = readFileOf(relative(projectFileName), content, projectFileSchema, "onrecord/project", 1);
    if (!read.ok) throw new ProblemError(read.problem);
    projectHash = versionName(content);
    const { $schema: _schema, format: _format, version: _version, ...project } = read.value;
    return project;
  }

  async function readRegister(problems: Problem[]): Promise<ReturnType<typeof foldRegister>> {
    const logs: RegisterLog[] = [];
    for (const name of await names(inProject("entities"), ".jsonl")) {
      const file = inProject("entities", name);
      const content = await readFile(file, "utf8");
      const log = readRegisterLog(relative("entities", name), content);
      problems.push(...log.problems);
      const owner = name.replace(/\.jsonl$/, "");
      if (owner === annotator.id) {
        lastRecordAt = log.records.at(-1)?.at ?? null;
        if (log.wholeLength < content.length)
          await truncate(file, Buffer.byteLength(content.slice(0, log.wholeLength)));
      }
      logs.push({ annotator: owner, records: log.records });
    }
    return foldRegister(logs);
  }

  async function readHead(id: string): Promise<Head | Problem> {
    const versions = await names(inProject("articles", id), ".json");
    const files = new Map<string, ArticleFile>();
    let problem: Problem | null = null;
    for (const name of versions) {
      const content = await readFile(inProject("articles", id, name), "utf8");
      const read = readFileOf(relative("articles", id, name), content, articleFileSchema, "onrecord/article", 1);
      if (read.ok) files.set(name.replace(/\.json$/, ""), read.value);
      else problem = read.problem;
    }
    const superseded = new Set([...files.values()].map((file) => file.previous));
    const [newest] = [...files]
      .filter(([version]) => !superseded.has(version))
      .sort(([a, x], [b, y]) => (x.created < y.created ? 1 : x.created > y.created ? -1 : a < b ? 1 : -1));
    if (!newest)
      return (
        problem ?? {
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
    return { version, file, article };
  }

  async function head(id: string): Promise<Head | Problem> {
    const known = heads.get(id);
    if (known) return known;
    const found = await readHead(id);
    if (!isProblem(found)) heads.set(id, found);
    return found;
  }

  async function annotationsOf(owner: string, article: string): Promise<AnnotationsFile | Problem | null> {
    const content = await readFile(inProject("annotations", owner, `${article}.json`), "utf8").catch(ignoreMissing);
    if (content === null) return null;
    const loose = annotationsFileSchema.omit({ mentions: true, quotes: true, claims: true, relations: true });
    const read = readFileOf(
      relative("annotations", owner, `${article}.json`),
      content,
      loose,
      "onrecord/annotations",
      1,
    );
    return read.ok ? (read.value as AnnotationsFile) : read.problem;
  }

  /** The text that some annotations are anchored to: the head's, unless an older version reads differently. */
  async function anchoredArticle(current: Head, version: string): Promise<Article> {
    if (version === current.version) return current.article;
    const name = `${version}.json`;
    const content = await readFile(inProject("articles", current.article.id, name), "utf8").catch(ignoreMissing);
    if (content === null) return current.article;
    const read = readFileOf(
      relative("articles", current.article.id, name),
      content,
      articleFileSchema,
      "onrecord/article",
      1,
    );
    if (!read.ok || read.value.article.text === current.article.text) return current.article;
    const older = articleFromFile(name, read.value.article, "article");
    return isProblem(older) ? current.article : { ...current.article, text: older.text, blocks: older.blocks };
  }

  async function articleOf(owner: string, id: string, state: ProjectState) {
    const current = await head(id);
    if (isProblem(current)) throw new ProblemError(current);
    const stored = await annotationsOf(owner, id);
    if (stored === null) return { open: articleState(current.article), problems: [] };
    if (isProblem(stored)) throw new ProblemError(stored);
    const file = relative("annotations", owner, `${id}.json`);
    const article = await anchoredArticle(current, stored.articleVersion);
    const { problems: itemProblems, ...contents } = contentsFromFile(file, article.text, stored);
    const read = stateOfContents(article, contents, stored.state);
    const { open: mended, problems } = withoutDangling(file, state, read);
    if (owner === annotator.id) unknownFields.set(id, unknownOf(stored));
    return { open: mended, problems: [...itemProblems, ...problems] };
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
    const file = { previous, created: new Date().toISOString(), article: articleToFile(article) };
    const bytes = writeArticle(file);
    const version = versionName(bytes);
    await writeAtomically(inProject("articles", article.id, `${version}.json`), bytes);
    heads.set(article.id, { version, article, file: { format: "onrecord/article", version: 1, ...file } });
  }

  async function saveRegister(before: ProjectState, after: ProjectState): Promise<void> {
    const at = timeAfter(new Date().toISOString(), lastRecordAt);
    const ids = new Set([...after.entities.keys(), ...before.entities.keys()]);
    const records = [...ids].flatMap((id) => {
      const [old, now] = [before.entities.get(id), after.entities.get(id)];
      return old === now ? [] : registerChanges(old, now, at);
    });
    if (records.length === 0) return;
    const existed = await stat(inProject("entities")).catch(() => null);
    const file = inProject("entities", `${annotator.id}.jsonl`);
    if (!existed) await writeAtomically(file, "");
    const handle = await open(file, "a");
    try {
      await handle.appendFile(records.map(registerLine).join(""));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(inProject("entities"));
    lastRecordAt = at;
  }

  async function saveProject(project: Project): Promise<void> {
    const onDisk = await readFile(inProject(projectFileName), "utf8").catch(ignoreMissing);
    if (onDisk !== null && projectHash !== null && versionName(onDisk) !== projectHash) {
      fail(
        relative(projectFileName),
        "somebody else has changed it meanwhile",
        "Reload the project to take their label scheme, then make your change again.",
      );
    }
    const bytes = writeProject(project);
    await writeAtomically(inProject(projectFileName), bytes);
    projectHash = versionName(bytes);
  }

  return {
    kind: "folder",
    path,
    annotator,
    async load(): Promise<Loaded> {
      const problems: Problem[] = [];
      const project = await readProject();
      const entities = await readRegister(problems);
      const state = emptyProjectState(project, entities.values());
      register = state;
      const articles = await summaries(problems);
      return { state, articles, problems, notices: [], readOnly: false };
    },
    articles: () => summaries([]),
    article: (id) =>
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
      ),
    async save(before, after, reached) {
      let saved = before;
      const step = (next: ProjectState) => {
        saved = next;
        register = next;
        reached(next);
      };
      await writeAnnotatorFile();
      if (after.project !== saved.project) {
        await saveProject(after.project);
        step({ ...saved, project: after.project });
      }
      if (after.entities !== saved.entities) {
        await saveRegister(saved, after);
        step({ ...saved, entities: after.entities });
      }
      for (const [id, now] of after.articles) {
        const old = saved.articles.get(id);
        if (old === now) continue;
        if (old?.article !== now.article) await saveArticle(now.article);
        const current = await head(id);
        if (isProblem(current)) throw new ProblemError(current);
        const onlyArticle = old ? { ...old, article: now.article } : articleState(now.article);
        const worked = (["work", "mentions", "quotes", "claims", "relations"] as const).some(
          (part) => onlyArticle[part] !== now[part],
        );
        if (worked && (old || now.work.state !== "todo" || hasAnnotations(now))) {
          const bytes = writeAnnotations(now, annotator.id, current.version, unknownFields.get(id));
          await writeAtomically(inProject("annotations", annotator.id, `${id}.json`), bytes);
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
      if (isProblem(current)) throw new ProblemError(current);
      const own: FileAnnotator = { ...annotator, state: mine.work.state };
      const document = {
        project: state.project,
        articleVersion: current.version,
        entities: [...state.entities.values()],
        unknown: {},
      };
      if (annotators === "mine") return { ...document, annotators: [own], open: mine };
      let open = mine;
      const everyone = [own];
      for (const owner of await directories(inProject("annotations"))) {
        if (owner === annotator.id || (await annotationsOf(owner, id)) === null) continue;
        const theirs = (await articleOf(owner, id, state)).open;
        if (theirs.article.text !== mine.article.text) continue;
        everyone.push({ id: owner, name: await annotatorName(owner), state: theirs.work.state });
        open = {
          ...open,
          mentions: open.mentions.merge(theirs.mentions),
          quotes: open.quotes.merge(theirs.quotes),
          claims: open.claims.merge(theirs.claims),
          relations: open.relations.merge(theirs.relations),
        };
      }
      return { ...document, annotators: everyone, open };
    },
    keepSource: (article, ending, bytes) => writeAtomically(inProject("articles", article, `source${ending}`), bytes),
    async copyTo(target) {
      const taken = await readdir(target).catch(() => []);
      if (taken.length > 0) fail(target, "the folder is there already and not empty", "Choose another name.");
      try {
        await cp(path, target, { recursive: true, filter: (from) => !from.endsWith(".tmp") });
      } catch (error) {
        await rm(target, { recursive: true, force: true });
        throw error;
      }
    },
  };

  async function writeAnnotatorFile(): Promise<void> {
    const file = inProject("annotators", `${annotator.id}.json`);
    const wanted = writeAnnotator(annotator.id, annotator.name);
    if ((await readFile(file, "utf8").catch(ignoreMissing)) !== wanted) await writeAtomically(file, wanted);
  }

  async function annotatorName(id: string): Promise<string> {
    const content = await readFile(inProject("annotators", `${id}.json`), "utf8").catch(ignoreMissing);
    const read = content === null ? null : readFileOf(id, content, annotatorFileSchema, "onrecord/annotator", 1);
    return read?.ok ? read.value.name : id;
  }
}

const isProblem = (value: object): value is Problem => "remedy" in value && "reason" in value;

const hasAnnotations = (open: {
  mentions: { size: number };
  quotes: { size: number };
  claims: { size: number };
  relations: { size: number };
}) => open.mentions.size + open.quotes.size + open.claims.size + open.relations.size > 0;

function unknownOf(stored: AnnotationsFile): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !(key in annotationsFileSchema.shape)));
}

async function names(folder: string, ending: string): Promise<string[]> {
  const all = await readdir(folder).catch(() => []);
  return all.filter((name) => name.endsWith(ending) && !name.startsWith(".") && !name.startsWith("source.")).sort();
}

async function directories(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function ignoreMissing(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
