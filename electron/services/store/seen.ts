import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import type { Notice } from "../../../shared/host/contract.ts";

/** Remembers how files and folders looked, so that only what looks new is read again. */
export interface Seen {
  /** Takes a file as it is now for known. */
  note(path: string): Promise<void>;
  /** Whether it looks other than when it was last asked for. */
  isNew(path: string): Promise<boolean>;
  forget(...paths: string[]): void;
}

export function createSeen(): Seen {
  const looks = new Map<string, string>();
  const lookOf = async (path: string) => {
    const info = await stat(path, { bigint: true }).catch(() => null);
    return info ? `${info.ino} ${info.size} ${info.mtimeNs}` : "none";
  };
  return {
    async note(path) {
      looks.set(path, await lookOf(path));
    },
    async isNew(path) {
      const look = await lookOf(path);
      const isNew = looks.get(path) !== look;
      looks.set(path, look);
      return isNew;
    },
    forget(...paths) {
      for (const path of paths) looks.delete(path);
    },
  };
}

/** What to say of a folder that cannot be written, before anybody works in it. */
export async function unwritable(folder: string): Promise<Notice[]> {
  try {
    await access(folder, constants.W_OK);
    return [];
  } catch {
    return [
      {
        title: "This folder cannot be written",
        lines: [
          "You can work on: every change is kept in the journal on this machine, and written when the folder can be.",
          "To have it in files at once, save a copy elsewhere.",
        ],
      },
    ];
  }
}
