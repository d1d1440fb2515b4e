import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Operation, operationSchema } from "../../shared/annotation/operation.ts";
import { squash } from "../../shared/annotation/squash.ts";
import { writeAtomically } from "./atomic-write.ts";
import { disk, type FileSystem, type OpenFile } from "./file-system.ts";
import { asProblem, ignoreMissing } from "./problems.ts";

/** Keys that follow each other within this time share one sync. */
const gatherFor = 20;
/** Bytes above which the journal is rewritten: without what the files hold, and the rest as one operation. */
const longEnough = 1 << 20;
const version = 1;

const headerSchema = z.object({
  kind: z.literal("journal"),
  version: z.number().int(),
  project: z.string(),
  path: z.string(),
  annotator: z.string(),
});
const entrySchema = z.discriminatedUnion("kind", [
  headerSchema,
  z.object({
    kind: z.literal("operation"),
    sequence: z.number().int(),
    /** How many operations were made one, where it was more. */
    stands: z.number().int().positive().optional(),
    /** Which text each article had that the operation is about: see `textMark`. */
    texts: z.record(z.string(), z.string()).optional(),
    operation: operationSchema,
  }),
  z.object({ kind: z.literal("saved"), sequence: z.number().int() }),
]);
type Entry = z.infer<typeof entrySchema>;

export interface JournalHeader {
  project: string;
  path: string;
  annotator: string;
}

/** An operation that no save has covered, and how many it stands for. */
export interface Unsaved {
  operation: Operation;
  stands: number;
  /** Which text each article had that it is about, by `textMark`; none where that was not noted. */
  texts: Readonly<Record<string, string>>;
}

/** What tells one text of an article from another: the beginning of its SHA-256. */
export const textMark = (text: string): string => hash(text).slice(0, 16);

/** What a journal file holds. */
export interface ReadJournal {
  header: z.infer<typeof headerSchema> | null;
  unsaved: Unsaved[];
  /** Numbers of the lines that could not be read. */
  damaged: number[];
}

/** The append-only record of every operation since the files were last saved. A line is a checksum, a space, and a JSON
 *  entry; replaying it is harmless however much of it the files already hold. */
export interface Journal {
  readonly path: string;
  /** What is to be brought back, oldest first. */
  readonly unsaved: readonly Unsaved[];
  /** Lines that could not be read, with their numbers. */
  readonly damaged: readonly number[];
  /** Where the journal was copied to as it was found, because not all of it can be brought back; else null. */
  readonly kept: string | null;
  /** Journals that were found in its place and left alone, and why. */
  readonly remarks: readonly string[];
  /** Copies the journal as it was found, for what could not be brought back after all. */
  keep(): Promise<string>;
  /** Resolves when the operations are written; `synced` when they are safe. A number always means the same operation. */
  append(operations: readonly Operation[], notes?: readonly Partial<Omit<Unsaved, "operation">>[]): Promise<void>;
  /** Resolves when everything appended so far is on the disk; where a write failed it is tried again. */
  synced(): Promise<void>;
  /** Notes that the files hold the first `count` operations of this journal. */
  saved(count: number): Promise<void>;
  /** How many operations were ever appended to this journal since it was opened, recovered ones included. */
  count(): number;
  close(): Promise<void>;
}

/** The journal of a project that is open for reading only. */
export const noJournal: Journal = {
  path: "",
  unsaved: [],
  damaged: [],
  kept: null,
  remarks: [],
  keep: async () => "",
  append: async () => undefined,
  synced: async () => undefined,
  saved: async () => undefined,
  count: () => 0,
  close: async () => undefined,
};

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
const line = (entry: Entry) => {
  const json = JSON.stringify(entry);
  return `${hash(json).slice(0, 16)} ${json}\n`;
};

/** Opens the journal of that name, or one beside it where a newer program's or an unreadable one has its place. Never
 *  fails: a journal that cannot be written says so with the first operation. */
