import type { ArticleState, ProjectState } from "../../../shared/annotation/state.ts";
import type { Catalogue } from "../catalogue.ts";

/** Keeps a catalogue in step with the articles that are open. */
export interface ToldArticles {
  /** Tells of articles that are other in the window than in their files. */
  open(state: ProjectState, saved: ProjectState): Promise<void>;
  /** Has what was saved since `before` read from its files. */
  saved(state: ProjectState, saved: ProjectState, before: ProjectState): Promise<void>;
}

export function toldArticles(catalogue: Catalogue): ToldArticles {
  /** Articles as the catalogue was told of them, until their files say the same. */
  const told = new Map<string, ArticleState | null>();
  return {
    async open(state, saved) {
      const changed = new Map<string, ArticleState | null>();
      const note = (id: string, open: ArticleState | null) => {
        if (told.has(id) && told.get(id) === open) return;
        changed.set(id, open);
        told.set(id, open);
      };
      for (const [id, open] of state.articles) if (open !== saved.articles.get(id)) note(id, open);
      for (const id of [...saved.articles.keys(), ...told.keys()]) if (!state.articles.has(id)) note(id, null);
      if (changed.size > 0) await catalogue.tell(changed);
    },
    async saved(state, saved, before) {
      const written = [...saved.articles].filter(([id, open]) => open !== before.articles.get(id)).map(([id]) => id);
      const gone = [...before.articles.keys()].filter((id) => !saved.articles.has(id));
      const ids = new Set([...written, ...gone, ...told.keys()]);
      for (const id of ids) if (state.articles.get(id) !== saved.articles.get(id)) ids.delete(id);
      for (const id of ids) told.delete(id);
      if (ids.size > 0) await catalogue.saved([...ids]).catch(() => undefined);
    },
  };
}
