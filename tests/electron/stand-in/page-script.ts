/** The names under which page and application find each other; only the script below ever sees them. */
export interface Wires {
  /** What the page calls to reach the application. */
  outbox: string;
  /** What the application calls to reach the page. */
  inbox: string;
}

/** What runs in every document before the page's own scripts: permission requests that ask the application, and, in a
 *  window's own frame, the preload script with what a sandboxed one may use of Electron. */
export function pageScript(wires: Wires, preload: string): string {
  return `(${installPage.toString()})(${JSON.stringify(wires)}, (require, module, exports, process) => {${preload}\n});`;
}

type Preload = (require: (name: string) => unknown, module: object, exports: object, process: object) => void;
type Listener = (event: object, ...args: unknown[]) => void;

/** Serialised into the page: it may use nothing from outside itself. */
function installPage(wires: Wires, preload: Preload): void {
  const outbox: unknown = Reflect.get(window, wires.outbox);
  Reflect.deleteProperty(window, wires.outbox);
  if (typeof outbox !== "function") return;
  const reach = (kind: string, ...args: unknown[]): Promise<unknown> =>
    Promise.resolve(outbox(kind, ...structuredClone(args)));

  const refused = () => new DOMException("The application refused the permission", "NotAllowedError");
  const guard = (owner: object | undefined, name: string, permission: string, callbacks = false): void => {
    const original: unknown = owner && Reflect.get(owner, name);
    if (!owner || typeof original !== "function") return;
    const guarded = async function (this: unknown, ...args: unknown[]) {
      const allowed = await reach("permission", permission);
      if (allowed === true) return Reflect.apply(original, this ?? owner, args);
      if (!callbacks) throw refused();
      const [, fail] = args;
      if (typeof fail === "function") fail({ code: 1, message: "The application refused the permission" });
    };
    Object.defineProperty(owner, name, { value: guarded, configurable: true });
  };
  guard(navigator.clipboard, "writeText", "clipboard-sanitized-write");
  guard(navigator.clipboard, "write", "clipboard-sanitized-write");
  guard(navigator.clipboard, "readText", "clipboard-read");
  guard(navigator.clipboard, "read", "clipboard-read");
  guard(navigator.geolocation, "getCurrentPosition", "geolocation", true);
  guard(navigator.geolocation, "watchPosition", "geolocation", true);
  guard(navigator.mediaDevices, "getUserMedia", "media");
  guard(navigator.mediaDevices, "getDisplayMedia", "display-capture");
  guard(navigator, "requestMIDIAccess", "midi");
  guard(Reflect.get(window, "Notification"), "requestPermission", "notifications");
  guard(window, "getScreenDetails", "window-management");
  guard(window, "showOpenFilePicker", "fileSystem");
  guard(window, "showSaveFilePicker", "fileSystem");
  guard(window, "showDirectoryPicker", "fileSystem");
  guard(Element.prototype, "requestFullscreen", "fullscreen");
  guard(Element.prototype, "requestPointerLock", "pointerLock");
  if (window !== window.top) return;

  const listeners = new Map<string, Set<Listener>>();
  const ipcRenderer = {
    async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const reply = await reach("invoke", channel, ...args);
      const { ok, value, message } = reply as { ok: boolean; value?: unknown; message?: string };
      if (ok) return value;
      throw new Error(`Error invoking remote method '${channel}': ${message}`);
    },
    send: (channel: string, ...args: unknown[]) => void reach("send", channel, ...args),
    on(channel: string, listener: Listener) {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  Object.defineProperty(window, wires.inbox, {
    value: (channel: string, args: unknown[]) => {
      for (const listener of [...(listeners.get(channel) ?? [])]) listener({ sender: ipcRenderer, ports: [] }, ...args);
    },
  });

  /** Only values cross between a preload script and its page: copies, and functions that copy what goes through them. */
  const across = (value: unknown, depth = 0): unknown => {
    if (depth > 1000) throw new TypeError("an object nested too deeply cannot cross the bridge");
    if (typeof value === "symbol") throw new TypeError("a symbol cannot cross the bridge");
    if (typeof value === "function")
      return (...args: unknown[]) =>
        across(
          Reflect.apply(
            value,
            undefined,
            args.map((arg) => across(arg)),
          ),
        );
    if (value instanceof Promise) return value.then((kept) => across(kept), rejectAcross);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Error) return new Error(value.message);
    if (Array.isArray(value)) return value.map((one) => across(one, depth + 1));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, across(one, depth + 1)]));
  };
  const rejectAcross = (reason: unknown) => {
    throw reason instanceof Error ? new Error(reason.message) : reason;
  };
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      if (Object.hasOwn(window, key)) throw new Error(`Cannot bind an API on top of the existing property ${key}`);
      const copy = across(api);
      Object.defineProperty(window, key, { value: Object.freeze(copy), enumerable: true });
    },
  };
  const require = (name: string): unknown => {
    if (name === "electron" || name === "electron/renderer") return { contextBridge, ipcRenderer };
    throw new Error(`module not found: ${name} (a sandboxed preload script has electron only)`);
  };
  const process = { type: "renderer", sandboxed: true, contextIsolated: true, versions: {}, env: {} };
  const module = { exports: {} };
  preload(require, module, module.exports, process);
}
