import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ArticleState } from "../../../shared/annotation/state.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { IndexStatus } from "../../../shared/host/listing.ts";
import type { Catalogue, CatalogueListener } from "../catalogue.ts";
import { asProblem, fail } from "../problems.ts";
import { pathKey } from "../profile.ts";
import { wordCount } from "../store/summary.ts";
import { inThisThread, startThread, type Thread } from "../thread.ts";
import { IndexDamaged } from "./damage.ts";
import type { ReaderAnswers, ReaderData } from "./reader.ts";
import type { ScanProgress, Told, WriterAnswers, WriterData } from "./writer.ts";

/** A project with fewer articles is listed only when it was compared with its files: nobody waits for so few. */
const comparedFirst = 2_000;
/** A new index is waited for until it holds so many articles. */
const builtFirst = 480;
/** A project with more articles has a thread that writes its index, and one that searches in it. What lists ask is
 *  answered within a few hundredths of a second at any size, and so without. */
const threadedFrom = 300;
/** While an index is built, lists are told to look again this often at most. */
const tellEveryMs = 1_000;
const sayEveryMs = 100;
/** Comparing all files takes at most this part of the time. */
const partOfTime = 1 / 20;

/** What a thread starts with: beside this file, or beside the bundle that this file is in. */
const threadFile = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./index-worker.js", import.meta.url);

/** Where the index of a project lies. */
export const indexPath = (profile: string, project: string): string => join(profile, "index", `${pathKey(project)}.db`);

export interface ProjectIndex extends Catalogue {
  /** Resolves when the comparison with the files that is going on has come to its end. */
  compared(): Promise<void>;
}

/** The catalogue of a project folder, answered by an index in the profile: derived from the project's files alone, brought
 *  in line with them in the background, and made anew where it is damaged. Losing it loses nothing.
 *  @throws where it can be neither read nor made. */
