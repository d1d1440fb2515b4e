import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Replaces a file so that at any moment either the old or the new content is there, whole: a temporary file in the
 *  same folder is written, synced, renamed over the target, and the folder synced. Folders are made as needed. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Makes the names in a folder durable. Windows has no such call and needs none; some network drives refuse it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } catch (error) {
    if (!refusesSync(error)) throw error;
  } finally {
    await handle.close();
  }
}

const refusesSync = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EINVAL" || error.code === "ENOTSUP");
