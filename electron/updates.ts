import { existsSync } from "node:fs";
import { join } from "node:path";
import { app } from "electron";

export interface UpdateTalk {
  /** Asks whether a version should be fetched. */
  offer(version: string): Promise<boolean>;
  tell(title: string, line: string): void;
}

let looked = false;

/** Asks the publisher that this package names for a newer version, once a run. A package that names none, or no package
 *  at all, calls nobody. Nothing is fetched without a yes, and nothing is installed before the program ends. */
export async function lookForUpdate(talk: UpdateTalk): Promise<void> {
  if (looked || !app.isPackaged || !existsSync(join(process.resourcesPath, "app-update.yml"))) return;
  looked = true;
  const { autoUpdater } = await import("electron-updater");
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.logger = null;
  try {
    const found = await autoUpdater.checkForUpdates();
    if (!found?.isUpdateAvailable || !(await talk.offer(found.updateInfo.version))) return;
    await autoUpdater.downloadUpdate();
    talk.tell("The update is here", `Onrecord ${found.updateInfo.version} takes over when you quit.`);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    talk.tell("The update could not be had", `${reason}. Your work and this version are as they were.`);
  }
}
