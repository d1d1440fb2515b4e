import { claimsOfQuote, quotesOfMention, relationsOf } from "../article-index.ts";
import { type Author, type Draft, operate } from "../draft.ts";
import { endIs } from "../graph.ts";
import { type Operation, sameRecord } from "../operation.ts";
import { joinOverlaps } from "../pieces.ts";
import type { Annotation, Claim, Orphan, Party, Quote, Span, SpanField, Status, WorkState } from "../records.ts";
import { findAnnotation, openArticle, type ProjectState } from "../state.ts";
import { patchAnnotation } from "./common.ts";
import { dropUnusedEntity } from "./mention.ts";

/** What removing something else took along, for the notice that says so. */
export interface Removal {
  operation: Operation | null;
  clearedReferences: number;
  removedRelations: number;
}

/** Removes an annotation together with every reference to it, so that nothing dangles. */
export function removeAnnotation(state: ProjectState, author: Author, article: string, id: string): Removal {
  const found = findAnnotation(openArticle(state, article), id);
  if (!found) return { operation: null, clearedReferences: 0, removedRelations: 0 };
  let clearedReferences = 0;
  let removedRelations = 0;
  const operation = operate(state, `Remove ${found.kind}`, author, (draft) => {
    clearedReferences = clearReferences(draft, author, article, id);
    removedRelations = removeRelationsTo(draft, article, id);
    draft.annotation(found.kind, article, id, null);
    draft.orphan(article, id, null);
    if (found.kind === "mention" && "entity" in found.record) {
      dropUnusedEntity(draft, author, (found.record.entity as string | null) ?? null);
    }
  });
  return { operation, clearedReferences, removedRelations };
}

/** Clears every speaker, addressee, claimant and quote reference to `id` in one article, those of annotations that lost
 *  their place among them; returns how many there were. */
export function clearReferences(draft: Draft, author: Author, article: string, id: string): number {
  const open = openArticle(draft.state, article);
  let cleared = clearReferencesOfOrphans(draft, article, id);
  const keeps = (party: Party) => party.mention !== id && party.entity !== id;
  for (const quote of quotesOfMention(open, id)) {
    const speakers = quote.speakers.filter(keeps);
    const addressees = quote.addressees.filter(keeps);
    const lost = quote.speakers.length + quote.addressees.length - speakers.length - addressees.length;
    if (lost === 0) continue;
    cleared += lost;
    patchAnnotation<Quote>(draft, author, article, quote.id, () => ({ speakers, addressees }));
  }
  for (const claim of claimsOfQuote(open, id)) {
    const patch = withoutReferences(claim, id);
    if (Object.keys(patch).length === 0) continue;
    cleared += 1;
    patchAnnotation<Claim>(draft, author, article, claim.id, () => patch);
  }
  return cleared;
}

function withoutReferences(
  claim: Pick<Claim, "quote" | "claimant">,
  id: string,
): Pick<Partial<Claim>, "quote" | "claimant"> {
  const isClaimant = claim.claimant?.quote === id || claim.claimant?.entity === id;
  return { ...(claim.quote === id ? { quote: null } : {}), ...(isClaimant ? { claimant: null } : {}) };
}

function clearReferencesOfOrphans(draft: Draft, article: string, id: string): number {
  let cleared = 0;
  const keeps = (party: Party) => party.mention !== id && party.entity !== id;
  for (const orphan of openArticle(draft.state, article).orphans.values()) {
    let after: Orphan = orphan;
    if (orphan.kind === "quote" && orphan.annotation) {
      const { speakers, addressees } = orphan.annotation;
      const kept = { speakers: speakers.filter(keeps), addressees: addressees.filter(keeps) };
      after = { ...orphan, annotation: { ...orphan.annotation, ...kept } };
    } else if (orphan.kind === "claim" && orphan.annotation) {
      after = { ...orphan, annotation: { ...orphan.annotation, ...withoutReferences(orphan.annotation, id) } };
    }
    if (sameRecord(orphan, after)) continue;
    draft.orphan(article, orphan.id, after);
    cleared += 1;
  }
  return cleared;
}

/** Removes the relations of all open articles that end at `id`, and those that end at them; returns how many there were. */
export function removeRelationsTo(draft: Draft, article: string, id: string): number {
  let removed = 0;
  for (const open of draft.state.articles.values()) {
    for (const relation of relationsOf(open, id)) {
      const home = open.article.id;
      if (!endIs(relation.from, home, article, id) && !endIs(relation.to, home, article, id)) continue;
      if (!openArticle(draft.state, home).relations.has(relation.id)) continue;
      draft.annotation("relation", home, relation.id, null);
      removed += 1 + removeRelationsTo(draft, home, relation.id);
    }
  }
  return removed;
}

/** Changes fields of one annotation. */
export function setFields<T extends Annotation>(
  state: ProjectState,
  author: Author,
  article: string,
  id: string,
  label: string,
  fields: Partial<T>,
): Operation | null {
  return operate(state, label, author, (draft) => patchAnnotation<T>(draft, author, article, id, () => fields));
}

const nextStatus: Record<Status, Status> = { draft: "done", done: "disputed", disputed: "draft" };

/** Draft, done, disputed, and round again. */
export function cycleStatus(state: ProjectState, author: Author, article: string, id: string): Operation | null {
  return operate(state, "Change status", author, (draft) =>
    patchAnnotation(draft, author, article, id, (record) => ({ status: nextStatus[record.status] })),
  );
}

/** Puts `span` in the place of one piece of an annotation; null takes the piece away, if it is not the last one.
 *  Pieces that come to overlap become one. */
export function setPiece(
  state: ProjectState,
  author: Author,
  article: string,
  id: string,
  field: SpanField,
  index: number,
  span: Span | null,
): Operation | null {
  return operate(state, span ? "Move boundary" : "Remove piece", author, (draft) =>
    patchAnnotation(draft, author, article, id, (record) => {
      const pieces = (record[field] as Span[] | undefined) ?? [];
      const changed = span
        ? pieces.map((piece, at) => (at === index ? span : piece))
        : pieces.filter((_, at) => at !== index);
      const needed = field === "cue" ? 0 : 1;
      return changed.length < needed ? {} : { [field]: joinOverlaps(changed) };
    }),
  );
}

export function setWorkState(state: ProjectState, author: Author, article: string, next: WorkState): Operation | null {
  return operate(state, `Article ${next}`, author, (draft) =>
    draft.work(article, { ...openArticle(draft.state, article).work, state: next }),
  );
}
