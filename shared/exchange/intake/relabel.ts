import type { Mention, Quote, Relation, Span } from "../../annotation/records.ts";
import type { ArticleState, Table } from "../../annotation/state.ts";
import { tableOf } from "../../annotation/state.ts";
import type { AnnotationDocument } from "../../format/annotation-file.ts";
import type { Loss } from "../format.ts";
import { summed } from "../loss.ts";
import type { AnsweredLabel, LabelAnswer, LabelKind } from "./labels.ts";

interface Work {
  open: ArticleState;
  left: Loss[];
}

/** The document with the labels that were asked about as they were answered, and what was left out for it. */
export function relabelled(
  document: AnnotationDocument,
  answers: readonly AnsweredLabel[],
): { document: AnnotationDocument; left: Loss[] } {
  if (answers.length === 0) return { document, left: [] };
  const of = (kind: LabelKind) =>
    new Map(answers.filter((one) => one.kind === kind).map(({ label, answer }) => [label, answer]));
  const [entities, relations] = [of("entity"), of("relation")];
  const types = new Map(document.entities.map(({ id, type }) => [id, type]));
  const answerOf = ({ entity }: Mention) => (entity === null ? undefined : entities.get(types.get(entity) ?? ""));
  const work: Work = { open: document.open, left: [] };
  const before = document.open;
  for (const mention of before.mentions.values()) changeMention(work, mention, answerOf(mention));
  for (const relation of before.relations.values())
    changeRelation(work, relation, relations.get(relation.type), before);
  for (const mention of before.mentions.values()) {
    if (answerOf(mention)?.to === "cue") attachCue(work, mention, before, types.get(mention.entity ?? "") ?? "");
  }
  const gone = (label: string) => !["new", "type", undefined].includes(entities.get(label)?.to);
  return {
    document: {
      ...document,
      open: withoutRelationsToNothing(work, document),
      entities: document.entities
        .filter(({ type }) => !gone(type))
        .map((entity) => {
          const answer = entities.get(entity.type);
          return answer?.to === "type" ? { ...entity, type: answer.type } : entity;
        }),
    },
    left: summed(work.left),
  };
}

function leave(work: Work, what: string, id: string): void {
  work.left.push({ what, count: 1, examples: [id] });
}

function changeMention(work: Work, mention: Mention, answer: LabelAnswer | undefined): void {
  if (!answer || answer.to === "new" || answer.to === "type") return;
  const { open } = work;
  if (answer.to === "mention") {
    work.open = { ...open, mentions: open.mentions.set(mention.id, { ...mention, entity: null }) };
    return;
  }
  const { entity: _entity, form: _form, spans, ...rest } = mention;
  work.open = { ...withoutSpeaker(open, mention.id), mentions: open.mentions.delete(mention.id) };
  if (answer.to === "quote") {
    const form = isMarked(open.article.text, spans) ? ("direct" as const) : ("indirect" as const);
    const quote: Quote = { ...rest, form, content: spans, cue: [], speakers: [], addressees: [] };
    work.open = { ...work.open, quotes: work.open.quotes.set(quote.id, quote) };
  } else if (answer.to === "claim") {
    const nothing = { claimant: null, quote: null, gist: "", checkWorthiness: null, verdict: null, evidence: [] };
    work.open = { ...work.open, claims: work.open.claims.set(mention.id, { ...rest, spans, ...nothing }) };
  } else if (answer.to === "leave") leave(work, "mentions of labels that were left out", mention.id);
}

