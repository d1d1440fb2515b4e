import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const startSchema = z.object({ args: z.array(z.string()), folder: z.string(), data: z.unknown() });
export type Start = z.infer<typeof startSchema>;

/** Makes this process the only one of its user data folder, or hands its start over to the one that is. As in Electron
 *  the answer is there at once, so both sides meet in files. @returns whether this is now the only one. */
export function takeLock(folder: string, own: Start, onOther: (start: Start) => void): boolean {
  const lock = join(folder, "SingletonLock");
  const inbox = join(folder, "SingletonStarts");
  const holder = existsSync(lock) ? Number(readFileSync(lock, "utf8")) : null;
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    const path = join(inbox, String(process.pid));
    writeFileSync(`${path}.part`, JSON.stringify(own));
    renameSync(`${path}.part`, `${path}.json`);
    return false;
  }
  writeFileSync(lock, String(process.pid));
  rmSync(inbox, { recursive: true, force: true });
  mkdirSync(inbox, { recursive: true });
  const watcher = watch(inbox, () => {
    for (const name of readdirSync(inbox).filter((one) => one.endsWith(".json"))) {
      const path = join(inbox, name);
      const start = startSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      rmSync(path);
      onOther(start);
    }
  });
  watcher.unref();
  process.on("exit", () => rmSync(lock, { force: true }));
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
