import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../builders.ts";

const executable = join(import.meta.dirname, "..", "..", "electron", "stand-in", "electron");

/** Runs an application of one file, and reads the one line of JSON that it prints. */
async function run(main: string): Promise<unknown> {
  const folder = temporaryFolder();
  const description = { name: "trial", version: "1.0.0", type: "module", main: "main.js" };
  writeFileSync(join(folder, "package.json"), JSON.stringify(description));
  writeFileSync(join(folder, "preload.cjs"), "");
  writeFileSync(join(folder, "main.js"), main);
  const env = { ...process.env, HOME: folder, ONRECORD_NODE: process.execPath };
  const { stdout } = await promisify(execFile)(executable, [folder], { env, timeout: 60_000 });
  return JSON.parse(stdout);
}

/** What of this is refused, each attempt a line of JavaScript. */
const attempts = (before: readonly string[], after: readonly string[]) => `
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session } from "electron";
const preload = new URL("preload.cjs", import.meta.url).pathname;
const confined = { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true,
  webviewTag: false, spellcheck: false };
const refused = [];
const attempt = async (source, run) => {
  try { await run(); } catch { refused.push(source); }
};
${before.map((line) => `await attempt(${JSON.stringify(line)}, async () => { ${line} });`).join("\n")}
app.whenReady().then(async () => {
  protocol.handle("app", () => new Response("<p>page</p>", { headers: { "content-type": "text/html" } }));
  const window = new BrowserWindow({ show: false, webPreferences: confined });
${after.map((line) => `  await attempt(${JSON.stringify(line)}, async () => { ${line} });`).join("\n")}
  console.log(JSON.stringify(refused));
  app.exit(0);
});
`;

describe.skipIf(process.platform === "win32")("the stand-in of Electron", { timeout: 90_000 }, () => {
  it("refuses what Electron refuses, and what it would only get wrong later", async () => {
    const early = [
      "new BrowserWindow({ webPreferences: confined })",
      "session.defaultSession",
      "screen.getAllDisplays()",
      "protocol.handle('app', () => new Response(''))",
      "protocol.registerSchemesAsPrivileged([{ scheme: 'loose', privileges: { standard: true } }])",
      "app.setPath('userData', 'relative')",
    ];
    const late = [
      ...[
        "sandbox: false",
        "contextIsolation: false",
        "nodeIntegration: true",
        "webSecurity: false",
        "webviewTag: true",
      ].map((option) => `new BrowserWindow({ webPreferences: { ...confined, ${option} } })`),
      "new BrowserWindow({ webPreferences: { ...confined, spellcheck: true } })",
      "new BrowserWindow({ webPreferences: { ...confined, preload: 'preload.cjs' } })",
      "new BrowserWindow({ webPreferences: { ...confined, nodeIntegrationInWorker: true } })",
      "new BrowserWindow({ webPreferences: confined, icon: '/nowhere.png' })",
      "new BrowserWindow({ webPreferences: confined, width: 1.5 })",
      "app.on('will-qiut', () => undefined)",
      "window.on('cloes', () => undefined)",
      "window.webContents.on('will-navigat', () => undefined)",
      "window.webContents.send('x', () => undefined)",
      "ipcMain.handle('x', () => 1); ipcMain.handle('x', () => 2)",
      "protocol.registerSchemesAsPrivileged([{ scheme: 'late', privileges: { standard: true, secure: true } }])",
      "protocol.handle('other', () => new Response(''))",
      "Menu.buildFromTemplate([{ accelerator: 'Ctrl+S' }])",
      "Menu.buildFromTemplate([{ label: 'x', accelerator: 'Strg+S' }])",
      "Menu.buildFromTemplate([{ role: 'undoo' }])",
      "Menu.buildFromTemplate([{ label: 'x', submneu: [] }])",
      "await dialog.showOpenDialog(window, { properties: ['openFiles'] })",
      "await dialog.showOpenDialog(window, { filters: [{ name: 'x', extensions: ['.json'] }] })",
      "await dialog.showMessageBox(window, { message: 'x', buttons: ['a'], defaultId: 1 })",
      "await dialog.showMessageBox({ message: 'without its window', buttons: ['a'] })",
      "nativeTheme.themeSource = 'blue'",
    ];
    const main = attempts(early, late).replace(
      "app.whenReady()",
      "protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);\napp.whenReady()",
    );
    expect(await run(main)).toEqual([...early, ...late]);
  });

  it("would let a page go, open and reach what an application forgets to forbid", async () => {
    const main = `
import { app, BrowserWindow, protocol, session } from "electron";
import * as electron from "electron";
protocol.registerSchemesAsPrivileged([{ scheme: "app", privileges: { standard: true, secure: true } }]);
app.whenReady().then(async () => {
  protocol.handle("app", (request) => new Response(request.url, { headers: { "content-type": "text/html" } }));
  const preload = new URL("preload.cjs", import.meta.url).pathname;
  const window = new BrowserWindow({ webPreferences: { preload, sandbox: true, contextIsolation: true,
    nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false } });
  await window.loadURL("app://trial/first.html");
  const permission = await window.webContents.executeJavaScript(
    "navigator.permissions.query({ name: 'geolocation' }).then(() => navigator.clipboard.readText()).then(() => 'given', (e) => e.name)");
  await window.webContents.executeJavaScript("fetch('https://example.org/').catch(() => undefined).then(() => null)");
  const went = new Promise((resolve) => window.webContents.on("did-finish-load", resolve));
  await window.webContents.executeJavaScript("setTimeout(() => { location.href = 'second.html' }, 0); null");
  await went;
  console.log(JSON.stringify({ url: window.webContents.getURL(), leaks: electron.standIn.leaks, permission }));
  app.exit(0);
});`;
    expect(await run(main)).toEqual({
      url: "app://trial/second.html",
      leaks: ["https://example.org/"],
      permission: "given",
    });
  });
});
