import { hostname } from "node:os";
import { join } from "node:path";
import { nanoid } from "nanoid";
import { difference } from "../../../shared/annotation/difference.ts";
import {
  apply,
  articlesOf,
  type Change,
  conflicts,
  type Operation,
  recordOf,
  sameRecord,
} from "../../../shared/annotation/operation.ts";
import type { Article } from "../../../shared/annotation/records.ts";
import { articleState, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { beginningOf } from "../../../shared/article/beginning.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type {
  ArticleBeginning,
  DiskNews,
  Notice,
  Opened,
  OpenedArticle,
  SaveStatus,
  TextDraft,
} from "../../../shared/host/contract.ts";
import {
  type ArticlePage,
  type ArticlePlace,
  type ArticleQuery,
  everyArticle,
  type HitQuery,
  type Hits,
  type IndexStatus,
} from "../../../shared/host/listing.ts";
import { makeFolder } from "../atomic-write.ts";
import { type Catalogue, type CatalogueListener, readCatalogue } from "../catalogue.ts";
import { openDrafts } from "../drafts.ts";
import { type FileSystem, noting } from "../file-system.ts";
import { openIndex } from "../index/project-index.ts";
import { type Journal, noJournal, openJournal, textMark, type Unsaved } from "../journal.ts";
import { lockAll } from "../lock.ts";
import { asProblem, ChangedMeanwhile, fail, ProblemError } from "../problems.ts";
import { fileSafe, type Profile, pathKey } from "../profile.ts";
import { type FoundJournal, otherJournals, othersNotice, recoveryNotice, replay, setAside } from "../recovery.ts";
import type { Backend } from "../store/backend.ts";
import { onNewestText } from "../store/versions.ts";
import { watchFolders } from "../watch.ts";
import { ruleCheck } from "./broken-rule.ts";
import { owedTexts } from "./owed-texts.ts";
import { stagedSources } from "./staged-sources.ts";
import { toldArticles } from "./told-articles.ts";

const autosaveAfter = 1_500;
const retryAfter = 5_000;
/** Until what another program has just written is looked at. */
const soon = 50;

/** One project open in one window: its state, kept in step with the window's by operations, its journal and its files. */
export interface Session {
  readonly id: string;
  readonly backend: Backend;
  opened(show: string | null): Promise<Opened>;
  openArticle(id: string): Promise<OpenedArticle>;
  /** How an article begins, where it is long. */
  beginning(id: string): Promise<ArticleBeginning | null>;
  /** A stretch of the article list, with what is open as the window has it. */
  articles(query: ArticleQuery, offset: number, limit: number): Promise<ArticlePage>;
  place(query: ArticleQuery, article: string): Promise<ArticlePlace>;
  search(query: HitQuery, offset: number, limit: number): Promise<Hits>;
  /** Goes on with the index, or stops the building of it. */
  index(work: "build" | "stop"): void;
  apply(sequence: number, operations: readonly Operation[]): Promise<number>;
  /** Writes everything to the files now. */
  save(): Promise<SaveStatus>;
  /** Everything that is open, as the window has it. */
  state(): ProjectState;
  /** Looks now for what others changed on the disk. */
  look(): Promise<void>;
  /** Saves, and has an import write to the project's files behind the session's back while it leaves them alone. What is
   *  written by `files` is no news of others.
   *  @throws ProblemError where something could not be saved. */
  alone(work: (files: FileSystem) => Promise<void>): Promise<void>;
  /** The window has taken in the news of that number. @returns the names of the files that keep what lost. */
  settled(number: number, lost: readonly { side: "mine" | "theirs"; article: string | null }[]): Promise<string[]>;
  document(article: string, annotators: "mine" | "all"): Promise<AnnotationDocument>;
  /** Keeps an imported file's bytes until the article, or the version of it, that came from it is saved. */
  stageSource(article: Article, bytes: Uint8Array): Promise<void>;
  knowsArticle(id: string): Promise<boolean>;
  keepDraft(article: string, draft: TextDraft | null): Promise<void>;
  close(): Promise<void>;
}

export interface SessionListeners {
  status(status: SaveStatus): void;
  /** What others changed on the disk. */
  news?(news: DiskNews): void;
  notice?(notice: Notice): void;
  /** The article list may look other than before. */
  listed?(session: string): void;
  index?(session: string, status: IndexStatus, problems: Problem[]): void;
}

