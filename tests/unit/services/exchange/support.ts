import { join } from "node:path";
import { onTestFinished } from "vitest";
import { createHost } from "../../../../electron/services/host.ts";
import { openProfile } from "../../../../electron/services/profile.ts";
import { apply } from "../../../../shared/annotation/operation.ts";
import {
  articleState,
  emptyProjectState,
  type ProjectState,
  withArticle,
} from "../../../../shared/annotation/state.ts";
import { defaultIntake } from "../../../../shared/exchange/intake/choices.ts";
import type { EventName, EventPayload, MethodName, Opened, Params, Result } from "../../../../shared/host/contract.ts";
import type { ExportRequest, ImportDecisions } from "../../../../shared/host/exchange.ts";
import { temporaryFolder } from "../../../builders.ts";

const assets = new URL("../../../../assets", import.meta.url).pathname;

export const plainRequest: ExportRequest = {
  format: "brat",
  articles: { scope: "project" },
  annotators: "mine",
  extension: true,
  suggestions: false,
  options: [],
};

export const asMine: ImportDecisions = { whose: { whose: "mine" }, choices: defaultIntake, labels: [] };

/** A host with a window that has no page: it applies operations to a state of its own, as the real one does. */
export async function windowOn() {
  const home = temporaryFolder();
  const before = process.env.HOME;
  process.env.HOME = home;
  const events: { name: EventName; payload: EventPayload<EventName> }[] = [];
  const onEvent = new Set<(name: EventName, payload: EventPayload<EventName>) => void>();
  const profile = await openProfile(join(temporaryFolder(), "profile"));
  await profile.setAnnotator("Ada");
  const service = createHost(profile, {
    runtime: "web",
    dialogs: "chooser",
    version: "1",
    assets,
    openAtStart: null,
    emit: (name, payload) => {
      events.push({ name, payload });
      for (const listener of onEvent) listener(name, payload);
    },
    openExternal: async () => undefined,
  });
  process.env.HOME = before;
  onTestFinished(() => service.close());
  const ask = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    const reply = await service.handle(method, params);
    if (!reply.ok) throw new Error(`${reply.problem.file}: ${reply.problem.reason}. ${reply.problem.remedy}`);
    return reply.value as Result<M>;
  };
  const window = {
    home,
    ask,
    events,
    onEvent,
    profile,
    session: "",
    sequence: 0,
    state: null as ProjectState | null,
    show(opened: Opened): Opened {
      window.session = opened.session;
      window.sequence = 0;
      window.state = emptyProjectState(opened.project, opened.entities, opened.lessons);
      return opened;
    },
    /** A handle for a file or folder of the home folder, whether it is there or not. */
    async handle(...path: string[]): Promise<string> {
      let folder = (await ask("files.list", { folder: null })).folder.handle;
      for (const name of path) folder = (await ask("files.child", { folder, name })).handle;
      return folder;
    },
    async newProject(name: string): Promise<Opened> {
      const { folder } = await ask("files.list", { folder: null });
      return window.show(await ask("project.create", { folder: folder.handle, name }));
    },
    async sample(): Promise<Opened> {
      return window.show(await ask("project.openSample", {}));
    },
    async export(request: Partial<ExportRequest>, ...path: string[]) {
      const target = await window.handle(...path);
      return ask("exchange.export", {
        session: window.session,
        request: { ...plainRequest, ...request },
        target,
        task: "t",
      });
    },
    async read(path: string[], format: string | null = null) {
      const sources = [{ handle: await window.handle(...path) }];
      return ask("exchange.read", { session: window.session, sources, format, task: "r" });
    },
    /** Decides on what was read, applies the operation, and commits what is left. */
    async take(plan: string, decisions: ImportDecisions) {
      const { session } = window;
      const prepared = await ask("exchange.prepare", { session, plan, decisions });
      for (const article of prepared.open) {
        if (window.state?.articles.has(article)) continue;
        const read = await ask("article.open", { session, article });
        if (window.state) window.state = withArticle(window.state, articleState(read.article, read));
      }
      if (prepared.operation && window.state) {
        window.state = apply(window.state, prepared.operation);
        const { sequence } = await ask("operations.apply", {
          session,
          sequence: window.sequence,
          operations: [prepared.operation],
        });
        window.sequence = sequence;
      }
      const committed = await ask("exchange.commit", { session, plan, task: "c" });
      return { ...prepared, committed };
    },
    async document(article: string, annotators: "mine" | "all" = "mine") {
      const { content } = await ask("article.export", { session: window.session, article, annotators, target: null });
      return JSON.parse(content);
    },
  };
  return window;
}
