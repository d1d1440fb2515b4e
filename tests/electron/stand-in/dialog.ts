import { needsReady } from "./app.ts";
import { BrowserWindow } from "./browser-window.ts";
import { onlyKnownKeys } from "./emitter.ts";

type Ask = (window: unknown, options: object) => Promise<unknown>;

const openKeys = ["title", "defaultPath", "buttonLabel", "filters", "properties", "message"];
const openProperties = [
  "openFile",
  "openDirectory",
  "multiSelections",
  "showHiddenFiles",
  "createDirectory",
  "promptToCreate",
  "dontAddToRecent",
];
const saveProperties = ["showHiddenFiles", "createDirectory", "showOverwriteConfirmation", "dontAddToRecent"];
const messageKeys = ["type", "buttons", "defaultId", "cancelId", "title", "message", "detail", "noLink"];
const messageTypes = ["none", "info", "error", "question", "warning"];

/** Electron's `dialog`. A test replaces its functions, as it would in Electron; what they are called with is checked all
 *  the same. Nobody sits at the machine: a dialog that no test answers fails. */
export const dialog: Record<"showOpenDialog" | "showSaveDialog" | "showMessageBox", Ask> = Object.create(null);

answered("showOpenDialog", (options) => {
  onlyKnownKeys("an open dialog", options, openKeys);
  checkProperties(options, openProperties);
  checkFilters(options);
});
answered("showSaveDialog", (options) => {
  onlyKnownKeys("a save dialog", options, openKeys);
  checkProperties(options, saveProperties);
  checkFilters(options);
});
answered("showMessageBox", (options) => {
  onlyKnownKeys("a message box", options, messageKeys);
  const { message, type = "none", buttons, defaultId = 0, cancelId = 0 } = options as Electron.MessageBoxOptions;
  if (!message) throw new TypeError("Message must be a string");
  if (!messageTypes.includes(type)) throw new TypeError("Invalid message box type");
  const isButton = (id: number) => buttons !== undefined && buttons[id] !== undefined;
  if (!isButton(defaultId) || !isButton(cancelId)) throw new TypeError("defaultId and cancelId must name buttons");
});

function answered(name: keyof typeof dialog, check: (options: object) => void): void {
  let answer: Ask = () => Promise.reject(new Error(`nobody answers ${name}`));
  Object.defineProperty(dialog, name, {
    enumerable: true,
    get: () => async (window: unknown, options: object) => {
      needsReady("dialog module");
      if (!(window instanceof BrowserWindow))
        throw new TypeError(`${name} needs its window, or it could be lost behind`);
      check(options);
      return answer(window, options);
    },
    set: (next: Ask) => {
      answer = next;
    },
  });
}

function checkProperties(options: { properties?: unknown }, known: readonly string[]): void {
  const given = Array.isArray(options.properties) ? options.properties : [];
  const strange = given.filter((one) => !known.includes(String(one)));
  if (strange.length > 0) throw new TypeError(`a dialog has no property ${strange.join(", ")}`);
}

function checkFilters(options: { filters?: unknown }): void {
  const filters = Array.isArray(options.filters) ? (options.filters as Electron.FileFilter[]) : [];
  for (const { extensions } of filters) {
    if (extensions.some((one) => one.startsWith(".") || (one.includes("*") && one !== "*"))) {
      throw new TypeError(`extensions are written without wildcards and dots: ${extensions.join(", ")}`);
    }
  }
}
