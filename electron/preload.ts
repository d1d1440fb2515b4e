import { contextBridge, type IpcRendererEvent, ipcRenderer } from "electron";

/** All that the window gets of Electron: messages to the host and from it. Both sides parse them. */
contextBridge.exposeInMainWorld("onrecord", {
  call: (method: string, params: unknown): Promise<unknown> => ipcRenderer.invoke("onrecord:call", method, params),
  onEvent(listener: (event: unknown) => void): () => void {
    const pass = (_event: IpcRendererEvent, message: unknown) => listener(message);
    ipcRenderer.on("onrecord:event", pass);
    return () => ipcRenderer.removeListener("onrecord:event", pass);
  },
});
