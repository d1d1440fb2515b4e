import { createHash } from "node:crypto";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Operation, operationSchema } from "../../shared/annotation/operation.ts";
import { writeAtomically } from "./atomic-write.ts";
import { ignoreMissing } from "./problems.ts";

/** Longest time between a key and its operation being safe from a power cut. */
const syncWithin = 100;

const entrySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("journal"),
    version: z.literal(1),
    project: z.string(),
    path: z.string(),
    annotator: z.string(),
  }),
  z.object({ kind: z.literal("operation"), sequence: z.number().int(), operation: operationSchema }),
  z.object({ kind: z.literal("saved"), sequence: z.number().int() }),
]);
type Entry = z.infer<typeof entrySchema>;

export interface JournalHeader {
  project: string;
  path: string;
  annotator: string;
}

/** The append-only record of every operation since the files were last saved. A line is a checksum, a space, and a JSON
 *  entry; replaying it is harmless however much of it the files already hold. */
export interface Journal {
  /** Operations that no save has covered, oldest first: what is to be brought back. */
  readonly unsaved: Operation[];
  /** Lines that could not be read, with their numbers. */
  readonly damaged: number[];
  /** Where the journal was copied to as it was found, because not all of it can be brought back; else null. */
  readonly kept: string | null;
  /** Copies the journal as it was found, for what could not be brought back after all. */
  keep(): Promise<string>;
  append(operations: readonly Operation[]): Promise<void>;
  /** Resolves when everything appended so far is on the disk. */
  synced(): Promise<void>;
  /** Notes that the files hold the first `count` operations of this journal, and shortens it when they hold all. */
  saved(count: number): Promise<void>;
  /** How many operations were ever appended to this journal since it was opened, recovered ones included; never less
   *  than before, so that a number always means the same operation. */
  count(): number;
  close(): Promise<void>;
}

const checksum = (json: string) => createHash("sha256").update(json).digest("hex").slice(0, 16);
const line = (entry: Entry) => {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
};

export async function openJournal(folder: string, name: string, header: JournalHeader): Promise<Journal> {
  const path = join(folder, `${name}.jsonl`);
  const first: Entry = { kind: "journal", version: 1, ...header };
  const found = await readFile(path, "utf8").catch(ignoreMissing);
  const parsed = parseJournal(found ?? "");
  const { damaged } = parsed;
  const isOfAnother = parsed.entries.some((entry) => entry.kind === "journal" && entry.project !== header.project);
  const entries = isOfAnother ? [] : parsed.entries;
  const savedUpTo = entries.reduce((at, entry) => (entry.kind === "saved" ? entry.sequence : at), 0);
  const unsaved = entries.flatMap((entry) =>
    entry.kind === "operation" && entry.sequence > savedUpTo ? [entry.operation] : [],
  );
  let count = unsaved.length;
  const rewritten = unsaved.map((operation, index) => line({ kind: "operation", sequence: index + 1, operation }));
  const keep = async () => {
    const copy = `${path}.${createHash("sha256")
      .update(found ?? "")
      .digest("hex")
      .slice(0, 8)}.kept`;
    await writeAtomically(copy, found ?? "");
    return copy;
  };
  const kept = damaged.length > 0 || isOfAnother ? await keep() : null;
  await writeAtomically(path, line(first) + rewritten.join(""));

  let file: FileHandle | null = await open(path, "a");
  let queue: Promise<void> = Promise.resolve();
  let nextSync: Promise<void> | null = null;
  let latestSync: Promise<void> = Promise.resolve();
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };
  /** What a failed write left out or tore: it goes before the next one, on a line of its own. */
  let backlog = "";
  const write = (text: string) =>
    enqueue(async () => {
      const whole = backlog + text;
      try {
        file ??= await open(path, "a");
        await file.appendFile(whole);
        backlog = "";
      } catch (error) {
        backlog = whole.startsWith("\n") ? whole : `\n${whole}`;
        throw error;
      }
    });
  const syncSoon = () => {
    if (nextSync) return;
    nextSync = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        nextSync = null;
        enqueue(async () => file?.datasync()).then(resolve, reject);
      }, syncWithin);
    });
    nextSync.catch(() => undefined);
    latestSync = nextSync;
  };

  return {
    unsaved,
    damaged,
    kept,
    keep,
    count: () => count,
    append(operations) {
      const lines = operations.map((operation) => line({ kind: "operation", sequence: ++count, operation }));
      const written = write(lines.join(""));
      syncSoon();
      return written;
    },
    synced: () => latestSync,
    async saved(sequence) {
      if (sequence < count) return write(line({ kind: "saved", sequence }));
      return enqueue(async () => {
        if (sequence < count) return;
        await file?.close();
        file = null;
        await writeAtomically(path, line(first));
        backlog = "";
        file = await open(path, "a");
      });
    },
    async close() {
      await queue;
      await file?.datasync();
      await file?.close();
      file = null;
    },
  };
}

function parseJournal(content: string): { entries: Entry[]; damaged: number[] } {
  const entries: Entry[] = [];
  const damaged: number[] = [];
  const lines = content.split("\n");
  lines.forEach((text, index) => {
    const torn = index === lines.length - 1;
    if (text === "") return;
    const entry = parseLine(text);
    if (entry) entries.push(entry);
    else if (!torn) damaged.push(index + 1);
  });
  return { entries, damaged };
}

function parseLine(text: string): Entry | null {
  const json = text.slice(17);
  if (text[16] !== " " || checksum(json) !== text.slice(0, 16)) return null;
  const parsed = entrySchema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}
