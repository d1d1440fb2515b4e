import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lock } from "../../../electron/services/lock.ts";
import { folderBackend } from "../../../electron/services/store/folder.ts";
import { commandLine } from "../../support/command-line.ts";

const text = "Doe of the Post said: “It is time.” Nobody left.";
const task = (label: string, extra = "") =>
  `${JSON.stringify({
    text: `${text}${extra}`,
    spans: [
      { start: 0, end: 3, label },
      { start: 22, end: 35, label: "CITATION" },
    ],
  })}\n`;
const lines = (output: string) =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("onrecord import of annotations", { timeout: 120_000 }, () => {
  it("makes a project of them, adds nothing the second time, and goes on past what it cannot read", () => {
    const { run, put } = commandLine();
    put("a.jsonl", `${task("PER")}{"broken\n${task("PER", " Roe stayed.")}`);
    put("b.txt", "An article of no annotations.");
    put("labels.json", JSON.stringify({ labels: { PER: "Person", CITATION: "quote" } }));
    const first = run(
      "import",
      "project",
      "a.jsonl",
      "b.txt",
      "--map-labels",
      "labels.json",
      "--json",
      "--report",
      "report.json",
    );
    expect(first.status).toBe(1);
    expect(lines(first.stdout)).toMatchObject([
      { file: "b.txt", article: "b", problem: null },
      { file: "a.jsonl", article: "a-1", action: "add", tally: { added: 2 }, problems: [] },
      { file: "a.jsonl", article: null, problems: [{ path: "line 2" }] },
      { file: "a.jsonl", article: "a-3", action: "add", tally: { added: 2 } },
    ]);
    put("good.jsonl", task("PER"));
    const again = run("import", "project", "good.jsonl", "--map-labels", "labels.json");
    expect([again.status, again.stdout]).toEqual([0, "good.jsonl: added to a-1, 0 annotations more\n"]);
    expect(run("validate", "project")).toMatchObject({ status: 0, stdout: "project: valid\n" });
    const { quotes, mentions, entities } = JSON.parse(run("export", "project", "--article", "a-1").stdout);
    expect([quotes.length, mentions.length]).toEqual([1, 1]);
    expect(entities).toMatchObject([{ type: "Person", name: "Doe" }]);
  });

  it("takes JSON Lines for articles where their fields are named, also fields inside of others", () => {
    const { run, put } = commandLine();
    const line = (story: string) =>
      JSON.stringify({
        story,
        head: { line: "Bridge late" },
        outlet: { name: "The Post" },
        spans: [],
        when: 1_780_000_000,
      });
    put("news.jsonl", `${line("Doe said: “It is time.”")}\n${line("Roe left.")}\n{"head": {}}\n`);
    const fields = "text=story,title=head.line,publisher=outlet.name,date=when";
    const { status, stdout } = run("import", "project", "news.jsonl", "--fields", fields, "--json");
    expect(status).toBe(1);
    expect(lines(stdout)).toMatchObject([
      { file: "news.jsonl", article: "bridge-late", problem: null },
      { file: "news.jsonl", article: "bridge-late-2", problem: null },
      { article: null, problem: { path: expect.stringContaining("line 3") } },
    ]);
    const { article } = JSON.parse(run("export", "project", "--article", "bridge-late").stdout);
    expect(article).toMatchObject({ text: "Doe said: “It is time.”", title: "Bridge late", publisher: "The Post" });
    expect(article.date).toMatch(/^2026-/);
    const wrong = run("import", "project", "news.jsonl", "--fields", "story");
    expect([wrong.status === 0, wrong.stderr]).toEqual([
      false,
      expect.stringContaining("should be such as text=story"),
    ]);
  });

  it("gives it to the annotator who is named, whom the project then knows", () => {
    const { home, run, put } = commandLine();
    put("a.jsonl", task("Person"));
    expect(run("import", "project", "a.jsonl", "--annotator", "Ann Lee").status).toBe(0);
    expect(run("import", "project", "a.jsonl", "--annotator", "Bo", "--report").stderr).toContain(
      "Everything has a record.",
    );
    const names = readdirSync(join(home, "project", "annotators")).map((file) =>
      JSON.parse(readFileSync(join(home, "project", "annotators", file), "utf8")),
    );
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining(["Ann Lee", "Bo"]));
    const ann = names.find(({ name }) => name === "Ann Lee").id;
    const [mine] = lines(run("export", "project", "--to", "onrecord-lines", "--annotator", ann).stdout);
    expect(new Set(mine.mentions.map((one: { annotator: string }) => one.annotator))).toEqual(new Set([ann]));
    const [all] = lines(run("export", "project", "--to", "onrecord-lines").stdout);
    expect(all.mentions).toHaveLength(2 * mine.mentions.length);
  });

  it("does not touch work that is open elsewhere", async () => {
    const { home, run, put } = commandLine();
    put("a.jsonl", task("Person"));
    run("import", "project", "a.jsonl");
    const { annotator } = JSON.parse(readFileSync(join(home, "profile", "profile.json"), "utf8"));
    const held = await lock(folderBackend(join(home, "project"), annotator).lockPath);
    if ("holder" in held) throw new Error("it was left locked");
    const refused = run("import", "project", "a.jsonl");
    expect([refused.status, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toContain("has it open in another program. Close it there");
    await held.lock.release();
    expect(run("import", "project", "a.jsonl").status).toBe(0);
  });

  it("says what is wrong with a file of labels, and where", () => {
    const { run, put } = commandLine();
    put("a.jsonl", task("PER"));
    put("wrong.json", '{"labels": {"PER": "Persona"}}');
    const { status, stderr } = run("import", "project", "a.jsonl", "--map-labels", "wrong.json");
    expect([status, stderr]).toEqual([
      1,
      "wrong.json, labels.PER: the scheme has no type Persona. Name a type of the scheme, or new.\n",
    ]);
    put("broken.json", "{");
    expect(run("import", "project", "a.jsonl", "--map-labels", "broken.json").stderr).toMatch(
      /^broken\.json: it is not JSON\. Write /,
    );
    expect(run("import", "project").stderr).toContain("Name the project's folder first");
  });
});

describe("onrecord export to a format", { timeout: 120_000 }, () => {
  it("writes a folder or a file, whole, and says what is lost", () => {
    const { home, run, put } = commandLine();
    put("a.jsonl", `${task("Person")}${task("Person", " Roe stayed.")}`);
    run("import", "project", "a.jsonl");
    const brat = run("export", "project", "--to", "brat", "--out", "brat", "--report");
    expect([brat.status, brat.stdout]).toEqual([0, ""]);
    expect(brat.stderr).toContain("Nothing is lost.");
    expect(readdirSync(join(home, "brat")).sort()).toEqual([
      "a-1.ann",
      "a-1.txt",
      "a-2.ann",
      "a-2.txt",
      "annotation.conf",
      "visual.conf",
    ]);
    const again = run("export", "project", "--to", "brat", "--out", "brat");
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining("there already and not empty")]);
    const one = run("export", "project", "--to", "doccano", "--articles", "a-2", "--out", "one.jsonl", "--json");
    expect(JSON.parse(one.stdout)).toMatchObject({ articles: 1, files: 1, problems: 0 });
    expect(readFileSync(join(home, "one.jsonl"), "utf8").trim().split("\n")).toHaveLength(1);
    const gone = run("export", "project", "--to", "doccano", "--articles", "a-2", "gone", "--out", "two.jsonl");
    expect([gone.status, existsSync(join(home, "two.jsonl"))]).toEqual([1, true]);
    expect(gone.stderr).toContain("gone");
  });

  it("has cells as they are, until it is asked to be safe for spreadsheets", () => {
    const { home, run, put } = commandLine();
    mkdirSync(join(home, "corpus"));
    put("corpus/a.txt", "=SUM(A1) said Doe.");
    put("corpus/a.ann", "T1\tPerson 0 8\t=SUM(A1)\n");
    run("import", "project", "corpus");
    const cells = (...more: string[]) => {
      const out = `tables-${more.length}`;
      run("export", "project", "--to", "csv", "--out", out, ...more);
      return readFileSync(join(home, out, "mentions.csv"), "utf8");
    };
    expect(cells()).toContain(",=SUM(A1),");
    expect(cells("--option", "safe-cells")).toContain(",'=SUM(A1),");
    expect(run("export", "project", "--to", "brat", "--out", "x", "--option", "safe-cells").stderr).toContain(
      "has no option safe-cells",
    );
    expect(run("export", "project", "--to", "csv").stderr).toContain("Name a folder for them with --out");
  });
});
