import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { fail, ignoreMissing } from "./problems.ts";

/** A lock is renewed this often, and is nobody's any more when it was not for three times as long: a process's number
 *  alone may have gone to another one since. */
const renewEvery = 5_000;

/** Keeps a second program of the same user away from a journal that one writes already.
 *  @returns what gives the lock back. @throws ProblemError while another program has it. */
export async function lock(path: string, what: string): Promise<() => Promise<void>> {
  if (await isHeldByAnother(path)) {
    fail(
      what,
      "it is open in another window or program of this user",
      "Close it there, or open it here with another profile, as another annotator.",
    );
  }
  await writeFile(path, String(process.pid));
  const renewing = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now).catch(() => undefined);
  }, renewEvery);
  renewing.unref();
  return async () => {
    clearInterval(renewing);
    await rm(path, { force: true });
  };
}

async function isHeldByAnother(path: string): Promise<boolean> {
  const holder = Number(await readFile(path, "utf8").catch(ignoreMissing));
  const info = await stat(path).catch(ignoreMissing);
  if (!Number.isInteger(holder) || holder <= 0 || holder === process.pid || info === null) return false;
  return Date.now() - info.mtimeMs < 3 * renewEvery && isAlive(holder);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
