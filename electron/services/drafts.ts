import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TextDraft, textDraftSchema } from "../../shared/host/contract.ts";
import { writeAtomically } from "./atomic-write.ts";
import { disk, type FileSystem } from "./file-system.ts";
import { fileSafe } from "./profile.ts";

/** Texts that are being edited and are not an operation yet, in the user's profile: they outlive the program. */
export interface Drafts {
  read(article: string): Promise<TextDraft | null>;
  /** Keeps the latest draft of an article; null forgets it. Calls are carried out in order. */
  keep(article: string, draft: TextDraft | null): Promise<void>;
}

export function openDrafts(folder: string, key: string, files: FileSystem = disk): Drafts {
  const fileOf = (article: string) => join(folder, `${key}-${fileSafe(article)}.json`);
  let queue: Promise<void> = Promise.resolve();
  return {
    async read(article) {
      try {
        return textDraftSchema.parse(JSON.parse(await readFile(fileOf(article), "utf8")));
      } catch {
        return null;
      }
    },
    keep(article, draft) {
      const write = () =>
        draft === null
          ? files.remove(fileOf(article))
          : writeAtomically(fileOf(article), `${JSON.stringify(draft)}\n`, files);
      const next = queue.then(write);
      queue = next.catch(() => undefined);
      return next;
    },
  };
}
