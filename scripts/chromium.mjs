// Where a Chromium-like browser lies on this machine.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "msedge",
];
const APPLICATIONS = ["Chromium", "Google Chrome", "Microsoft Edge"];
const WINDOWS_PROGRAMS = [
  "Chromium/Application/chrome.exe",
  "Google/Chrome/Application/chrome.exe",
  "Microsoft/Edge/Application/msedge.exe",
];

/** The executable's path, or null. The variable ONRECORD_CHROMIUM comes before all that is found. */
export function findChromium() {
  const chosen = process.env.ONRECORD_CHROMIUM;
  if (chosen) return chosen;
  return candidates().find((path) => existsSync(path)) ?? null;
}

function candidates() {
  if (process.platform === "darwin") return [...macApplications(), ...onPath("")];
  if (process.platform === "win32") return [...windowsPrograms(), ...onPath(".exe")];
  return ["/usr/bin/chromium", ...onPath("")];
}

function onPath(ending) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
}

function macApplications() {
  const folders = ["/Applications", join(process.env.HOME ?? "/", "Applications")];
  return folders.flatMap((folder) => APPLICATIONS.map((name) => join(folder, `${name}.app`, "Contents/MacOS", name)));
}

function windowsPrograms() {
  const folders = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].map((name) => process.env[name] ?? "");
  return folders.filter(Boolean).flatMap((folder) => WINDOWS_PROGRAMS.map((program) => join(folder, program)));
}
