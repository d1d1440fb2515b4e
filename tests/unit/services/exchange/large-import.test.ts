import { once } from "node:events";
import { createWriteStream, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registerLine } from "../../../../shared/format/register-log.ts";
import type { ImportDecisions } from "../../../../shared/host/exchange.ts";
import { asMine, windowOn } from "./support.ts";

const word = "The council met again and said that a bridge is late. ";
const count = 10;

/** Tasks in a list or in lines, the last one longer than what comes into an open project as one step where that is asked. */
async function writeTasks(path: string, asList: boolean, isLarge: boolean): Promise<void> {
  const file = createWriteStream(path);
  for (let at = 0; at < count; at++) {
    const text = `Ada Stone ${at} spoke. ${word.repeat(isLarge && at === count - 1 ? 480_000 : 3)}`;
    const region = { start: 0, end: 9, text: "Ada Stone", labels: ["Person"] };
    const result = [{ id: "r1", from_name: "label", to_name: "text", type: "labels", value: region }];
    const task = { id: at + 1, data: { text }, annotations: [{ id: 1, completed_by: at % 2 ? "Bea" : "Ada", result }] };
    const separator = asList ? (at === 0 ? "[\n" : ",\n") : "";
    if (!file.write(`${separator}${JSON.stringify(task, null, asList ? 1 : 0)}${asList ? "" : "\n"}`))
      await once(file, "drain");
  }
  file.end(asList ? "]\n" : "");
  await once(file, "close");
}

async function withTasks(asList: boolean, isLarge = false) {
  const window = await windowOn();
  const opened = await window.newProject("Project");
  await writeTasks(join(window.home, "tasks.json"), asList, isLarge);
  return { window, folder: opened.location, plan: await window.read(["tasks.json"]) };
}

const take = (window: Awaited<ReturnType<typeof windowOn>>, plan: string, decisions: ImportDecisions = asMine) =>
  window.ask("exchange.take", { session: window.session, plan, decisions, task: "t" });

describe("an import that is too much for one step", () => {
  it("goes from a list of any size straight into the open project's files, each one's work to its own", async () => {
    const { window, plan } = await withTasks(true, true);
    expect(plan).toMatchObject({ large: true, found: { articles: count, mentions: count }, problems: [] });
    const { session } = window;
    const prepared = await window.ask("exchange.prepare", { session, plan: plan.plan, decisions: asMine });
    expect(prepared).toMatchObject({ large: true, operation: null });

    const taken = await take(window, plan.plan, { ...asMine, whose: { whose: "named", nobody: null } });
    expect(taken).toMatchObject({
      counts: { added: count },
      mine: { added: count / 2 },
      people: [{ name: "Bea", articles: count / 2, tally: { added: count / 2 } }],
      problems: [],
      cancelled: false,
    });
    const shown = await window.ask("article.open", { session, article: taken.first ?? "" });
    expect(shown.problems).toEqual([]);
    const [mention] = (await window.document(taken.first ?? "")).mentions;
    expect(mention).toMatchObject({ spans: [{ text: "Ada Stone" }] });
    const news = window.events.filter(({ name }) => name === "disk.changed").at(-1);
    const ada = { id: mention.entity, type: "Person", name: "Ada Stone" };
    expect(news?.payload).toMatchObject({ imported: true, operation: { changes: [{ table: "entity", after: ada }] } });
  });

  it("is not taken for what a colleague wrote meanwhile, nor that for the import", async () => {
    const { window, plan, folder } = await withTasks(true);
    const log = join(folder.replace(/^~/, window.home), "entities", "bea.jsonl");
    const quill = {
      id: "e_quill",
      type: "Person",
      name: "Bea Quill",
      aliases: [],
      links: [],
      note: "",
      attributes: {},
    };
    const line = registerLine({ at: new Date().toISOString(), do: "create", entity: quill });
    window.onEvent.add((name, payload) => {
      if (name === "task.progress" && "done" in payload && payload.task === "t" && payload.done === 5)
        writeFileSync(log, line);
    });
    await take(window, plan.plan);
    const news = window.events.filter(({ name }) => name === "disk.changed").at(-1);
    expect(news?.payload).toMatchObject({
      imported: false,
      files: expect.arrayContaining(["Project/entities/bea.jsonl"]),
    });
  });

  it("adds nothing the second time, and takes what is open along", async () => {
    const { window, plan } = await withTasks(false);
    const { first } = await take(window, plan.plan);
    await window.ask("article.open", { session: window.session, article: first ?? "" });
    const again = await window.read(["tasks.json"]);
    expect(again.there).toEqual({ none: 0, same: count, changed: 0 });
    const taken = await take(window, again.plan);
    expect(taken).toMatchObject({ counts: { merged: count }, mine: { added: 0, same: count }, problems: [] });
  });

  it("can be stopped: the articles that are in then are whole, and the next time brings the rest", async () => {
    const { window, plan, folder } = await withTasks(true);
    window.onEvent.add((name, payload) => {
      if (name === "task.progress" && "done" in payload && payload.task === "t" && payload.done === 5)
        void window.ask("task.cancel", { task: "t" });
    });
    const stopped = await take(window, plan.plan);
    expect(stopped.cancelled).toBe(true);
    const articles = readdirSync(join(folder.replace(/^~/, window.home), "articles")).length;
    expect(stopped.counts.added).toBe(articles);
    expect(articles).toBeLessThan(count);
    window.onEvent.clear();
    const rest = await take(window, (await window.read(["tasks.json"])).plan);
    expect(rest).toMatchObject({ counts: { added: count - articles, merged: articles }, problems: [] });
  });

  it("says what is wrong with one record by its place, and takes the others", async () => {
    const window = await windowOn();
    await window.newProject("Project");
    const good = '{"data": {"text": "Ada spoke."}, "annotations": []}';
    writeFileSync(join(window.home, "tasks.json"), `[${good},\n ${good.replace("Ada", "Bea")}, {"data": {"te`);
    const plan = await window.read(["tasks.json"], "label-studio");
    expect(plan).toMatchObject({
      large: false,
      found: { articles: 2 },
      problems: [{ path: "[2]", reason: "it is not a JSON object" }],
    });
  });
});
