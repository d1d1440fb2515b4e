import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { createHost, type HostService } from "../../electron/services/host.ts";
import { openProfile } from "../../electron/services/profile.ts";
import { type MethodName, methods, type Params, type Result } from "../../shared/host/contract.ts";
import { type ArticleOrder, articleOrders, type HitOrder } from "../../shared/host/listing.ts";
import { benchAnnotator } from "./generate.ts";

/** Figures by name. */
export type Figures = Record<string, number>;

const repeats = 9;
/** A name, a word of a fifth of the articles, a phrase and a beginning: from the rare to the most frequent there is. */
const queries = {
  "rare word": "putity",
  "two words": "council warned",
  "frequent word": "government",
  "frequent phrase": '"of the"',
  "most frequent word": "the",
  "beginning (th*)": "th*",
};

interface Window {
  ask<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  ready: Promise<void>;
  host: HostService;
}

/** A host as a window has it: every answer is made into JSON and read again, as it is on its way. */
async function openWindow(profileFolder: string, path: string): Promise<Window> {
  let isReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    isReady = resolve;
  });
  const profile = await openProfile(profileFolder);
  if (!profile.annotator()) await profile.setAnnotator(benchAnnotator.name);
  const host = createHost(profile, {
    runtime: "web",
    dialogs: "chooser",
    version: "bench",
    assets: "assets",
    openAtStart: path,
    emit: (name, payload) => {
      if (name === "index.status" && "status" in payload && payload.status.state === "ready") isReady();
    },
    openExternal: async () => undefined,
  });
  return {
    host,
    ready,
    async ask(method, params) {
      const reply = JSON.parse(JSON.stringify(await host.handle(method, params)));
      if (!reply.ok) throw new Error(`${method}: ${reply.problem.reason}`);
      return methods[method].result.parse(reply.value) as Result<typeof method>;
    },
  };
}

/** Measures a project: its index made, then a second start with the index there. */
export async function measureProject(folder: string, profile: string): Promise<Figures> {
  const figures: Figures = {};
  const first = await openWindow(profile, folder);
  const began = performance.now();
  const building = await first.ask("project.open", { handle: await handleOf(first), task: "open" });
  figures["first start: window open, index begun"] = performance.now() - began;
  if (building.index.state !== "ready") await first.ready;
  figures["index made (s)"] = (performance.now() - began) / 1_000;
  await first.host.close();
  const index = join(profile, "index");
  figures["index on disk (MB)"] =
    readdirSync(index).reduce((sum, name) => sum + statSync(join(index, name)).size, 0) / 1e6;

  const window = await openWindow(profile, folder);
  const handle = await handleOf(window);
  const start = performance.now();
  const opened = await window.ask("project.open", { handle, task: "open" });
  figures["open, with the first 200 articles"] = performance.now() - start;
  await settled(window, opened.session);
  await measureLists(window, opened.session, opened.total, figures);
  await measureSearch(window, opened.session, figures);
  await measureSave(window, opened, figures);
  await window.host.close();
  return figures;
}

async function measureLists({ ask }: Window, session: string, total: number, figures: Figures): Promise<void> {
  const page =
    (order: ArticleOrder, filter: string, offset = 0) =>
    () =>
      ask("project.articles", { session, order, filter, offset, limit: 100 });
  for (const order of articleOrders) figures[`list by ${order}`] = await median(page(order, ""));
  figures["list by progress, far down"] = await median(page("progress", "", Math.floor(total * 0.8)));
  figures["filter (titles and publishers)"] = await median(page("title", "herald"));
  figures["filter, by progress"] = await median(page("progress", "herald"));
  const [article] = (await page("progress", "", Math.floor(total / 2))()).articles;
  const place = () => ask("project.place", { session, order: "progress", filter: "", article: article?.id ?? "" });
  figures["place of an article in the list"] = await median(place);
}

async function measureSearch({ ask }: Window, session: string, figures: Figures): Promise<void> {
  const search = (query: string, order: HitOrder) => () =>
    ask("project.search", { session, query, order, offset: 0, limit: 100 });
  // Another question in between: what was found last is remembered.
  const anew = (query: string, order: HitOrder) => async () => {
    await search("nothing-of-that-name", order)();
    return timed(search(query, order));
  };
  for (const [name, query] of Object.entries(queries))
    figures[`search, keyword in context: ${name}`] = await medianOf(anew(query, "relevance"));
  figures["search, by the words before: frequent word"] = await medianOf(anew("government", "left"));
  figures["search, by the words after: frequent phrase"] = await medianOf(anew('"of the"', "right"));
}

/** One key's work, until the list has it; and saved to the files, until the index has read them. */
async function measureSave(window: Window, opened: Result<"project.open">, figures: Figures): Promise<void> {
  const { session } = opened;
  const id = opened.articles[0]?.id ?? "";
  const read = await window.ask("article.open", { session, article: id });
  let work: z.infer<(typeof methods)["article.open"]["result"]>["work"] = read.work;
  let sequence = 0;
  const change = async () => {
    const after = { ...work, state: work.state === "done" ? ("doing" as const) : ("done" as const) };
    const changes = [{ table: "work" as const, article: id, id, before: work, after }];
    const operation = { label: "Set", at: new Date().toISOString(), changes };
    await window.ask("operations.apply", { session, sequence, operations: [operation] });
    sequence += 1;
    work = after;
  };
  figures["an edit, until the list shows it"] = await median(async () => {
    await change();
    await window.ask("project.articles", { session, order: "progress", filter: "", offset: 0, limit: 100 });
  });
  figures["a save, with the index up to date"] = await median(async () => {
    await change();
    await window.ask("project.save", { session });
  });
}

const handleOf = async ({ ask }: Window): Promise<string> => (await ask("app.info", {})).openAtStart ?? "";

/** Waits until what runs after the opening is over: the comparison with the files. */
async function settled({ ask }: Window, session: string): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  await ask("project.articles", { session, order: "title", filter: "", offset: 0, limit: 1 });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (work: () => Promise<unknown>) => medianOf(() => timed(work));

async function medianOf(measure: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < repeats; n++) times.push(await measure());
  return times.sort((a, b) => a - b)[Math.floor(repeats / 2)] ?? 0;
}
