import type { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

type Answer = (event: unknown, method: string, params: unknown) => Promise<unknown>;

/** Electron as far as the shell touches it: it records what it is told, and fires what the test wants fired. */
const fake = vi.hoisted(() => ({
  calls: [] as string[],
  sent: [] as unknown[],
  opened: [] as string[],
  handlers: new Map<string, unknown>(),
  window: null as unknown,
  options: null as unknown,
  app: null as unknown,
}));

vi.mock("electron", async () => {
  const { EventEmitter: Emitter } = await import("node:events");
  const app = Object.assign(new Emitter(), {
    getAppPath: () => process.cwd(),
    getName: () => "Onrecord",
    setPath: () => undefined,
    requestSingleInstanceLock: () => true,
    whenReady: () => Promise.resolve(),
    quit: () => fake.calls.push("quit"),
  });
  fake.app = app;
  class BrowserWindow extends Emitter {
    webContents = Object.assign(new Emitter(), {
      send: (_channel: string, message: unknown) => fake.sent.push(message),
      reload: () => undefined,
      setWindowOpenHandler: (handler: unknown) => fake.handlers.set("open", handler),
    });
    constructor(options: unknown) {
      super();
      fake.options = options;
      fake.window = this;
      app.emit("web-contents-created", {}, this.webContents);
    }
    isDestroyed = () => false;
    isMinimized = () => false;
    isMaximized = () => false;
    getNormalBounds = () => ({ x: 5, y: 6, width: 900, height: 700 });
    show = () => fake.calls.push("show");
    hide = () => fake.calls.push("hide");
    focus = () => undefined;
    maximize = () => undefined;
    restore = () => undefined;
    setTitle = () => undefined;
    setDocumentEdited = () => undefined;
    loadURL = (url: string) => {
      fake.opened.push(url);
      return Promise.resolve();
    };
  }
  const on = (name: string) => (handler: unknown) => fake.handlers.set(name, handler);
  return {
    app,
    BrowserWindow,
    dialog: {},
    ipcMain: { handle: (name: string, handler: unknown) => fake.handlers.set(name, handler) },
    Menu: { setApplicationMenu: () => undefined, getApplicationMenu: () => null, buildFromTemplate: () => ({}) },
    nativeTheme: { themeSource: "system", shouldUseDarkColors: true },
    protocol: {
      registerSchemesAsPrivileged: () => undefined,
      handle: (name: string, handler: unknown) => fake.handlers.set(name, handler),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: on("permission"),
        setPermissionCheckHandler: on("permissionCheck"),
        setDevicePermissionHandler: on("device"),
        webRequest: { onBeforeRequest: () => undefined },
      },
    },
    shell: { openExternal: (url: string) => Promise.resolve(fake.opened.push(url)) },
  };
});

const profile = mkdtempSync(join(tmpdir(), "onrecord-main-"));
const own = { senderFrame: { url: "app://onrecord/index.html", parent: null } };
const call = (method: string, params: unknown, event: unknown = own) =>
  (fake.handlers.get("onrecord:call") as Answer)(event, method, params);
const appEvents = () => fake.app as EventEmitter;
const window = () => fake.window as EventEmitter & { webContents: EventEmitter };

beforeAll(async () => {
  process.env.ONRECORD_PROFILE = profile;
  await import("../../../electron/main.ts");
  await vi.waitFor(() => expect(fake.opened).toContain("app://onrecord/index.html"));
});
afterAll(() => rmSync(profile, { recursive: true, force: true }));

describe("the Electron shell", () => {
  it("opens one window with everything that confines it", () => {
    expect(fake.options).toMatchObject({
      backgroundColor: "#1b1c1f",
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
  });

  it("answers its own page, and no other", async () => {
    expect(await call("app.info", {})).toMatchObject({ ok: true, value: { runtime: "electron", dialogs: "native" } });
    for (const senderFrame of [
      null,
      { url: "https://example.org/", parent: null },
      { url: "app://other/index.html", parent: null },
      { url: "app://onrecord/index.html", parent: {} },
    ]) {
      await expect(call("app.info", {}, { senderFrame })).rejects.toThrow();
    }
  });

  it("serves the page with its content security policy, and nothing from outside", async () => {
    const serve = fake.handlers.get("app") as (request: Request) => Promise<Response>;
    const missing = await serve(new Request("app://onrecord/%2e%2e/%2e%2e/package.json"));
    expect(missing.status).toBe(404);
    expect((await serve(new Request("app://onrecord/", { method: "POST" }))).status).toBe(405);
  });

  it("lets the page go nowhere and open nothing but web addresses in the browser", () => {
    for (const name of ["will-navigate", "will-frame-navigate", "will-redirect", "will-attach-webview"]) {
      const preventDefault = vi.fn();
      window().webContents.emit(name, { preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    }
    const open = fake.handlers.get("open") as (details: { url: string }) => unknown;
    expect(open({ url: "https://example.org/" })).toEqual({ action: "deny" });
    expect(open({ url: "file:///etc/passwd" })).toEqual({ action: "deny" });
    expect(fake.opened).toContain("https://example.org/");
    expect(fake.opened).not.toContain("file:///etc/passwd");
  });

  it("refuses every permission but writing to the clipboard, and that only to its own page", () => {
    const check = fake.handlers.get("permissionCheck") as (_: null, permission: string, origin: string) => boolean;
    expect(check(null, "clipboard-sanitized-write", "app://onrecord/")).toBe(true);
    expect(check(null, "clipboard-sanitized-write", "https://example.org/")).toBe(false);
    for (const permission of ["clipboard-read", "media", "geolocation", "openExternal", "fileSystem"]) {
      expect(check(null, permission, "app://onrecord/")).toBe(false);
    }
  });

  it("opens what a second start names, in the window that is there", () => {
    fake.sent.length = 0;
    appEvents().emit("second-instance", {}, [], "", { path: join(profile, "story.txt") });
    appEvents().emit("second-instance", {}, [], "", { path: 7 });
    expect(fake.sent).toMatchObject([{ name: "open" }]);
  });

  it("opens the sample project", async () => {
    expect(await call("project.openSample", {})).toMatchObject({ ok: true, value: { readOnly: false, problems: [] } });
  });

  it("saves and quits once, however often it is asked", async () => {
    const preventDefault = vi.fn();
    window().emit("close", { preventDefault });
    appEvents().emit("before-quit", { preventDefault });
    window().emit("close", { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(3);
    await vi.waitFor(() => expect(fake.calls).toContain("quit"));
    expect(fake.calls.filter((one) => one === "quit")).toHaveLength(1);
    expect(existsSync(join(profile, "window-state.json"))).toBe(true);
    const last = { preventDefault: vi.fn() };
    appEvents().emit("before-quit", last);
    expect(last.preventDefault).not.toHaveBeenCalled();
  });
});
