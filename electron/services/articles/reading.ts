import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Article } from "../../../shared/annotation/records.ts";
import type { ImportSource, MethodName, Params, Result } from "../../../shared/host/contract.ts";
import type { Handles } from "../handles.ts";
import { articleFromPaste, type FileOptions, type ReadArticle, readArticle, readArticles } from "../import/index.ts";
import { fail, ProblemError } from "../problems.ts";
import type { Profile } from "../profile.ts";
import type { Session } from "../session/session.ts";
import { createArticleFields } from "./fields.ts";
import { type Gathered, Gathering } from "./gathering.ts";
import { freeId } from "./id.ts";

type Progress = (task: string, done: number, total: number, label: string) => void;
type Answers = Extract<MethodName, "article.fields" | "article.read" | "article.readNewer">;

/** Reads articles from files, dropped bytes and pasted text, tells how far that is, and stops it where a window says so. */
export function createReading(
  profile: Profile,
  handles: Handles,
  progress: Progress,
  session: (id: string) => Session,
) {
  const fields = createArticleFields(profile, handles);
  const stops = new Map<string, AbortController>();

  async function stoppable<T>(task: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    stops.set(task, stop);
    try {
      return await work(stop.signal);
    } finally {
      stops.delete(task);
    }
  }

  async function fileOf(source: Exclude<ImportSource, { text: string }>): Promise<{ name: string; bytes: Uint8Array }> {
    if ("base64" in source) return { name: source.name, bytes: Buffer.from(source.base64, "base64") };
    const path = handles.path(source.handle);
    return { name: basename(path), bytes: await readFile(path) };
  }

  const nameOf = (source: ImportSource): string =>
    "text" in source ? "Pasted text" : "name" in source ? source.name : basename(handles.path(source.handle));

  async function* articlesIn(source: ImportSource, options: FileOptions): AsyncGenerator<ReadArticle> {
    if ("text" in source) {
      const read = articleFromPaste(source.text);
      yield { read, bytes: null, called: read.ok ? read.draft.title : "" };
      return;
    }
    const file = await fileOf(source);
    yield* readArticles(file, { ...options, fields: await fields.mapFor(file, source.fields) });
  }

  /** Reads the articles of sources as far as they are told to. */
  const all = (sources: readonly ImportSource[], task: string) =>
    stoppable(task, async (signal) => {
      const gathering = new Gathering();
      let name = "";
      const tell = (done: number, label: string) => progress(task, done, sources.length, label);
      reading: for (const [index, source] of sources.entries()) {
        name = nameOf(source);
        tell(index, name);
        const pages = (page: number, of: number) => tell(index + (page - 1) / of, pageLabel(name, page, of));
        for await (const article of articlesIn(source, { signal, progress: pages })) {
          const { length } = gathering.articles;
          tell(index, length > index ? `${name}: ${length} articles` : name);
          // Whatever waits, such as the request to stop, comes before the next article.
          await new Promise((resolve) => setImmediate(resolve));
          if (signal.aborted) break reading;
          gathering.take(article);
          if (gathering.isFull) break reading;
        }
      }
      const { articles } = gathering;
      return { articles, notices: gathering.notices(), problems: gathering.problems(name), isStopped: signal.aborted };
    });

  async function read({ session: id, sources, task }: Params<"article.read">): Promise<Result<"article.read">> {
    const into = session(id);
    if (into.backend.kind === "file") {
      fail(
        into.backend.path,
        "a single file holds one article only",
        "Make a project, and import this article and others there.",
      );
    }
    const found = await all(sources, task);
    const taken = new Set<string>();
    const articles: Article[] = [];
    for (const one of found.isStopped ? [] : found.articles) {
      const free = await freeId(one.called, async (wanted) => taken.has(wanted) || (await into.knowsArticle(wanted)));
      taken.add(free);
      articles.push(await staged(into, one, free));
    }
    progress(task, sources.length, sources.length, "");
    return { articles, notices: found.notices, problems: found.problems, cancelled: found.isStopped };
  }

  const readNewer = ({
    session: id,
    article,
    source,
    task,
  }: Params<"article.readNewer">): Promise<Result<"article.readNewer">> =>
    stoppable(task, async (signal) => {
      const file = "text" in source ? null : await fileOf(source);
      const name = nameOf(source);
      const pages = (page: number, of: number) => progress(task, (page - 1) / of, 1, pageLabel(name, page, of));
      const found = file
        ? await readArticle(file, { signal, progress: pages, fields: await fields.mapFor(file, undefined) })
        : articleFromPaste("text" in source ? source.text : "");
      if (signal.aborted) fail(name, "reading it was stopped", "Import it again.");
      if (!found.ok) throw new ProblemError(found.problem);
      const one = { read: found, bytes: file?.bytes ?? null, called: "" };
      return { article: await staged(session(id), one, article), notices: found.notices };
    });

  const handlers: { [M in Answers]: (params: Params<M>) => Promise<Result<M>> } = {
    ...fields.handlers,
    "article.read": read,
    "article.readNewer": readNewer,
  };
  return { handlers, all, cancel: (task: string): void => stops.get(task)?.abort() };
}

const pageLabel = (name: string, page: number, pages: number): string => `${name}: page ${page} of ${pages}`;

/** What was read, as the article of that id; the source's bytes wait to be saved with it. */
async function staged(into: Session, { read, bytes }: Gathered, id: string): Promise<Article> {
  const { keepBytes, ...draft } = read.draft;
  const article = { id, ...draft, removed: false };
  if (keepBytes && bytes) await into.stageSource(article, bytes);
  return article;
}
