import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { Emitter, PreventableEvent } from "./emitter.ts";
import { takeLock } from "./single-instance.ts";

const root = process.env.STAND_IN_APP ?? process.cwd();
const description = z
  .object({ name: z.string(), productName: z.string().optional(), version: z.string() })
  .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));

const events = [
  "ready",
  "activate",
  "before-quit",
  "will-quit",
  "quit",
  "window-all-closed",
  "open-file",
  "open-url",
  "second-instance",
  "web-contents-created",
  "browser-window-created",
  "render-process-gone",
  "child-process-gone",
];

/** A window as far as the application's end is concerned. */
export interface Closable {
  close(): void;
}

/** Electron's `app`: the application's life from start to end. */
class App extends Emitter {
  readonly name = description.productName ?? description.name;
  readonly isPackaged = process.env.STAND_IN_PACKAGED === "yes";
  readonly windows = new Set<Closable>();
  readonly commandLine = { appendSwitch: () => undefined, hasSwitch: () => false };
  readonly #paths = new Map([
    ["home", homedir()],
    ["userData", join(homedir(), ".config", this.name)],
    ["temp", "/tmp"],
    ["exe", process.execPath],
  ]);
  #ready = false;
  #quitting = false;
  #ended = false;
  #nowReady: () => void = () => undefined;
  readonly #whenReady = new Promise<void>((resolve) => {
    this.#nowReady = resolve;
  });

  constructor() {
    super(events);
  }

  getAppPath = (): string => root;
  getName = (): string => this.name;
  getVersion = (): string => description.version;
  getLocale = (): string => "en-US";
  isReady = (): boolean => this.#ready;
  whenReady = (): Promise<void> => this.#whenReady;
  focus = (): void => undefined;
  showAboutPanel = (): void => undefined;

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error("Path must be absolute");
    if (name === "userData" && this.#ready)
      throw new Error("userData is set before the application is ready, or never");
    mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(data?: unknown): boolean {
    return takeLock(this.getPath("userData"), { args: process.argv, folder: process.cwd(), data }, (other) =>
      this.emit("second-instance", new PreventableEvent(), other.args, other.folder, other.data),
    );
  }

  /** Once Chromium is there. */
  beReady(): void {
    this.#ready = true;
    this.#nowReady();
    this.emit("ready", {});
  }

  get quitting(): boolean {
    return this.#quitting;
  }

  quit(): void {
    if (this.#quitting || this.#ended) return;
    const event = new PreventableEvent();
    this.#quitting = true;
    this.emit("before-quit", event);
    if (event.defaultPrevented) {
      this.#quitting = false;
      return;
    }
    for (const window of [...this.windows]) window.close();
    if (this.windows.size === 0) this.end();
  }

  /** A window would not close: the application goes on. */
  stay(): void {
    this.#quitting = false;
  }

  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0) return;
    if (this.#quitting) this.end();
    else if (this.listenerCount("window-all-closed") > 0) this.emit("window-all-closed");
    else this.quit();
  }

  exit(code = 0): void {
    process.exit(code);
  }

  end(): void {
    if (this.#ended) return;
    const event = new PreventableEvent();
    this.emit("will-quit", event);
    if (event.defaultPrevented) {
      this.stay();
      return;
    }
    this.#ended = true;
    this.emit("quit", {}, 0);
    process.exit(0);
  }
}

export const app = new App();

/** Most of Electron cannot be used before it is ready, and says so. */
export function needsReady(what: string): void {
  if (!app.isReady()) throw new Error(`${what} can only be used after app is ready`);
}

Object.defineProperty(process, "type", { value: "browser" });
Object.defineProperty(process, "resourcesPath", { value: process.env.STAND_IN_RESOURCES ?? root });
