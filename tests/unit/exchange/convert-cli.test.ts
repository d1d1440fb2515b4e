import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine } from "../../support/command-line.ts";
import { filledFolder } from "../services/support.ts";

const task = (text: string, end: number) =>
  JSON.stringify({ text, spans: [{ start: 0, end, label: "Person" }], _input_hash: 7, answer: "accept" });

describe("onrecord convert", { timeout: 120_000 }, () => {
  it("filters JSON Lines, puts bad records aside with the reason, and goes on", () => {
    const { home, runWith } = commandLine();
    const input = `${task("Doe left.", 3)}\n{"broken\n\n${task("Roe stayed.", 3)}\n`;
    const options = ["--to", "prodigy", "--from", "prodigy", "--no-extension", "--rejects", "bad.jsonl"];
    const result = runWith(input, "convert", ...options);
    expect(result.status).toBe(1);
    expect(result.stdout).toBe(`${task("Doe left.", 3)}\n${task("Roe stayed.", 3)}\n`);
    const [bad, ...more] = readFileSync(join(home, "bad.jsonl"), "utf8").trim().split("\n");
    expect(more).toEqual([]);
    expect(JSON.parse(bad ?? "")).toMatchObject({ file: "standard input", path: "line 2", record: '{"broken' });
  });

  it("gives back an article of a project through brat and annotation JSON, byte for byte", async () => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    expect(run("convert", folder, "--to", "brat", "--out", "brat")).toMatchObject({ status: 0 });
    expect(readdirSync(join(home, "brat")).sort()).toEqual([
      "annotation.conf",
      "story.ann",
      "story.txt",
      "visual.conf",
    ]);
    expect(run("convert", "brat", "--to", "onrecord", "--out", "back")).toMatchObject({ status: 0 });
    expect(run("convert", folder, "--to", "onrecord", "--out", "direct")).toMatchObject({ status: 0 });
    const [back, direct] = ["back", "direct"].map((one) =>
      readFileSync(join(home, one, "story.onrecord.json"), "utf8"),
    );
    expect(back).toBe(direct);
    expect(run("validate", "back/story.onrecord.json").status).toBe(0);
  });

  it.each([
    ["uima-xmi", ["TypeSystem.xml", "story.xmi"]],
    ["uima-json", ["story.cas.json"]],
    ["webanno-tsv", ["story.tsv"]],
  ])("gives it back through %s, with its type system left alone", async (format, names) => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    expect(run("convert", folder, "--to", format, "--out", "out/")).toMatchObject({ status: 0 });
    expect(readdirSync(join(home, "out")).sort()).toEqual(names);
    expect(run("convert", "out", "--to", "onrecord", "--out", "back")).toMatchObject({ status: 0 });
    expect(run("convert", folder, "--to", "onrecord", "--out", "direct")).toMatchObject({ status: 0 });
    const [back, direct] = ["back", "direct"].map((one) =>
      readFileSync(join(home, one, "story.onrecord.json"), "utf8"),
    );
    expect(back).toBe(direct);
  });

  it("says what is lost, and only then", async () => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    const kept = run("convert", folder, "--to", "label-studio", "--out", "tasks.json", "--report");
    expect(kept.stderr).toMatch(/^Only Onrecord reads these, from the field onrecord of the task's data:/);
    expect(kept.stderr).toContain("Nothing is lost.");
    const lost = run("convert", folder, "--to", "conll", "--out", "columns/", "--report", "report.json", "--json");
    const report = JSON.parse(readFileSync(join(home, "report.json"), "utf8"));
    expect(JSON.parse(lost.stdout)).toEqual(report);
    expect(report.losses.find(({ what }: { what: string }) => what === "quotes").count).toBe(1);
  });

  it("leaves no half file where a format is unknown or needs a folder", async () => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    expect(run("convert", folder, "--to", "nonsense").stderr).toContain("Onrecord writes onrecord, ");
    const result = run("convert", folder, "--to", "csv");
    expect([result.status, result.stdout]).toEqual([1, ""]);
    expect(result.stderr).toContain("name a folder for them with --out");
    mkdirSync(join(home, "empty"));
    expect(run("convert", "empty", "--to", "csv", "--out", "tables").status).toBe(0);
    expect(existsSync(join(home, "tables"))).toBe(false);
  });

  it("writes tables with one header each", async () => {
    const folder = await filledFolder();
    const { home, run } = commandLine();
    run("convert", folder, folder, "--to", "tsv", "--out", "tables");
    const rows = readFileSync(join(home, "tables", "mentions.tsv"), "utf8")
      .trim()
      .split("\n");
    expect(rows.filter((row) => row.startsWith("article\t"))).toHaveLength(1);
    expect(rows.length % 2).toBe(1);
  });
});

describe("onrecord stats", { timeout: 120_000 }, () => {
  it("counts what files hold, of whatever format", () => {
    const { home, run } = commandLine();
    writeFileSync(join(home, "tasks.jsonl"), `${task("Doe left.", 3)}\n${task("Roe stayed.", 3)}\n`);
    const { stdout, status } = run("stats", "tasks.jsonl", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ articles: 2, mentions: 2, "mentions of Person": 2, entities: 2 });
  });
});
