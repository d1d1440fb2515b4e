import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { app, BrowserWindow, ipcMain, nativeTheme, screen, session, shell } from "electron";
import { z } from "zod";
import type { EventName, EventPayload, SaveStatus } from "../shared/host/contract.ts";
import { mayLoseWork, mayRunCommand, pick, reloadAfterCrash, wantsUpdate } from "./dialogs.ts";
import { type Launch, launchSchema, pathFromAddress, pathFromArguments } from "./launch.ts";
import { setMenu } from "./menu.ts";
import { registerScheme, serveRenderer } from "./protocol.ts";
import { isOwnPage, isWebAddress, startPage } from "./renderer-files.ts";
import { systemSecrets } from "./secrets.ts";
import { createHost, type HostService } from "./services/host.ts";
import { openProfile, type Profile, profileFolder } from "./services/profile.ts";
import { programVersion } from "./services/version.ts";
import { lookForUpdate } from "./updates.ts";
import { placed, readWindowState, smallest, writeWindowState } from "./window-state.ts";

/** Where package.json and dist/ lie: the folder during development, the archive in a package. */
const root = app.getAppPath();
/** Files that the program copies must be real ones, so the package keeps them beside its archive. */
const assets = join(root.replace(/\bapp\.asar$/, "app.asar.unpacked"), "assets");
/** The paper of both themes, as in the renderer's tokens: no flash before the page is drawn. */
const paper = { light: "#fffefb", dark: "#1b1c1f" };
/** Time for a field that was being typed in to hand over its text, once the window has lost the focus. */
const lastWordMs = 120;

let window: BrowserWindow | null = null;
let host: HostService | null = null;
/** A path asked for before the window can open it. */
let waiting: string | null = pathFromArguments(process.argv.slice(1), process.cwd(), root);
let listening = false;
let ending: "no" | "saving" | "done" = "no";
const failed = new Map<string, SaveStatus>();

registerScheme();
// What Chromium keeps for itself stays apart from journals and settings; it also decides what a second start is.
const chromiumFolder = join(profileFolder(), "chromium");
mkdirSync(chromiumFolder, { recursive: true });
app.setPath("userData", chromiumFolder);

const launch: Launch = { path: waiting };
if (app.requestSingleInstanceLock(launch)) listen();
else app.quit();

function listen(): void {
  app.on("second-instance", (_event, _args, _folder, data) => {
    const parsed = launchSchema.safeParse(data);
    show();
    if (parsed.success && parsed.data.path !== null) openPath(parsed.data.path);
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    openPath(path);
  });
  app.on("open-url", (event, address) => {
    event.preventDefault();
    const path = pathFromAddress(address, root);
    if (path !== null && address.toLowerCase().startsWith("file:")) openPath(path);
  });
  app.on("web-contents-created", (_event, contents) => confine(contents));
  app.on("activate", show);
  app.on("window-all-closed", () => app.quit());
  app.on("before-quit", (event) => {
    if (ending === "done") return;
    event.preventDefault();
    void end();
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => app.quit());
  void app.whenReady().then(begin);
}

async function begin(): Promise<void> {
  serveRenderer(join(root, "dist", "renderer"));
  refusePermissions();
  const profile = await openProfile(profileFolder());
  nativeTheme.themeSource = profile.settings().theme;
  const links = await linksOf(join(root, "package.json"));
  const openAtStart = waiting;
  waiting = null;
  host = createHost(profile, {
    runtime: "electron",
    dialogs: "native",
    version: programVersion(root),
    assets,
    openAtStart,
    emit,
    pick: async (purpose, suggestedName) => (window ? pick(window, purpose, suggestedName) : []),
    openExternal,
    secrets: systemSecrets(),
    mayRun: async (name, command) => window !== null && mayRunCommand(window, name, command),
    setMenu: (menu) =>
      setMenu(menu, {
        platform: process.platform,
        productName: app.getName(),
        links,
        runCommand: (id) => emit("command", { id }),
        openLink: (url) => void openExternal(url),
      }),
    reload: () => window?.webContents.reload(),
    showFile: (path) => shell.showItemInFolder(path),
    setTitle(title, unsaved) {
      window?.setTitle(unsaved ? `• ${title}` : title);
      window?.setDocumentEdited(unsaved);
    },
  });
  answerCalls(host, profile);
  window = await openWindow(profile);
}

/** The one channel from the window to the host. */
function answerCalls(to: HostService, profile: Profile): void {
  ipcMain.handle("onrecord:call", async (event, method: unknown, params: unknown) => {
    const frame = event.senderFrame;
    if (!frame || frame.parent !== null || !isOwnPage(frame.url)) throw new Error("refused");
    const reply = await to.handle(String(method), params);
    if (method === "profile.saveSettings") nativeTheme.themeSource = profile.settings().theme;
    if (method === "app.info") startListening();
    if (method === "app.info" || method === "profile.saveSettings") void offerUpdate(profile);
    return reply;
  });
}

/** Once a run, and only if the person switched it on. */
async function offerUpdate(profile: Profile): Promise<void> {
  if (!profile.settings().checkForUpdates) return;
  await lookForUpdate({
    offer: async (version) => window !== null && !window.isDestroyed() && wantsUpdate(window, version),
    tell: (title, line) => emit("notice", { title, lines: [line] }),
  });
}

function startListening(): void {
  listening = true;
  if (waiting !== null) host?.openPath(waiting);
  waiting = null;
}

function openPath(path: string): void {
  if (host && listening) host.openPath(path);
  else waiting = path;
}

function emit<E extends EventName>(name: E, payload: EventPayload<E>): void {
  if (name === "save.status") remember(payload as SaveStatus);
  if (window && !window.isDestroyed()) window.webContents.send("onrecord:event", { name, payload });
}

function remember(status: SaveStatus): void {
  if (status.state === "failed") failed.set(status.session, status);
  else if (status.state !== "pending") failed.delete(status.session);
}

async function openWindow(profile: Profile): Promise<BrowserWindow> {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const { maximized, ...bounds } = placed(await readWindowState(profile.folder), displays);
  const opened = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: "Onrecord",
    icon: join(assets, "icons", "icon.png"),
    backgroundColor: nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
    webPreferences: {
      preload: join(root, "dist", "electron", "preload.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // The dictionaries would be fetched from the network.
      spellcheck: false,
    },
  });
  opened.once("ready-to-show", () => {
    if (maximized) opened.maximize();
    opened.show();
  });
  opened.on("close", (event) => {
    if (ending === "done") return;
    event.preventDefault();
    void end();
  });
  opened.webContents.on("did-start-loading", () => {
    listening = false;
  });
  opened.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || ending !== "no") return;
    void reloadAfterCrash(opened).then((again) => (again ? opened.webContents.reload() : app.quit()));
  });
  void opened.loadURL(startPage);
  return opened;
}

