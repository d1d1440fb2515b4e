import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cli, commandLine } from "../../support/command-line.ts";

/** A command line, with what starts the program without waiting for it, and reads a file. */
function jobs() {
  const line = commandLine();
  const start = (...args: string[]) =>
    spawn(process.execPath, [cli, ...args], { cwd: line.home, env: line.env, stdio: "ignore" });
  return { ...line, start, text: (name: string) => readFileSync(join(line.home, name), "utf8") };
}

/** Lines for Prodigy, every hundredth of them broken. */
const linesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const name = `Doe ${at}`;
    const words = `${name} 😀 said that it was time. `.repeat(40);
    const task = { text: words, spans: [{ start: 0, end: name.length, label: "Person" }], _input_hash: at };
    return at % 100 === 50 ? `{"broken ${at}` : JSON.stringify(task);
  }).join("\n");

describe("convert with several jobs", { timeout: 120_000 }, () => {
  it("gives the same as with one, in the same order, with the same bad records", () => {
    const { home, run, text } = jobs();
    writeFileSync(join(home, "tasks.jsonl"), linesOf(700));
    const converted = (jobs: string) =>
      run(
        "convert",
        "tasks.jsonl",
        "--to",
        "doccano",
        "--out",
        `${jobs}.jsonl`,
        "--rejects",
        `${jobs}-bad.jsonl`,
        "--jobs",
        jobs,
        "--json",
      );
    const [one, three] = [converted("1"), converted("3")];
    expect([one.status, three.status]).toEqual([1, 1]);
    expect(JSON.parse(three.stdout)).toEqual(JSON.parse(one.stdout));
    expect(JSON.parse(one.stdout)).toMatchObject({ articles: 693, problems: 7 });
    expect(text("3.jsonl")).toBe(text("1.jsonl"));
    expect(text("3-bad.jsonl")).toBe(text("1-bad.jsonl"));
    expect(text("1-bad.jsonl").trim().split("\n")).toHaveLength(7);
  });

  it("counts the same", () => {
    const { home, run } = jobs();
    writeFileSync(join(home, "tasks.jsonl"), linesOf(300));
    const counted = (jobs: string) => run("stats", "tasks.jsonl", "--jobs", jobs).stdout;
    expect(counted("2")).toBe(counted("1"));
    expect(counted("2")).toContain("articles\t297\n");
  });

  it("checks lines as they come", () => {
    const { home, run, runWith } = jobs();
    writeFileSync(join(home, "tasks.jsonl"), linesOf(120));
    run("convert", "tasks.jsonl", "--to", "onrecord-lines", "--out", "good.jsonl");
    const [first = "", second = "", ...rest] = readFileSync(join(home, "good.jsonl"), "utf8").trim().split("\n");
    const moved = JSON.parse(second);
    moved.mentions[0].spans[0].start += 1;
    const input = [first, JSON.stringify(moved), ...rest].join("\n");
    const { status, stdout, stderr } = runWith(input, "validate", "--jobs", "2");
    expect([status, stderr]).toEqual([1, "118 records are valid, 1 are not.\n"]);
    expect(stdout).toContain("line 2");
    expect(stdout).toContain("mentions[0]");
  });

  it("refuses a number that is none", () => {
    expect(jobs().run("stats", "x", "--jobs", "none").stderr).toContain("Say a number from 1 to 256.");
  });
});

describe("a conversion that was killed", { timeout: 180_000 }, () => {
  it.each([
    ["one file", "doccano", "out.jsonl"],
    ["a folder of files", "brat", "out"],
  ])("goes on where it was, and gives %s as if nothing had been", async (_, to, out) => {
    const { home, run, start, text } = jobs();
    writeFileSync(join(home, "tasks.jsonl"), linesOf(to === "brat" ? 300 : 1_500));
    const args = (where: string) => ["convert", "tasks.jsonl", "--to", to, "--out", where, "--rejects", `${where}.bad`];
    const killed = start(...args(out));
    const noted = join(home, `${out}.progress.json`);
    const ended = new Promise((resolve) => killed.once("exit", resolve));
    while (!existsSync(noted) && killed.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    // A little more than it noted, which is not to be there twice.
    await new Promise((resolve) => setTimeout(resolve, 100));
    killed.kill("SIGKILL");
    await ended;
    expect(existsSync(noted), "it was killed on its way").toBe(true);
    if (to === "doccano") expect(existsSync(join(home, out))).toBe(false);

    expect(run(...args(out), "--resume", "--no-extension").stderr).toContain(
      "it is of a conversion with other input or options",
    );
    expect(run(...args(out), "--resume").status).toBe(1);
    expect(existsSync(noted)).toBe(false);
    expect(run(...args(`whole-${out}`)).status).toBe(1);
    expect(text(`${out}.bad`)).toBe(text(`whole-${out}.bad`));
    if (to === "doccano") expect(text(out)).toBe(text(`whole-${out}`));
    else {
      const names = readdirSync(join(home, `whole-${out}`));
      expect(readdirSync(join(home, out)).sort()).toEqual(names.sort());
      for (const name of names.slice(0, 200)) expect(text(join(out, name))).toBe(text(join(`whole-${out}`, name)));
    }
  });
});

describe.skipIf(process.platform === "win32")("completion", () => {
  const completed = (words: string[]) => {
    const { home, run } = jobs();
    writeFileSync(join(home, "script"), run("completion", "bash").stdout);
    const line = `source ./script; COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; _onrecord; echo "\${COMPREPLY[@]}"`;
    return spawnSync("bash", ["-c", line], { cwd: home, encoding: "utf8" }).stdout.trim();
  };

  it("of bash knows commands, their options, and formats", () => {
    expect(completed(["onrecord", "conv"])).toBe("convert");
    expect(completed(["onrecord", "convert", "--re"])).toBe("--report --rejects --resume");
    expect(completed(["onrecord", "convert", "--to", "bra"])).toBe("brat");
  });
});
