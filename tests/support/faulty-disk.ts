import { disk, type FileSystem, type OpenFile } from "../../electron/services/file-system.ts";

/** Calls that may fail, by name. */
export const calls = [
  "mkdir",
  "create",
  "append",
  "write",
  "sync",
  "truncate",
  "rename",
  "remove",
  "syncFolder",
] as const;
export type Call = (typeof calls)[number];

/** How a call fails: with an error of the system's before it did anything, after half of a write (`short`), or after it
 *  was done all the same (`late`). */
export interface Fault {
  code: "ENOSPC" | "EIO" | "EACCES" | "EROFS" | "EBUSY" | "ENOENT";
  how: "before" | "short" | "late";
}

export interface FaultyDisk extends FileSystem {
  /** What was called so far, in order. */
  readonly made: Call[];
  /** From the nth call on (counted from 0) every call fails, or the nth alone. */
  failAt(index: number, fault: Fault, lasting: boolean): void;
  mend(): void;
}

const errorOf = (code: string, call: string, path: string) =>
  Object.assign(new Error(`${code}: ${call} '${path}'`), { code, path, syscall: call });

/** The real disk, but that it fails where it is told to. */
export function faultyDisk(): FaultyDisk {
  const made: Call[] = [];
  let fault: { index: number; lasting: boolean; fault: Fault } | null = null;

  async function call<T>(name: Call, path: string, work: () => Promise<T>, half?: () => Promise<void>): Promise<T> {
    const index = made.push(name) - 1;
    const hit = fault !== null && (fault.lasting ? index >= fault.index : index === fault.index) ? fault.fault : null;
    if (!hit) return work();
    if (hit.how === "short" && half) await half();
    if (hit.how === "late") await work();
    throw errorOf(hit.code, name, path);
  }

  const wrap = (path: string, file: OpenFile): OpenFile => ({
    write: (content) => {
      const bytes = Buffer.from(content);
      const half = () => file.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      return call("write", path, () => file.write(bytes), half);
    },
    sync: () => call("sync", path, () => file.sync()),
    truncate: (length) => call("truncate", path, () => file.truncate(length)),
    close: () => file.close(),
  });

  return {
    made,
    failAt: (index, how, lasting) => {
      fault = { index, lasting, fault: how };
    },
    mend: () => {
      fault = null;
    },
    mkdir: (path) => call("mkdir", path, () => disk.mkdir(path)),
    create: async (path) => wrap(path, await call("create", path, () => disk.create(path))),
    append: async (path) => wrap(path, await call("append", path, () => disk.append(path))),
    rename: (from, to) => call("rename", from, () => disk.rename(from, to)),
    remove: (path) => call("remove", path, () => disk.remove(path)),
    syncFolder: (path) => call("syncFolder", path, () => disk.syncFolder(path)),
  };
}
