import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Article, Project } from "../../../../shared/annotation/records.ts";
import { articleFromFile } from "../../../../shared/format/contents.ts";
import { readFileOf } from "../../../../shared/format/json-file.ts";
import type { Problem } from "../../../../shared/format/problem.ts";
import {
  type AnnotationsFile,
  type ArticleFile,
  annotationsFileSchema,
  annotatorFileSchema,
  articleFileSchema,
  projectFileSchema,
} from "../../../../shared/format/project-files.ts";
import { fail, ignoreMissing, ProblemError } from "../../problems.ts";
import type { Annotator } from "../../profile.ts";
import { type Inside, inside } from "../inside.ts";

export const projectFileName = "project.json";

/** The name of an article version: a hash of the file's bytes. */
export const versionName = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex").slice(0, 32);

/** The newest version of an article. */
export interface Head {
  version: string;
  file: ArticleFile;
  article: Article;
  /** Versions that cannot be read, the newest perhaps among them. */
  problems: Problem[];
}

/** Reads a project folder's files, and remembers nothing of them. What cannot be read is a problem as a value. */
export interface FolderReader {
  readonly path: string;
  readonly within: Inside;
  /** @throws ProblemError where a part can be no file's name. */
  inProject(...parts: string[]): string;
  /** A file's name for people, from the project's folder on. */
  relative(...parts: string[]): string;
  /** The project, and the hash of its file. @throws ProblemError */
  project(): Promise<{ project: Project; hash: string }>;
  articleIds(): Promise<string[]>;
  versions(article: string): Promise<string[]>;
  articleFile(article: string, version: string): Promise<ArticleFile | Problem | null>;
  head(article: string): Promise<Head | Problem>;
  /** Who has annotated anything. */
  annotators(): Promise<string[]>;
  /** An annotator's file on an article, its lists not yet looked into. */
  annotations(annotator: string, article: string): Promise<AnnotationsFile | Problem | null>;
}

const annotationLists = { mentions: true, quotes: true, claims: true, relations: true, orphans: true } as const;
const annotationsShell = annotationsFileSchema.omit(annotationLists);

export function folderReader(path: string): FolderReader {
  const within = inside(path);
  const inProject = (...parts: string[]) => {
    const strange = parts.find((part) => part === "." || part === ".." || /[/\\\0]/.test(part));
    if (strange !== undefined) fail(strange, "no file can have that name", "Correct the name where it is used.");
    return join(path, ...parts);
  };
  const relative = (...parts: string[]) => [basename(path), ...parts].join("/");

  async function articleFile(id: string, version: string): Promise<ArticleFile | Problem | null> {
    const name = `${version}.json`;
    const content = await within.text(inProject("articles", id, name)).catch(missingOrProblem);
    if (typeof content !== "string") return content;
    const read = readFileOf(relative("articles", id, name), content, articleFileSchema, "onrecord/article", 1);
    return read.ok ? read.value : read.problem;
  }

  const versions = async (id: string) =>
    (await filesEnding(inProject("articles", id), ".json")).map((name) => name.replace(/\.json$/, ""));

  return {
    path,
    within,
    inProject,
    relative,
    articleFile,
    versions,
    async project() {
      const content = await within.text(inProject(projectFileName));
      const read = readFileOf(relative(projectFileName), content, projectFileSchema, "onrecord/project", 1);
      if (!read.ok) throw new ProblemError(read.problem);
      const { $schema: _schema, format: _format, version: _version, ...project } = read.value;
      return { project, hash: versionName(content) };
    },
    articleIds: () => directories(inProject("articles")),
    async head(id) {
      const files = new Map<string, ArticleFile>();
      const problems: Problem[] = [];
      for (const version of await versions(id)) {
        const file = await articleFile(id, version);
        if (isProblem(file)) problems.push(file);
        else if (file) files.set(version, file);
      }
      const newest = newestOf(files);
      if (!newest) return problems[0] ?? noText(relative("articles", id));
      const [version, file] = newest;
      const article = articleFromFile(relative("articles", id, `${version}.json`), file.article, "article");
      if (isProblem(article)) return article;
      return article.id === id
        ? { version, file, article, problems }
        : otherName(relative("articles", id), id, article.id);
    },
    annotators: () => directories(inProject("annotations")),
    async annotations(annotator, id) {
      const content = await within.text(inProject("annotations", annotator, `${id}.json`)).catch(missingOrProblem);
      if (typeof content !== "string") return content;
      const file = relative("annotations", annotator, `${id}.json`);
      const read = readFileOf(file, content, annotationsShell, "onrecord/annotations", 1);
      return read.ok ? (read.value as AnnotationsFile) : read.problem;
    },
  };
}

/** The version that no other names as its previous one; of several, the one made last. */
function newestOf(files: ReadonlyMap<string, ArticleFile>): [string, ArticleFile] | undefined {
  const superseded = new Set([...files.values()].map((file) => file.previous));
  const [newest] = [...files]
    .filter(([version]) => !superseded.has(version))
    .sort(([a, x], [b, y]) => (x.created < y.created ? 1 : x.created > y.created ? -1 : a < b ? 1 : -1));
  return newest;
}

const noText = (file: string): Problem => ({
  file,
  path: "",
  reason: "the article has no text",
  remedy: "Restore its folder from a backup.",
});

const otherName = (file: string, folder: string, id: string): Problem => ({
  file,
  path: "article.id",
  reason: `it says ${id}, and its folder ${folder}`,
  remedy: "Give both one name.",
});

/** An annotator of a project, by the name that the project knows them by. */
export async function annotatorOf(path: string, id: string): Promise<Annotator> {
  if (!isFileName(id)) return { id, name: id };
  const content = await inside(path)
    .text(join(path, "annotators", `${id}.json`))
    .catch(() => null);
  const read = content === null ? null : readFileOf(id, content, annotatorFileSchema, "onrecord/annotator", 1);
  return { id, name: read?.ok ? read.value.name : id };
}

export const isVersionName = (name: string): boolean => /^[0-9a-f]{32}$/.test(name);
export const isFileName = (id: string): boolean => !/[/\\:*?"<>|\p{Cc}]/u.test(id) && !id.startsWith(".");
export const isProblem = (value: object | null): value is Problem =>
  value !== null && "remedy" in value && "reason" in value;

const missingOrProblem = (error: unknown): Problem | null =>
  error instanceof ProblemError ? error.problem : ignoreMissing(error);

/** The files of a folder whose names have that ending, imported sources left out; none where there is no folder. */
export async function filesEnding(folder: string, ending: string): Promise<string[]> {
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