/** Whether quotation marks stand around or at the ends of what is quoted. */
function isMarked(text: string, spans: readonly Span[]): boolean {
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return false;
  const around = text.slice(Math.max(0, first.start - 1), first.start + 1) + text.slice(last.end - 1, last.end + 1);
  return /["“”„«»‹›「」]/u.test(around);
}

/** What is no mention any more speaks and is spoken to no more. */
function withoutSpeaker(open: ArticleState, mention: string): ArticleState {
  const names = (quote: Quote) => [...quote.speakers, ...quote.addressees].some((one) => one.mention === mention);
  let quotes = open.quotes;
  for (const quote of open.quotes.values()) {
    if (!names(quote)) continue;
    const without = (list: Quote["speakers"]) => list.filter((one) => one.mention !== mention);
    quotes = quotes.set(quote.id, {
      ...quote,
      speakers: without(quote.speakers),
      addressees: without(quote.addressees),
    });
  }
  return quotes === open.quotes ? open : { ...open, quotes };
}

/** Makes of a relation the field of a quote or claim that it stands for; its direction does not matter. */
function changeRelation(work: Work, relation: Relation, answer: LabelAnswer | undefined, before: ArticleState): void {
  if (!answer || answer.to === "new") return;
  const { open } = work;
  if (answer.to === "type") {
    work.open = { ...open, relations: open.relations.set(relation.id, { ...relation, type: answer.type }) };
    return;
  }
  work.open = { ...open, relations: open.relations.delete(relation.id) };
  if (answer.to === "leave") {
    leave(work, "relations of labels that were left out", relation.id);
    return;
  }
  const ends = [relation.from, relation.to].filter((end) => typeof end === "string");
  const found = <T>(table: Table<T>) => ends.flatMap((id) => table.get(id) ?? [])[0];
  const [quote, claim, mention] = [found(work.open.quotes), found(work.open.claims), found(work.open.mentions)];
  const cue = mention ?? ends.flatMap((id) => before.mentions.get(id) ?? [])[0];
  if ((answer.to === "speaker" || answer.to === "addressee") && quote && mention) {
    const field = answer.to === "speaker" ? "speakers" : "addressees";
    setQuote(work, { ...quote, [field]: [...quote[field], { mention: mention.id }] });
  } else if (answer.to === "cue" && quote && cue) {
    setQuote(work, { ...quote, cue: inOrder([...quote.cue, ...cue.spans]) });
    if (mention)
      work.open = { ...withoutSpeaker(work.open, mention.id), mentions: work.open.mentions.delete(mention.id) };
  } else if (answer.to === "claimant" && claim && (quote || mention?.entity)) {
    const claimant = quote ? { quote: quote.id } : { entity: String(mention?.entity) };
    work.open = { ...work.open, claims: work.open.claims.set(claim.id, { ...claim, claimant }) };
  } else if (answer.to === "in quote" && claim && quote) {
    work.open = { ...work.open, claims: work.open.claims.set(claim.id, { ...claim, quote: quote.id }) };
  } else leave(work, `relations that cannot say ${answer.to}`, relation.id);
}

function setQuote(work: Work, quote: Quote): void {
  work.open = { ...work.open, quotes: work.open.quotes.set(quote.id, quote) };
}

/** A cue that no relation gave to a quote goes to the nearest one of its paragraph that has none. */
function attachCue(work: Work, mention: Mention, { article }: ArticleState, label: string): void {
  const [first] = mention.spans;
  const isTaken = (quote: Quote) => quote.cue.some(({ start }) => start === first?.start);
  if (!first || [...work.open.quotes.values()].some(isTaken)) return;
  const block = article.blocks.find(({ start, end }) => start <= first.start && first.start < end);
  const near = [...work.open.quotes.values()]
    .filter(({ cue }) => cue.length === 0)
    .flatMap((quote) => quote.content.map((span) => ({ quote, span })))
    .filter(({ span }) => block && span.start < block.end && block.start < span.end)
    .map(({ quote, span }) => ({ quote, gap: Math.max(first.start - span.end, span.start - first.end) }))
    .sort((a, b) => a.gap - b.gap)[0];
  if (near) setQuote(work, { ...near.quote, cue: mention.spans });
  else leave(work, `cues (${label}) beside no quote`, mention.id);
}

const inOrder = (spans: readonly Span[]): Span[] => [...spans].sort((a, b) => a.start - b.start);

function withoutRelationsToNothing(work: Work, { entities }: AnnotationDocument): ArticleState {
  const { open } = work;
  const known = new Set(entities.map(({ id }) => id));
  const isThere = (id: string) =>
    known.has(id) ||
    [open.mentions, open.quotes, open.claims, open.relations].some((table) => table.has(id)) ||
    open.orphans.has(id);
  const kept = [...open.relations.values()].filter((relation) => {
    const ends = [relation.from, relation.to].filter((end) => typeof end === "string");
    if (ends.every(isThere)) return true;
    leave(work, "relations to what was left out", relation.id);
    return false;
  });
  return kept.length === open.relations.size ? open : { ...open, relations: tableOf(kept) };
}
