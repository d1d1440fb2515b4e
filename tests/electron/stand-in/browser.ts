import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type BrowserContext, chromium } from "playwright";

const executablePath = process.env.ONRECORD_CHROMIUM ?? "/usr/bin/chromium";
/** Nothing of the browser's own, and no way out of the machine: what the stand-in does not answer is answered by nobody. */
const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Starts the Chromium whose pages are the application's windows. What pages store ends with it. */
export async function launchChromium(): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), "stand-in-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const devTools = process.env.STAND_IN_DEVTOOLS === "yes";
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    headless: true,
    viewport: { width: 1440, height: 900 },
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: devTools ? [...switches, "--remote-debugging-port=0"] : switches,
  });
  if (devTools) process.stderr.write(`DevTools listening on ${await devToolsAddress(folder)}\n`);
  return context;
}

async function devToolsAddress(folder: string): Promise<string> {
  for (;;) {
    const [port, path] = readText(join(folder, "DevToolsActivePort")).split("\n");
    if (port && path) return `ws://127.0.0.1:${port}${path}`;
    await delay(10);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
