import { prepareIndex } from "../../shared/annotation/register-index.ts";
import { emptyProjectState } from "../../shared/annotation/state.ts";
import type { FieldMap } from "../../shared/article/json-fields.ts";
import type { Opened, Reply } from "../../shared/host/contract.ts";
import type { IndexStatus } from "../../shared/host/listing.ts";
import { takeIn } from "./disk.ts";
import { fieldsToOpen } from "./fields.ts";
import { ask, listen, request, withProgress } from "./requests.ts";
import { refreshArticles, showArticle } from "./showing.ts";
import { emptyWork, store } from "./store.ts";
import { finishTextEdit } from "./text-edit.ts";
import { showProblem, tellProblems, toast } from "./toast.ts";
import { beginNumbering, flush, relist } from "./work.ts";

const sessionKey = "onrecord.session";

/** What was told last of an index: it may be ready before the project's own answer is here, and is not told again. */
let indexed: { session: string; status: IndexStatus } | null = null;

/** Connects to the host and opens what the program was started with, or what this window had open. */
export async function start(): Promise<void> {
  listen("save.status", (save) => {
    if (save.session === store.getState().opened?.session) store.setState({ save });
  });
  listen("disk.changed", (news) => void takeIn(news));
  listen("articles.changed", ({ session }) => {
    if (session === store.getState().opened?.session) void relist();
  });
  listen("index.status", ({ session, status, problems }) => {
    indexed = { session, status };
    if (session !== store.getState().opened?.session) return;
    store.setState((app) => ({ index: status, problems: [...app.problems, ...problems] }));
    if (problems.length > 0) tellProblems(problems);
  });
  listen("open", ({ handle }) => void openProject(handle));
  listen("notice", ({ title, lines }) => toast(title, lines));
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
    const reply = await request("project.reopen", { session: before });
    if (reply.ok) await showOpened(reply.value);
    else sessionStorage.removeItem(sessionKey);
  }
  store.setState({ ready: true });
}

/** Listens to commands that the host's menu sends. */
export const onMenuCommand = (run: (id: string) => void): (() => void) => listen("command", ({ id }) => run(id));

async function showOpened(opened: Opened): Promise<void> {
  beginNumbering();
  sessionStorage.setItem(sessionKey, opened.session);
  const { session, kind, name, location, annotator, readOnly, heldBy } = opened;
  store.setState({
    ...emptyWork,
    opened: { session, kind, name, location, annotator, readOnly, heldBy },
    openedAt: new Date().toISOString(),
    annotatorName: store.getState().annotatorName ?? annotator.name,
    state: emptyProjectState(opened.project, opened.entities, opened.lessons),
    articleCount: opened.total,
    index: indexed?.session === session ? indexed.status : opened.index,
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
    const reply = await request("project.open", { handle, task, fields });
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

export async function saveNow(): Promise<void> {
  const { opened } = store.getState();
  if (!opened || !finishTextEdit()) return;
  await flush();
  const save = await ask("project.save", { session: opened.session });
  if (save) store.setState({ save });
  if (save && save.problem === null) await refreshArticles();
}
