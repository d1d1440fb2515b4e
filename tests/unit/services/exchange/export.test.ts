import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formats } from "../../../../shared/exchange/registry.ts";
import { asMine, plainRequest, windowOn } from "./support.ts";

const text = "=SUM(A1) said Doe.";
const task = (at: number) =>
  `${JSON.stringify({
    text: `${text} ${at}`,
    spans: [
      { start: 0, end: 8, label: "Person" },
      { start: 14, end: 17, label: "Person" },
    ],
  })}\n`;

async function withArticles(count: number) {
  const window = await windowOn();
  await window.newProject("My project");
  writeFileSync(join(window.home, "t.jsonl"), Array.from({ length: count }, (_, at) => task(at)).join(""));
  await window.take((await window.read(["t.jsonl"])).plan, asMine);
  const preview = (request: Partial<typeof plainRequest>) =>
    window.ask("exchange.preview", { session: window.session, request: { ...plainRequest, ...request }, task: "p" });
  return { window, preview };
}

describe("an export", () => {
  it("says before it writes which files there will be, how they begin, and what is lost", async () => {
    const { window, preview } = await withArticles(3);
    const seen = await preview({ format: "conll" });
    expect(seen).toMatchObject({ articles: 3, extra: [], problems: [], cancelled: false });
    expect(seen.losses.map(({ what }) => what)).toContain("annotators");
    expect(seen.files[0]?.start).toMatch(/^-DOCSTART-/);
    const written = await window.export({ format: "conll" }, seen.isOneFile ? seen.suggestedName : "columns");
    expect(written.losses).toEqual(seen.losses);
    const brat = await preview({ format: "brat" });
    expect(brat).toMatchObject({ isOneFile: false, suggestedName: "my-project-brat", losses: [] });
    expect(brat.files.map(({ name }) => name)).toEqual(["t-1.txt", "t-1.ann", "annotation.conf", "visual.conf"]);
    expect(readdirSync(window.home).filter((name) => name.includes("tmp") || name.includes("partial"))).toEqual([]);
  });

  it.each(formats.filter(({ write }) => write).map(({ id }) => id))(
    "in %s is written as its preview says",
    async (format) => {
      const { window, preview } = await withArticles(2);
      const seen = await preview({ format });
      const written = await window.export({ format }, "out");
      expect(written).toMatchObject({
        articles: 2,
        problems: [],
        cancelled: false,
        losses: seen.losses,
        extra: seen.extra,
      });
      if (format === "xlsx") expect(readFileSync(written.location).subarray(0, 2).toString()).toBe("PK");
      else if (seen.isOneFile)
        expect(readFileSync(written.location, "utf8").startsWith(seen.files[0]?.start.slice(0, 20) ?? "")).toBe(true);
      else expect(readdirSync(written.location)).toEqual(expect.arrayContaining(seen.files.map(({ name }) => name)));
    },
  );

  it("is of one article, of those that the list shows, or of all", async () => {
    const { window } = await withArticles(12);
    const lines = async (request: Partial<typeof plainRequest>) => {
      const { location } = await window.export({ format: "onrecord-lines", ...request }, `out-${Math.random()}`);
      return readFileSync(location, "utf8").trim().split("\n").length;
    };
    expect(await lines({})).toBe(12);
    expect(await lines({ articles: { scope: "listed", query: { filter: "t-1", order: "title" } } })).toBe(4);
    expect(await lines({ articles: { scope: "article", article: "t-7" } })).toBe(1);
  });

  it("is of one's own work, of one other's, or of everybody's", async () => {
    const { window } = await withArticles(1);
    writeFileSync(join(window.home, "more.jsonl"), task(0).replace('"start":0,"end":8', '"start":9,"end":13'));
    const plan = await window.read(["more.jsonl"]);
    await window.take(plan.plan, { ...asMine, whose: { whose: "other", name: "Bea" } });
    const { people } = await window.ask("exchange.people", { session: window.session, article: null });
    expect(people.map(({ name, isMe }) => [name, isMe])).toEqual([
      ["Ada", true],
      ["Bea", false],
    ]);
    const words = async (annotators: (typeof plainRequest)["annotators"]) => {
      const { location } = await window.export({ format: "onrecord-lines", annotators }, `out-${Math.random()}`);
      const { mentions } = JSON.parse(readFileSync(location, "utf8"));
      return mentions.map(({ spans: [span] }: { spans: { text: string }[] }) => span?.text);
    };
    expect(await words("mine")).toEqual(["=SUM(A1)", "Doe"]);
    expect(await words({ annotator: people[1]?.id ?? "" })).toEqual(["said", "Doe"]);
    expect(await words("all")).toEqual(["=SUM(A1)", "said", "Doe", "Doe"]);
  });

  it("has no formulas in its tables where it is to be safe for spreadsheets, and the words themselves otherwise", async () => {
    const { window } = await withArticles(1);
    const { formats: known } = await window.ask("exchange.formats", {});
    expect(known.find(({ id }) => id === "csv")?.options).toMatchObject([{ id: "safe-cells", on: true }]);
    const safe = await window.export({ format: "csv", options: ["safe-cells"] }, "safe");
    expect(readFileSync(join(safe.location, "mentions.csv"), "utf8")).toContain(",'=SUM(A1),");
    const plain = await window.export({ format: "csv" }, "plain");
    expect(readFileSync(join(plain.location, "mentions.csv"), "utf8")).toContain(",=SUM(A1),");
  });

  it("leaves nothing where it is stopped or cannot be written, and what was there as it was", async () => {
    const { window, preview } = await withArticles(40);
    const stop = (name: string, payload: unknown) => {
      if (name === "task.progress" && (payload as { done: number }).done === 5)
        void window.ask("task.cancel", { task: "t" });
    };
    window.onEvent.add(stop);
    for (const format of ["brat", "onrecord-lines", "csv", "xlsx"]) {
      writeFileSync(join(window.home, "old"), "old");
      expect(await window.export({ format }, format === "onrecord-lines" ? "old" : "new")).toMatchObject({
        cancelled: true,
      });
      expect(readFileSync(join(window.home, "old"), "utf8")).toBe("old");
    }
    window.onEvent.delete(stop);
    mkdirSync(join(window.home, "full"));
    writeFileSync(join(window.home, "full", "mine.txt"), "mine");
    await expect(window.export({ format: "brat" }, "full")).rejects.toThrow("there already and not empty");
    await expect(window.export({ format: "onrecord-lines" }, "full")).rejects.toThrow("it is a folder");
    await expect(window.export({ format: "onrecord-lines" }, "missing", "out")).rejects.toThrow(/not there any more/);
    if (process.getuid?.() !== 0) {
      mkdirSync(join(window.home, "closed"));
      chmodSync(join(window.home, "closed"), 0o500);
      await expect(window.export({ format: "onrecord-lines" }, "closed", "out")).rejects.toThrow(/may not/);
    }
    expect((await preview({ format: "brat", articles: { scope: "article", article: "gone" } })).problems).toHaveLength(
      1,
    );
    expect(readdirSync(window.home).filter((name) => name.startsWith("."))).toEqual([]);
    expect(existsSync(join(window.home, "new"))).toBe(false);
  });

  it("is also of a single annotation file that is open by itself", async () => {
    const { window } = await withArticles(1);
    const { location } = await window.export({ format: "onrecord" }, "one.onrecord.json");
    window.show(await window.ask("project.open", { handle: await window.handle("one.onrecord.json"), task: "open" }));
    const { people } = await window.ask("exchange.people", { session: window.session, article: "t-1" });
    expect(people).toMatchObject([{ name: "Ada", isMe: true }]);
    const written = await window.export({ format: "brat", annotators: "all" }, "brat");
    expect(written).toMatchObject({ articles: 1, problems: [] });
    await expect(window.read(["one.onrecord.json"])).rejects.toThrow("a single file holds one article only");
    expect(existsSync(location)).toBe(true);
  });

  it("goes only where the window was led to", async () => {
    const { window } = await withArticles(1);
    const { session } = window;
    for (const target of ["/tmp/made-up", "../x"])
      await expect(
        window.ask("exchange.export", { session, request: plainRequest, target, task: "t" }),
      ).rejects.toThrow("not chosen in this window");
  });
});
