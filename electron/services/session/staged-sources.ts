import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Article } from "../../../shared/annotation/records.ts";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import { writeAtomically } from "../atomic-write.ts";
import type { FileSystem } from "../file-system.ts";
import { fileSafe } from "../profile.ts";
import type { Backend } from "../store/backend.ts";

/** The bytes of imported files, kept in the profile until the article, or the version of it, that came from them is saved. */
export interface StagedSources {
  stage(article: Article, bytes: Uint8Array): Promise<void>;
  /** Puts beside their articles the sources of all that `target` has and `saved` has not. */
  place(target: ProjectState, saved: ProjectState, backend: Backend): Promise<void>;
}

/** @param folder where they are kept; it is made when it is needed. */
export function stagedSources(folder: string, files: FileSystem): StagedSources {
  const fileOf = ({ id, source }: Article) => join(folder, `${fileSafe(id)}-${source.sha256 ?? "source"}`);
  return {
    stage: (article, bytes) => writeAtomically(fileOf(article), bytes, files),
    async place(target, saved, backend) {
      for (const [id, { article }] of target.articles) {
        const before = saved.articles.get(id)?.article.source ?? null;
        const { source } = article;
        if (source.name === null || source.sha256 === before?.sha256) continue;
        const bytes = await readFile(fileOf(article)).catch(() => null);
        if (bytes === null) continue;
        const version = before === null || source.sha256 === null ? "" : `-${source.sha256.slice(0, 8)}`;
        await backend.keepSource(id, `${version}${endingOf(source.name)}`, bytes);
        await files.remove(fileOf(article)).catch(() => undefined);
      }
    },
  };
}

/** The ending of a file name with its period, in small letters; empty where there is none. */
export const endingOf = (name: string): string => /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? "";
