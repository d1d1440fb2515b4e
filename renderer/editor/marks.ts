import { claimsOfQuote, mentionsOfEntity, quotesOfMention } from "../../shared/annotation/article-index.ts";
import { resolveEntity } from "../../shared/annotation/graph.ts";
import type { Claim, Mention, Quote, Span } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";

export type MarkRole = "quote" | "claim" | "cue" | "mention";

/** One stretch of text that is drawn as part of an annotation. */
export interface Mark extends Span {
  id: string;
  role: MarkRole;
  /** Index of the piece among the spans of its role. */
  piece: number;
  /** CSS classes that follow from the annotation's own fields. */
  classes: string;
  /** The entity type's colour, where there is one. */
  color: string | null;
  /** What a screen reader says of it. */
  label: string;
  /** Whether it is a suggestion's: no annotation, and drawn as such. */
  suggested?: true;
}

const known = new Map<string, string>();

/** The same string for all marks that look the same or are called the same, which the browser then holds once. */
export function once(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  known.set(text, text);
  return text;
}

export function mentionMarks(state: ProjectState, mention: Mention): Mark[] {
  const entity = resolveEntity(state.entities, mention.entity);
  const type = entity ? entityType(state.project.scheme, entity.type) : undefined;
  const label = once(entity ? `${entity.type} mention: ${entity.name}` : "unlinked mention");
  const classes = once(`mark-mention form-${mention.form} status-${mention.status}${entity ? "" : " unlinked"}`);
  return mention.spans.map((span, piece) => ({
    ...span,
    id: mention.id,
    role: "mention",
    piece,
    classes,
    color: type?.color ?? null,
    label,
  }));
}

export function quoteMarks(quote: Quote): Mark[] {
  const status = `status-${quote.status}`;
  const content = quote.content.map(
    (span, piece): Mark => ({
      ...span,
      id: quote.id,
      role: "quote",
      piece,
      classes: once(`mark-quote form-${quote.form} ${status}`),
      color: null,
      label: once(`${quote.form} quote`),
    }),
  );
  const cue = quote.cue.map(
    (span, piece): Mark => ({
      ...span,
      id: quote.id,
      role: "cue",
      piece,
      classes: once(`mark-cue ${status}`),
      color: null,
      label: "cue",
    }),
  );
  return [...content, ...cue];
}

export function claimMarks(claim: Claim): Mark[] {
  const worth = claim.checkWorthiness ?? "none";
  return claim.spans.map((span, piece) => ({
    ...span,
    id: claim.id,
    role: "claim",
    piece,
    classes: once(`mark-claim worth-${worth} status-${claim.status}`),
    color: null,
    label: "claim",
  }));
}

export function allMarks(state: ProjectState, open: ArticleState): Mark[] {
  return [
    ...[...open.mentions.values()].flatMap((mention) => mentionMarks(state, mention)),
    ...[...open.quotes.values()].flatMap(quoteMarks),
    ...[...open.claims.values()].flatMap(claimMarks),
  ];
}

/** What is highlighted together with the current annotation, and how. */
export function highlighted(state: ProjectState, open: ArticleState, current: string | null): Map<string, string> {
  const classes = new Map<string, string>();
  if (current === null) return classes;
  const add = (id: unknown, name: string) => {
    if (typeof id === "string" && !classes.has(id)) classes.set(id, name);
  };
  add(current, "current");
  const quote = open.quotes.get(current);
  if (quote) {
    for (const party of quote.speakers) add(party.mention, "linked linked-speaker");
    for (const party of quote.addressees) add(party.mention, "linked linked-addressee");
    for (const claim of claimsOfQuote(open, current)) add(claim.id, "linked");
  }
  const claim = open.claims.get(current);
  if (claim) {
    add(claim.quote, "linked");
    add(claim.claimant?.quote, "linked");
    const around = open.quotes.get(String(claim.claimant?.quote ?? claim.quote));
    for (const party of around?.speakers ?? []) add(party.mention, "linked linked-speaker");
  }
  const mention = open.mentions.get(current);
  if (mention) {
    for (const one of quotesOfMention(open, current)) {
      if (one.speakers.some((party) => party.mention === current)) add(one.id, "linked");
    }
    const entity = resolveEntity(state.entities, mention.entity);
    if (entity) {
      for (const other of mentionsOfEntity(state, open, entity.id)) add(other.id, "same-entity");
    }
  }
  return classes;
}
