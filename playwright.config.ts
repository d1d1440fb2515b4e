import { defineConfig } from "playwright/test";
import type { ShellName } from "./tests/e2e/support/shells.ts";

/** No traffic of the browser's own, no first-run pages: a test sees the program and nothing else. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The specs that also run on the desktop program every time; `ONRECORD_SHELL` runs all of them on one shell. */
const onEveryShell = ["recovery", "round-trip", "hardening"];
const chosen = process.env.ONRECORD_SHELL;
/** The stand-in is started by a script, which Windows cannot run: there Electron itself has to do. */
const runs = process.platform !== "win32";
const desktopOnly = "**/desktop/**";

/** What is measured of the page alone, which is the same on every shell; the measuring needs a page of its own beside it. */
const ofThePage = "**/accessibility*.spec.ts";

const projects: { name: ShellName; use: { shell: ShellName }; testMatch?: string[]; testIgnore?: string }[] = [
  { name: "web", use: { shell: "web" }, testIgnore: desktopOnly },
  {
    name: "stand-in",
    use: { shell: "stand-in" },
    testIgnore: ofThePage,
    testMatch: chosen ? ["**/*.spec.ts"] : [desktopOnly, ...onEveryShell.map((name) => `**/${name}.spec.ts`)],
  },
  { name: "electron", use: { shell: "electron" }, testIgnore: ofThePage },
];

export default defineConfig<{ shell: ShellName }>({
  testDir: "tests/e2e",
  outputDir: "dist/test-results",
  workers: 2,
  timeout: 180_000,
  // A net for what hangs, not a measure: a busy machine is given the time that it needs.
  expect: { timeout: 20_000 },
  retries: 0,
  projects: projects.filter(({ name }) => (chosen ? name === chosen : name === "web" || (name === "stand-in" && runs))),
  use: {
    headless: true,
    screenshot: "only-on-failure",
    viewport: { width: 1440, height: 900 },
    launchOptions: { executablePath: process.env.ONRECORD_CHROMIUM ?? "/usr/bin/chromium", args: QUIET },
  },
});