/** The articles of the first stretch of the list, which comes with the project. */
const firstListed = 200;

export async function openSession(profile: Profile, backend: Backend, tell: SessionListeners): Promise<Session> {
  const id = nanoid();
  const loaded = await backend.load();
  const catalogue = await catalogueOf(profile, backend, {
    changed: () => tell.listed?.(id),
    status: (status, problems) => tell.index?.(id, status, problems),
  });
  let state: ProjectState = loaded.state;
  let saved: ProjectState = loaded.state;
  const key = `${pathKey(backend.path)}-${fileSafe(backend.annotator.id)}`;
  const journals = join(profile.folder, "journals");
  await makeFolder(journals, profile.files).catch(() => undefined);
  const held = await lockAll([join(journals, `${key}.lock`), backend.lockPath]);
  const readOnly = loaded.readOnly || held.holder !== null;
  const header = { project: state.project.id, path: backend.path, annotator: backend.annotator.id };
  const journal: Journal = readOnly ? noJournal : await openJournal(journals, key, header, profile.files);
  const drafts = openDrafts(join(profile.folder, "drafts"), key, profile.files);
  const sources = stagedSources(join(profile.folder, "staged", key), profile.files);
  const owed = owedTexts();
  const told = toldArticles(catalogue);
  const brokenRule = ruleCheck();
  const articleProblems = new Map<string, Problem[]>();
  const articleNotices = new Map<string, Notice[]>();
  const notices: Notice[] = [...loaded.notices];
  if (journal.remarks.length > 0) notices.push({ title: "Another journal is here", lines: [...journal.remarks] });
  let sequence = 0;
  /** Why some of the work is nowhere but in memory. */
  let journalProblem: Problem | null = null;
  let status: SaveStatus = { session: id, state: "saved", problem: null };
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  /** What is being done with the files: one thing at a time. */
  let turn: Promise<unknown> = Promise.resolve();
  /** What others changed and the window has not taken in yet: it is not written over. */
  let unsettled: { news: DiskNews; mine: ProjectState } | null = null;
  let newsCount = 0;
  /** Files that an import wrote and nobody has looked at since. */
  const imported = new Set<string>();
  let lockIsLost = false;
  /** Marks of texts: a long one is not looked through with every key. */
  const marks = new WeakMap<Article, string>();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };

  const report = (next: Omit<SaveStatus, "session">) => {
    if (sameRecord(status, { session: id, ...next })) return;
    status = { session: id, ...next };
    tell.status(status);
  };

  /** Opens an article, on the text of that mark where it is given. @returns whether that is the newest one. */
  async function ensureOpen(article: string, text?: string): Promise<"newest" | "older"> {
    if (state.articles.has(article)) return "newest";
    const { open, problems, notices } = await backend.article(article);
    saved = withArticle(saved, open);
    articleProblems.set(article, problems);
    articleNotices.set(article, notices);
    const isNewest = text === undefined || textMark(open.article.text) === text;
    state = withArticle(state, isNewest ? open : (await backend.article(article, text)).open);
    return isNewest ? "newest" : "older";
  }

  /** Moves what was brought back on an older text to the newest one, unless the text itself was edited in it. */
  async function bringUpToDate(article: string): Promise<void> {
    const open = state.articles.get(article);
    const newest = await backend.article(article);
    if (!open) return;
    const isEdited = journal.unsaved.some(({ operation }) =>
      operation.changes.some(({ table, id }) => table === "article" && id === article),
    );
    if (isEdited) return;
    const moved = onNewestText(open, newest.open.article);
    state = withArticle(state, moved.open);
    articleNotices.set(article, moved.notices);
  }

  const textsOf = (operation: Operation): Record<string, string> =>
    Object.fromEntries(
      articlesOf(operation).flatMap((article) => {
        const open = state.articles.get(article);
        return open ? [[article, markOf(open.article)]] : [];
      }),
    );

  function markOf(article: Article): string {
    const known = marks.get(article) ?? textMark(article.text);
    marks.set(article, known);
    return known;
  }

  async function recover(): Promise<void> {
    if (readOnly) return;
    const { moved, others } = await otherJournals(journals, journal.path, header);
    if (others.length > 0) {
      const names = new Map<string, string>();
      for (const { header: of } of others) names.set(of.annotator, await backend.nameOf(of.annotator));
      notices.push(othersNotice(others, (annotator) => names.get(annotator) ?? annotator));
    }
    if (journal.unsaved.length === 0 && journal.kept === null && moved.length === 0) return;
    const older = new Set<string>();
    const open = async (into: ProjectState, article: string, isNew: boolean, text: string | undefined) => {
      state = into;
      if (!isNew && (await ensureOpen(article, text)) === "older") older.add(article);
      else if (isNew && (await backend.holds(article))) await ensureOpen(article).catch(() => undefined);
      return state;
    };
    const gaps = journal.damaged.length > 0;
    const own = await replay(state, journal.unsaved, open, { strict: false, gaps });
    state = own.state;
    const found = moved.flatMap((one) => one.unsaved);
    const brought = await replay(state, found, open, { strict: true, gaps: false });
    state = brought.state;
    for (const { operation } of own.applied) owed.note(operation, saved);
    for (const article of older) await bringUpToDate(article);
    await takeOver(brought.applied, moved);
    if (own.overtaken.length > 0) {
      const at = new Date().toISOString();
      hold({ label: "Changes from disk", at, changes: own.overtaken }, [], false);
    }
    const lost = [...own.lost, ...brought.lost];
    const applied = [...own.applied, ...brought.applied];
    const kept = own.lost.length > 0 ? await journal.keep().catch(() => null) : journal.kept;
    const titles = [...new Set(applied.flatMap(({ operation }) => articlesOf(operation)))].flatMap(
      (article) => state.articles.get(article)?.article.title ?? [],
    );
    const overtaken = own.overtaken.length;
    notices.push(recoveryNotice({ applied, titles, lost, overtaken, damaged: journal.damaged, kept, moved }));
    await save();
  }

  /** Puts what came from other journals into this one; only then are they set aside. */
  async function takeOver(applied: readonly Unsaved[], moved: readonly FoundJournal[]): Promise<void> {
    if (moved.length === 0) return;
    try {
      for (const one of applied) await journal.append([one.operation], [one]);
      await journal.synced();
      for (const { path } of moved) await setAside(path, profile.files);
    } catch (error) {
      journalProblem = asProblem(error, "The journal");
    }
  }

  /** Tells the window what others changed, and keeps the files as they are until it has taken that in. */
  function hold(operation: Operation, files: string[], isImported: boolean): void {
    newsCount += 1;
    unsettled = { news: { session: id, number: newsCount, operation, files, imported: isImported }, mine: state };
    tell.news?.(unsettled.news);
  }

  /** Looks for what others changed on the disk. @throws ProblemError where the project is not there any more. */
  async function look(): Promise<void> {
    await watchLock();
    if (unsettled) return tell.news?.(unsettled.news);
    const isBusy = (article: string) => state.articles.get(article) !== saved.articles.get(article);
    const news = await backend.news(saved, isBusy);
    const isImported = news.files.length > 0 && news.files.every(({ path }) => imported.has(path));
    imported.clear();
    catalogue.look(news.listed);
    for (const notice of news.notices) tell.notice?.(notice);
    const whole = difference(saved, news.theirs, "Changes from disk", new Date().toISOString());
    // What is the same here is no news: a write of this program's own that failed late, above all.
    const isNews = (one: Change) => !sameRecord(recordOf(state, one), one.after);
    const operation = { ...whole, changes: whole.changes.filter(isNews) };
    saved = news.theirs;
    for (const article of news.lost) {
      const open = saved.articles.get(article);
      if (open) saved = withArticle(saved, articleState(open.article));
    }
    if (news.lost.length > 0) schedule(0);
    if (operation.changes.length === 0) return;
    if (readOnly) state = saved;
    const names = news.files.map(({ name }) => name);
    hold(operation, names, isImported);
    if (readOnly) unsettled = null;
  }

  /** A machine that slept may find that another program has taken its place. */
  async function watchLock(): Promise<void> {
    if (readOnly || lockIsLost || (await held.isMine())) return;
    lockIsLost = true;
    tell.notice?.({
      title: "Another program has taken over",
      lines: [
        `${backend.annotator.name}’s work on “${state.project.name}” is open in another program too, since this one stood still.`,
        "Both go on: what the other changes is taken in or asked about. Close one of them.",
      ],
    });
  }

  function schedule(delay: number): void {
    if (timer || closed || readOnly) return;
    timer = setTimeout(() => {
      timer = null;
      void save();
    }, delay);
  }

  const save = (): Promise<SaveStatus> => inTurn(write);

  async function write(): Promise<SaveStatus> {
    if (timer) clearTimeout(timer);
    timer = null;
    if (readOnly || (state === saved && status.state === "saved")) return status;
    const upTo = journal.count();
    report({ state: "saving", problem: status.problem });
    const before = saved;
    try {
      await look();
      const target = writable();
      await sources.place(target, saved, backend);
      await owed.keep(backend);
      await backend.save(saved, target, (reached) => {
        saved = withOpened(reached, saved);
      });
      saved = withOpened(target, saved);
      // What the journal still holds then is brought back once more, over files that hold it already.
      if (!unsettled) await journal.saved(upTo).catch(() => undefined);
      if (state === saved) journalProblem = null;
      if (state === saved) report({ state: "saved", problem: brokenRule(target) });
      else {
        settle(brokenRule(target));
        if (!unsettled) schedule(autosaveAfter);
      }
    } catch (error) {
      if (error instanceof ChangedMeanwhile) {
        settle(null);
        schedule(soon);
        return status;
      }
      const kept = "Undo the last step and report this; the work is kept in the journal.";
      const broken = brokenRule(state);
      settle(broken ? { ...broken, remedy: kept } : asProblem(error, backend.path));
      schedule(retryAfter);
    }
    await told.saved(state, saved, before);
    return status;
  }

  /** The state without what must not be written before the window has taken in what others wrote there. */
  function writable(): ProjectState {
    if (!unsettled) return state;
    const { changes } = unsettled.news.operation;
    const tables = new Set<string>(changes.map(({ table }) => table));
    let target = state;
    if (tables.has("project")) target = { ...target, project: saved.project };
    if (tables.has("entity")) target = { ...target, entities: saved.entities };
    if (tables.has("lesson")) target = { ...target, lessons: saved.lessons };
    for (const article of articlesOf(unsettled.news.operation)) {
      const known = saved.articles.get(article);
      if (known) target = withArticle(target, known);
    }
    return target;
  }

  /** Reports work that no file holds yet: pending until the journal is on the disk. */
  function settle(problem: Problem | null): void {
    const upTo = sequence;
    report(journalProblem ? { state: "failed", problem: journalProblem } : { state: "pending", problem });
    const isCurrent = () => sequence === upTo && status.state === "pending";
    journal.synced().then(
      () => {
        if (journalProblem && sequence === upTo) journalProblem = null;
        if (isCurrent()) report({ state: "journaled", problem: status.problem });
      },
      (error: unknown) => {
        journalProblem = asProblem(error, "The journal");
        if (isCurrent()) report({ state: "failed", problem: journalProblem });
        schedule(retryAfter);
      },
    );
  }

  /** Articles that were opened for reading while a save went on are as saved as they ever were. */
  function withOpened(reached: ProjectState, known: ProjectState): ProjectState {
    const missing = [...known.articles].filter(
      ([article]) => !reached.articles.has(article) && state.articles.has(article),
    );
    return missing.reduce((into, [, open]) => withArticle(into, open), reached);
  }

  async function articles(query: ArticleQuery, offset: number, limit: number): Promise<ArticlePage> {
    await told.open(state, saved);
    return catalogue.page(query, offset, limit);
  }

  const endWatch = watchFolders(backend.watched, () => inTurn(look).catch(() => undefined));
  await inTurn(async () => undefined);
  await recover();

  return {
    id,
    backend,
    articles,
    async place(query, article) {
      await told.open(state, saved);
      return catalogue.place(query, article);
    },
    async search(query, offset, limit) {
      await told.open(state, saved);
      return catalogue.search(query, offset, limit);
    },
    index: (work) => catalogue[work](),
    async opened(show) {
      const listed = await articles(everyArticle, 0, firstListed);
      return {
        session: id,
        kind: backend.kind,
        name: state.project.name,
        location: backend.path,
        annotator: backend.annotator,
        project: state.project,
        entities: [...state.entities.values()],
        lessons: [...state.lessons.values()],
        ...listed,
        index: catalogue.status(),
        readOnly,
        heldBy:
          held.holder === null
            ? null
            : {
                name: state.project.name,
                annotator: backend.annotator.name,
                host: held.holder.host,
                isThisMachine: held.holder.host === hostname(),
                since: held.holder.since,
              },
        news: unsettled?.news ?? null,
        notices: notices.splice(0),
        problems: [...loaded.problems, ...(await catalogue.problems())],
        show: show ?? (await catalogue.first()),
      };
    },
    async beginning(article) {
      return beginningOf(state.articles.get(article)?.article ?? (await backend.text(article)));
    },
    async openArticle(article) {
      await ensureOpen(article);
      const open = state.articles.get(article);
      if (!open) fail(article, "the article is not in this project", "Choose another one.");
      return {
        article: open.article,
        work: open.work,
        mentions: [...open.mentions.values()],
        quotes: [...open.quotes.values()],
        claims: [...open.claims.values()],
        relations: [...open.relations.values()],
        orphans: [...open.orphans.values()],
        suggestions: [...open.suggestions.values()],
        draft: await drafts.read(article),
        notices: articleNotices.get(article) ?? [],
        problems: articleProblems.get(article) ?? [],
      };
    },
    async apply(from, operations) {
      if (readOnly)
        fail(state.project.name, "it is open for reading only", "Open it as another annotator to work on it.");
      if (from !== sequence)
        fail(
          state.project.name,
          "the window and the program are out of step",
          "Reload the window; nothing that was saved is lost.",
        );
      const before = state;
      const notes: Pick<Unsaved, "texts">[] = [];
      try {
        for (const operation of operations) {
          notes.push({ texts: textsOf(operation) });
          state = applyUnlessInConflict(state, operation);
        }
      } catch (error) {
        state = before;
        throw error;
      }
      for (const operation of operations) owed.note(operation, saved);
      sequence += operations.length;
      const reached = sequence;
      const problem = status.problem === journalProblem ? null : status.problem;
      if (status.state !== "saving" && status.state !== "failed") report({ state: "pending", problem });
      schedule(autosaveAfter);
      try {
        await journal.append(operations, notes);
        journalProblem = null;
      } catch (error) {
        journalProblem = asProblem(error, "The journal");
      }
      if (status.state === "pending" || status.state === "failed") settle(problem);
      return reached;
    },
    save,
    state: () => state,
    look: () => inTurn(look).catch(() => undefined),
    alone: async (work) => {
      const { problem } = await save();
      if (problem) throw new ProblemError(problem);
      await inTurn(async () => {
        await look();
        await work(noting(profile.files, (path) => imported.add(path)));
      });
    },
    settled: (number, lost) =>
      inTurn(async () => {
        if (unsettled?.news.number !== number) return [];
        const { mine } = unsettled;
        const kept: string[] = [];
        for (const { side, article } of lost) {
          const version = side === "theirs" ? ("theirs" as const) : mine;
          const name = await backend.keepVersion({ article, version });
          if (name !== null) kept.push(name);
        }
        unsettled = null;
        if (state !== saved) schedule(0);
        return kept;
      }),
    async document(article, annotators) {
      // An article's version gets its name when it is saved; where that fails, the work can be exported all the same.
      if (state !== saved) await save();
      return backend.document(state, article, annotators);
    },
    stageSource: sources.stage,
    keepDraft: (article, draft) => drafts.keep(article, draft),
    knowsArticle: async (article) => state.articles.has(article) || (await backend.holds(article)),
    async close() {
      closed = true;
      endWatch();
      await save();
      if (timer) clearTimeout(timer);
      await journal.close();
      await catalogue.close();
      await held.release();
    },
  };
}

/** What is known of all articles of a project: from its index, or where there can be none from the files themselves. */
async function catalogueOf(profile: Profile, backend: Backend, listener: CatalogueListener): Promise<Catalogue> {
  if (backend.kind === "file") return readCatalogue(backend, null, listener);
  try {
    return await openIndex(profile.folder, backend.path, backend.annotator.id, listener);
  } catch (error) {
    return readCatalogue(backend, asProblem(error, profile.folder), listener);
  }
}

/** @throws ProblemError where the operation was made against another state: then none of its batch is applied. */
function applyUnlessInConflict(state: ProjectState, operation: Operation): ProjectState {
  if (conflicts(state, operation).length > 0) {
    fail(
      state.project.name,
      `“${operation.label}” was made against another state`,
      "Reload the window; nothing that was saved is lost.",
    );
  }
  return apply(state, operation);
}
