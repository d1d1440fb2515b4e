import { type Operation, sameRecord } from "../../../shared/annotation/operation.ts";
import type { Article } from "../../../shared/annotation/records.ts";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import type { Backend } from "../store/backend.ts";

/** Texts that were replaced before they were ever saved: every version of a text is kept. */
export interface OwedTexts {
  /** Notes those that an operation replaces. */
  note(operation: Operation, saved: ProjectState): void;
  /** Writes those that are noted, each once. */
  keep(backend: Backend): Promise<void>;
}

export function owedTexts(): OwedTexts {
  const owed: Article[] = [];
  return {
    note({ changes }, saved) {
      for (const one of changes) {
        if (one.table !== "article" || !one.before || !one.after || one.before.text === one.after.text) continue;
        const { before, after } = one;
        if (owed.at(-1) && sameRecord(owed.at(-1), after)) owed.pop();
        else {
          const known = saved.articles.get(one.id)?.article;
          if (!sameRecord(known, before) && !sameRecord(known, after)) owed.push(before);
        }
      }
    },
    async keep(backend) {
      for (let next = owed[0]; next; next = owed[0]) {
        await backend.keepText(next);
        owed.shift();
      }
    },
  };
}
