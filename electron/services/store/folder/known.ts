import { basename } from "node:path";
import type { ProjectState } from "../../../../shared/annotation/state.ts";
import type { Problem } from "../../../../shared/format/problem.ts";
import { foldRegister, type RegisterLog, readRegisterLog } from "../../../../shared/format/register-log.ts";
import { writeAtomically } from "../../atomic-write.ts";
import type { FileSystem } from "../../file-system.ts";
import { ignoreMissing, ProblemError } from "../../problems.ts";
import type { Annotator } from "../../profile.ts";
import { createSeen, type Seen } from "../seen.ts";
import { type SuggestionFiles, suggestionFiles } from "../suggestion-files.ts";
import { type FolderReader, filesEnding, folderReader, type Head, isProblem, versionName } from "./reading.ts";

/** What was last read from or written to this annotator's file on an article. */
export interface Written {
  /** Hash of its bytes; null where there was no file. */
  hash: string | null;
  /** The article version that its offsets refer to. */
  anchor: string;
  /** Fields that this program does not know. */
  unknown: Record<string, unknown>;
  /** Whether it holds what could not be read, so that it is kept before it is replaced. */
  damaged: boolean;
}

/** A project folder with what this program knows of its files, so that it notices what others do to them. */
export interface KnownFolder {
  readonly reader: FolderReader;
  readonly annotator: Annotator;
  readonly files: FileSystem;
  readonly now: () => string;
  readonly seen: Seen;
  /** This annotator's decisions on suggestions, and what they taught. */
  readonly suggested: SuggestionFiles;
  readonly heads: Map<string, Head>;
  readonly written: Map<string, Written>;
  /** Hashes of what this program tried to write: a write that failed late may be on the disk all the same. */
  readonly attempts: Set<string>;
  projectHash: string | null;
  /** The newest time in any register log. */
  lastRecordAt: string | null;
  /** Length in bytes of the whole lines of this annotator's log, where a torn one stands after them. */
  tornAfter: number | null;
  /** The state that was last read or saved. */
  register: ProjectState | null;
  /** The newest version of an article, read again where its folder looks other than before. */
  head(id: string): Promise<Head | Problem>;
  /** Forgets what is known of an article's files. */
  forget(article: string): void;
  annotationsPath(article: string): string;
  /** The name of a file's bytes; null where there is none. */
  hashOf(file: string): Promise<string | null>;
  /** Replaces a file inside the project. @throws ProblemError where the place leads out of it. */
  write(to: string, content: string | Uint8Array): Promise<void>;
}

export function knownFolder(path: string, annotator: Annotator, now: () => string, files: FileSystem): KnownFolder {
  const reader = folderReader(path);
  const { within, inProject } = reader;
  const heads = new Map<string, Head>();
  const written = new Map<string, Written>();
  const attempts = new Set<string>();
  const looks = createSeen();
  const write = async (to: string, content: string | Uint8Array) => {
    await within.check(to);
    await writeAtomically(to, content, files);
  };
  return {
    reader,
    annotator,
    files,
    now,
    heads,
    seen: createSeen(),
    suggested: suggestionFiles({
      annotator: annotator.id,
      path: inProject,
      name: reader.relative,
      read: (file) => within.text(file),
      write,
      hash: versionName,
    }),
    written,
    attempts,
    projectHash: null,
    lastRecordAt: null,
    tornAfter: null,
    register: null,
    async head(id) {
      const isNew = await looks.isNew(inProject("articles", id));
      const known = heads.get(id);
      if (known && !isNew) return known;
      const found = await reader.head(id);
      if (isProblem(found)) {
        looks.forget(inProject("articles", id));
        heads.delete(id);
      } else heads.set(id, found);
      return found;
    },
    forget(id) {
      heads.delete(id);
      looks.forget(inProject("articles", id));
      const hash = written.get(id)?.hash;
      if (typeof hash === "string") attempts.delete(hash);
      written.delete(id);
    },
    annotationsPath: (article) => inProject("annotations", annotator.id, `${article}.json`),
    async hashOf(file) {
      const bytes = await within.bytes(file).catch(ignoreMissing);
      return bytes === null ? null : versionName(bytes);
    },
    write,
  };
}

/** The register that all annotators' logs make. What is written next is newer than all that was seen, whatever the others'
 *  clocks say. */
export async function readRegister(folder: KnownFolder, problems: Problem[]): Promise<ReturnType<typeof foldRegister>> {
  const { reader } = folder;
  const logs: RegisterLog[] = [];
  folder.lastRecordAt = null;
  folder.tornAfter = null;
  for (const name of await filesEnding(reader.inProject("entities"), ".jsonl")) {
    const bytes = await reader.within.bytes(reader.inProject("entities", name)).catch(asValue);
    if (!Buffer.isBuffer(bytes)) {
      problems.push(bytes);
      continue;
    }
    const content = bytes.toString("utf8");
    const log = readRegisterLog(reader.relative("entities", name), content);
    problems.push(...log.problems);
    const owner = basename(name, ".jsonl");
    for (const { at } of log.records)
      if (folder.lastRecordAt === null || Date.parse(at) > Date.parse(folder.lastRecordAt)) folder.lastRecordAt = at;
    if (owner === folder.annotator.id && log.wholeLength < content.length)
      folder.tornAfter = bytes.lastIndexOf("\n") + 1;
    logs.push({ annotator: owner, records: log.records });
  }
  return foldRegister(logs);
}

function asValue(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  throw error;
}
