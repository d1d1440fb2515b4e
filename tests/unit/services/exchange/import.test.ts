import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lock } from "../../../../electron/services/lock.ts";
import { folderBackend } from "../../../../electron/services/store/folder.ts";
import { defaultIntake } from "../../../../shared/exchange/intake/choices.ts";
import { formats } from "../../../../shared/exchange/registry.ts";
import type { ImportDecisions, ImportPlan } from "../../../../shared/host/exchange.ts";
import { isThere, shared } from "../../exchange/support.ts";
import { asMine, windowOn } from "./support.ts";

/** What an exported file says, without what differs between two projects. */
function said(file: Record<string, unknown>, annotator: string) {
  const { project: _project, annotators: _annotators, article, ...rest } = file;
  const { version: _version, ...facts } = article as Record<string, unknown>;
  const text = JSON.stringify({ ...rest, article: facts });
  return JSON.parse(text.replaceAll(`"annotator":"${annotator}"`, '"annotator":"me"'));
}

const lossless = formats.filter(
  ({ id, read, write, carries }) => read && write && (carries.extension !== null || id.startsWith("onrecord")),
);
const asNamed: ImportDecisions = { ...asMine, whose: { whose: "named", nobody: null } };
const answering = (plan: ImportPlan, more: Partial<ImportDecisions> = {}): ImportDecisions => ({
  ...asMine,
  labels: plan.labels.map(({ format, kind, label, answer }) => ({ format, kind, label, answer })),
  ...more,
});
const choosing = (choices: Partial<ImportDecisions["choices"]>): ImportDecisions => ({
  ...asMine,
  choices: { ...defaultIntake, ...choices },
});

const text = "Doe of the Post said: “It is time.” Nobody left.";
const spans = [
  { start: 0, end: 3, label: "PER" },
  { start: 11, end: 15, label: "Organization" },
  { start: 16, end: 20, label: "VERB" },
  { start: 22, end: 35, label: "CITATION" },
];
const said2 = { head_span: spans[3], child_span: spans[0], head: 9, child: 0, label: "said-by" };
const task = (fields: object = {}) => `${JSON.stringify({ text, spans, ...fields })}\n`;

/** A window with a new project, and a file of one Prodigy task that is read. */
async function withTask(content = task()) {
  const window = await windowOn();
  await window.newProject("Project");
  writeFileSync(join(window.home, "story.jsonl"), content);
  return { window, plan: await window.read(["story.jsonl"]) };
}

describe("an import into the open project", () => {
  it.each(lossless.map(({ id }) => id))(
    "brings the sample's annotations back through %s as they were",
    async (format) => {
      const window = await windowOn();
      const opened = await window.sample();
      const [article] = opened.articles;
      const before = await window.document(article?.id ?? "");
      const exported = await window.export(
        { format, articles: { scope: "article", article: article?.id ?? "" } },
        "out",
      );
      expect(exported).toMatchObject({ articles: 1, losses: [], problems: [], cancelled: false });
      await window.newProject("Second");
      const plan = await window.read(["out"], format);
      expect(plan).toMatchObject({ problems: [], labels: [], there: { none: 1, same: 0, changed: 0 } });
      const taken = await window.take(plan.plan, asMine);
      expect(taken).toMatchObject({ counts: { added: 1 }, problems: [], others: [] });
      const after = await window.document(taken.articles[0] ?? "");
      expect(said(after, window.profile.annotator()?.id ?? "")).toEqual(said(before, "sample"));
    },
  );

  it("makes labels what they were answered to be", async () => {
    const { window, plan } = await withTask(task({ relations: [said2] }));
    expect(plan.labels).toMatchObject([
      { kind: "entity", label: "PER", example: "Doe", answer: { to: "type", type: "Person" }, remembered: false },
      { kind: "entity", label: "VERB", answer: { to: "new" } },
      { kind: "entity", label: "CITATION", answer: { to: "new" } },
      { kind: "relation", label: "said-by", answer: { to: "new" } },
    ]);
    const decisions = answering(plan);
    const answers = { VERB: "cue", CITATION: "quote", "said-by": "speaker" } as const;
    const labels = decisions.labels.map((one) =>
      one.label in answers ? { ...one, answer: { to: answers[one.label as keyof typeof answers] } } : one,
    );
    const taken = await window.take(plan.plan, { ...decisions, labels });
    expect(taken).toMatchObject({ losses: [], problems: [] });
    const { quotes, mentions, relations, entities } = await window.document("story-1");
    expect(quotes).toMatchObject([{ form: "direct", content: [{ text: "“It is time.”" }], cue: [{ text: "said" }] }]);
    expect(quotes[0].speakers).toEqual([{ mention: mentions[0].id }]);
    expect([mentions.length, relations.length]).toEqual([2, 0]);
    expect(entities.map(({ type }: { type: string }) => type).sort()).toEqual(["Organization", "Person"]);
    const again = await window.read(["story.jsonl"]);
    expect(again.labels.map(({ answer, remembered }) => [answer.to, remembered])).toEqual([
      ["type", true],
      ["cue", true],
      ["quote", true],
      ["speaker", true],
    ]);
  });

  it("counts what is left out for its label, and leaves nothing that points to it", async () => {
    const { window, plan } = await withTask(task({ relations: [said2] }));
    const labels = answering(plan).labels.map((one) =>
      one.label === "PER" ? { ...one, answer: { to: "leave" as const } } : one,
    );
    const { losses } = await window.take(plan.plan, { ...asMine, labels });
    expect(losses.map(({ what, count }) => [what, count])).toEqual([
      ["mentions of labels that were left out", 1],
      ["relations to what was left out", 1],
    ]);
    const { mentions, relations, scheme } = await window.document("story-1");
    expect([mentions.length, relations.length]).toEqual([3, 0]);
    expect(scheme.entityTypes.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(["VERB", "CITATION"]),
    );
  });

  it("is undone as a whole by the inverse of one operation", async () => {
    const { window, plan } = await withTask();
    const { operation } = await window.take(plan.plan, answering(plan));
    const { invert } = await import("../../../../shared/annotation/operation.ts");
    if (!operation) throw new Error("nothing was imported");
    await window.ask("operations.apply", {
      session: window.session,
      sequence: window.sequence,
      operations: [invert(operation)],
    });
    const { state } = await window.ask("project.save", { session: window.session });
    const { total } = await window.ask("project.articles", {
      session: window.session,
      filter: "",
      order: "title",
      offset: 0,
      limit: 1,
    });
    expect([state, total]).toEqual(["saved", 0]);
    const opened = window.show(await window.ask("project.reopen", { session: window.session }));
    expect([opened.entities.length, opened.project.scheme.entityTypes.length]).toEqual([0, 7]);
  });
});

