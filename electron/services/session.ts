import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { nanoid } from "nanoid";
import { type Violation, violations } from "../../shared/annotation/invariants.ts";
import { apply, articlesOf, conflicts, type Operation, sameRecord } from "../../shared/annotation/operation.ts";
import type { Article } from "../../shared/annotation/records.ts";
import { type ArticleState, type ProjectState, withArticle } from "../../shared/annotation/state.ts";
import type { AnnotationDocument } from "../../shared/format/annotation-file.ts";
import type { Problem } from "../../shared/format/problem.ts";
import type {
  ArticleSummary,
  Notice,
  Opened,
  OpenedArticle,
  SaveStatus,
  TextDraft,
} from "../../shared/host/contract.ts";
import { writeAtomically } from "./atomic-write.ts";
import { openDrafts } from "./drafts.ts";
import { type Journal, openJournal } from "./journal.ts";
import { lock } from "./lock.ts";
import { asProblem, fail } from "./problems.ts";
import { fileSafe, type Profile, pathKey } from "./profile.ts";
import type { Backend } from "./store/backend.ts";
import { summarise } from "./store/summary.ts";

const autosaveAfter = 1_500;
const retryAfter = 15_000;

/** One project open in one window: its state, kept in step with the window's by operations, its journal and its files. */
export interface Session {
  readonly id: string;
  readonly backend: Backend;
  opened(show: string | null): Promise<Opened>;
  openArticle(id: string): Promise<OpenedArticle>;
  articles(): Promise<ArticleSummary[]>;
  apply(sequence: number, operations: readonly Operation[]): Promise<number>;
  /** Writes everything to the files now. */
  save(): Promise<SaveStatus>;
  document(article: string, annotators: "mine" | "all"): Promise<AnnotationDocument>;
  /** Keeps an imported file's bytes until the article, or the version of it, that came from it is saved. */
  stageSource(article: Article, bytes: Uint8Array): Promise<void>;
  knowsArticle(id: string): Promise<boolean>;
  keepDraft(article: string, draft: TextDraft | null): Promise<void>;
  close(): Promise<void>;
}