export async function openJournal(
  folder: string,
  name: string,
  header: JournalHeader,
  files: FileSystem = disk,
): Promise<Journal> {
  const { path, found, remarks } = await placeFor(folder, name);
  const read = readJournal(found);
  const isOfAnother = read.header !== null && read.header.project !== header.project;
  const first = line({ kind: "journal", version, ...header });
  const unsaved = isOfAnother ? [] : read.unsaved;
  const keep = async () => {
    const copy = `${path}.${hash(found).slice(0, 8)}.kept`;
    await writeAtomically(copy, found, files);
    return copy;
  };
  const kept = read.damaged.length > 0 || isOfAnother ? await keep().catch(() => null) : null;

  /** What no save has covered, as it stands in the file or is to stand there. */
  let entries = unsaved.map((one, index) => ({ ...one, sequence: index + 1 }));
  let count = entries.length;
  let length = 0;
  /** Length at which the journal is made shorter: it grows with what one session changes, not with its time. */
  let limit = longEnough;
  /** Open while the file is known to hold the header and all entries; otherwise it is written anew. */
  let file: OpenFile | null = null;
  let inode: bigint | null = null;
  let closed = false;
  let queue: Promise<void> = Promise.resolve();
  let nextSync: Promise<void> | null = null;
  let latestSync: Promise<void> = Promise.resolve();

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };
  const lineOf = ({ sequence, stands, texts, operation }: (typeof entries)[number]) =>
    line({
      kind: "operation",
      sequence,
      ...(stands === 1 ? {} : { stands }),
      ...(Object.keys(texts).length === 0 ? {} : { texts }),
      operation,
    });
  const forget = async () => {
    const closing = file;
    file = null;
    await closing?.close().catch(() => undefined);
  };

  async function rewrite(): Promise<void> {
    await forget();
    const content = first + entries.map(lineOf).join("");
    await writeAtomically(path, content, files);
    file = await files.append(path);
    inode = await inodeOf(path);
    length = Buffer.byteLength(content);
  }

  async function write(text: string): Promise<void> {
    if (!file) return rewrite();
    try {
      await file.write(text);
      length += Buffer.byteLength(text);
    } catch (error) {
      await forget();
      throw error;
    }
    if (length > limit) await shorten();
  }

  async function shorten(): Promise<void> {
    const [last] = entries.slice(-1);
    if (last && entries.length > 1) {
      const stands = entries.reduce((sum, one) => sum + one.stands, 0);
      const operation = squash(
        entries.map((one) => one.operation),
        "Everything that was not saved",
      );
      // Later texts of an article are in the operations themselves: the first one is where they begin.
      const texts = Object.assign({}, ...entries.map((one) => one.texts).reverse());
      entries = [{ sequence: last.sequence, stands, texts, operation }];
    }
    await rewrite();
    limit = Math.max(longEnough, 2 * length);
  }

  /** Runs beside what is written meanwhile: a slow disk must not keep the next key from the file. */
  const sync = async () => {
    await queue;
    if (closed) return;
    const synced = file;
    // Somebody may have removed it: then what is written goes nowhere.
    if (!synced || (await inodeOf(path)) !== inode) return enqueue(rewrite);
    try {
      await synced.sync();
    } catch (error) {
      // What a failed sync was about may be gone from the system's cache: nothing but writing it again helps.
      if (file === synced) await forget();
      throw error;
    }
  };
  const syncSoon = () => {
    if (nextSync) return nextSync;
    nextSync = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        nextSync = null;
        sync().then(resolve, reject);
      }, gatherFor);
    });
    nextSync.catch(() => undefined);
    latestSync = nextSync;
    return nextSync;
  };

  await enqueue(rewrite).catch(() => undefined);

  return {
    path,
    unsaved,
    damaged: read.damaged,
    kept,
    remarks,
    keep,
    count: () => count,
    append(operations, notes = []) {
      const added = operations.map((operation, at) => ({
        stands: 1,
        texts: {},
        ...notes[at],
        operation,
        sequence: ++count,
      }));
      const written = enqueue(async () => {
        entries.push(...added);
        await write(added.map(lineOf).join(""));
      });
      written.catch(() => undefined);
      void syncSoon();
      return written;
    },
    synced: () => (file || nextSync ? latestSync : syncSoon()),
    saved: (sequence) =>
      enqueue(async () => {
        entries = entries.filter((one) => one.sequence > sequence);
        if (!file || (entries.length === 0 && length > longEnough / 16)) await rewrite();
        else await write(line({ kind: "saved", sequence }));
      }),
    async close() {
      await queue;
      await sync().catch(() => undefined);
      if (entries.length === 0) await enqueue(rewrite).catch(() => undefined);
      closed = true;
      await forget();
    },
  };
}

const inodeOf = (path: string): Promise<bigint | null> =>
  stat(path, { bigint: true }).then(
    ({ ino }) => ino,
    () => null,
  );

/** The first place of that name that holds nothing, or a journal that this program may write. */
async function placeFor(folder: string, name: string): Promise<{ path: string; found: string; remarks: string[] }> {
  const remarks: string[] = [];
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${name}${number === 1 ? "" : `-${number}`}.jsonl`);
    try {
      const found = (await readFile(path, "utf8").catch(ignoreMissing)) ?? "";
      const { header } = readJournal(found.slice(0, found.indexOf("\n") + 1));
      if (header === null || header.version <= version || number > 9) return { path, found, remarks };
      remarks.push(
        `A newer Onrecord wrote the journal ${path}: it is left alone, and what it holds comes back when that program opens this project.`,
      );
    } catch (error) {
      // The folder itself cannot be reached: then this is the place to try again.
      if (number > 9) return { path: join(folder, `${name}.jsonl`), found: "", remarks: remarks.slice(0, 1) };
      remarks.push(
        `The journal ${path} could not be read, because ${asProblem(error).reason}: it is left alone, and another one is used.`,
      );
    }
  }
}

/** Reads a journal's text as far as it can be read. A torn last line is left out: it was never safe. */
export function readJournal(content: string): ReadJournal {
  const damaged: number[] = [];
  const entries: Entry[] = [];
  const lines = content.split("\n");
  lines.forEach((text, index) => {
    if (text === "") return;
    const entry = parseLine(text);
    if (entry) entries.push(entry);
    else if (index < lines.length - 1) damaged.push(index + 1);
  });
  const savedUpTo = entries.reduce((at, entry) => (entry.kind === "saved" ? entry.sequence : at), 0);
  return {
    header: entries.find((entry) => entry.kind === "journal") ?? null,
    damaged,
    unsaved: entries.flatMap((entry) =>
      entry.kind === "operation" && entry.sequence > savedUpTo
        ? [{ operation: entry.operation, stands: entry.stands ?? 1, texts: entry.texts ?? {} }]
        : [],
    ),
  };
}

function parseLine(text: string): Entry | null {
  const json = text.slice(17);
  if (text[16] !== " " || hash(json).slice(0, 16) !== text.slice(0, 16)) return null;
  try {
    const parsed = entrySchema.safeParse(JSON.parse(json));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
