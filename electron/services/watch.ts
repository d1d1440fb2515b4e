import { type FSWatcher, watch } from "node:fs";

/** Changes that come together are looked at together. */
const gatherFor = 150;
/** Drives that tell of no changes, network drives above all, are looked at this often. */
const lookEvery = 3_000;

/** Calls `look` soon after something changed in one of the folders, and now and then in any case: what a system tells of
 *  changes is a hint, never all of them. A folder that cannot be watched, or is not there yet, is left to that.
 *  @returns what ends it. */
export function watchFolders(folders: readonly string[], look: () => Promise<void>): () => void {
  const watchers: FSWatcher[] = [];
  let soon: NodeJS.Timeout | null = null;
  let looking = false;
  const run = async () => {
    if (looking) return;
    looking = true;
    await look().finally(() => {
      looking = false;
    });
  };
  const hint = () => {
    soon ??= setTimeout(() => {
      soon = null;
      void run();
    }, gatherFor);
    soon.unref();
  };
  for (const folder of folders) {
    try {
      const watcher = watch(folder, { persistent: false }, hint);
      watcher.on("error", () => watcher.close());
      watchers.push(watcher);
    } catch {
      // Left to the regular look.
    }
  }
  const regular = setInterval(() => void run(), lookEvery);
  regular.unref();
  return () => {
    clearInterval(regular);
    if (soon) clearTimeout(soon);
    for (const watcher of watchers) watcher.close();
  };
}