export async function openSession(
  profile: Profile,
  backend: Backend,
  onStatus: (status: SaveStatus) => void,
): Promise<Session> {
  const id = nanoid();
  const loaded = await backend.load();
  let state: ProjectState = loaded.state;
  let saved: ProjectState = loaded.state;
  const key = `${pathKey(backend.path)}-${fileSafe(backend.annotator.id)}`;
  const journals = await profile.subfolder("journals");
  const unlock = await lock(join(journals, `${key}.lock`), backend.path);
  const journal: Journal = await openJournal(journals, key, {
    project: state.project.id,
    path: backend.path,
    annotator: backend.annotator.id,
  });
  const drafts = openDrafts(await profile.subfolder("drafts"), key);
  const staging = join(await profile.subfolder("staged"), key);
  const stagedFile = ({ id, source }: Article) => join(staging, `${fileSafe(id)}-${source.sha256 ?? "source"}`);
  const articleProblems = new Map<string, Problem[]>();
  const articleNotices = new Map<string, Notice[]>();
  const notices: Notice[] = [...loaded.notices];
  /** What each article's state was found to break, so that none is checked twice. */
  const checked = new WeakMap<ArticleState, { broken: Violation | null }>();
  let sequence = 0;
  /** Why some of the work is nowhere but in memory. */
  let journalProblem: Problem | null = null;
  let status: SaveStatus = { session: id, state: "saved", problem: null };
  let timer: NodeJS.Timeout | null = null;
  let saving: Promise<SaveStatus> | null = null;
  let closed = false;

  const report = (next: Omit<SaveStatus, "session">) => {
    if (sameRecord(status, { session: id, ...next })) return;
    status = { session: id, ...next };
    onStatus(status);
  };

  async function ensureOpen(article: string): Promise<void> {
    if (state.articles.has(article)) return;
    const { open, problems, notices } = await backend.article(article);
    state = withArticle(state, open);
    saved = withArticle(saved, open);
    articleProblems.set(article, problems);
    articleNotices.set(article, notices);
  }

  async function recover(): Promise<void> {
    if (journal.unsaved.length === 0 && journal.kept === null) return;
    const lost: string[] = [];
    const isOverridden = projectChangedByOthers();
    for (const operation of journal.unsaved) {
      try {
        if (isOverridden && operation.changes.some((change) => change.table === "project")) {
          fail(operation.label, "somebody else has changed the project meanwhile", "Make the change again.");
        }
        for (const article of articlesOf(operation)) {
          if (!bringsArticle(operation, article)) await ensureOpen(article);
          else if (await backend.holds(article)) await ensureOpen(article).catch(() => undefined);
        }
        state = apply(state, operation);
      } catch (error) {
        lost.push(`${operation.label}: ${asProblem(error).reason}`);
      }
    }
    const back = journal.unsaved.length - lost.length;
    const kept = lost.length > 0 ? await journal.keep() : journal.kept;
    notices.push({
      title: back > 0 ? "Your work was brought back" : "Some work could not be brought back",
      lines: [
        ...(back > 0
          ? [
              `${back} ${back === 1 ? "change was" : "changes were"} not in the files yet when the program ended, and ${back === 1 ? "is" : "are"} here again.`,
            ]
          : []),
        ...lost.map((line) => `Could not be brought back: ${line}.`),
        ...(journal.damaged.length > 0 ? [`The journal was damaged at line ${journal.damaged.join(", ")}.`] : []),
        ...(kept === null ? [] : [`A copy of the journal as it was is kept in ${kept}.`]),
      ],
    });
    await save();
  }

  /** Whether project.json holds what the journal knows neither as the state before its changes nor as one after. */
  function projectChangedByOthers(): boolean {
    const known = journal.unsaved.flatMap(({ changes }) =>
      changes.flatMap((change) => (change.table === "project" ? [change.before, change.after] : [])),
    );
    return known.length > 0 && !known.some((project) => sameRecord(project, state.project));
  }

  function schedule(delay: number): void {
    if (timer || closed) return;
    timer = setTimeout(() => {
      timer = null;
      void save();
    }, delay);
  }

  async function save(): Promise<SaveStatus> {
    while (saving) await saving;
    saving = write();
    try {
      return await saving;
    } finally {
      saving = null;
    }
  }

  async function write(): Promise<SaveStatus> {
    if (timer) clearTimeout(timer);
    timer = null;
    if (state === saved && status.state === "saved") return status;
    const target = state;
    const upTo = journal.count();
    report({ state: "saving", problem: null });
    try {
      await placeSources(target);
      await backend.save(saved, target, (reached) => {
        saved = withOpened(reached, saved);
      });
      saved = withOpened(target, saved);
      await journal.saved(upTo);
      if (state === saved) journalProblem = null;
      if (state === saved) report({ state: "saved", problem: brokenRule(target) });
      else {
        settle(brokenRule(target));
        schedule(autosaveAfter);
      }
    } catch (error) {
      const kept = "Undo the last step and report this; the work is kept in the journal.";
      const broken = brokenRule(target);
      settle(broken ? { ...broken, remedy: kept } : asProblem(error, backend.path));
      schedule(retryAfter);
    }
    return status;
  }

  /** Reports work that no file holds yet: pending until the journal is on the disk. */
  function settle(problem: Problem | null): void {
    const upTo = sequence;
    report(journalProblem ? { state: "failed", problem: journalProblem } : { state: "pending", problem });
    const isCurrent = () => sequence === upTo && status.state === "pending";
    journal.synced().then(
      () => {
        if (isCurrent()) report({ state: "journaled", problem: status.problem });
      },
      (error: unknown) => {
        journalProblem = asProblem(error, "The journal");
        if (isCurrent()) report({ state: "failed", problem: journalProblem });
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

  async function placeSources(target: ProjectState): Promise<void> {
    for (const [article, open] of target.articles) {
      const before = saved.articles.get(article)?.article.source ?? null;
      const { source } = open.article;
      if (source.name === null || source.sha256 === before?.sha256) continue;
      const bytes = await readFile(stagedFile(open.article)).catch(() => null);
      if (bytes === null) continue;
      const version = before === null || source.sha256 === null ? "" : `-${source.sha256.slice(0, 8)}`;
      await backend.keepSource(article, `${version}${endingOf(source.name)}`, bytes);
      await rm(stagedFile(open.article), { force: true });
    }
  }

  function brokenRule(of: ProjectState): Problem | null {
    for (const open of of.articles.values()) {
      const known = checked.get(open);
      const broken = known ? known.broken : (violations(of, open).find((violation) => !violation.warning) ?? null);
      if (!known) checked.set(open, { broken });
      if (broken) {
        return {
          file: open.article.title,
          path: `${broken.id}.${broken.field}`,
          reason: broken.reason,
          remedy: "Undo the last step and report this; everything is saved.",
        };
      }
    }
    return null;
  }

  async function articles(): Promise<ArticleSummary[]> {
    const listed = new Map((await backend.articles()).map((summary) => [summary.id, summary]));
    for (const [article, open] of state.articles) {
      if (open.article.removed) listed.delete(article);
      else {
        const lists = { mentions: [...open.mentions], quotes: [...open.quotes], claims: [...open.claims] };
        listed.set(article, summarise(open.article, open.work.state, lists));
      }
    }
    for (const article of saved.articles.keys()) if (!state.articles.has(article)) listed.delete(article);
    return [...listed.values()];
  }

  await recover();

  return {
    id,
    backend,
    articles,
    async opened(show) {
      const listed = await articles();
      return {
        session: id,
        kind: backend.kind,
        name: state.project.name,
        location: backend.path,
        annotator: backend.annotator,
        project: state.project,
        entities: [...state.entities.values()],
        articles: listed,
        readOnly: loaded.readOnly,
        notices: notices.splice(0),
        problems: loaded.problems,
        show: show ?? (listed.length === 1 ? (listed[0]?.id ?? null) : null),
      };
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
        draft: await drafts.read(article),
        notices: articleNotices.get(article) ?? [],
        problems: articleProblems.get(article) ?? [],
      };
    },
    async apply(from, operations) {
      if (from !== sequence)
        fail(
          state.project.name,
          "the window and the program are out of step",
          "Reload the window; nothing that was saved is lost.",
        );
      state = operations.reduce(applyUnlessInConflict, state);
      sequence += operations.length;
      const reached = sequence;
      const problem = status.problem === journalProblem ? null : status.problem;
      if (status.state !== "saving") report({ state: "pending", problem });
      schedule(autosaveAfter);
      try {
        await journal.append(operations);
        journalProblem = null;
      } catch (error) {
        journalProblem = asProblem(error, "The journal");
      }
      if (status.state === "pending" || status.state === "failed") settle(problem);
      return reached;
    },
    save,
    async document(article, annotators) {
      // An article's version gets its name when it is saved; where that fails, the work can be exported all the same.
      if (state !== saved) await save();
      return backend.document(state, article, annotators);
    },
    stageSource: (article, bytes) => writeAtomically(stagedFile(article), bytes),
    keepDraft: (article, draft) => drafts.keep(article, draft),
    knowsArticle: async (article) => state.articles.has(article) || (await backend.holds(article)),
    async close() {
      closed = true;
      await save();
      closed = true;
      if (timer) clearTimeout(timer);
      await journal.close();
      await unlock();
    },
  };
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

/** The ending of a file name with its period, in small letters; empty where there is none. */
export const endingOf = (name: string): string => /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? "";

const bringsArticle = (operation: Operation, article: string) =>
  operation.changes.some((change) => change.table === "article" && change.id === article && change.before === null);