export async function openIndex(
  profile: string,
  project: string,
  annotator: string,
  listener: CatalogueListener,
): Promise<ProjectIndex> {
  const path = indexPath(profile, project);
  let status: IndexStatus = { state: "building", done: 0, total: 0, problem: null };
  let closed = false;
  let running: Promise<void> | null = null;
  let again = false;
  let lookedAt = 0;
  let cost = 0;
  let remaking: Promise<void> | null = null;
  let toldProblems = 0;
  let waiting: (() => void) | null = null;
  let holds = 0;
  let hasChanged = false;
  let changedAt = 0;
  let saidAt = 0;

  // Only now: a runtime without SQLite goes on without an index.
  const { readerAnswers } = await import("./reader.ts");
  const { writerAnswers } = await import("./writer.ts");
  const forWriter: WriterData = { role: "writer", path, project };
  const forReader: ReaderData = { role: "reader", path, annotator };
  const lists: Thread<ReaderAnswers> = inThisThread(readerAnswers(forReader));
  holds = await lists.ask("count", comparedFirst).catch(() => 0);
  const isLarge = holds >= threadedFrom || (await countArticles(project)) >= threadedFrom;
  const writer: Thread<WriterAnswers> = isLarge
    ? startThread(threadFile, forWriter, (message) => progress(message as ScanProgress))
    : inThisThread(writerAnswers(forWriter, progress));
  let searcher: Thread<ReaderAnswers> | null = null;
  const search = () => {
    searcher ??= isLarge ? startThread(threadFile, forReader) : lists;
    return searcher;
  };
  const release = () => Promise.all([lists.ask("release"), searcher?.ask("release")]);

  function say(next: IndexStatus, problems: Problem[] = []): void {
    if (closed) return;
    status = next;
    listener.status(next, problems);
  }

  function progress({ done, total, changed }: ScanProgress): void {
    if (closed) return;
    const isLong = status.state === "building" || total - done > builtFirst;
    if (isLong && done < total && performance.now() - saidAt > sayEveryMs) {
      saidAt = performance.now();
      say({ state: "building", done, total, problem: null });
    }
    hasChanged ||= changed;
    if (hasChanged && (done === total || performance.now() - changedAt > tellEveryMs)) {
      hasChanged = false;
      changedAt = performance.now();
      listener.changed();
    }
    if (done >= Math.min(total, builtFirst)) waiting?.();
  }

  /** Compares with the files, once more where that was asked for meanwhile. */
  function compare(): Promise<void> {
    if (closed) return Promise.resolve();
    if (running) {
      again = true;
      return running;
    }
    running = compareNow().finally(() => {
      running = null;
      waiting?.();
      if (!again || closed) return;
      again = false;
      void compare();
    });
    return running;
  }

  async function compareNow(): Promise<void> {
    const began = performance.now();
    try {
      const isWhole = await mended(() => writer.ask("scan"));
      if (closed) return;
      if (hasChanged) listener.changed();
      hasChanged = false;
      if (!isWhole) return say({ ...status, state: "stopped" });
      if (status.total - holds > comparedFirst) await writer.ask("tidy");
      holds = Math.max(holds, status.total);
      await ready();
      // So that the first who searches need not wait for the thread.
      if (isLarge) await search().ask("count", 1);
    } catch (error) {
      failed(error);
    }
    cost = performance.now() - began;
    lookedAt = performance.now();
  }

  function failed(error: unknown): void {
    say({ ...status, state: "none", problem: asProblem(error, path) });
  }

  async function ready(): Promise<void> {
    const problems = await lists.ask("problems");
    const isNews = problems.length !== toldProblems;
    toldProblems = problems.length;
    const next: IndexStatus = { state: "ready", done: 0, total: 0, problem: null };
    if (status.state !== "ready" || isNews) say(next, isNews ? problems : []);
  }

  /** Does something with the index; where that finds it damaged, it is made anew first. */
  async function mended<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof IndexDamaged) || closed) throw error;
      remaking ??= remake().finally(() => {
        remaking = null;
      });
      await remaking;
      return work();
    }
  }

  async function remake(): Promise<void> {
    await writer.ask("stop");
    await release();
    await writer.ask("remake");
    holds = 0;
    status = { state: "building", done: 0, total: 0, problem: null };
    // What was told of open articles is told again with the next question.
    retell = true;
    again = true;
    void compare();
  }
  let retell = false;
  const lastTold = new Map<string, ArticleState | null>();

  async function tell(articles: ReadonlyMap<string, ArticleState | null>): Promise<void> {
    for (const [id, open] of articles) lastTold.set(id, open);
    const all = retell ? new Map(lastTold) : articles;
    retell = false;
    if (all.size === 0) return;
    const rows = [...all].map(([id, open]) => toldOf(id, open, annotator));
    await mended(() => writer.ask("tell", rows));
  }

  try {
    if (holds >= comparedFirst) {
      status = { ...status, state: "ready" };
      void mended(() => writer.ask("open")).then(compare, failed);
    } else {
      await mended(() => writer.ask("open"));
      const first = compare();
      const enough = new Promise<void>((resolve) => {
        waiting = resolve;
      });
      await (holds === 0 ? Promise.race([first, enough]) : first);
      waiting = null;
    }
    // Whether there is anything to ask is known now, and not when somebody waits for the answer.
    toldProblems = (await mended(() => lists.ask("problems"))).length;
    if (status.state === "none") throw new Error(status.problem?.reason);
  } catch (error) {
    closed = true;
    await release().catch(() => undefined);
    await Promise.all([writer.close(), lists.close()]);
    throw error;
  }

  return {
    status: () => status,
    compared: async () => {
      while (running) await running;
    },
    page: (query, offset, limit) => mended(() => lists.ask("page", query, offset, limit)),
    place: (query, article) => mended(() => lists.ask("place", query, article)),
    first: () => mended(() => lists.ask("first")),
    problems: () => mended(() => lists.ask("problems")),
    search: (query, offset, limit) => {
      if (status.state === "none" && status.problem) {
        const { file, reason, remedy } = status.problem;
        fail(file, `the index cannot be used: ${reason}`, remedy);
      }
      return mended(() => search().ask("search", query, offset, limit));
    },
    tell,
    async saved(articles) {
      for (const id of articles) lastTold.delete(id);
      const changed = await mended(() => writer.ask("refresh", [...articles], annotator));
      if (changed) listener.changed();
    },
    look(listed) {
      if (closed || status.state !== "ready") return;
      if (listed || performance.now() - lookedAt > cost / partOfTime) void compare();
    },
    build() {
      if (closed || running) return;
      say({ ...status, state: "building" });
      void compare();
    },
    stop() {
      if (running) void writer.ask("stop").catch(() => undefined);
    },
    async close() {
      closed = true;
      again = false;
      // A thread that is ended loses what it has not written together yet, and reads that again the next time.
      if (!isLarge) {
        await writer.ask("stop").catch(() => undefined);
        await running?.catch(() => undefined);
        await writer.ask("close").catch(() => undefined);
      }
      await lists.ask("release").catch(() => undefined);
      await Promise.all([writer.close(), searcher?.close()]);
    },
  };
}

const countArticles = async (project: string): Promise<number> =>
  (await readdir(join(project, "articles")).catch(() => [])).length;

function toldOf(id: string, open: ArticleState | null, annotator: string): Told {
  const size = (table: "mentions" | "quotes" | "claims") => open?.[table].size ?? 0;
  const article = open?.article;
  const shown =
    article && !article.removed
      ? {
          title: article.title,
          publisher: article.publisher,
          date: article.date,
          text: article.text,
          words: wordCount(article.text),
        }
      : null;
  return {
    article: { id, shown },
    work: {
      annotator,
      id,
      state: open?.work.state ?? "todo",
      mentions: size("mentions"),
      quotes: size("quotes"),
      claims: size("claims"),
    },
  };
}
