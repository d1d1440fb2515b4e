import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type ElectronApplication, _electron as electron, type Page } from "playwright/test";
import { Desktop } from "./desktop.ts";

/** web: the local web host in a browser. electron: the desktop program in Electron's own runtime. stand-in: the same
 *  program, unmodified, on the stand-in of Electron under tests/electron. */
export type ShellName = "web" | "stand-in" | "electron";

/** The program while it runs. */
export interface Running {
  /** What a person has beside the window: menu, dialogs of the system. Null in a browser. */
  readonly desktop: Desktop | null;
  /** The window as it is now: a page that crashed is replaced by another. */
  page(): Page;
  quit(): Promise<void>;
  kill(): Promise<void>;
}

export interface Start {
  home: string;
  /** The browser's page: only the web shell uses it. */
  page: Page;
  path: string | undefined;
  /** What the environment holds besides, where the program is started. */
  environment: Record<string, string>;
  /** Options of \`serve\`: only the web shell has them. */
  options: readonly string[];
}

const root = join(import.meta.dirname, "..", "..", "..");
const standIn = join(root, "tests", "electron", "stand-in", "electron");

/** However slow the machine is, a start takes less than this many milliseconds. */
export const startLimit = 30_000;

export const profileIn = (home: string): string => join(home, ".profile-of-onrecord");

const environment = (home: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  HOME: home,
  ONRECORD_PROFILE: profileIn(home),
  INIT_CWD: home,
  ONRECORD_NODE: process.execPath,
});

export const start = (shell: ShellName, given: Start): Promise<Running> =>
  shell === "web" ? startWeb(given) : startDesktop(shell, given);

async function startWeb({ home, page, path, environment: more, options }: Start): Promise<Running> {
  const args = [join(root, "electron", "cli.ts"), "serve", "--no-open", ...options, ...(path ? [path] : [])];
  const started = spawn(process.execPath, args, {
    cwd: root,
    env: { ...environment(home), ...more },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let out = "";
    started.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      const line = /\{.*\}/.exec(out)?.[0];
      if (line) resolve(String(JSON.parse(line).url));
    });
    started.once("exit", (code) => reject(new Error(`the host ended with ${code}: ${out}`)));
  });
  await page.goto(url, { timeout: startLimit });
  return {
    desktop: null,
    page: () => page,
    quit: () => end(started, () => started.kill("SIGTERM")),
    kill: () => end(started, () => started.kill("SIGKILL")),
  };
}

async function startDesktop(
  shell: "stand-in" | "electron",
  { home, path, environment: more }: Start,
): Promise<Running> {
  const app = await electron.launch({
    ...(shell === "stand-in" ? { executablePath: standIn } : {}),
    args: [root, ...(path ? [path] : [])],
    cwd: home,
    env: { ...environment(home), ...more },
  });
  const child = app.process();
  const desktop = await Desktop.of(app);
  const page = await windowOf(app);
  await desktop.shown();
  return {
    desktop,
    page,
    quit: () => end(child, () => void desktop.quit()),
    kill: () => end(child, () => child.kill("SIGKILL")),
  };
}

/** The program's one window. Where its page crashed, the one that took its place; never a page that a page opened. */
async function windowOf(app: ElectronApplication): Promise<() => Page> {
  let page = await app.firstWindow();
  let gone = false;
  const leave = () => {
    gone = true;
  };
  page.once("crash", leave);
  return () => {
    const next = app.windows().at(-1);
    if ((gone || page.isClosed()) && next) page = next;
    return page;
  };
}

async function end(child: ChildProcess, ask: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  ask();
  await gone;
}

/** Starts the program a second time beside the one that runs. @returns its exit code. */
export async function startAgain(shell: ShellName, home: string, path: string): Promise<number | null> {
  const executable = shell === "electron" ? String((await import("electron")).default) : standIn;
  const child = spawn(executable, [root, "--no-sandbox", path], { cwd: home, env: environment(home), stdio: "ignore" });
  return new Promise((resolve) => child.once("exit", resolve));
}
