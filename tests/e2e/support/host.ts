import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Page } from "playwright/test";

const root = join(import.meta.dirname, "..", "..", "..");

/** The program on a machine of its own: an empty home folder and profile, and a host that can be stopped or killed. */
export interface Machine {
  readonly home: string;
  /** Starts the host and opens its window in `page`. */
  start(page: Page, path?: string): Promise<void>;
  /** Ends the host the way a person quits it. */
  quit(): Promise<void>;
  /** Ends the host without a word, as a crash would. */
  kill(): Promise<void>;
}

export const test = base.extend<{ machine: Machine }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern
  machine: async ({}, use) => {
    const home = mkdtempSync(join(tmpdir(), "onrecord-home-"));
    let child: ChildProcess | null = null;
    const end = async (signal: NodeJS.Signals) => {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null) return;
      const gone = new Promise((resolve) => running.once("exit", resolve));
      running.kill(signal);
      await gone;
    };
    await use({
      home,
      async start(page, path) {
        const args = [join(root, "electron", "cli.ts"), "serve", "--no-open", ...(path ? [path] : [])];
        const env = {
          ...process.env,
          HOME: home,
          ONRECORD_PROFILE: join(home, ".profile-of-onrecord"),
          INIT_CWD: home,
        };
        const started = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
        child = started;
        const url = await new Promise<string>((resolve, reject) => {
          let out = "";
          started.stdout.on("data", (chunk: Buffer) => {
            out += chunk.toString();
            const line = /\{.*\}/.exec(out)?.[0];
            if (line) resolve(String(JSON.parse(line).url));
          });
          started.once("exit", (code) => reject(new Error(`the host ended with ${code}: ${out}`)));
        });
        await page.goto(url);
        await page.waitForFunction(() => document.querySelector(".start, .workspace") !== null);
      },
      quit: () => end("SIGTERM"),
      kill: () => end("SIGKILL"),
    });
    await end("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  },
});

export { expect } from "playwright/test";
