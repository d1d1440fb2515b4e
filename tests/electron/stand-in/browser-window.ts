import { existsSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Page } from "playwright";
import { app, type Closable, needsReady } from "./app.ts";
import { Emitter, onlyKnownKeys, PreventableEvent } from "./emitter.ts";
import { pageScript } from "./page-script.ts";
import { nativeTheme } from "./theme.ts";
import { WebContents } from "./web-contents.ts";
import { newPage, register } from "./windows.ts";
import { wires } from "./wires.ts";

const events = [
  "ready-to-show",
  "show",
  "hide",
  "close",
  "closed",
  "focus",
  "blur",
  "maximize",
  "unmaximize",
  "resize",
];
const numbers = ["x", "y", "width", "height", "minWidth", "minHeight"];
const others = ["show", "title", "icon", "backgroundColor", "webPreferences", "autoHideMenuBar", "center"];
const preferences = [
  "preload",
  "sandbox",
  "contextIsolation",
  "nodeIntegration",
  "webSecurity",
  "webviewTag",
  "spellcheck",
  "devTools",
];

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Electron's `BrowserWindow`. It takes no options but those that confine its page. */
export class BrowserWindow extends Emitter implements Closable {
  readonly webContents: WebContents;
  #bounds: Bounds;
  #title: string;
  #visible: boolean;
  #maximized = false;
  #minimized = false;
  #destroyed = false;
  #edited = false;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super(events);
    needsReady("BrowserWindow");
    const preload = checked(options);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#title = options.title ?? "";
    this.#visible = options.show ?? true;
    const source = pageScript(wires, readFileSync(preload, "utf8"));
    this.webContents = new WebContents(newPage, (page) => this.#prepare(page, source));
    this.webContents.onClose = () => this.close();
    register(this.webContents);
    app.windows.add(this);
    all.add(this);
    app.emit("web-contents-created", {}, this.webContents);
    app.emit("browser-window-created", {}, this);
    void this.webContents.page();
  }

  async #prepare(page: Page, source: string): Promise<void> {
    await page.addInitScript(source);
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height });
    await nativeTheme.follow(page);
    page.once("load", () => this.emit("ready-to-show"));
  }

  static getAllWindows = (): BrowserWindow[] => [...all];
  static getFocusedWindow = (): BrowserWindow | null => [...all].find((one) => one.isVisible()) ?? null;
  static fromWebContents = (contents: unknown): BrowserWindow | null =>
    [...all].find((one) => one.webContents === contents) ?? null;

  loadURL = (url: string): Promise<void> => this.webContents.loadURL(url);
  isVisible = (): boolean => this.#visible && !this.#destroyed;
  isDestroyed = (): boolean => this.#destroyed;
  isMinimized = (): boolean => this.#minimized;
  isMaximized = (): boolean => this.#maximized;
  isFocused = (): boolean => this.isVisible();
  getBounds = (): Bounds => ({ ...this.#bounds });
  getNormalBounds = (): Bounds => ({ ...this.#bounds });
  getTitle = (): string => this.#title;
  isDocumentEdited = (): boolean => this.#edited;
  focus = (): void => undefined;

  setTitle(title: string): void {
    this.#title = title;
  }
  setDocumentEdited(edited: boolean): void {
    this.#edited = edited;
  }
  show(): void {
    this.#visible = true;
    this.emit("show");
  }
  hide(): void {
    this.#visible = false;
    this.emit("hide");
    void this.webContents.blur().catch(() => undefined);
  }
  minimize(): void {
    this.#minimized = true;
  }
  restore(): void {
    this.#minimized = false;
  }
  maximize(): void {
    this.#maximized = true;
    this.emit("maximize");
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    const { width, height } = this.#bounds;
    void this.webContents.page().then((page) => page.setViewportSize({ width, height }));
  }

  close(): void {
    if (this.#destroyed) return;
    const event = new PreventableEvent();
    this.emit("close", event);
    if (event.defaultPrevented) {
      app.stay();
      return;
    }
    this.#destroyed = true;
    all.delete(this);
    void this.webContents.destroy().then(() => {
      this.emit("closed");
      app.windowClosed(this);
    });
  }
}

const all = new Set<BrowserWindow>();

/** @returns the preload script. @throws where the options leave a page less confined than it can be, or name nothing. */
function checked(options: Electron.BrowserWindowConstructorOptions): string {
  onlyKnownKeys("a window's options", options, [...numbers, ...others]);
  for (const key of numbers) {
    const value: unknown = Reflect.get(options, key);
    if (value !== undefined && !Number.isInteger(value)) throw new TypeError(`${key} is no whole number`);
  }
  if (typeof options.icon === "string" && !existsSync(options.icon)) throw new Error(`no icon at ${options.icon}`);
  const web = options.webPreferences ?? {};
  onlyKnownKeys("webPreferences", web, preferences);
  const needed = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  };
  for (const [key, value] of Object.entries(needed)) {
    if (Reflect.get(web, key) !== value) throw new Error(`a window needs webPreferences.${key}: ${value}`);
  }
  if (web.spellcheck !== false) throw new Error("spellcheck would fetch dictionaries from the network");
  if (web.preload === undefined || !isAbsolute(web.preload)) throw new Error("preload must be an absolute path");
  if (web.preload.endsWith(".mjs")) throw new Error("a sandboxed preload script cannot be a module");
  return web.preload;
}
