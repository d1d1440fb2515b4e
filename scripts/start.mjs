// npm start: sets up, then opens the program in Electron, or in a browser window where Electron's runtime is missing.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { findChromium } from "./chromium.mjs";
import { electronRuntime } from "./electron-runtime.mjs";
import { nodePath, root, runMain, say, setUp, withCompileCache } from "./setup.mjs";

const from = process.env.INIT_CWD ?? process.cwd();
const isRoot = process.getuid?.() === 0;
const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function main() {
  const wantsBrowser = process.argv.includes("--browser") || process.argv.includes("--no-open");
  const args = process.argv.slice(2).filter((arg) => arg !== "--browser");
  setUp();
  const electron = wantsBrowser || !hasDisplay ? null : electronRuntime();
  if (!electron && !wantsBrowser && hasDisplay) say("the same program opens in a browser window");
  if (electron) startElectron(electron, args.map(fromCaller));
  else startInBrowser(args.map(fromCaller));
}

/** npm runs this in the project's root: a path is meant from where the person stands. */
function fromCaller(arg) {
  const path = resolve(from, arg);
  return !arg.startsWith("-") && existsSync(path) ? path : arg;
}

function startElectron(electron, args) {
  const sandbox = isRoot && process.platform === "linux" ? ["--no-sandbox"] : [];
  const child = spawn(electron, [root, ...sandbox, ...args], { cwd: from, stdio: "inherit" });
  endTogether(child);
}

function startInBrowser(args) {
  const opensNothing = args.includes("--no-open");
  const serve = ["serve", "--no-open", ...args.filter((arg) => arg !== "--no-open")];
  const server = spawn(nodePath(), [join(root, "electron", "cli.ts"), ...serve], {
    cwd: from,
    stdio: ["inherit", "pipe", "inherit"],
    env: withCompileCache(),
  });
  endTogether(server);
  let isOpen = false;
  createInterface({ input: server.stdout }).on("line", (line) => {
    const url = addressIn(line);
    if (url === null) return process.stdout.write(`${line}\n`);
    if (isOpen) return say(`another window: open ${url}`);
    isOpen = true;
    openWindow(url, opensNothing);
  });
}

function openWindow(url, opensNothing) {
  if (!hasDisplay || opensNothing) {
    const why = hasDisplay ? "" : "there is no display for a window: ";
    return say(`${why}open ${url} in a browser. Ctrl+C ends the program.`);
  }
  const chromium = findChromium();
  const sandbox = isRoot ? ["--no-sandbox"] : [];
  const [command, args] = chromium
    ? [chromium, [`--app=${url}`, "--window-size=1440,900", ...sandbox]]
    : defaultBrowser(url);
  const window = spawn(command, args, { stdio: "ignore", detached: process.platform !== "win32" });
  window.on("error", () => say("no browser could be started"));
  window.unref();
  process.on("exit", () => stop(window));
  say(`open at ${url}. Ctrl+C ends the program.`);
}

function defaultBrowser(url) {
  if (process.platform === "darwin") return ["open", [url]];
  if (process.platform === "win32") return ["cmd", ["/c", "start", "", url.replaceAll("&", "^&")]];
  return ["xdg-open", [url]];
}

/** The address in the one line of JSON that `serve` prints, or null for any other line. */
function addressIn(line) {
  try {
    const { url } = JSON.parse(line);
    return typeof url === "string" ? url : null;
  } catch {
    return null;
  }
}

/** This script and its child end together, whichever is asked first, with the child's exit code. */
function endTogether(child) {
  let isAsked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      isAsked = true;
      child.kill(signal);
    });
  }
  child.on("error", (error) => {
    say(`could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code) => process.exit(isAsked ? 0 : (code ?? 1)));
}

function stop(child) {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    // The browser's launcher is a script with children: the whole group goes.
    process.kill(process.platform === "win32" ? child.pid : -child.pid);
  } catch {
    // It has ended by itself.
  }
}

runMain(main);
