import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { disk, type FileSystem, type OpenFile } from "../../electron/services/file-system.ts";

/** One call that changed the disk, as it was recorded after it was done. */
type Done =
  | { do: "mkdir" | "remove" | "syncFolder"; path: string }
  | { do: "create" | "append"; path: string; file: number }
  | { do: "write"; file: number; bytes: string }
  | { do: "truncate"; file: number; length: number }
  | { do: "sync"; file: number }
  | { do: "rename"; path: string; to: string };

/** The real disk, and a record beside it of every call, from which `afterPowerCut` tells what a machine without power
 *  would still hold. A call is recorded before it is answered. */
export function recordingDisk(record: string): FileSystem {
  const out = openSync(record, "a");
  const note = (done: Done) => writeSync(out, `${JSON.stringify(done)}\n`);
  let files = 0;
  const wrap = (file: number, open: OpenFile): OpenFile => ({
    async write(content) {
      await open.write(content);
      note({ do: "write", file, bytes: Buffer.from(content).toString("base64") });
    },
    async sync() {
      await open.sync();
      note({ do: "sync", file });
    },
    async truncate(length) {
      await open.truncate(length);
      note({ do: "truncate", file, length });
    },
    close: () => open.close(),
  });
  return {
    async mkdir(path) {
      const topmost = await disk.mkdir(path);
      if (topmost !== null) note({ do: "mkdir", path });
      return topmost;
    },
    async create(path) {
      const opened = await disk.create(path);
      const file = ++files;
      note({ do: "create", path, file });
      return wrap(file, opened);
    },
    async append(path) {
      const opened = await disk.append(path);
      const file = ++files;
      note({ do: "append", path, file });
      return wrap(file, opened);
    },
    async rename(from, to) {
      await disk.rename(from, to);
      note({ do: "rename", path: from, to });
    },
    async remove(path) {
      await disk.remove(path);
      note({ do: "remove", path });
    },
    async syncFolder(path) {
      await disk.syncFolder(path);
      note({ do: "syncFolder", path });
    },
  };
}

export function endRecord(record: string): void {
  closeSync(openSync(record, "a"));
  rmSync(record, { force: true });
}

interface Inode {
  now: Buffer;
  /** What is on the disk itself. */
  durable: Buffer;
}
/** A name in a folder that was given or taken away, and is not durable yet. */
interface NameChange {
  name: string;
  entry: Inode | Folder | null;
}
interface Folder {
  now: Map<string, Inode | Folder>;
  durable: Map<string, Inode | Folder>;
  pending: NameChange[];
}

const isFolder = (entry: Inode | Folder | undefined): entry is Folder => entry !== undefined && "pending" in entry;
const newFolder = (): Folder => ({ now: new Map(), durable: new Map(), pending: [] });

/** How much of what was not synced is gone: all of it, or a part that chance decides. */
export type Loss = "all" | (() => number);

/** Makes a folder what it would hold after the power failed: the tree as it was at the start of the record, and of what
 *  was done since only what was synced. Of the rest, a folder's changes may have reached the disk up to some point in
 *  their order, and a file's bytes up to some length. */
export function cutPower(root: string, before: Snapshot, record: string, loss: Loss): void {
  const tree = durableFolder(before);
  const files = new Map<number, Inode>();
  const at = (path: string): Folder | null => {
    let folder: Folder = tree;
    for (const name of path.slice(root.length).split("/").filter(Boolean)) {
      const next = folder.now.get(name);
      if (!isFolder(next)) return null;
      folder = next;
    }
    return folder;
  };
  const isInside = (path: string) => path === root || path.startsWith(`${root}/`);
  const set = (path: string, entry: Inode | Folder | null) => {
    const folder = at(dirname(path));
    if (!folder || !isInside(dirname(path))) return;
    if (entry) folder.now.set(basename(path), entry);
    else folder.now.delete(basename(path));
    folder.pending.push({ name: basename(path), entry });
  };
  const get = (path: string) => at(dirname(path))?.now.get(basename(path));

  for (const done of readRecord(record)) {
    switch (done.do) {
      case "mkdir": {
        const missing: string[] = [];
        for (let path = done.path; isInside(path) && !at(path); path = dirname(path)) missing.unshift(path);
        for (const path of missing) set(path, newFolder());
        break;
      }
      case "create":
      case "append": {
        const known = get(done.path);
        const inode = known && !isFolder(known) ? known : { now: Buffer.alloc(0), durable: Buffer.alloc(0) };
        if (!known) set(done.path, inode);
        files.set(done.file, inode);
        break;
      }
      case "write": {
        const inode = files.get(done.file);
        if (inode) inode.now = Buffer.concat([inode.now, Buffer.from(done.bytes, "base64")]);
        break;
      }
      case "truncate": {
        const inode = files.get(done.file);
        if (inode) inode.now = inode.now.subarray(0, done.length);
        break;
      }
      case "sync": {
        const inode = files.get(done.file);
        if (inode) inode.durable = inode.now;
        break;
      }
      case "rename": {
        const entry = get(done.path);
        if (!entry) break;
        set(done.to, entry);
        set(done.path, null);
        break;
      }
      case "remove":
        if (get(done.path)) set(done.path, null);
        break;
      case "syncFolder": {
        const folder = at(done.path);
        if (folder) settle(folder, folder.pending.length);
        break;
      }
    }
  }
  lose(tree, loss);
  rmSync(root, { recursive: true, force: true });
  writeTree(root, tree);
}

function settle(folder: Folder, upTo: number): void {
  for (const { name, entry } of folder.pending.splice(0, upTo)) {
    if (entry) folder.durable.set(name, entry);
    else folder.durable.delete(name);
  }
}

function lose(folder: Folder, loss: Loss): void {
  if (loss !== "all") settle(folder, Math.floor(loss() * (folder.pending.length + 1)));
  for (const entry of folder.durable.values()) {
    if (isFolder(entry)) lose(entry, loss);
    else if (loss !== "all") entry.durable = partOf(entry, loss());
  }
}

/** The synced bytes, and of those written after them a part. */
function partOf({ now, durable }: Inode, share: number): Buffer {
  if (now.equals(durable) || now.length < durable.length) return durable;
  return now.subarray(0, durable.length + Math.floor(share * (now.length - durable.length + 1)));
}

/** A folder's files as they are, by their path in it; null stands for a folder. */
export type Snapshot = Map<string, Buffer | null>;

export function snapshot(root: string): Snapshot {
  const found: Snapshot = new Map();
  const walk = (folder: string, path: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        found.set(inner, null);
        walk(join(folder, entry.name), inner);
      } else if (entry.isFile()) found.set(inner, readFileSync(join(folder, entry.name)));
    }
  };
  walk(root, "");
  return found;
}

function durableFolder(files: Snapshot): Folder {
  const tree = newFolder();
  for (const [path, content] of files) {
    const names = path.split("/");
    const name = names.pop() ?? "";
    let folder = tree;
    for (const part of names) {
      const next = folder.now.get(part);
      if (isFolder(next)) folder = next;
    }
    const entry = content === null ? newFolder() : { now: content, durable: content };
    folder.now.set(name, entry);
    folder.durable.set(name, entry);
  }
  return tree;
}

function writeTree(path: string, folder: Folder): void {
  mkdirSync(path, { recursive: true });
  for (const [name, entry] of folder.durable) {
    if (isFolder(entry)) writeTree(join(path, name), entry);
    else writeFileSync(join(path, name), entry.durable);
  }
}

function readRecord(record: string): Done[] {
  const lines = readFileSync(record, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}
