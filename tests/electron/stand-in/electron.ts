// What `import … from "electron"` gives while the stand-in runs the application.
import { type RequestOptions, request } from "node:http";
import { app, needsReady } from "./app.ts";
import { launchChromium } from "./browser.ts";
import { BrowserWindow } from "./browser-window.ts";
import { invoke } from "./ipc-main.ts";
import { connect, leaks } from "./windows.ts";

export { app } from "./app.ts";
export { BrowserWindow } from "./browser-window.ts";
export { dialog } from "./dialog.ts";
export { ipcMain } from "./ipc-main.ts";
export { Menu } from "./menu.ts";
export { protocol } from "./protocol.ts";
export { session } from "./session.ts";
export { nativeTheme } from "./theme.ts";

export const shell = {
  openExternal: async (_url: string): Promise<void> => {
    throw new Error("nobody answers shell.openExternal");
  },
  showItemInFolder: (_path: string): void => {
    throw new Error("nobody answers shell.showItemInFolder");
  },
};

/** Requests of the application itself, which no page's rules concern. They reach this machine only. */
export const net = {
  request(options: RequestOptions) {
    needsReady("net");
    if (options.hostname !== "127.0.0.1") throw new Error(`the application calls ${options.hostname}`);
    return request(options);
  },
};

/** A system without a keyring: nothing on a test's machine may be kept as if it were safe. */
export const safeStorage = {
  isEncryptionAvailable: () => {
    needsReady("safeStorage");
    return false;
  },
  getSelectedStorageBackend: () => {
    needsReady("safeStorage");
    return "basic_text";
  },
};

export const screen = {
  getAllDisplays: () => {
    needsReady("screen");
    return [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 }, scaleFactor: 1 }];
  },
};

export const webContents = {
  fromDevToolsTargetId: (id: string) =>
    BrowserWindow.getAllWindows().find((one) => one.webContents.targetId === id)?.webContents,
};

/** Not Electron's: what tests of the shell's own wiring look at. */
export const standIn = { leaks, invoke };

// A second start ends by itself before it needs a Chromium.
setImmediate(async () => {
  if (app.quitting) return;
  await connect(await launchChromium(), () => process.exit(1));
  app.beReady();
});
