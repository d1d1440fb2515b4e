import { lstat, readFile, realpath, stat } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import { fail } from "../problems.ts";

/** A project's folder as somebody else may have made it: nothing outside is read or written by way of links in it. */
export interface Inside {
  /** @throws ProblemError where the path leads out of the folder or to something that is no file. */
  bytes(path: string): Promise<Buffer>;
  text(path: string): Promise<string>;
  /** Checks a place that is about to be written. @throws ProblemError where it leads out of the folder. */
  check(path: string): Promise<void>;
}

const remedy = "Put the file itself in the place of the link, or remove it.";

export function inside(folder: string): Inside {
  const shown = (path: string) => relative(dirname(folder), path).split(sep).join("/");
  async function requireInside(path: string, real: string): Promise<void> {
    const root = await realpath(folder);
    if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))
      fail(shown(path), "it is a link that leads out of the project's folder", remedy);
  }
  async function bytes(path: string): Promise<Buffer> {
    await requireInside(path, await realpath(path));
    // A pipe or device would be read for ever.
    if (!(await stat(path)).isFile()) fail(shown(path), "it is no file", remedy);
    return readFile(path);
  }
  return {
    bytes,
    text: async (path) => (await bytes(path)).toString("utf8"),
    async check(path) {
      await requireInside(path, await nearest(dirname(path)));
      if ((await lstat(path).catch(() => null))?.isSymbolicLink())
        fail(shown(path), "it is a link, and writing would follow it", remedy);
    },
  };
}

/** Where a folder really lies, or the nearest one above that is there. */
async function nearest(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return nearest(dirname(folder));
  }
}
