import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { merge, settle } from "../../shared/annotation/merge.ts";
import { apply, articlesOf, type Operation } from "../../shared/annotation/operation.ts";
import { articleState, emptyProjectState, type ProjectState, withArticle } from "../../shared/annotation/state.ts";
import { type DiskNews, events, type MethodName, type Params, type Result } from "../../shared/host/contract.ts";

/** A host in a process of its own, with a window that has no page: it keeps its state by operations and takes in what is
 *  new on the disk by the same functions as the real one. */
export interface HeadlessWindow {
  readonly child: ChildProcess;
  state(): ProjectState;
  /** Changes that had to be decided, because both programs had made them. */
  conflicts(): number;
  perform(build: (state: ProjectState) => Operation | null): Promise<void>;
  ask<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  save(): Promise<string>;
  close(): Promise<void>;
}

export async function openHeadlessWindow(profile: string, project: string): Promise<HeadlessWindow> {
  const program = join(import.meta.dirname, "recorded-host.ts");
  const child = spawn(process.execPath, [program, profile, project], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the host ended with ${code}`)));
  });
  const { url } = JSON.parse(line);
  const { origin } = new URL(url);
  const entered = await fetch(url, { redirect: "manual" });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const ask = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    const headers = { cookie, origin, "content-type": "application/json" };
    const answer = await fetch(`${origin}/call/${method}`, { method: "POST", headers, body: JSON.stringify(params) });
    const reply = await answer.json();
    if (!reply.ok) throw new Error(`${method}: ${reply.problem.file}: ${reply.problem.reason}`);
    return reply.value;
  };
  const { openAtStart } = await ask("app.info", {});
  const opened = await ask("project.open", { handle: openAtStart ?? "", task: "open" });
  const { session } = opened;
  let state = emptyProjectState(opened.project, opened.entities, opened.lessons);
  let sequence = 0;
  let sending: Promise<unknown> = Promise.resolve();
  let conflicts = 0;
  let taken = 0;
  let ids = 0;

  const ensure = async (article: string) => {
    if (state.articles.has(article)) return;
    const read = await ask("article.open", { session, article });
    state = withArticle(state, articleState(read.article, read));
  };
  for (const { id } of opened.articles) await ensure(id);

  const perform = (build: (state: ProjectState) => Operation | null): Promise<void> => {
    const operation = build(state);
    if (!operation) return Promise.resolve();
    state = apply(state, operation);
    const at = sequence++;
    const sent = sending.then(() => ask("operations.apply", { session, sequence: at, operations: [operation] }));
    sending = sent;
    return sent.then(() => undefined);
  };
  const author = { now: () => new Date().toISOString(), newId: (prefix: string) => `${prefix}_${session}${++ids}` };

  async function takeIn(news: DiskNews): Promise<void> {
    if (news.number <= taken) return;
    taken = news.number;
    for (const article of articlesOf(news.operation)) await ensure(article);
    const merged = merge(state, news.operation);
    void perform(() => merged.operation);
    conflicts += merged.conflicts.length;
    void perform((now) =>
      settle(
        now,
        merged.conflicts,
        merged.conflicts.map(() => "mine" as const),
        author,
      ),
    );
    await sending;
    await ask("disk.settled", { session, number: news.number, lost: [] });
  }

  const listening = new AbortController();
  const stream = await fetch(`${origin}/events`, { headers: { cookie }, signal: listening.signal });
  void (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of stream.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const messages = text.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) {
        if (!message.startsWith("data: ")) continue;
        const { name, payload } = JSON.parse(message.slice(6));
        if (name === "disk.changed") await takeIn(events["disk.changed"].parse(payload));
      }
    }
  })().catch(() => undefined);

  return {
    child,
    state: () => state,
    conflicts: () => conflicts,
    perform,
    ask,
    async save() {
      await sending;
      return (await ask("project.save", { session })).state;
    },
    async close() {
      await ask("project.close", { session });
      listening.abort();
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
    },
  };
}
