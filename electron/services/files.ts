import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { mayBeArticle } from "../../shared/host/article-names.ts";
import type { FileEntry, Listing } from "../../shared/host/contract.ts";
import type { Handles } from "./handles.ts";
import { fail } from "./problems.ts";
import { projectFileName } from "./store/folder/reading.ts";

/** Shows folders to a window that has no dialogs of its own. Nothing outside `roots` is shown, wherever links lead. */
export async function listFolder(handles: Handles, roots: readonly string[], folder: string): Promise<Listing> {
  const real = await realpath(folder);
  const root = await confine(real, roots);
  const entries = await readdir(real, { withFileTypes: true });
  const shown = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith("."))
      .map((entry) => entryOf(handles, roots, join(real, entry.name))),
  );
  const parents: Listing["parents"] = [];
  for (let at = real; at !== root; at = dirname(at))
    parents.unshift({ handle: handles.of(dirname(at)), name: basename(dirname(at)) || sep });
  return {
    folder: { handle: handles.of(real), name: basename(real) || real, location: real },
    parents,
    entries: shown.flatMap((entry) => entry ?? []).sort(order),
  };
}

/** @returns the root that holds the path. @throws ProblemError outside all of them. */
export async function confine(real: string, roots: readonly string[]): Promise<string> {
  for (const root of roots) {
    const realRoot = await realpath(root).catch(() => root);
    if (real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)) return realRoot;
  }
  return fail(
    real,
    "it lies outside your home folder and the opened projects",
    "Move it into your home folder, or name it when starting the program.",
  );
}

async function entryOf(handles: Handles, roots: readonly string[], path: string): Promise<FileEntry | null> {
  try {
    const real = await realpath(path);
    await confine(real, roots);
    const info = await stat(real);
    const kind = info.isDirectory() ? await folderKind(real) : fileKind(path);
    return { handle: handles.of(real), name: basename(path), kind, modified: info.mtime.toISOString() };
  } catch {
    return null;
  }
}

async function folderKind(path: string): Promise<"folder" | "project"> {
  const project = await stat(join(path, projectFileName)).catch(() => null);
  return project?.isFile() ? "project" : "folder";
}

function fileKind(path: string): FileEntry["kind"] {
  if (/\.json$/i.test(path)) return "annotation";
  return mayBeArticle(path) ? "article" : "other";
}

const order = (a: FileEntry, b: FileEntry) => {
  const rank = (entry: FileEntry) => (entry.kind === "folder" || entry.kind === "project" ? 0 : 1);
  return rank(a) - rank(b) || a.name.localeCompare(b.name);
};
