import type { Claim, Entity, Mention, Party, Quote, Relation, RelationEnd, Span } from "./records.ts";
import type { ArticleState, ProjectState, Table } from "./state.ts";

/** The entity that `id` stands for after merges, or null where the register does not know it. */
export function resolveEntity(entities: Table<Entity>, id: string | null): Entity | null {
  const seen = new Set<string>();
  let current = id === null ? undefined : entities.get(id);
  while (current?.mergedInto && !seen.has(current.id)) {
    seen.add(current.id);
    const next = entities.get(current.mergedInto);
    if (!next) break;
    current = next;
  }
  return current ?? null;
}

/** The entities that stand for themselves: those merged into another are left out. */
export function liveEntities(entities: Table<Entity>): Entity[] {
  return [...entities.values()].filter((entity) => entity.mergedInto === null || !entities.has(entity.mergedInto));
}

/** The entity behind a speaker or addressee. */
export function entityOfParty(state: ProjectState, article: ArticleState, party: Party): Entity | null {
  if ("entity" in party) return resolveEntity(state.entities, String(party.entity));
  const mention = mentionOfParty(article, party);
  return mention ? resolveEntity(state.entities, mention.entity) : null;
}

/** The mention that a party names, whether it has a place in the text or lost it. */
function mentionOfParty(article: ArticleState, party: Party): Pick<Mention, "entity"> | null {
  const id = String(party.mention);
  const orphan = article.orphans.get(id);
  return article.mentions.get(id) ?? (orphan?.kind === "mention" ? orphan.annotation : null);
}

/** What a party is called in a list: its entity's name, or the words that mention it. */
export function nameOfParty(state: ProjectState, article: ArticleState, party: Party): string {
  const entity = entityOfParty(state, article, party);
  if (entity) return entity.name;
  const mention = article.mentions.get(String(party.mention));
  if (mention) return coveredText(article.article.text, mention.spans);
  return article.orphans.get(String(party.mention))?.lost[0]?.text ?? "Unknown";
}

/** The entity that makes a claim, by way of the quote's first speaker where the claim names a quote. */
export function claimantEntity(state: ProjectState, article: ArticleState, claim: Claim): Entity | null {
  if (!claim.claimant) return null;
  if ("entity" in claim.claimant) return resolveEntity(state.entities, String(claim.claimant.entity));
  const speaker = quoteNamed(article, String(claim.claimant.quote))?.speakers[0];
  return speaker ? entityOfParty(state, article, speaker) : null;
}

function quoteNamed(article: ArticleState, id: string): Pick<Quote, "speakers"> | null {
  const orphan = article.orphans.get(id);
  return article.quotes.get(id) ?? (orphan?.kind === "quote" ? orphan.annotation : null);
}

export const idOfEnd = (end: RelationEnd): string => (typeof end === "string" ? end : end.id);

/** Whether a relation's end is the thing of that id in that article. */
export function endIs(end: RelationEnd, home: string, article: string, id: string): boolean {
  return typeof end === "string" ? home === article && end === id : end.article === article && end.id === id;
}

/** Every span of an annotation that stands in the text, content first, then cue. */
export function spansOf(record: Mention | Quote | Claim | Relation): readonly Span[] {
  if ("content" in record) return [...(record as Quote).content, ...(record as Quote).cue];
  return "spans" in record ? (record as Mention | Claim).spans : [];
}

/** The spans that carry an annotation itself: a quote's content without its cue. */
export function bodyOf(record: Mention | Quote | Claim | Relation): readonly Span[] {
  if ("content" in record) return (record as Quote).content;
  return "spans" in record ? (record as Mention | Claim).spans : [];
}

/** The text under the spans, pieces joined by " … ". */
export function coveredText(text: string, spans: readonly Span[]): string {
  return spans.map((span) => text.slice(span.start, span.end)).join(" … ");
}

/** Order by place in the text: start, then longer first, then id. */
export function byPosition<T extends { id: string } & (Mention | Quote | Claim)>(a: T, b: T): number {
  const [x, y] = [bodyOf(a)[0], bodyOf(b)[0]];
  return (x?.start ?? 0) - (y?.start ?? 0) || (y?.end ?? 0) - (x?.end ?? 0) || (a.id < b.id ? -1 : 1);
}
