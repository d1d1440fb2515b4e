import { randomUUID } from "node:crypto";
import { open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { fail } from "./problems.ts";

/** A lock is renewed this often, and is nobody's any more when it was not for six times as long: a process's number
 *  alone may have gone to another one since, and of another machine's processes nothing else is known. */
const renewEvery = 5_000;
const abandonedAfter = 6 * renewEvery;

const holderSchema = z.object({
  format: z.literal("onrecord/lock"),
  version: z.literal(1),
  /** One holding of the lock: no two have the same. */
  id: z.string(),
  host: z.string(),
  pid: z.number().int(),
  since: z.iso.datetime(),
});
export type Holder = z.infer<typeof holderSchema>;

export interface Lock {
  /** Whether it is still this program's: another one may have taken it while this machine slept. */
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes a lock file, or says who has it. A folder that cannot be written has no locks: then there is nothing to keep
 *  others from either. The file says who holds it, and is otherwise of no meaning.
 *  @param again whether this very program may take it again: it lets go of what it opens a second time. */
export async function lock(path: string, again = true): Promise<{ lock: Lock } | { holder: Holder }> {
  for (let turn = 0; turn < 5; turn += 1) {
    const mine: Holder = {
      format: "onrecord/lock",
      version: 1,
      id: randomUUID(),
      host: hostname(),
      pid: process.pid,
      since: new Date().toISOString(),
    };
    const content = `${JSON.stringify(mine)}\n`;
    try {
      await writeFile(path, content, { flag: "wx" });
      return { lock: held(path, mine.id, content) };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return { lock: unheld };
    }
    const found = await holderOf(path, again);
    if (found && !found.stale) return { holder: found.holder };
    if (found) await takeAway(path, found.text);
  }
  return { lock: unheld };
}

/** Whether another program that runs has a lock. */
export async function isHeldElsewhere(path: string): Promise<boolean> {
  const found = await holderOf(path).catch(() => null);
  return found !== null && !found.stale && !(found.holder.host === hostname() && found.holder.pid === process.pid);
}

const unheld: Lock = { isMine: async () => true, release: async () => undefined };

function held(path: string, id: string, content: string): Lock {
  const isMine = async () => (await readFile(path, "utf8").catch(() => content)).includes(id);
  const renewing = setInterval(() => void renew(path, content, isMine).catch(() => undefined), renewEvery);
  renewing.unref();
  return {
    isMine,
    async release() {
      clearInterval(renewing);
      if (await isMine()) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Writes the same again: then the file's time is the drive's own, whatever this machine's clock says. */
async function renew(path: string, content: string, isMine: () => Promise<boolean>): Promise<void> {
  if (!(await isMine())) return;
  const file = await open(path, "r+");
  try {
    await file.write(content, 0);
  } finally {
    await file.close();
  }
}

async function holderOf(path: string, again = true): Promise<{ holder: Holder; stale: boolean; text: string } | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  const info = await stat(path).catch(() => null);
  if (text === null || info === null) return null;
  const age = (await timeOf(dirname(path))) - info.mtimeMs;
  const holder = parsed(text) ?? unknownHolder(info.mtime);
  const isOwn = holder.host === hostname() && holder.pid === process.pid;
  const isGone = isOwn ? again : holder.host === hostname() && !isAlive(holder.pid);
  return { holder, text, stale: isGone || age > abandonedAfter };
}

/** A file that was just made and not written yet, or one of another kind, still says that somebody is there. */
const unknownHolder = (since: Date): Holder => ({
  format: "onrecord/lock",
  version: 1,
  id: "",
  host: "",
  pid: 0,
  since: since.toISOString(),
});

function parsed(text: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The time that a drive gives to a file written now: a network drive's clock is its own. */
async function timeOf(folder: string): Promise<number> {
  const probe = join(folder, `.time.${randomUUID()}.lock`);
  try {
    await writeFile(probe, "");
    return (await stat(probe)).mtimeMs;
  } catch {
    return Date.now();
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

/** Moves an abandoned lock away, unless another program has just done so and holds one of its own there. */
async function takeAway(path: string, text: string): Promise<void> {
  const away = `${path}.${randomUUID()}`;
  try {
    await rename(path, away);
    if ((await readFile(away, "utf8")) === text) await rm(away, { force: true });
    else await rename(away, path);
  } catch {
    // Somebody else was faster: the next try meets their lock.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

const patience = 5_000;

/** Runs `work` while no other program does the same with that file, so that what was read is still there when it is
 *  replaced. Where no lock can be made, as in a folder that cannot be written, it runs all the same. */
export async function alone<T>(file: string, work: () => Promise<T>): Promise<T> {
  const path = join(dirname(file), `.${basename(file)}.lock`);
  const until = Date.now() + patience;
  for (;;) {
    const taken = await lock(path, false);
    if ("lock" in taken) {
      try {
        return await work();
      } finally {
        await taken.lock.release();
      }
    }
    if (Date.now() > until) {
      fail(file, "another program is writing it", "Wait a moment: saving is tried again by itself.");
    }
    await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 30));
  }
}

/** Several locks, of which this program has all or none. */
export interface HeldLocks {
  /** Who has one of the locks; null where this program has them all. */
  holder: Holder | null;
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** Takes all locks, or none. */
export async function lockAll(paths: readonly string[]): Promise<HeldLocks> {
  const taken: Lock[] = [];
  const release = async () => {
    for (const one of taken) await one.release();
  };
  for (const path of paths) {
    const result = await lock(path);
    if ("holder" in result) {
      await release();
      return { holder: result.holder, isMine: async () => false, release: async () => undefined };
    }
    taken.push(result.lock);
  }
  const isMine = async () => (await Promise.all(taken.map((one) => one.isMine()))).every(Boolean);
  return { holder: null, isMine, release };
}
