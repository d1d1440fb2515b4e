import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../../builders.ts";
import { until } from "../support.ts";
import { begin, claim, doe, end, hostWith, line, saying, script } from "./support.ts";

const answer = async (reach: Parameters<typeof hostWith>[0], more: Parameters<typeof hostWith>[1] = {}) => {
  const { ask, request } = await hostWith(reach, more);
  return ask("suggesters.ask", request);
};

describe("a suggester that is a command", () => {
  it("is given the article, and its suggestions are the project's to decide", async () => {
    const file = join(temporaryFolder(), "request.json");
    const reach = script(
      `import { text } from "node:stream/consumers"; import { writeFileSync } from "node:fs";
       writeFileSync(${JSON.stringify(file)}, JSON.stringify({ asked: await text(process.stdin), cwd: process.cwd() }));
       process.stdout.write(${JSON.stringify(begin + line({ kind: "progress", done: 1, total: 2 }) + doe + claim + end)});`,
    );
    const { ask, request, progress, profile } = await hostWith(reach);
    const asked = await ask("suggesters.ask", request);
    expect(asked).toMatchObject({
      ended: "done",
      dropped: 0,
      suggestions: [
        {
          kind: "mention",
          producer: "Helper",
          version: "7",
          confidence: 0.9,
          means: { entity: null, type: "Person", name: "Zoë Doe" },
          decision: "pending",
        },
        // 31 in UTF-16: there is a character of two units before it.
        { kind: "claim", spans: [{ start: 31, end: 47 }], checkWorthiness: "high" },
      ],
    });
    const { asked: sent, cwd } = JSON.parse(readFileSync(file, "utf8"));
    expect(JSON.parse(sent)).toMatchObject({ format: "onrecord/suggest", version: 1, id: "story", language: null });
    expect(JSON.parse(sent)).not.toHaveProperty("register");
    expect(cwd).toBe(profile);
    expect(progress.at(-1)).toContain('"done":1,"total":2');
  });

  it("gets its arguments as they are: no shell reads them", async () => {
    const file = join(temporaryFolder(), "made-by-a-shell");
    const reach = script(
      `process.stdout.write(${JSON.stringify(begin)} + JSON.stringify({ kind: "error", message: process.argv[2] }) + "\\n")`,
    );
    const inject = `$(touch ${file}); touch ${file}`;
    if (reach.kind === "command") reach.arguments.push(inject);
    expect((await answer(reach)).problem?.reason).toBe(`it says: ${inject}`);
    expect(existsSync(file)).toBe(false);
  });

  it("loses a suggestion whose span does not cover its words, and says so", async () => {
    const wrong = doe.replace('"start":0,"end":7', '"start":1,"end":8');
    expect(await answer(saying(begin + wrong + claim + end))).toMatchObject({
      ended: "done",
      suggestions: [{ kind: "claim" }],
      dropped: 1,
      droppedExample: "“Zoë Doe” is not where it says",
    });
  });

  it("keeps what came before it failed, and says what happened and how to mend it", async () => {
    const failures: [rest: string, reason: string][] = [
      ["Hello!\n", "line 3 of its reply is not JSON: “Hello!”"],
      [line({ kind: "mention" }), "line 3 of its reply does not follow the protocol, at span"],
      [line({ kind: "begin", version: 2, offsets: "utf-16" }), "does not follow the protocol, at version"],
      [line({ kind: "error", message: "No model." }), "it says: No model."],
      ["", "it ended without the line of kind “end” and said nothing on standard error"],
    ];
    for (const [rest, reason] of failures) {
      const asked = await answer(saying(begin + doe + rest));
      expect(asked).toMatchObject({ ended: "failed", suggestions: [{ kind: "mention" }], problem: { file: "Helper" } });
      expect(asked.problem?.reason).toContain(reason);
      expect(asked.problem?.remedy).toContain("docs/suggesters.md");
    }
  });

  it("is held to its version, its first line, its encoding and its length", async () => {
    expect((await answer(saying(doe))).problem?.reason).toContain("before the line of kind “begin”");
    const binary = script("process.stdout.write(Buffer.from([0xff, 0xfe, 0x0a]))");
    expect((await answer(binary)).problem?.reason).toBe("its reply is not UTF-8");
    const huge = script(`process.stdout.write('{"kind":"' + "x".repeat(3e6)); setInterval(() => 0, 1000)`);
    expect((await answer(huge)).problem?.reason).toContain("a line of its reply is longer than");
    const endless = script(`const some = ${JSON.stringify(doe)}.repeat(500);
      process.stdout.write(${JSON.stringify(begin)}); const more = () => process.stdout.write(some, more); more();`);
    const asked = await answer(endless);
    expect(asked.problem?.reason).toContain("suggests more than");
    expect(asked.suggestions).toHaveLength(1);
  });

  it("says how it ended, with the last of what it complained of", async () => {
    const reach = script(`process.stderr.write("x".repeat(5000) + " no model\\n"); process.exit(3)`);
    const { problem } = await answer(reach);
    expect(problem?.reason).toMatch(/^it ended with exit code 3 and said: x+ no model$/);
    expect(problem?.reason.length).toBeLessThan(700);
    const missing = await answer({ kind: "command", program: "no-such-program-here", arguments: [] });
    expect(missing.problem).toMatchObject({ file: "Helper", reason: "there is no program no-such-program-here" });
  });

  it("is ended with all that it started when its time is up or the person cancels", async () => {
    const file = join(temporaryFolder(), "pids");
    const slow = script(
      `import { spawn } from "node:child_process"; import { writeFileSync } from "node:fs";
       const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "inherit" });
       process.stdout.write(${JSON.stringify(begin + doe)});
       writeFileSync(${JSON.stringify(file)}, JSON.stringify([process.pid, child.pid]));
       setInterval(() => 0, 1000)`,
    );
    const isAlive = (pid: number) => {
      try {
        // A process that ended and that nobody has asked for yet is still there, as a zombie.
        return process.kill(pid, 0) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
      } catch {
        return false;
      }
    };
    const pids = (): number[] => JSON.parse(readFileSync(file, "utf8"));
    const { ask, request } = await hostWith(slow);
    const asking = ask("suggesters.ask", request);
    await until(() => existsSync(file) && readFileSync(file, "utf8").endsWith("]"));
    expect(pids().map(isAlive)).toEqual([true, true]);
    await ask("task.cancel", { task: "t1" });
    expect(await asking).toMatchObject({ ended: "cancelled", problem: null });
    await until(() => !pids().some(isAlive));

    const late = await answer(slow, { seconds: 1 });
    expect(late).toMatchObject({
      ended: "failed",
      suggestions: [{ kind: "mention" }],
      problem: { reason: "it did not answer within a second" },
    });
    await until(() => !pids().some(isAlive));
  });

  it("need not read its request", async () => {
    const reach = script(`process.stdin.destroy(); process.stdout.write(${JSON.stringify(begin + doe + end)})`);
    expect(await answer(reach)).toMatchObject({ ended: "done", suggestions: [{ kind: "mention" }] });
  });
});