describe("an import of what the project has already", () => {
  it("adds nothing the second time", async () => {
    const { window, plan } = await withTask();
    await window.take(plan.plan, answering(plan));
    const before = await window.document("story-1");
    const again = await window.read(["story.jsonl"]);
    expect(again.there).toEqual({ none: 0, same: 1, changed: 0 });
    const taken = await window.take(again.plan, answering(again));
    expect(taken).toMatchObject({ operation: null, counts: { merged: 1 }, mine: { added: 0, same: 4 } });
    expect(await window.document("story-1")).toEqual(before);
  });

  it("finds an article by its text, whatever its id", async () => {
    const { window, plan } = await withTask();
    await window.take(plan.plan, answering(plan));
    writeFileSync(join(window.home, "other.txt"), text);
    writeFileSync(join(window.home, "other.ann"), "T9\tPlace 36 42\tNobody\n");
    const again = await window.read(["other.ann"]);
    expect(again.there.same).toBe(1);
    expect(await window.take(again.plan, asMine)).toMatchObject({ articles: ["story-1"], mine: { added: 1, same: 0 } });
    expect((await window.document("story-1")).mentions).toHaveLength(5);
  });

  it.each([
    ["mine", 1, "Doe"],
    ["theirs", 1, "Doe of the Post"],
    ["both", 2, "Doe"],
  ] as const)("keeps %s where an annotation says another thing", async (sameId, count, words) => {
    const window = await windowOn();
    await window.newProject("Project");
    const files = (end: number) => {
      writeFileSync(join(window.home, "a.txt"), text);
      writeFileSync(join(window.home, "a.ann"), `T1\tPerson 0 ${end}\t${text.slice(0, end)}\n`);
    };
    files(3);
    await window.take((await window.read(["a.ann"])).plan, asMine);
    files(15);
    const { mine } = await window.take((await window.read(["a.ann"])).plan, choosing({ sameId }));
    expect(mine).toEqual({
      added: count - 1,
      same: 0,
      kept: sameId === "mine" ? 1 : 0,
      replaced: sameId === "theirs" ? 1 : 0,
    });
    const { mentions } = await window.document("a");
    expect([mentions.length, mentions.at(0).spans[0].text]).toEqual([count, words]);
  });

  it.each([
    ["new", 2, text],
    ["version", 1, `Yesterday, ${text}`],
    ["skip", 1, text],
  ] as const)("takes a changed text as it is told: %s", async (changed, count, expected) => {
    const window = await windowOn();
    await window.newProject("Project");
    writeFileSync(join(window.home, "a.txt"), text);
    writeFileSync(join(window.home, "a.ann"), "T1\tPerson 0 3\tDoe\n");
    await window.take((await window.read(["a.ann"])).plan, asMine);
    await window.ask("project.save", { session: window.session });
    writeFileSync(join(window.home, "a.txt"), `Yesterday, ${text}`);
    writeFileSync(join(window.home, "a.ann"), "T7\tOrganization 22 26\tPost\n");
    const plan = await window.read(["a.ann"]);
    expect(plan.there.changed).toBe(1);
    await window.take(plan.plan, choosing({ changed }));
    const { state } = await window.ask("project.save", { session: window.session });
    const listed = await window.ask("project.articles", {
      session: window.session,
      filter: "",
      order: "title",
      offset: 0,
      limit: 9,
    });
    const { article, mentions } = await window.document("a");
    expect([state, listed.total, article.text]).toEqual(["saved", count, expected]);
    const words = mentions.map(({ spans: [span] }: { spans: { text: string }[] }) => span?.text);
    expect(words).toEqual(changed === "version" ? ["Doe", "Post"] : ["Doe"]);
  });
});

