import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Article, Claim, Mention, Party, Quote, Relation } from "../../../shared/annotation/records.ts";
import {
  type ArticleState,
  emptyProjectState,
  type ProjectState,
  tableOf,
  withArticle,
} from "../../../shared/annotation/state.ts";
import {
  type AnnotationDocument,
  annotationEnding,
  readAnnotation,
  writeAnnotation,
} from "../../../shared/format/annotation-file.ts";
import { articleFromFile, articleToFile, isHarmless } from "../../../shared/format/contents.ts";
import { largestFile } from "../../../shared/format/json-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import { writeAtomically } from "../atomic-write.ts";
import { disk, type FileSystem } from "../file-system.ts";
import { ChangedMeanwhile, fail, ignoreMissing, ProblemError } from "../problems.ts";
import { type Annotator, fileSafe } from "../profile.ts";
import type { Backend, News } from "./backend.ts";
import { createSeen } from "./seen.ts";
import { summarise, wordCount } from "./summary.ts";

export async function readAnnotationAt(path: string) {
  const { size } = await stat(path);
  return readAnnotation(basename(path), size > largestFile ? "" : await readFile(path, "utf8"), size);
}

/** A single annotation file opened by itself: saving writes back to it. Work goes on as the file's annotator when there
 *  is just one, otherwise as this user. A file with unreadable parts is never overwritten: its mended copy is. */
