import { endIs, idOfEnd } from "./graph.ts";
import type { Annotation, Claim, Party, Quote, RelationEnd, Span } from "./records.ts";
import { type ArticleState, annotationKinds, findAnnotation, type ProjectState, tableOfKind } from "./state.ts";

/** One way in which a state breaks its own rules. `warning`: it opens and works all the same. */
export interface Violation {
  id: string;
  field: string;
  reason: string;
  warning: boolean;
}

/** Everything that must hold of an open article, checked in one place: by the reader of every file, by the host before
 *  it writes, and by the tests after every operation. */
export function violations(state: ProjectState, open: ArticleState): Violation[] {
  const found: Violation[] = [];
  const report = (id: string, field: string, reason: string, warning = false) =>
    found.push({ id, field, reason, warning });
  const { text } = open.article;

  const checkSpans = (record: Annotation, field: string, spans: readonly Span[]) => {
    spans.forEach((span, index) => {
      const at = `${field}[${index}]`;
      if (span.end <= span.start) report(record.id, at, "the span is empty or runs backwards");
      else if (span.end > text.length) report(record.id, at, "the span lies outside the text");
      else if (splitsPair(text, span.start) || splitsPair(text, span.end)) {
        report(record.id, at, "the span cuts a character in two");
      }
    });
  };
  const checkEntity = (id: string, field: string, entity: string | null) => {
    if (entity !== null && !state.entities.has(entity)) report(id, field, `the register has no entity ${entity}`, true);
  };
  /** An annotation that lost its place is still there to be pointed to. */
  const isThere = (kind: "mention" | "quote", id: string) => {
    const orphan = open.orphans.get(id);
    return open[tableOfKind[kind]].has(id) || (orphan?.kind === kind && orphan.annotation !== null);
  };
  const checkParty = (id: string, field: string, party: Party) => {
    if (typeof party.entity === "string") checkEntity(id, field, party.entity);
    else if (!isThere("mention", String(party.mention))) report(id, field, `there is no mention ${party.mention}`);
  };
  const checkEnd = (id: string, field: string, end: RelationEnd) => {
    const home = open.article.id;
    const elsewhere = typeof end !== "string" && end.article !== home;
    const other = idOfEnd(end);
    const isHere = findAnnotation(open, other) !== null || (open.orphans.get(other)?.annotation ?? null) !== null;
    if (elsewhere || state.entities.has(other) || isHere) return;
    report(id, field, `there is nothing with the id ${other}`);
  };
  const checkQuote = ({ id, speakers, addressees }: Pick<Quote, "id" | "speakers" | "addressees">) => {
    for (const [field, parties] of Object.entries({ speakers, addressees }))
      parties.forEach((party, index) => {
        checkParty(id, `${field}[${index}]`, party);
      });
  };
  const checkClaim = ({ id, quote, claimant }: Pick<Claim, "id" | "quote" | "claimant">) => {
    if (quote !== null && !isThere("quote", quote)) report(id, "quote", `there is no quote ${quote}`);
    if (typeof claimant?.entity === "string") checkEntity(id, "claimant", claimant.entity);
    else if (claimant && !isThere("quote", String(claimant.quote)))
      report(id, "claimant", `there is no quote ${claimant.quote}`);
  };

  const seen = new Set<string>();
  for (const kind of annotationKinds) {
    for (const [key, record] of open[tableOfKind[kind]]) {
      if (key !== record.id) report(record.id, "id", `it is filed under ${key}`);
      if (seen.has(record.id)) report(record.id, "id", "another annotation has the same id");
      seen.add(record.id);
    }
  }
  for (const [key, orphan] of open.orphans) {
    if (key !== orphan.id) report(orphan.id, "id", `it is filed under ${key}`);
    const placed = findAnnotation(open, orphan.id);
    if (orphan.annotation && placed) report(orphan.id, "lost", "another annotation has the same id");
    else if (!orphan.annotation && placed?.kind !== orphan.kind)
      report(orphan.id, "lost", "the annotation that it is a piece of is not there");
    else if (orphan.kind === "mention") checkEntity(orphan.id, "annotation.entity", orphan.annotation?.entity ?? null);
    else if (orphan.kind === "quote" && orphan.annotation) checkQuote(orphan.annotation);
    else if (orphan.kind === "claim" && orphan.annotation) checkClaim(orphan.annotation);
  }
  for (const mention of open.mentions.values()) {
    checkSpans(mention, "spans", mention.spans);
    checkEntity(mention.id, "entity", mention.entity);
  }
  for (const quote of open.quotes.values()) {
    checkSpans(quote, "content", quote.content);
    checkSpans(quote, "cue", quote.cue);
    checkQuote(quote);
  }
  for (const claim of open.claims.values()) {
    checkSpans(claim, "spans", claim.spans);
    checkClaim(claim);
  }
  for (const relation of open.relations.values()) {
    checkEnd(relation.id, "from", relation.from);
    checkEnd(relation.id, "to", relation.to);
    if (endIs(relation.from, open.article.id, open.article.id, relation.id))
      report(relation.id, "from", "it points to itself");
  }
  found.push(...blockViolations(open));
  return found;
}

function splitsPair(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}

/** Blocks are disjoint, sorted, inside the text, and cover every character that is not white space. */
export function blockViolations({ article }: Pick<ArticleState, "article">): Violation[] {
  const found: Violation[] = [];
  const report = (index: number, reason: string) =>
    found.push({ id: article.id, field: `blocks[${index}]`, reason, warning: false });
  let end = 0;
  article.blocks.forEach((block, index) => {
    if (block.start < end) report(index, "the block overlaps the one before it");
    if (block.end <= block.start || block.end > article.text.length) report(index, "the block lies outside the text");
    if (/\S/.test(article.text.slice(end, Math.max(end, block.start))))
      report(index, "text before the block is in no block");
    end = Math.max(end, block.end);
  });
  if (/\S/.test(article.text.slice(end))) report(article.blocks.length, "text after the last block is in no block");
  return found;
}
