import { nanoid } from "nanoid";
import type { Author } from "../../shared/annotation/draft.ts";
import { apply, articlesOf, conflicts, invert, type Operation } from "../../shared/annotation/operation.ts";
import { prepareIndex } from "../../shared/annotation/register-index.ts";
import { articleState, emptyProjectState, type ProjectState, withArticle } from "../../shared/annotation/state.ts";
import type { FieldMap } from "../../shared/article/json-fields.ts";
import { type Problem, problemSentence } from "../../shared/format/problem.ts";
import type {
  EventPayload,
  Host,
  MethodName,
  Opened,
  Params,
  Reply,
  Result,
  Settings,
  TextDraft,
} from "../../shared/host/contract.ts";
import { everyArticle } from "../../shared/host/listing.ts";
import { takeIn } from "./disk.ts";
import { fieldsToOpen } from "./fields.ts";
import { connectHost } from "./host.ts";
import { type Chooser, emptyWork, store, type Toast } from "./store.ts";
import { finishTextEdit, startTextEdit } from "./text-edit.ts";

const host: Host = connectHost();
const sessionKey = "onrecord.session";
let sequence = 0;
/** Operations that the host has not been told of yet. */
const outgoing: Operation[] = [];
let sending: Promise<void> | null = null;
let nextToast = 1;

/** The person at work, for the domain's constructors. */
export const author: Author = {
  get annotator() {
    return store.getState().opened?.annotator.id ?? "";
  },
  get since() {
    return store.getState().openedAt;
  },
  now: () => new Date().toISOString(),
  newId: (prefix) => `${prefix}_${nanoid(12)}`,
};

export function toast(
  title: string,
  lines: string[] = [],
  options: Partial<Pick<Toast, "tone" | "action">> = {},
): void {
  const id = nextToast;
  nextToast += 1;
  const tone = options.tone ?? "info";
  store.setState((app) => ({ toasts: [...app.toasts, { id, title, lines, tone, action: options.action ?? null }] }));
  if (tone === "info") setTimeout(() => dismissToast(id), 6_000 + lines.length * 4_000);
}

export function dismissToast(id: number): void {
  store.setState((app) => ({ toasts: app.toasts.filter((one) => one.id !== id) }));
}

export const showProblem = (problem: Problem): void =>
  toast("That did not work", [problemSentence(problem)], { tone: "problem" });

/** Asks the host; a problem is shown to the person and answered with null. */
export async function ask<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M> | null> {
  const reply = await host.call(method, params);
  if (reply.ok) return reply.value;
  showProblem(reply.problem);
  return null;
}

/** Asks the host and gives a problem back as it is: for a place that shows it itself. */
export const request: Host["call"] = (method, params) => host.call(method, params);

/** Listens to how far the host's tasks have come. */
export const onProgress = (listener: (progress: EventPayload<"task.progress">) => void): (() => void) =>
  host.on("task.progress", listener);

/** Has the host do what may take long, under a name of its own: a notice says how far it is, and stops it. It stands from
 *  the beginning where there is a `label` for what is done, otherwise from the host's first word of it on. */
