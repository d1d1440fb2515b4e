import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";

/** A file that is being written. What is written goes to its end. */
export interface OpenFile {
  write(content: string | Uint8Array): Promise<void>;
  /** Resolves when what was written is on the disk itself, past every cache. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Every call by which the program changes a disk. Reading goes past it. Tests put a disk in its place that fails at a
 *  chosen call, or forgets what was not synced as a power cut would. */
export interface FileSystem {
  /** Makes a folder and those above it. @returns the topmost one that was missing, or null. */
  mkdir(path: string): Promise<string | null>;
  /** Opens a new file. @throws EEXIST where there is one. */
  create(path: string): Promise<OpenFile>;
  /** Opens a file to write at its end; it is made where it is missing. */
  append(path: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder with all that is in it; one that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

const fileOf = (handle: FileHandle): OpenFile => ({
  write: (content) => handle.appendFile(content),
  sync: () => handle.sync(),
  truncate: (length) => handle.truncate(length),
  close: () => handle.close(),
});

/** The disk of this machine. */
export const disk: FileSystem = {
  mkdir: async (path) => (await mkdir(path, { recursive: true })) ?? null,
  create: async (path) => fileOf(await open(path, "ax")),
  append: async (path) => fileOf(await open(path, "a")),
  rename: (from, to) => patiently(() => rename(from, to)),
  remove: (path) => rm(path, { force: true, recursive: true }),
  async syncFolder(path) {
    // Windows has no such call and needs none; some network drives refuse it.
    if (process.platform === "win32") return;
    const handle = await open(path, "r");
    try {
      await handle.sync();
    } catch (error) {
      if (!refusesSync(error)) throw error;
    } finally {
      await handle.close();
    }
  },
};

/** A disk that tells of each file that it is about to make or change. */
export const noting = (files: FileSystem, note: (path: string) => void): FileSystem => ({
  mkdir: (path) => files.mkdir(path),
  create: (path) => files.create(path),
  append(path) {
    note(path);
    return files.append(path);
  },
  rename(from, to) {
    note(to);
    return files.rename(from, to);
  },
  remove: (path) => files.remove(path),
  syncFolder: (path) => files.syncFolder(path),
});

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : null);
const refusesSync = (error: unknown): boolean => ["EINVAL", "ENOTSUP"].includes(String(codeOf(error)));

/** On Windows a virus scanner may hold a file for a moment after it was written: then a rename is tried again. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let pause = 20; ; pause *= 2) {
    try {
      return await work();
    } catch (error) {
      const isHeld = ["EPERM", "EACCES", "EBUSY"].includes(String(codeOf(error)));
      if (process.platform !== "win32" || !isHeld || pause > 1_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