describe("an import of several people's work", () => {
  it("puts it into each one's files, and keeps apart what has one id", async () => {
    const window = await windowOn();
    await window.sample();
    await window.export({ format: "onrecord" }, "out");
    await window.newProject("Second");
    const plan = await window.read(["out"]);
    expect(plan.people).toMatchObject([{ name: "Sample annotator", isMe: false }]);
    const first = await window.take(plan.plan, asNamed);
    expect(first).toMatchObject({
      mine: { added: 0 },
      committed: { people: [{ name: "Sample annotator", articles: 1 }], problems: [] },
    });
    const [article = ""] = first.articles;
    expect((await window.document(article)).mentions).toEqual([]);
    const theirs = (await window.document(article, "all")).mentions.length;
    expect(theirs).toBeGreaterThan(50);
    // The same as one's own: both are there, in one export too.
    const again = await window.read(["out"]);
    const second = await window.take(again.plan, asMine);
    expect(second.problems).toEqual([]);
    expect((await window.document(article)).mentions).toHaveLength(theirs);
    expect((await window.document(article, "all")).mentions).toHaveLength(2 * theirs);
    const third = await window.take((await window.read(["out"])).plan, asMine);
    expect(third.mine).toMatchObject({ added: 0, kept: 0 });
  });

  it("names the annotator whose work is open elsewhere, and writes the others'", async () => {
    const window = await windowOn();
    const { location } = await window.newProject("Project");
    const held = await lock(folderBackend(location, { id: "ann", name: "Ann" }).lockPath);
    if ("holder" in held) throw new Error("somebody has it");
    writeFileSync(
      join(location, "annotators", "ann.json"),
      JSON.stringify({ format: "onrecord/annotator", version: 1, id: "ann", name: "Ann" }),
    );
    writeFileSync(join(window.home, "story.jsonl"), task());
    const plan = await window.read(["story.jsonl"]);
    const { committed } = await window.take(plan.plan, answering(plan, { whose: { whose: "other", name: "Ann" } }));
    expect(committed.problems).toMatchObject([{ file: "Ann", reason: "their work on this project is open" }]);
    await held.lock.release();
    const again = await window.read(["story.jsonl"]);
    const second = await window.take(again.plan, answering(again, { whose: { whose: "other", name: "Ann" } }));
    expect(second.committed).toMatchObject({
      people: [{ name: "Ann", articles: 1, tally: { added: 4 } }],
      problems: [],
    });
    expect(readdirSync(join(location, "annotations", "ann"))).toEqual(["story-1.json"]);
  });
});

describe("a stopped import", () => {
  it("leaves others' work that is written, whole, says how much that is, and goes on with the rest the next time", async () => {
    const window = await windowOn();
    const { location } = await window.newProject("Project");
    const many = Array.from({ length: 6 }, (_, at) => task().replace("Nobody left", `${at} left`)).join("");
    writeFileSync(join(window.home, "many.jsonl"), many);
    const stop = (name: string, payload: object) => {
      if (name === "task.progress" && "done" in payload && payload.done === 2)
        void window.ask("task.cancel", { task: "c" });
    };
    window.onEvent.add(stop);
    const theirs = { whose: { whose: "other" as const, name: "Ann" } };
    const plan = await window.read(["many.jsonl"]);
    const { committed, articles } = await window.take(plan.plan, answering(plan, theirs));
    expect([articles.length, committed.cancelled]).toEqual([6, true]);
    expect(committed.people).toMatchObject([{ name: "Ann", articles: 3, tally: { added: 12 } }]);
    window.onEvent.delete(stop);
    const again = await window.read(["many.jsonl"]);
    const rest = await window.take(again.plan, answering(again, theirs));
    expect(rest.committed.people).toMatchObject([{ name: "Ann", articles: 6, tally: { added: 12, same: 12 } }]);
    const [folder = ""] = readdirSync(join(location, "annotations"));
    expect(readdirSync(join(location, "annotations", folder))).toHaveLength(6);
  });
});

