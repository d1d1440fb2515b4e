import { type Reanchored, reanchor } from "../../anchoring/reanchor.ts";
import { type Author, operate } from "../draft.ts";
import type { Operation } from "../operation.ts";
import { placedKinds, withPlacedPiece } from "../pieces.ts";
import type { Article, Span } from "../records.ts";
import { openArticle, type ProjectState, tableOfKind } from "../state.ts";
import { clearReferences, removeRelationsTo } from "./annotation.ts";
import { dropUnusedEntity } from "./mention.ts";

/** What changing an article's text did to its annotations, for the notice that says so. */
export interface TextChange extends Pick<Reanchored, "followed" | "changed" | "orphaned"> {
  operation: Operation | null;
}

/** Gives an article another text, its blocks and whatever else is known of it with it. Annotations follow; those whose
 *  words are gone become orphans. */
export function replaceText(
  state: ProjectState,
  author: Author,
  id: string,
  label: string,
  fields: Pick<Article, "text" | "blocks"> & Partial<Omit<Article, "id">>,
): TextChange {
  const before = openArticle(state, id);
  const { open: after, followed, changed, orphaned } = reanchor(before, { ...before.article, ...fields });
  const operation = operate(state, label, author, (draft) => {
    draft.article(id, after.article);
    for (const kind of placedKinds) {
      const table = tableOfKind[kind];
      for (const [key, record] of before[table]) {
        const moved = after[table].get(key) ?? null;
        if (moved !== record) draft.annotation(kind, id, key, moved);
      }
      for (const [key, record] of after[table]) if (!before[table].has(key)) draft.annotation(kind, id, key, record);
    }
    for (const key of before.orphans.keys()) if (!after.orphans.has(key)) draft.orphan(id, key, null);
    for (const [key, orphan] of after.orphans) draft.orphan(id, key, orphan);
    for (const key of before.suggestions.keys()) draft.suggestion(id, key, after.suggestions.get(key) ?? null);
  });
  return { operation, followed, changed, orphaned };
}

/** Gives the lost piece of that index a place in the text. */
export function placeOrphan(
  state: ProjectState,
  author: Author,
  article: string,
  id: string,
  index: number,
  span: Span,
): Operation | null {
  return operate(state, "Place annotation", author, (draft) => {
    const open = openArticle(draft.state, article);
    const orphan = open.orphans.get(id);
    const placed = orphan ? withPlacedPiece(open, orphan, index, span) : null;
    if (!orphan || !placed) return;
    draft.orphan(article, id, placed.rest);
    draft.annotation(orphan.kind, article, id, { ...placed.record, modified: author.now() });
  });
}

/** Gives up what was lost: the annotation with every reference to it, or, where other pieces of it are still in the
 *  text, the lost pieces alone. */
export function dropOrphan(state: ProjectState, author: Author, article: string, id: string): Operation | null {
  const orphan = openArticle(state, article).orphans.get(id);
  if (!orphan) return null;
  return operate(state, `Drop ${orphan.kind}`, author, (draft) => {
    if (orphan.annotation) {
      clearReferences(draft, author, article, id);
      removeRelationsTo(draft, article, id);
    }
    draft.orphan(article, id, null);
    if (orphan.kind === "mention") dropUnusedEntity(draft, author, orphan.annotation?.entity ?? null);
  });
}
