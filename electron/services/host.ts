import { realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { nanoid } from "nanoid";
import type { z } from "zod";
import type { FieldMap } from "../../shared/article/json-fields.ts";
import { annotationEnding, writeAnnotation } from "../../shared/format/annotation-file.ts";
import {
  type EventName,
  type EventPayload,
  type Menu,
  type MethodName,
  methods,
  type Opened,
  type pickPurposes,
  type Reply,
  type Result,
} from "../../shared/host/contract.ts";
import { namedAnnotator, newAnnotator } from "./annotators.ts";
import { slug } from "./articles/id.ts";
import { makeLooseProject } from "./articles/loose-article.ts";
import { createReading } from "./articles/reading.ts";
import { copyFolder, writeAtomically } from "./atomic-write.ts";
import { createExchange } from "./exchange/service.ts";
import { listFolder } from "./files.ts";
import { createHandles } from "./handles.ts";
import { newProject } from "./new-project.ts";
import { asProblem, fail, ProblemError } from "./problems.ts";
import { type Annotator, type Profile, pathKey } from "./profile.ts";
import { saveElsewhere } from "./save-elsewhere.ts";
import { openSession, type Session } from "./session/session.ts";
import { projectFileName } from "./store/folder/reading.ts";
import { createFolderProject, folderBackend } from "./store/folder.ts";
import { singleFileBackend } from "./store/single-file.ts";
import { withSuggestions } from "./suggested-document.ts";
import { createSuggesters, type SuggesterShell } from "./suggesters/service.ts";

export type PickPurpose = (typeof pickPurposes)[number];

/** What differs between the Electron shell and the web host. */
export interface Shell extends Omit<SuggesterShell, "progress"> {
  runtime: "electron" | "web";
  dialogs: "native" | "chooser";
  version: string;
  /** Where the files that ship with the program lie. */
  assets: string;
  /** A path given at the start, or null. */
  openAtStart: string | null;
  emit<E extends EventName>(event: E, payload: EventPayload<E>): void;
  pick?(purpose: PickPurpose, suggestedName: string): Promise<string[]>;
  openExternal(url: string): Promise<void>;
  setMenu?(menu: Menu): void;
  setTitle?(title: string, unsaved: boolean): void;
  reload?(): void;
  /** Shows a file in the system's own window for files; a browser cannot. */
  showFile?(path: string): void;
}

type Handlers = {
  [M in MethodName]: (params: z.output<(typeof methods)[M]["params"]>) => Promise<Result<M>>;
};

export interface HostService {
  /** Parses a request, runs it, and gives its result or a problem. Never throws. */
  handle(method: string, params: unknown): Promise<Reply<unknown>>;
  /** Saves and closes every project. */
  close(): Promise<void>;
  openPath(path: string): void;
}

export function createHost(profile: Profile, shell: Shell): HostService {
  const handles = createHandles();
  const sessions = new Map<string, Session>();
  const home = process.env.HOME ?? homedir();
  let startPath = shell.openAtStart;

  const session = (id: string): Session =>
    sessions.get(id) ??
    fail("This project", "it was closed or opened in another window", "Open it again; everything is saved.");

  async function begin(backend: Session["backend"], show: string | null, remember = true): Promise<Opened> {
    for (const [id, other] of sessions) {
      if (other.backend.path !== backend.path) continue;
      await other.close();
      sessions.delete(id);
    }
    const started = await openSession(profile, backend, {
      status: (status) => shell.emit("save.status", status),
      news: (news) => shell.emit("disk.changed", news),
      notice: (notice) => shell.emit("notice", notice),
      listed: (session) => shell.emit("articles.changed", { session }),
      index: (session, status, problems) => shell.emit("index.status", { session, status, problems }),
    });
    sessions.set(started.id, started);
    const opened = await started.opened(show);
    if (remember) await profile.remember(backend.path, backend.kind, opened.name).catch(() => undefined);
    return opened;
  }

  const folderOf = (path: string, annotator: Annotator) => folderBackend(path, annotator, undefined, profile.files);
  const openFolder = async (path: string, show: string | null = null) =>
    begin(folderOf(path, await profile.annotatorOrDefault()), show);
  const openFile = async (path: string, as: string | null = null) => {
    const user = await profile.annotatorOrDefault();
    return singleFileBackend(path, user, profile.files, as === null ? null : newAnnotator(as));
  };

  const progress = (task: string, done: number, total: number, label: string) =>
    shell.emit("task.progress", { task, done, total, label });
  const reading = createReading(profile, handles, progress, session);

  async function open(given: string, task: string, fields?: FieldMap): Promise<Opened> {
    const path = await realpath(given);
    const info = await stat(path);
    if (info.isDirectory()) {
      const project = await stat(join(path, projectFileName)).catch(() => null);
      if (!project)
        fail(
          path,
          "the folder holds no project.json, so it is no Onrecord project",
          "Create a new project and import the folder's articles into it.",
        );
      return openFolder(path);
    }
    if (basename(path) === projectFileName) return openFolder(dirname(path));
    if (/\.json$/i.test(path)) return begin(await openFile(path), null);
    return openLooseArticle(path, task, fields);
  }

  /** An article opened by itself gets a project of its own in the profile, found again the next time. */
  async function openLooseArticle(path: string, task: string, fields?: FieldMap): Promise<Opened> {
    const folder = join(await profile.subfolder("projects"), pathKey(path));
    if (await stat(join(folder, projectFileName)).catch(() => null)) return openFolder(folder);
    const file = basename(path);
    const found = await reading.all([{ handle: handles.of(path), fields }], task);
    if (found.isStopped) fail(file, "opening it was stopped", "Open it again.");
    const [first] = found.articles;
    const [problem] = found.problems;
    if (!first && problem) throw new ProblemError(problem);
    if (!first) return fail(file, "no article is in it", "Choose another file.");
    const name = found.articles.length === 1 ? first.read.draft.title : file;
    const shown = await openFolder(folder, await makeLooseProject(profile, folder, name, found.articles));
    const remarks = found.notices.length > 0 ? [{ title: "Opened, with remarks", lines: found.notices }] : [];
    return { ...shown, notices: [...shown.notices, ...remarks], problems: [...shown.problems, ...found.problems] };
  }

  const { secrets, mayRun } = shell;
  const suggesters = createSuggesters(
    profile,
    {
      ...(secrets ? { secrets } : {}),
      ...(mayRun ? { mayRun } : {}),
      progress,
    },
    session,
  );

  const { showFile } = shell;
  const exchange = createExchange(
    profile,
    handles,
    {
      ...(showFile ? { showFile } : {}),
      progress,
    },
    session,
  );

  const handlers: Handlers = {
    ...reading.handlers,
    ...suggesters.handlers,
    ...exchange.handlers,
    "app.info": async () => {
      const openAtStart = startPath === null ? null : handles.of(startPath);
      startPath = null;
      return {
        version: shell.version,
        runtime: shell.runtime,
        dialogs: shell.dialogs,
        platform: process.platform,
        annotator: profile.annotator(),
        settings: profile.settings(),
        recents: await profile.recents(handles),
        openAtStart,
      };
    },
    "profile.setAnnotator": ({ name }) => profile.setAnnotator(name),
    "profile.saveSettings": async ({ settings }) => {
      await profile.saveSettings(settings);
      return {};
    },
    "profile.recents": async () => ({ recents: await profile.recents(handles) }),
    "profile.forgetRecent": async ({ handle }) => {
      await profile.forget(handles.path(handle));
      return {};
    },
    "files.pick": async ({ purpose, suggestedName }) => {
      const paths = shell.pick ? await shell.pick(purpose, suggestedName) : [];
      return { handles: paths.map((path) => handles.of(path)) };
    },
    "files.list": async ({ folder }) => {
      const roots = [
        home,
        ...[...sessions.values()].map((one) =>
          one.backend.kind === "folder" ? one.backend.path : dirname(one.backend.path),
        ),
      ];
      return listFolder(handles, roots, folder === null ? home : handles.path(folder));
    },
    "files.child": async ({ folder, name }) => {
      if (name === "." || name === ".." || /[/\\\0]/.test(name))
        fail(name, "a name may not contain / or \\", "Choose another name.");
      const path = join(handles.path(folder), name);
      const exists = await stat(path).then(
        () => true,
        () => false,
      );
      return { handle: handles.of(path), exists };
    },
    "project.create": async ({ folder, name }) => {
      const path = join(handles.path(folder), folderName(name));
      await createFolderProject(path, newProject(name), await profile.annotatorOrDefault(), profile.files);
      return openFolder(await realpath(path));
    },
    "project.open": ({ handle, task, fields }) => open(handles.path(handle), task, fields),
    "project.openSample": async () => {
      const folder = join(await profile.subfolder("projects"), "sample");
      if (!(await stat(folder).catch(() => null)))
        await copyFolder(join(shell.assets, "sample", "project"), folder, profile.files);
      return begin(folderOf(folder, { id: "sample", name: "Sample annotator" }), null);
    },
    "project.reopen": async (params) => {
      const known = session(params.session);
      await known.close();
      sessions.delete(known.id);
      const { kind, path, annotator } = known.backend;
      if (params.as !== undefined) {
        if (kind === "file") return begin(await openFile(path, params.as), null, false);
        return begin(folderOf(path, await namedAnnotator(path, params.as, annotator)), null, false);
      }
      const isThere = (await stat(path).catch(() => null)) !== null;
      const fresh = kind === "file" && isThere ? await openFile(path) : null;
      return begin(fresh ?? known.backend, null, false);
    },
    "project.save": (params) => session(params.session).save(),
    "project.saveAs": async ({ session: id, folder, name }) => {
      const known = session(id);
      const file = known.backend.kind === "file";
      const path = join(handles.path(folder), file ? withEnding(name) : folderName(name));
      const notices = await saveElsewhere(known, path, (to) => folderOf(to, known.backend.annotator), profile.files);
      await known.close();
      sessions.delete(id);
      const opened = await open(path, nanoid());
      return { ...opened, notices: [...notices, ...opened.notices] };
    },
    "project.close": async (params) => {
      const known = sessions.get(params.session);
      await known?.close();
      sessions.delete(params.session);
      return {};
    },
    "project.articles": ({ session: id, offset, limit, ...query }) => session(id).articles(query, offset, limit),
    "project.place": ({ session: id, article, ...query }) => session(id).place(query, article),
    "project.search": ({ session: id, offset, limit, ...query }) => session(id).search(query, offset, limit),
    "index.build": async (params) => {
      session(params.session).index("build");
      return {};
    },
    "index.stop": async (params) => {
      session(params.session).index("stop");
      return {};
    },
    "article.versions": async ({ session: id, article }) => ({
      versions: await session(id).backend.versions(article),
    }),
    "article.version": ({ session: id, article, version }) => session(id).backend.version(article, version),
    "article.keepDraft": async ({ session: id, article, draft }) => {
      await session(id).keepDraft(article, draft);
      return {};
    },
    "article.open": ({ session: id, article }) => session(id).openArticle(article),
    "article.beginning": async ({ session: id, article }) => ({ beginning: await session(id).beginning(article) }),
    "article.export": async ({ session: id, article, annotators, target, suggestions }) => {
      const own = await session(id).document(article, annotators);
      const document = suggestions ? withSuggestions(own, session(id).backend.annotator) : own;
      const content = writeAnnotation(document);
      const name = `${slug(article)}${annotationEnding}`;
      if (target === null) return { name, content, location: null };
      const path = handles.path(target);
      await writeAtomically(path, content, profile.files);
      return { name: basename(path), content: "", location: path };
    },
    "operations.apply": async ({ session: id, sequence, operations }) => ({
      sequence: await session(id).apply(sequence, operations),
    }),
    "disk.settled": async ({ session: id, number, lost }) => ({ kept: await session(id).settled(number, lost) }),
    "task.cancel": async ({ task }) => {
      if (!suggesters.cancel(task) && !exchange.cancel(task)) reading.cancel(task);
      return {};
    },
    "menu.set": async ({ menu }) => {
      shell.setMenu?.(menu);
      return {};
    },
    "window.title": async ({ title, unsaved }) => {
      shell.setTitle?.(title, unsaved);
      return {};
    },
    "window.reload": async () => {
      shell.reload?.();
      return {};
    },
    "window.openExternal": async ({ url }) => {
      await shell.openExternal(url);
      return {};
    },
  };

  return {
    async handle(method, params) {
      try {
        if (!isMethod(method)) return fail(method, "the program has no such request", "Reload the window.");
        return { ok: true, value: await run(handlers, method, params) };
      } catch (error) {
        return { ok: false, problem: asProblem(error) };
      }
    },
    async close() {
      suggesters.close();
      await Promise.all([...sessions.values()].map((one) => one.close()));
      sessions.clear();
    },
    openPath: (path) => shell.emit("open", { handle: handles.of(path) }),
  };
}

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);

function run<M extends MethodName>(handlers: Handlers, method: M, params: unknown): Promise<Result<M>> {
  const parsed = methods[method].params.safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(
      method,
      issue?.message ?? "the request has not the right shape",
      "Reload the window.",
      issue?.path.join(".") ?? "",
    );
  }
  return handlers[method](parsed.data as z.output<(typeof methods)[M]["params"]>);
}

const folderName = (name: string): string =>
  name
    .replace(/[/\\:*?"<>|]+/g, "-")
    .replace(/^\.+/, "")
    .trim() || "Project";

const withEnding = (name: string): string => (name.endsWith(".json") ? name : `${folderName(name)}${annotationEnding}`);
