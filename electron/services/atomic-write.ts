import { randomBytes } from "node:crypto";
import { readdir, readFile, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { disk, type FileSystem } from "./file-system.ts";
import { fail } from "./problems.ts";

const temporaryName = (name: string) => `.${name}.${randomBytes(6).toString("hex")}.tmp`;
const isTemporary = (name: string) => /^\..+\.[0-9a-f]{12}\.tmp$/.test(name);
/** What is older belongs to no program that is still writing it. */
const abandonedAfter = 60 * 60 * 1_000;

/** Replaces a file so that at any moment either the old or the new content is there, whole, a power cut included: a
 *  temporary file in the same folder is written, synced, read back and compared, renamed over the target, and the folder
 *  synced. The old content keeps its name until the new one is known to be good. Folders are made as needed. */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  files: FileSystem = disk,
): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder, files);
  const temporary = join(folder, temporaryName(basename(path)));
  try {
    await writeWhole(temporary, content, files);
    await files.rename(temporary, path);
  } catch (error) {
    await files.remove(temporary).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(folder);
}

/** Makes a folder and those above it, so that they outlast a power cut. */
export async function makeFolder(folder: string, files: FileSystem = disk): Promise<void> {
  const topmost = await files.mkdir(folder);
  if (topmost === null) return;
  for (let at = folder; at !== dirname(topmost) && at !== dirname(at); at = dirname(at)) {
    await files.syncFolder(dirname(at));
  }
}

/** Copies a folder with all that is in it to a place where nothing is yet: there in a moment, whole, or not at all. */
export async function copyFolder(from: string, to: string, files: FileSystem = disk): Promise<void> {
  await makeFolder(dirname(to), files);
  const temporary = join(dirname(to), temporaryName(basename(to)));
  try {
    await copyInto(from, temporary, files);
    // A folder in which nothing is may be there already, and is in the way on some systems.
    await rmdir(to).catch(() => undefined);
    await files.rename(temporary, to);
  } catch (error) {
    await files.remove(temporary).catch(() => undefined);
    throw error;
  }
  await files.syncFolder(dirname(to));
}

async function copyInto(from: string, to: string, files: FileSystem): Promise<void> {
  await files.mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (isTemporary(entry.name) || entry.name.endsWith(".lock")) continue;
    if (entry.isDirectory()) await copyInto(join(from, entry.name), join(to, entry.name), files);
    else if (entry.isFile()) await writeWhole(join(to, entry.name), await readFile(join(from, entry.name)), files);
  }
  await files.syncFolder(to);
}

async function writeWhole(path: string, content: string | Uint8Array, files: FileSystem): Promise<void> {
  const file = await files.create(path);
  try {
    await file.write(content);
    await file.sync();
  } finally {
    await file.close();
  }
  if (!(await readFile(path)).equals(Buffer.from(content))) {
    fail(path, "what was written does not read back the same", "Check the drive, or choose another place.");
  }
}

/** Removes what programs left behind that ended while they wrote into these folders. */
export async function removeAbandoned(
  folders: readonly string[],
  files: FileSystem = disk,
  after = abandonedAfter,
): Promise<void> {
  for (const folder of folders) {
    for (const name of (await readdir(folder).catch(() => [])).filter(isTemporary)) {
      const path = join(folder, name);
      const info = await stat(path).catch(() => null);
      if (info && Date.now() - info.mtimeMs >= after) await files.remove(path).catch(() => undefined);
    }
  }
}
