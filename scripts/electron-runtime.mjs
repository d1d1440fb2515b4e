// Where Electron's runtime lies, and how it is fetched.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodePath, root, say } from "./setup.mjs";

const DAY_MS = 24 * 60 * 60 * 1000;
const FETCH_LIMIT_MS = 10 * 60 * 1000;

const electronFolder = join(root, "node_modules", "electron");
const failureNote = join(root, "node_modules", ".onrecord-electron");

/** Electron's executable, fetched once if it is missing, or null where it cannot be had. */
export function electronRuntime() {
  const there = installedElectron();
  if (there) return there;
  if (!failedLately()) {
    say("fetching the Electron runtime (once)");
    const fetcher = join(electronFolder, "install.js");
    spawnSync(nodePath(), [fetcher], { cwd: root, stdio: "ignore", timeout: FETCH_LIMIT_MS });
  }
  // The fetcher's exit code says nothing: only the runtime itself counts.
  const fetched = installedElectron();
  if (fetched) return fetched;
  if (!failedLately()) noteFailure();
  say("the Electron runtime cannot be had here");
  return null;
}

function installedElectron() {
  try {
    const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronFolder, "dist");
    const path = join(folder, readFileSync(join(electronFolder, "path.txt"), "utf8"));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function failedLately() {
  try {
    const note = JSON.parse(readFileSync(failureNote, "utf8"));
    return note.version === electronVersion() && Date.now() - Date.parse(note.failed) < DAY_MS;
  } catch {
    return false;
  }
}

function noteFailure() {
  writeFileSync(failureNote, JSON.stringify({ version: electronVersion(), failed: new Date().toISOString() }));
}

function electronVersion() {
  return JSON.parse(readFileSync(join(electronFolder, "package.json"), "utf8")).version;
}