export async function singleFileBackend(
  path: string,
  user: Annotator,
  files: FileSystem = disk,
  as: Annotator | null = null,
): Promise<Backend> {
  let onDisk = await hashOf(path);
  const read = await readAnnotationAt(path);
  if (!read.ok) throw new ProblemError(read.problem);
  let { document } = read;
  const article = document.open.article.id;
  const [only, ...others] = document.annotators;
  const annotator: Annotator = as ?? (only && others.length === 0 ? { id: only.id, name: only.name } : user);
  const damaged = read.problems.some((problem) => !isHarmless(problem));
  const target = damaged ? mendedName(path) : path;
  if (damaged) onDisk = await hashOf(target);

  /** Hashes of what this program tried to write: a write that failed late may be on the disk all the same. */
  const attempts = new Set<string>();
  const seen = createSeen();

  const mine = () => document.annotators.find((one) => one.id === annotator.id);
  const stored = (): ArticleState => ({
    ...document.open,
    work: { ...document.open.work, state: mine()?.state ?? "todo" },
  });

  async function requireFolder(): Promise<void> {
    if (await stat(dirname(target)).catch(() => null)) return;
    fail(
      dirname(target),
      "the folder is not there any more",
      "Connect the drive or put the folder back: saving then goes on by itself. Or save the file elsewhere.",
    );
  }

  const current = (state: ProjectState): AnnotationDocument => {
    const now = state.articles.get(article) ?? stored();
    const known = document.annotators.filter((one) => one.id !== annotator.id);
    const takesPart = mine() !== undefined || now.work.state !== "todo" || isOneOf(annotator.id, now);
    const annotators = takesPart ? [...known, { ...mine(), ...annotator, state: now.work.state }] : known;
    const whole = {
      ...document,
      project: state.project,
      entities: [...state.entities.values()],
      lessons: [...state.lessons.values()],
      open: now,
      annotators,
    };
    return now.article.text === document.open.article.text
      ? whole
      : { ...whole, ...nextVersion(document, now.article) };
  };

  return {
    kind: "file",
    path: target,
    annotator,
    lockPath: join(dirname(target), `.${basename(target)}.${fileSafe(annotator.id)}.lock`),
    watched: [dirname(target)],
    async news(saved, isBusy) {
      const news: News = { theirs: saved, files: [], listed: false, lost: [], notices: [] };
      await requireFolder();
      if (!(await seen.isNew(target))) return news;
      const found = await hashOf(target);
      if (found === onDisk || (found !== null && attempts.has(found))) return news;
      if (found === null) {
        onDisk = null;
        news.lost.push(article);
        news.notices.push({
          title: "The file was removed",
          lines: [`${basename(target)} was removed by another program. It is written again with all your work.`],
        });
        return news;
      }
      seen.forget(target);
      const now = await readAnnotationAt(target);
      if (!now.ok) throw new ProblemError(now.problem);
      const isOther = now.document.open.article.id !== article;
      const isRewritten = now.document.open.article.text !== document.open.article.text;
      if (isOther || now.problems.some((problem) => !isHarmless(problem)) || (isRewritten && isBusy(article))) {
        fail(
          basename(target),
          isRewritten
            ? "another program has changed the article's text in it"
            : "another program has written it so that not all of it can be read",
          "Export your work under another name, or save it elsewhere; then open the file again.",
        );
      }
      await seen.note(target);
      document = now.document;
      onDisk = found;
      const { project, entities, lessons } = emptyProjectState(document.project, document.entities, document.lessons);
      news.theirs = { ...saved, project, entities, lessons };
      if (saved.articles.has(article)) news.theirs = withArticle(news.theirs, stored());
      news.files.push({ path: target, name: basename(target) });
      return news;
    },
    async keepVersion({ version }) {
      const bytes =
        version === "theirs" ? await readFile(target).catch(ignoreMissing) : writeAnnotation(current(version), "all");
      if (bytes === null) return null;
      const name = `${basename(target)}.${hash(bytes).slice(0, 8)}.${version === "theirs" ? "theirs" : "mine"}`;
      await writeAtomically(join(dirname(target), name), bytes, files);
      return name;
    },
    nameOf: async (id) => document.annotators.find((one) => one.id === id)?.name ?? id,
    load: async () => ({
      state: emptyProjectState(document.project, document.entities, document.lessons),
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
    articles: async () => ({
      articles: [summarise(stored().article, stored().work.state, listsOf(document))],
      problems: [],
    }),
    holds: async (id) => id === article,
    article: async (id) =>
      id === article
        ? { open: stored(), problems: [], notices: [] }
        : fail(basename(path), `it holds no article ${id}`, "Open the file or project that does."),
    text: async () => document.open.article,
    async keepText(article) {
      document = { ...document, ...nextVersion(document, article), open: { ...document.open, article } };
    },
    versions: async () => {
      const replaced = document.earlier.map((one) => one.replaced);
      const all = [...document.earlier, { ...document.open.article, version: document.articleVersion }];
      return all
        .map(({ version, text }, at) => ({
          version,
          created: replaced[at - 1] ?? null,
          annotator: null,
          words: wordCount(text),
          newest: at === all.length - 1,
        }))
        .reverse();
    },
    version: async (_id, version) => {
      const { open, earlier, articleVersion } = document;
      if (version === articleVersion) return open.article;
      const found = earlier.find((one) => one.version === version);
      if (!found) return fail(version, "the version is not in this file", "Choose another one.");
      const { replaced: _replaced, version: _version, ...fields } = found;
      const read = articleFromFile(basename(path), { ...articleToFile(open.article), ...fields }, "earlier");
      if ("remedy" in read && "reason" in read) throw new ProblemError(read as Problem);
      return read;
    },
    async save(before, after, reached) {
      if (before === after) return;
      if (after.articles.some((open) => open.article.id !== article)) {
        fail(
          basename(target),
          "a single file holds one article only",
          "Undo the import, make a project, and import both articles there.",
        );
      }
      const next = current(after);
      const bytes = writeAnnotation(next, "all");
      await requireFolder();
      const found = await hashOf(target);
      if (found !== onDisk && found !== null && !attempts.has(found) && found !== hash(bytes)) {
        throw new ChangedMeanwhile(basename(target));
      }
      attempts.add(hash(bytes));
      await writeAtomically(target, bytes, files);
      onDisk = hash(bytes);
      document = next;
      reached(after);
    },
    document: async (state, _article, annotators) => {
      const whole = current(state);
      return annotators === "all" ? whole : workOf(annotator.id, whole);
    },
    forget: () => undefined,
    keepSource: async () => undefined,
    copyTo: (to, state) => writeAtomically(to, writeAnnotation(current(state), "all"), files),
  };
}

/** The fields of a document whose text was edited: a new version, with the one before it kept. */
function nextVersion(
  document: AnnotationDocument,
  article: Article,
): Pick<AnnotationDocument, "articleVersion" | "earlier"> {
  const { title, text, blocks } = articleToFile(document.open.article);
  const version = document.articleVersion;
  const replaced = new Date().toISOString();
  return {
    articleVersion: hash(`${version}\n${article.text}`).slice(0, 32),
    earlier: [...document.earlier, { version, replaced, title, text, blocks }],
  };
}

/** One annotator's part of a document, with what it refers to of the others' work: a quote is nothing without the mention
 *  that speaks. */
function workOf(annotator: string, document: AnnotationDocument): AnnotationDocument {
  const { open } = document;
  const kept = new Set<string>();
  const keep = (id: string) => {
    if (kept.has(id)) return;
    kept.add(id);
    for (const reference of referencesOf(open, id)) keep(reference);
  };
  const records = [open.mentions, open.quotes, open.claims, open.relations].flatMap((table) => [...table.values()]);
  for (const record of records) if (record.annotator === annotator) keep(record.id);
  const authors = new Set(records.filter(({ id }) => kept.has(id)).map((record) => record.annotator));
  const part = <T extends { id: string }>(table: Iterable<[string, T]>) =>
    tableOf([...table].filter(([id]) => kept.has(id)).map(([, record]) => record));
  return {
    ...document,
    annotators: document.annotators.filter(({ id }) => id === annotator || authors.has(id)),
    open: {
      ...open,
      mentions: part<Mention>(open.mentions),
      quotes: part<Quote>(open.quotes),
      claims: part<Claim>(open.claims),
      relations: part<Relation>(open.relations),
      orphans: open.orphans.filter((orphan, id) => kept.has(id) || orphan.annotation?.annotator === annotator),
    },
  };
}

function referencesOf(open: ArticleState, id: string): string[] {
  const quote = open.quotes.get(id);
  const claim = open.claims.get(id);
  const relation = open.relations.get(id);
  const mentionOf = (party: Party) => (typeof party.mention === "string" ? [party.mention] : []);
  if (quote) return [...quote.speakers, ...quote.addressees].flatMap(mentionOf);
  if (claim) return [claim.quote, claim.claimant?.quote].filter((one) => typeof one === "string");
  if (!relation) return [];
  return [relation.from, relation.to].flatMap((end) =>
    typeof end === "string" ? [end] : end.article === open.article.id ? [end.id] : [],
  );
}

const isOneOf = (annotator: string, open: ArticleState): boolean =>
  [open.mentions, open.quotes, open.claims, open.relations].some((table) =>
    table.some((record) => record.annotator === annotator),
  ) || open.orphans.some((orphan) => orphan.annotation?.annotator === annotator);

const hash = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function hashOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(ignoreMissing);
  return bytes === null ? null : hash(bytes);
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
