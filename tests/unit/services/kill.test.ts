import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { MethodName, Params, Result } from "../../../shared/host/contract.ts";
import { temporaryFolder } from "../../builders.ts";
import { filledFolder, marking, must } from "./support.ts";

const program = fileURLToPath(new URL("../../../electron/cli.ts", import.meta.url));

/** The program itself, in a process of its own, with the project open that it was started with. */
async function started(home: string, folder: string) {
  const child: ChildProcess = spawn(process.execPath, [program, "serve", folder, "--no-open"], {
    env: { ...process.env, HOME: home, ONRECORD_PROFILE: join(home, "profile") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [line] = await new Promise<string[]>((resolve) =>
    createInterface({ input: must(child.stdout) }).once("line", (...lines: string[]) => resolve(lines)),
  );
  const { url } = JSON.parse(must(line));
  const { origin } = new URL(url);
  const entered = await fetch(url, { redirect: "manual" });
  const cookie = must(entered.headers.getSetCookie()[0]?.split(";")[0]);
  const ask = async <M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> => {
    const headers = { cookie, origin, "content-type": "application/json" };
    const answer = await fetch(`${origin}/call/${method}`, { method: "POST", headers, body: JSON.stringify(params) });
    const reply = await answer.json();
    if (!reply.ok) throw new Error(reply.problem.reason);
    return reply.value;
  };
  const opened = await ask("project.open", { handle: must((await ask("app.info", {})).openAtStart), task: "open" });
  const { mentions } = await ask("article.open", { session: opened.session, article: "story" });
  return { child, ask, opened, mentions };
}

const idsOf = (records: readonly { id: string }[]) => records.map(({ id }) => id).sort();

/** The user of a new profile is somebody else than the annotator whose work is in the folder already. */
describe("a program that is killed", { timeout: 60_000 }, () => {
  it("has lost nothing that it had answered, wherever in its saving it was", async () => {
    const folder = await filledFolder();
    const home = temporaryFolder();
    const made: string[] = [];
    for (const pause of [0, 30, 150, 1_550]) {
      const { child, ask, opened, mentions } = await started(home, folder);
      expect(opened.problems).toEqual([]);
      expect(idsOf(mentions)).toEqual([...made].sort());
      for (let at = 0; at < 5; at += 1) {
        const id = `k${pause}-${at}`;
        await ask("operations.apply", { session: opened.session, sequence: at, operations: [marking(id)] });
        made.push(id);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
    }
    const { mentions } = await started(home, folder);
    expect(idsOf(mentions)).toEqual([...made].sort());
  });
});
