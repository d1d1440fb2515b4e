import { endIs, idOfEnd } from "./graph.ts";
import type { Annotation, Party, RelationEnd, Span } from "./records.ts";
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
  const checkParty = (id: string, field: string, party: Party) => {
    if (typeof party.entity === "string") checkEntity(id, field, party.entity);
    else if (!open.mentions.has(String(party.mention))) report(id, field, `there is no mention ${party.mention}`);
  };
  const checkEnd = (id: string, field: string, end: RelationEnd) => {
    const home = open.article.id;
    const elsewhere = typeof end !== "string" && end.article !== home;
    if (elsewhere || state.entities.has(idOfEnd(end)) || findAnnotation(open, idOfEnd(end))) return;
    report(id, field, `there is nothing with the id ${idOfEnd(end)}`);
  };

  const seen = new Set<string>();
  for (const kind of annotationKinds) {
    for (const [key, record] of open[tableOfKind[kind]]) {
      if (key !== record.id) report(record.id, "id", `it is filed under ${key}`);
      if (seen.has(record.id)) report(record.id, "id", "another annotation has the same id");
      seen.add(record.id);
    }
  }
  for (const mention of open.mentions.values()) {
    checkSpans(mention, "spans", mention.spans);
    checkEntity(mention.id, "entity", mention.entity);
  }
  for (const quote of open.quotes.values()) {
    checkSpans(quote, "content", quote.content);
    checkSpans(quote, "cue", quote.cue);
    quote.speakers.forEach((party, index) => {
      checkParty(quote.id, `speakers[${index}]`, party);
    });
    quote.addressees.forEach((party, index) => {
      checkParty(quote.id, `addressees[${index}]`, party);
    });
  }
  for (const claim of open.claims.values()) {
    checkSpans(claim, "spans", claim.spans);
    if (claim.quote !== null && !open.quotes.has(claim.quote))
      report(claim.id, "quote", `there is no quote ${claim.quote}`);
    if (typeof claim.claimant?.entity === "string") checkEntity(claim.id, "claimant", claim.claimant.entity);
    else if (claim.claimant && !open.quotes.has(String(claim.claimant.quote))) {
      report(claim.id, "claimant", `there is no quote ${claim.claimant.quote}`);
    }
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