describe("what comes in", () => {
  it("may be dropped: a text goes with what annotates it, and nothing is left behind", async () => {
    const window = await windowOn();
    await window.newProject("Project");
    const bytes = (content: string) => Buffer.from(content).toString("base64");
    const sources = [
      { name: "a.txt", base64: bytes(text) },
      { name: "a.ann", base64: bytes("T1\tPerson 0 3\tDoe\n") },
      { name: "../../b.jsonl", base64: bytes(task()) },
    ];
    const plan = await window.ask("exchange.read", { session: window.session, sources, format: null, task: "r" });
    expect(plan).toMatchObject({ found: { articles: 2, mentions: 5 }, problems: [] });
    expect(readdirSync(join(window.profile.folder, "dropped"))).toEqual([]);
  });

  it("can be stopped: what was read until then can be taken, and is whole", async () => {
    const window = await windowOn();
    await window.newProject("Project");
    const sources = [];
    for (const name of ["a", "b", "c"]) {
      writeFileSync(join(window.home, `${name}.jsonl`), task().repeat(3));
      sources.push({ handle: await window.handle(`${name}.jsonl`) });
    }
    window.onEvent.add((name, payload) => {
      if (name === "task.progress" && "done" in payload && payload.done === 1)
        void window.ask("task.cancel", { task: "r" });
    });
    const plan = await window.ask("exchange.read", { session: window.session, sources, format: null, task: "r" });
    expect(plan).toMatchObject({ cancelled: true, found: { articles: 3, mentions: 12 } });
    expect(await window.take(plan.plan, answering(plan))).toMatchObject({ counts: { added: 1, merged: 2 } });
  });

  it("is refused into a single file, and by a format that is not read", async () => {
    const window = await windowOn();
    await window.newProject("Project");
    await expect(window.read(["nothing"], "csv")).rejects.toThrow("Onrecord does not read this format");
    expect((await window.read(["nothing"])).problems).toMatchObject([
      { file: expect.stringMatching(/nothing$/), reason: "it is not there any more" },
    ]);
    const { session } = window;
    await expect(window.ask("exchange.prepare", { session, plan: "made up", decisions: asMine })).rejects.toThrow(
      "Choose the files again",
    );
  });

  it("keeps what brat says and Onrecord has no record for, until it goes out as brat again", async () => {
    const window = await windowOn();
    await window.newProject("Project");
    mkdirSync(join(window.home, "corpus"));
    writeFileSync(join(window.home, "corpus", "a.txt"), text);
    const lines = "T1\tPerson 0 3\tDoe\nT2\tOrganization 11 15\tPost\n*\tEquiv T1 T2\nM1\tSpeculation T1\n";
    writeFileSync(join(window.home, "corpus", "a.ann"), lines);
    const plan = await window.read(["corpus"]);
    expect(plan.losses.map(({ what }) => what).join()).toContain("kept, and written back");
    await window.take(plan.plan, asMine);
    const exported = await window.export({ format: "brat", extension: false }, "back");
    expect(readFileSync(join(exported.location, "a.ann"), "utf8")).toContain("*\tEquiv T1 T2");
  });
});

describe.skipIf(!isThere("brat-conll-bconv"))("real files of other tools", () => {
  it.each([
    ["brat", "brat-conll-bconv/brat"],
    ["doccano", "doccano"],
    ["CoNLL", "brat-conll-bconv/conll"],
  ])("come into a project whole and are saved: %s", async (_title, folder) => {
    const window = await windowOn();
    const { location } = await window.newProject("Project");
    const sources = [{ handle: await window.handle("link") }];
    const { cpSync } = await import("node:fs");
    cpSync(join(shared, folder), join(window.home, "link"), { recursive: true });
    if (folder.endsWith("brat"))
      cpSync(join(shared, "brat-conll-bconv", "txt"), join(window.home, "link"), { recursive: true });
    const plan = await window.ask("exchange.read", { session: window.session, sources, format: null, task: "r" });
    expect(plan.found.mentions).toBeGreaterThan(10);
    const taken = await window.take(plan.plan, answering(plan));
    const { state, problem } = await window.ask("project.save", { session: window.session });
    expect([state, problem, taken.counts.skipped]).toEqual(["saved", null, 0]);
    const again = await window.read(["link"]);
    expect(again.there).toMatchObject({ none: 0, changed: 0 });
    const second = await window.take(again.plan, answering(again));
    expect([second.mine.added, second.mine.replaced]).toEqual([0, 0]);
    expect(readdirSync(join(location, "articles")).length).toBeLessThanOrEqual(plan.found.articles);
  });
});