export async function withProgress<T>(
  label: string | null,
  work: (task: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const task = nanoid();
  const stop = new AbortController();
  const { signal } = stop;
  const cancel = () => {
    stop.abort();
    void ask("task.cancel", { task });
  };
  const show = (done: number, total: number, said: string) =>
    store.setState({ busy: { label: said, done, total, cancel } });
  if (label !== null) show(0, 0, label);
  const end = onProgress(({ task: of, done, total, label: said }) => {
    if (of === task && !signal.aborted) show(done, total, said || (label ?? ""));
  });
  try {
    return await work(task, signal);
  } finally {
    end();
    store.setState((app) => (app.busy?.cancel === cancel ? { busy: null } : {}));
  }
}

/** Connects to the host and opens what the program was started with, or what this window had open. */
export async function start(): Promise<void> {
  host.on("save.status", (save) => {
    if (save.session === store.getState().opened?.session) store.setState({ save });
  });
  host.on("disk.changed", (news) => void takeIn(news));
  host.on("articles.changed", ({ session }) => {
    if (session === store.getState().opened?.session) void relist();
  });
  host.on("index.status", ({ session, status, problems }) => {
    if (session !== store.getState().opened?.session) return;
    store.setState((app) => ({ index: status, problems: [...app.problems, ...problems] }));
    if (problems.length > 0) tellProblems(problems);
  });
  host.on("open", ({ handle }) => void openProject(handle));
  host.on("notice", ({ title, lines }) => toast(title, lines));
  const info = await ask("app.info", {});
  if (!info) return;
  store.setState({
    runtime: info.runtime,
    dialogs: info.dialogs,
    platform: info.platform,
    version: info.version,
    annotatorName: info.annotator?.name ?? null,
    settings: info.settings,
    recents: info.recents,
  });
  const before = sessionStorage.getItem(sessionKey);
  if (info.openAtStart) await openProject(info.openAtStart);
  else if (before) {
    const reply = await host.call("project.reopen", { session: before });
    if (reply.ok) await showOpened(reply.value);
    else sessionStorage.removeItem(sessionKey);
  }
  store.setState({ ready: true });
}

/** Listens to commands that the host's menu sends. */
export const onMenuCommand = (run: (id: string) => void): (() => void) => host.on("command", ({ id }) => run(id));

async function showOpened(opened: Opened): Promise<void> {
  sequence = 0;
  sessionStorage.setItem(sessionKey, opened.session);
  const { session, kind, name, location, annotator, readOnly, heldBy } = opened;
  store.setState({
    ...emptyWork,
    opened: { session, kind, name, location, annotator, readOnly, heldBy },
    openedAt: new Date().toISOString(),
    annotatorName: store.getState().annotatorName ?? annotator.name,
    state: emptyProjectState(opened.project, opened.entities, opened.lessons),
    articleCount: opened.total,
    index: opened.index,
    save: { session, state: "saved", problem: null },
    problems: opened.problems,
  });
  // The first name that is looked for need not wait for it.
  requestIdleCallback(() => {
    const { state } = store.getState();
    if (state) prepareIndex(state.entities);
  });
  for (const notice of opened.notices) toast(notice.title, notice.lines);
  if (opened.problems.length > 0) tellProblems(opened.problems);
  if (opened.show !== null) await showArticle(opened.show);
  if (heldBy) store.setState({ dialog: "locked" });
  if (opened.news) await takeIn(opened.news);
}

/** Says what could not be read in one notice, which leads to the list of all. */
export function tellProblems(problems: readonly Problem[]): void {
  toast("Some of this could not be read", problems.slice(0, 3).map(problemSentence), {
    tone: "problem",
    action: { label: `Show all ${problems.length}`, run: () => store.setState({ dialog: "problems" }) },
  });
}

/** Opens the project of this window once more: as the same annotator, or as one of another name. */
export async function reopenAs(name?: string): Promise<void> {
  const { opened } = store.getState();
  if (!opened) return;
  await flush();
  const again = await ask("project.reopen", { session: opened.session, ...(name === undefined ? {} : { as: name }) });
  if (again) await showOpened(again);
}

/** Leaves what is open, with its text finished and all that was done in it at the host, and goes on with what `open` gives.
 *  @returns whether it does. */
async function goOnWith(open: () => Promise<Opened | null>): Promise<boolean> {
  if (!finishTextEdit()) return false;
  await flush();
  const opened = await open();
  if (!opened) return false;
  // What was marked meanwhile belongs to the project that is left.
  await flush();
  await showOpened(opened);
  return true;
}

export const openProject = (handle: string): Promise<boolean> =>
  goOnWith(async () => {
    const first = await opening(handle);
    if (first === null || first.ok) return first?.value ?? null;
    const fields = await fieldsToOpen(handle);
    if (fields === undefined) showProblem(first.problem);
    if (!fields) return null;
    const again = await opening(handle, fields);
    if (again?.ok === false) showProblem(again.problem);
    return again?.ok ? again.value : null;
  });

/** The host's answer to the opening of a path; null where the person cancelled it. */
const opening = (handle: string, fields?: FieldMap): Promise<Reply<Opened> | null> =>
  withProgress(null, async (task, signal) => {
    const reply = await host.call("project.open", { handle, task, fields });
    return signal.aborted && !reply.ok ? null : reply;
  });

export const openSample = (): Promise<boolean> => goOnWith(() => ask("project.openSample", {}));

export const createProject = (folder: string, name: string): Promise<boolean> =>
  goOnWith(() => ask("project.create", { folder, name }));

/** Copies the project into a folder and goes on with the copy. */
export async function saveProjectAs(folder: string, name: string): Promise<void> {
  const { opened } = store.getState();
  if (opened) await goOnWith(() => ask("project.saveAs", { session: opened.session, folder, name }));
}

export async function closeProject(): Promise<void> {
  const { opened } = store.getState();
  if (!opened || !finishTextEdit()) return;
  await flush();
  await ask("project.close", { session: opened.session });
  sessionStorage.removeItem(sessionKey);
  const recents = await ask("profile.recents", {});
  store.setState({ ...emptyWork, recents: recents?.recents ?? [] });
}

/** Makes sure that an article is in the state. @returns whether it is. */
export async function ensureArticle(article: string): Promise<boolean> {
  const { opened, state } = store.getState();
  if (!opened || !state) return false;
  if (state.articles.has(article)) return true;
  const read = await ask("article.open", { session: opened.session, article });
  if (!read) return false;
  // Asked for twice at once: what was done to the first answer stays.
  if (store.getState().state?.articles.has(article)) return true;
  const loaded = articleState(read.article, read);
  store.setState((app) => ({
    state: app.state ? withArticle(app.state, loaded) : null,
    problems: [...app.problems, ...read.problems],
  }));
  for (const notice of read.notices) toast(notice.title, notice.lines);
  if (read.draft) offerDraft(article, read.draft);
  if (read.problems.length > 0) {
    toast("Some annotations could not be read", read.problems.slice(0, 3).map(problemSentence), { tone: "problem" });
  }
  return true;
}

function offerDraft(article: string, draft: TextDraft): void {
  toast("An edit of this text was not finished", ["What was written is kept until it is finished or discarded."], {
    tone: "problem",
    action: { label: "Go on editing", run: () => void showArticle(article).then(() => startTextEdit(draft)) },
  });
}

/** The article that was asked for last: what comes later of another one is not shown. */
let wanted: string | null = null;

const nothingChosen = {
  selection: null,
  current: null,
  currentQuote: null,
  piece: 0,
  picking: null,
  placing: null,
  moved: false,
};

export async function showArticle(article: string): Promise<void> {
  const before = store.getState().article;
  wanted = article;
  await showBeginning(article);
  const isThere = await ensureArticle(article);
  if (wanted !== article) return;
  if (!isThere) {
    if (store.getState().coming) store.setState({ coming: null, article: before });
    return;
  }
  store.setState({ peeking: false });
  if (store.getState().article === article || !finishTextEdit()) return;
  store.setState({ ...nothingChosen, article, coming: null });
}

/** Shows how a long article begins while the whole is on its way. */
async function showBeginning(article: string): Promise<void> {
  const { opened, state } = store.getState();
  if (!opened || state?.articles.has(article)) return;
  const read = await host.call("article.beginning", { session: opened.session, article });
  if (!read.ok || read.value.beginning === null || wanted !== article || !finishTextEdit()) return;
  store.setState({ ...nothingChosen, article: null, coming: read.value.beginning });
}

/** Performs an operation: the state changes at once, the host is told in order, and undo knows of it. */
export function perform(operation: Operation | null): boolean {
  if (!operation) return false;
  const { opened, state } = store.getState();
  if (!opened || !state) return false;
  if (opened.readOnly) {
    toast("This project is open for reading only");
    return false;
  }
  store.setState((app) => ({ undo: [...app.undo, operation], redo: [] }));
  commit(state, operation);
  return true;
}

/** Performs what came from the disk. What only concerns others' work leaves undo as it is. */
export function take(operation: Operation, undoable: boolean): void {
  const { state } = store.getState();
  if (undoable) perform(operation);
  else if (state) commit(state, operation);
}

/** Performs what `build` makes of the state of this moment: for handlers that were made with an older one. */
export function change(build: (state: ProjectState) => Operation | null): boolean {
  const { state } = store.getState();
  return state !== null && perform(build(state));
}

function commit(state: ProjectState, operation: Operation): void {
  const { opened } = store.getState();
  if (!opened) return;
  store.setState((app) => ({
    state: apply(state, operation),
    ...selectionAfter(operation, app.current, app.currentQuote, app.entity),
    save: {
      session: opened.session,
      state: app.save?.state === "failed" ? "failed" : "pending",
      problem: app.save?.problem ?? null,
    },
  }));
  outgoing.push(operation);
  deliver(opened.session);
  if (operation.changes.some(({ table }) => table === "article" || table === "work")) void relist();
}

/** Sends all that was done since the last delivery, one delivery at a time: where the host takes its time, keys that came
 *  meanwhile go together. A key's operation leaves at once, before the window is drawn anew. */
function deliver(session: string): void {
  if (sending || outgoing.length === 0) return;
  const operations = outgoing.splice(0);
  const at = sequence;
  sequence += operations.length;
  sending = host.call("operations.apply", { session, sequence: at, operations }).then((reply) => {
    sending = null;
    if (!reply.ok) {
      store.setState({ save: { session, state: "failed", problem: reply.problem } });
      showProblem(reply.problem);
    }
    deliver(session);
  });
}

/** What is no longer there is no longer current. */
function selectionAfter(
  operation: Operation,
  current: string | null,
  currentQuote: string | null,
  entity: string | null,
) {
  const gone = new Set(operation.changes.filter((change) => change.after === null).map((change) => change.id));
  return {
    current: current !== null && gone.has(current) ? null : current,
    currentQuote: currentQuote !== null && gone.has(currentQuote) ? null : currentQuote,
    entity: entity !== null && gone.has(entity) ? null : entity,
  };
}

async function step(from: "undo" | "redo"): Promise<void> {
  const operation = store.getState()[from].at(-1);
  if (!operation) return;
  const brought = operation.changes.flatMap((change) =>
    change.table === "article" && change.before === null ? [change.id] : [],
  );
  const articles = articlesOf(operation).filter((article) => from === "undo" || !brought.includes(article));
  for (const article of articles) if (!(await ensureArticle(article))) return;
  const [article] = articles;
  const { article: shown, state } = store.getState();
  if (article !== undefined && !(shown !== null && articles.includes(shown))) {
    store.setState({ article, selection: null, current: null, currentQuote: null, piece: 0 });
  }
  if (!state) return;
  const to = from === "undo" ? "redo" : "undo";
  const done = from === "undo" ? invert(operation) : operation;
  if (conflicts(store.getState().state ?? state, done).length > 0) {
    store.setState((app) => ({ [from]: app[from].slice(0, -1) }) as Partial<typeof app>);
    toast(`“${operation.label}” cannot be ${from === "undo" ? "undone" : "done again"}`, [
      "Somebody else has changed the same since.",
    ]);
    return;
  }
  store.setState((app) => ({ [from]: app[from].slice(0, -1), [to]: [...app[to], operation] }) as Partial<typeof app>);
  commit(store.getState().state ?? state, done);
  const touched = done.changes.find(
    (change) =>
      "article" in change && change.table !== "work" && change.table !== "suggestion" && change.after !== null,
  );
  if (touched) store.setState({ current: touched.id, piece: 0, moved: false });
  if (brought.length > 0) await refreshArticles();
}

export const undo = (): Promise<void> => step("undo");
export const redo = (): Promise<void> => step("redo");

/** Waits until the host has every operation. */
export async function flush(): Promise<void> {
  while (sending) await sending;
}

export async function saveNow(): Promise<void> {
  const { opened } = store.getState();
  if (!opened || !finishTextEdit()) return;
  await flush();
  const save = await ask("project.save", { session: opened.session });
  if (save) store.setState({ save });
  if (save && save.problem === null) await refreshArticles();
}

/** Has every list of articles asked for again, once the host has all operations. */
async function relist(): Promise<void> {
  const { opened } = store.getState();
  if (!opened) return;
  await flush();
  const counted = await host.call("project.articles", {
    session: opened.session,
    ...everyArticle,
    offset: 0,
    limit: 1,
  });
  if (!counted.ok || store.getState().opened?.session !== opened.session) return;
  store.setState((app) => ({ articleCount: counted.value.total, listVersion: app.listVersion + 1 }));
}

/** Brings what is shown in line with the articles that there are: one that is gone is shown no more. */
export async function refreshArticles(): Promise<void> {
  await relist();
  const { opened, article, state } = store.getState();
  if (!opened || article === null || state?.articles.get(article)?.article.removed === false) return;
  store.setState({ article: null, current: null, currentQuote: null, selection: null });
  const [first] =
    (await ask("project.articles", { session: opened.session, ...everyArticle, offset: 0, limit: 1 }))?.articles ?? [];
  if (first) await showArticle(first.id);
}

/** Asks for files or a folder: the system's dialog, or the window's own chooser. */
export async function pick(purpose: Chooser["purpose"], suggestedName = ""): Promise<string[]> {
  if (store.getState().dialogs === "native")
    return (await ask("files.pick", { purpose, suggestedName }))?.handles ?? [];
  return new Promise((resolve) => {
    store.setState({
      chooser: {
        purpose,
        suggestedName,
        resolve: (handles) => {
          store.setState({ chooser: null });
          resolve(handles);
        },
      },
    });
  });
}

export async function saveSettings(change: Partial<Settings>): Promise<void> {
  const settings = { ...store.getState().settings, ...change };
  store.setState({ settings });
  await ask("profile.saveSettings", { settings });
}

export async function setAnnotator(name: string): Promise<void> {
  store.setState({ annotatorName: name });
  await ask("profile.setAnnotator", { name });
}