function show(): void {
  if (!window || window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Pages may go nowhere, open nothing and embed nothing; links to the web open in the system's browser. */
function confine(contents: Electron.WebContents): void {
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.on("will-frame-navigate", (event) => event.preventDefault());
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void openExternal(url);
    return { action: "deny" };
  });
}

/** The window may write text to the clipboard when the person presses Copy, and nothing else. */
function refusePermissions(): void {
  const allowed = (permission: string, from: string) => permission === "clipboard-sanitized-write" && isOwnPage(from);
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allowed(permission, requestingUrl)),
  );
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  defaultSession.setDevicePermissionHandler(() => false);
  // Articles are text: nothing in the window has a reason to reach the network, whatever its policy says.
  defaultSession.webRequest.onBeforeRequest(
    { urls: ["http://*/*", "https://*/*", "ws://*/*", "wss://*/*"] },
    (_details, answer) => answer({ cancel: true }),
  );
}

async function openExternal(url: string): Promise<void> {
  if (isWebAddress(url)) await shell.openExternal(url);
}

/** Saves everything and quits, once, however the end was asked for. */
async function end(): Promise<void> {
  if (ending !== "no") return;
  ending = "saving";
  if (window && !window.isDestroyed()) {
    const { x, y, width, height } = window.getNormalBounds();
    const maximized = window.isMaximized();
    window.hide();
    await delay(lastWordMs);
    const [worst] = failed.values();
    if (worst?.problem && !(await mayEnd(window, worst.problem))) return;
    await writeWindowState(profileFolder(), { x, y, width, height, maximized }).catch(() => undefined);
  }
  // What the host could not write to the project is in the journal, and comes back at the next start.
  await host?.close().catch(() => undefined);
  ending = "done";
  app.quit();
}

/** Work that neither file nor journal holds ends with the program: only the person may decide that. */
async function mayEnd(shown: BrowserWindow, problem: NonNullable<SaveStatus["problem"]>): Promise<boolean> {
  shown.show();
  if (await mayLoseWork(shown, problem)) return true;
  ending = "no";
  return false;
}

const packageSchema = z.object({
  homepage: z.url().optional(),
  bugs: z.object({ url: z.url() }).optional(),
});

/** The pages that package.json names, for the Help menu. */
async function linksOf(file: string): Promise<{ title: string; url: string }[]> {
  const known = packageSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!known.success) return [];
  const { homepage, bugs } = known.data;
  return [
    ...(homepage ? [{ title: "Onrecord on the web", url: homepage }] : []),
    ...(bugs ? [{ title: "Report a problem", url: bugs.url }] : []),
  ];
}
