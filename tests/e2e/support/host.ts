import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, type Page } from "playwright/test";
import type { Desktop } from "./desktop.ts";
import { type Running, type ShellName, start, startLimit } from "./shells.ts";

/** The program on a machine of its own: an empty home folder and profile, and a program that can be quit or killed. */
export interface Machine {
  readonly home: string;
  readonly shell: ShellName;
  /** What the environment holds besides at the next start. */
  readonly environment: Record<string, string>;
  /** Options of \`serve\` at the next start, in a browser. */
  readonly options: string[];
  /** Menu and dialogs of the system, while the desktop program runs. @throws in a browser. */
  readonly desktop: Desktop;
  /** Starts the program. Its window is in `page`, or is what `page` stands for. */
  start(page: Page, path?: string): Promise<void>;
  /** Ends the program the way a person quits it. */
  quit(): Promise<void>;
  /** Ends the program without a word, as a crash would. */
  kill(): Promise<void>;
}

interface Fixtures {
  shell: ShellName;
  program: Program;
  machine: Machine;
}

class Program implements Machine {
  readonly home = mkdtempSync(join(tmpdir(), "onrecord-home-"));
  readonly shell: ShellName;
  readonly environment: Record<string, string> = {};
  readonly options: string[] = [];
  running: Running | null = null;
  timeout: number | null = null;

  constructor(shell: ShellName) {
    this.shell = shell;
  }

  get desktop(): Desktop {
    const desktop = this.running?.desktop;
    if (!desktop) throw new Error("no desktop program is running");
    return desktop;
  }

  async start(page: Page, path?: string): Promise<void> {
    const { home, environment, options } = this;
    this.running = await start(this.shell, { home, page, path, environment, options });
    const window = this.running.page();
    if (this.timeout !== null) window.setDefaultTimeout(this.timeout);
    await window.waitForSelector(".start, .workspace", { state: "attached", timeout: startLimit });
  }

  quit = async (): Promise<void> => this.running?.quit();
  kill = async (): Promise<void> => this.running?.kill();

  /** A page that stands for the desktop program's window, whichever that is at the moment. */
  window(unused: Page): Page {
    return new Proxy(unused, {
      get: (_page, key) => {
        if (key === "setDefaultTimeout") return (limit: number) => this.limit(limit);
        const target = this.running?.page() ?? unused;
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  private limit(milliseconds: number): void {
    this.timeout = milliseconds;
    this.running?.page().setDefaultTimeout(milliseconds);
  }
}

export const test = base.extend<Fixtures>({
  shell: ["web", { option: true }],
  program: async ({ shell }, use, info) => {
    const program = new Program(shell);
    await use(program);
    if (info.status !== info.expectedStatus && shell !== "web") {
      const body = await program.running
        ?.page()
        .screenshot()
        .catch(() => null);
      if (body) await info.attach("window", { body, contentType: "image/png" });
    }
    await program.kill();
    rmSync(program.home, { recursive: true, force: true, maxRetries: 10 });
  },
  machine: async ({ program }, use) => use(program),
  page: async ({ page, program }, use) => use(program.shell === "web" ? page : program.window(page)),
});

export { expect } from "playwright/test";
