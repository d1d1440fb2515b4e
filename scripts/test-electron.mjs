// npm run test:electron: every end-to-end spec on the desktop program, in Electron's own runtime where it can be had. Where it
// cannot, it says so and runs them on the stand-in of Electron: then nothing is known of the runtime itself.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { electronRuntime } from "./electron-runtime.mjs";
import { runMain, runTool, Stop, say, setUp } from "./setup.mjs";

function main() {
  const specs = process.argv.slice(2);
  setUp();
  const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const xvfb = hasDisplay ? null : onPath("xvfb-run");
  const runtime = electronRuntime();
  if (runtime && !hasDisplay && !xvfb) throw new Stop("Electron needs a display: install xvfb, or set DISPLAY.");
  if (!runtime && process.env.ONRECORD_NEEDS_ELECTRON)
    throw new Stop("Electron's runtime is needed here and is missing.");
  const shell = runtime ? "electron" : "stand-in";
  say(runtime ? `running in ${runtime}` : "NOT run in Electron: running on the stand-in instead");
  const chromium = findChromium();
  // Windows has no executable scripts, which the stand-in is one of.
  if (!runtime && process.platform === "win32") throw new Stop("without Electron's runtime nothing can be run here.");
  if (!chromium) throw new Stop("the end-to-end tests need Chromium: name one in ONRECORD_CHROMIUM.");
  const env = { ONRECORD_SHELL: shell, ONRECORD_CHROMIUM: chromium };
  const args = ["test", "--reporter=list", ...specs];
  const { status } =
    runtime && xvfb ? runTool("playwright", args, env, [xvfb, "-a"]) : runTool("playwright", args, env);
  say(runtime ? "these were the specs in Electron itself" : "these were the specs on the stand-in, not in Electron");
  process.exitCode = status ?? 1;
}

function onPath(name) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

runMain(main);
