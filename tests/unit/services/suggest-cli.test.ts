import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { suggestAll } from "../../../electron/services/suggest-all.ts";
import { readAnnotation } from "../../../shared/format/annotation-file.ts";
import { temporaryFolder } from "../../builders.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const story = "Jane Doe said the bridge was safe.";
const line = (id: string, text = story) => JSON.stringify({ id, text });

function onrecord(folder: string, args: string[], input = "") {
  const { INIT_CWD: _from, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "electron", "cli.ts"), ...args], {
    cwd: folder,
    env: { ...environment, NO_COLOR: "1" },
    encoding: "utf8",
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

describe("onrecord suggest", { timeout: 90_000 }, () => {
  it("writes one annotation file a line, all of it suggested and nothing accepted", () => {
    const { status, stdout } = onrecord(temporaryFolder(), ["suggest"], `${line("a")}\n${line("b")}\n`);
    expect(status).toBe(0);
    const [first = "", second = "", ...none] = stdout.split("\n");
    expect(none).toEqual([""]);
    const read = readAnnotation("a", first, first.length);
    if (!read.ok) throw new Error(read.problem.reason);
    const quotes = [...read.document.open.quotes.values()];
    expect(quotes).toMatchObject([{ form: "indirect", origin: { kind: "suggested", accepted: null } }]);
    expect(read.problems).toEqual([]);
    expect(JSON.parse(second)).toMatchObject({ article: { id: "b", text: story }, entities: [{ name: "Jane Doe" }] });
  });

  it("goes on past a line that it cannot read, says which and why, and fails at the end", () => {
    const input = [line("a"), "{", '{"id":"c"}', "", line("e")].join("\n");
    const { status, stdout, stderr } = onrecord(temporaryFolder(), ["suggest", "--as", "gold"], input);
    expect(status).toBe(1);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((one) => JSON.parse(one).id),
    ).toEqual(["a", "e"]);
    expect(stderr).toMatch(/^standard input, line 2: it is not JSON.*\nstandard input, line 3: text: /);
  });

  it("gives the same with several jobs, in the same order, with the same bad lines", () => {
    const lines = Array.from({ length: 260 }, (_, at) =>
      at % 50 === 7 ? "{" : line(`a${at}`, `${story} Mayor Ada Stone ${at} denied it. `.repeat(1 + (at % 9))),
    );
    for (const form of ["gold", "annotation"]) {
      const [one, three] = ["1", "3"].map((jobs) => {
        const run = onrecord(temporaryFolder(), ["suggest", "--as", form, "--jobs", jobs], lines.join("\n"));
        return { ...run, stdout: run.stdout.replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"now"') };
      });
      expect(three).toEqual(one);
      expect(one?.stdout.trim().split("\n")).toHaveLength(254);
      expect(one?.stderr).toContain("line 208");
    }
  });

  it("writes gold by Onrecord's convention or PolNeAR's", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "in.jsonl"), line("a", "Doe said that “all is well.”"));
    const content = (...args: string[]) => {
      const { stdout } = onrecord(folder, ["suggest", "in.jsonl", "--as", "gold", ...args]);
      return JSON.parse(stdout).quotes[0].content;
    };
    expect(content()).toEqual([[15, 27]]);
    expect(content("--convention", "polnear")).toEqual([[9, 28]]);
  });

  it("asks another program, article by article, and goes on past one that it fails on", () => {
    const folder = temporaryFolder();
    const program = join(folder, "helper.mjs");
    writeFileSync(
      program,
      `import { text } from "node:stream/consumers";
       const asked = JSON.parse(await text(process.stdin));
       if (asked.id === "b") { console.error("no model"); process.exit(2); }
       const span = { start: 0, end: 8, text: "Jane Doe" };
       for (const one of [{ kind: "begin", version: 1, offsets: "utf-16" },
         { kind: "mention", span, means: { type: "Person", name: process.argv[2] } },
         { kind: "mention", span: { ...span, end: 12 } }, { kind: "end" }]) console.log(JSON.stringify(one));`,
    );
    const args = ["suggest", "--with", process.execPath, "--arg", program, "--arg=-Jane"];
    const { status, stdout, stderr } = onrecord(folder, args, `${line("a")}\n${line("b")}\n${line("c")}\n`);
    const written = stdout
      .trim()
      .split("\n")
      .map((one) => JSON.parse(one));
    expect(written).toMatchObject([
      { article: { id: "a" }, entities: [{ type: "Person", name: "-Jane" }], mentions: [{}] },
      { article: { id: "c" } },
    ]);
    expect(stderr).toMatch(/line 2: it ended with exit code 2 and said: no model\./);
    expect(stderr).toContain("left out, for “Jane Doe” is not where it says");
    expect(status).toBe(1);
  });

  it("reads a line only when the one before is written", async () => {
    const read: string[] = [];
    function* lines() {
      for (const id of ["a", "b", "c"]) {
        read.push(id);
        yield line(id);
      }
    }
    const form = { kind: "gold", convention: "onrecord" } as const;
    const results = suggestAll(lines(), { file: "in", form, program: null, arguments: [] }, 1);
    await results.next();
    expect(read).toEqual(["a"]);
    await results.return(undefined);
  });
});

describe("onrecord evaluate", { timeout: 90_000 }, () => {
  it("measures what suggest wrote, as a table or as JSON", () => {
    const folder = temporaryFolder();
    const { stdout } = onrecord(folder, ["suggest", "--as", "gold"], line("a"));
    writeFileSync(join(folder, "system.jsonl"), stdout);
    const { quotes, entities } = JSON.parse(stdout);
    writeFileSync(join(folder, "gold.jsonl"), JSON.stringify({ id: "a", text: story, quotes, entities }));
    const table = onrecord(folder, ["evaluate", "gold.jsonl", "system.jsonl"]);
    expect(table.stdout).toMatch(/content exact\s+P 100\.0 {2}R 100\.0 {2}F 100\.0/);
    const json = onrecord(folder, ["evaluate", "gold.jsonl", "system.jsonl", "--json"]);
    expect(JSON.parse(json.stdout)).toMatchObject({ documents: 1, missing: 0, entities: { Person: { f1: 1 } } });
  });

  it("says which line it cannot read, and fails", () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "gold.jsonl"),
      `${JSON.stringify({ id: "a", text: story, quotes: [{ content: [[9, 2]] }] })}\n`,
    );
    writeFileSync(join(folder, "system.jsonl"), "");
    const { status, stderr } = onrecord(folder, ["evaluate", "gold.jsonl", "system.jsonl"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^gold\.jsonl, line 1: quotes\[0\]\.content\[0\]: a span ends before it begins/);
  });
});
