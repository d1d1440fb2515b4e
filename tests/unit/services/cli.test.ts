import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readAnnotation } from "../../../shared/format/annotation-file.ts";
import { commandLine } from "../../support/command-line.ts";
import { filledFolder, text } from "./support.ts";

describe("onrecord import", { timeout: 30_000 }, () => {
  it("makes a project of articles, goes on past what it cannot read, and says which", () => {
    const { home, run } = commandLine();
    writeFileSync(join(home, "a.txt"), text);
    writeFileSync(join(home, "b.md"), "# Title\n\nDoe left.");
    writeFileSync(join(home, "empty.txt"), "");
    const first = run("import", "a.txt", "empty.txt", "missing.txt", "b.md", "--project", "project");
    expect(first.stdout).toBe("a.txt: imported as a\nb.md: imported as b\n");
    expect(first.stderr).toMatch(/^empty\.txt: .*\n.*missing\.txt: it is not there any more\./);
    expect(first.status).toBe(1);
    const again = run("import", "a.txt", "--project", "project", "--json");
    expect([again.status, JSON.parse(again.stdout)]).toEqual([
      0,
      { file: "a.txt", article: "a-2", notices: [], problem: null },
    ]);
    expect(existsSync(join(home, "project", "articles", "b", "source.md"))).toBe(true);
    expect(run("validate", "project")).toMatchObject({ status: 0, stdout: "project: valid\n" });
  });

  it("leaves a folder alone that is something else", () => {
    const { home, run } = commandLine();
    mkdirSync(join(home, "thesis"));
    writeFileSync(join(home, "thesis", "a.txt"), text);
    const result = run("import", "thesis/a.txt", "--project", "thesis");
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("not empty");
  });
});

describe("onrecord export", { timeout: 30_000 }, () => {
  it("writes everybody's work on an article, or one annotator's, to a file or to standard output", async () => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    const printed = run("export", folder, "--article", "story");
    expect(printed.status).toBe(0);
    const read = readAnnotation("story", printed.stdout, printed.stdout.length);
    expect(read.ok && read.document.annotators).toEqual([{ id: "a1", name: "Ann", state: "doing" }]);
    expect(run("export", folder, "--article", "story", "--annotator", "a1", "-o", "out.json").status).toBe(0);
    expect(readFileSync(join(home, "out.json"), "utf8")).toBe(printed.stdout);
    expect(run("validate", "out.json")).toMatchObject({ status: 0, stdout: "out.json: valid\n" });
  });

  it("says what is missing", async () => {
    const folder = await filledFolder();
    const { run } = commandLine();
    expect(run("export", folder, "--article", "gone")).toMatchObject({ status: 1, stdout: "" });
    expect(run("export", join(folder, "nowhere"), "--article", "story").stderr).toMatch(/it is not there any more/);
    expect(run("export", folder).stderr).toContain("--article");
  });
});

describe("onrecord validate", { timeout: 30_000 }, () => {
  it("names what is wrong with each file, and fails", async () => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    const { stdout } = run("export", folder, "--article", "story");
    writeFileSync(join(home, "good.json"), stdout);
    writeFileSync(join(home, "bad.json"), stdout.replace('"mention": "m1"', '"mention": "m7"'));
    const result = run("validate", "good.json", "bad.json", "missing.json");
    expect(result.status).toBe(1);
    expect(result.stdout.split("\n").slice(0, 3)).toEqual([
      "good.json: valid",
      expect.stringMatching(/^bad\.json, quotes\[0\]\.speakers\[0\]: there is no mention m7\. /),
      expect.stringMatching(/^missing\.json: it is not there any more\. /),
    ]);
    const [good, bad] = run("validate", "good.json", "bad.json", "--json").stdout.trim().split("\n");
    expect(JSON.parse(good ?? "")).toEqual({ file: "good.json", valid: true, problems: [] });
    expect(JSON.parse(bad ?? "")).toMatchObject({ valid: false, problems: [{ path: "quotes[0].speakers[0]" }] });
  });

  it("checks every annotator's work in a project, and changes nothing", async () => {
    const folder = await filledFolder();
    const path = join(folder, "annotations", "a1", "story.json");
    const damaged = readFileSync(path, "utf8").replace("Zoë Doe", "Zoe Doe");
    writeFileSync(path, damaged);
    const log = join(folder, "entities", "a1.jsonl");
    writeFileSync(log, readFileSync(log, "utf8").slice(0, -5));
    const torn = readFileSync(log, "utf8");
    const { run } = commandLine();
    const result = run("validate", folder);
    expect(result.status).toBe(1);
    expect(result.stdout).toMatch(/a1\.jsonl, line 2: the last line was cut off/);
    expect(result.stdout).toMatch(/a1\/story\.json, mentions\[0\]: the span 0–7 covers “Zoë Doe”, but says “Zoe Doe”/);
    expect([readFileSync(path, "utf8"), readFileSync(log, "utf8")]).toEqual([damaged, torn]);
  });
});
