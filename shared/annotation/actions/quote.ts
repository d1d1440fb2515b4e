import { blockIndexAt } from "../../article/blocks.ts";
import { findQuotations } from "../../article/quotations.ts";
import { type Author, type Draft, operate } from "../draft.ts";
import type { Operation } from "../operation.ts";
import type { Mention, Party, Quote, QuoteForm, Span } from "../records.ts";
import { openArticle, type ProjectState } from "../state.ts";
import { beginWork, newAnnotationFields, patchAnnotation } from "./common.ts";
import { learnFromQuote } from "./correction.ts";
import { createEntityIn, type Marked } from "./mention.ts";

/** The form of a quotation: direct where the words stand between marks, taken with them or without; mixed where only
 *  part of them does. */
export function guessQuoteForm(text: string, block: Span, span: Span): QuoteForm {
  const quotations = findQuotations(text, block.start, block.end);
  const inside = quotations.some(
    ({ open, contentEnd, close }) => open <= span.start && span.end <= (close === null ? contentEnd : close + 1),
  );
  if (inside) return "direct";
  return quotations.some((one) => one.open < span.end && span.start < one.contentEnd) ? "mixed" : "indirect";
}

/** The block of an article that holds a UTF-16 offset, or the whole text where none does. */
export function blockAt(article: { text: string; blocks: readonly Span[] }, offset: number): Span {
  const index = blockIndexAt(article.blocks, offset);
  const holding = [article.blocks[index - 1], article.blocks[index]].find(
    (block) => block !== undefined && block.start <= offset && offset <= block.end,
  );
  return holding ?? { start: 0, end: article.text.length };
}

export function addQuote(state: ProjectState, author: Author, article: string, span: Span): Marked {
  const { article: source } = openArticle(state, article);
  const id = author.newId("q");
  const form = guessQuoteForm(source.text, blockAt(source, span.start), span);
  const operation = operate(state, "Mark quote", author, (draft) => {
    draft.annotation("quote", article, id, {
      id,
      form,
      content: [span],
      cue: [],
      speakers: [],
      addressees: [],
      ...newAnnotationFields(author),
    });
    beginWork(draft, article);
  });
  return { operation, id };
}

const inOrder = (spans: Span[]): Span[] => [...spans].sort((a, b) => a.start - b.start || a.end - b.end);

/** Joins a span to a list of pieces: pieces that it overlaps become one with it. */
export function withPiece(pieces: readonly Span[], added: Span): Span[] {
  const apart = pieces.filter((piece) => piece.end <= added.start || added.end <= piece.start);
  const joined = pieces.filter((piece) => !apart.includes(piece)).concat(added);
  const start = Math.min(...joined.map((piece) => piece.start));
  const end = Math.max(...joined.map((piece) => piece.end));
  return inOrder([...apart, { start, end }]);
}

export function addQuotePiece(
  state: ProjectState,
  author: Author,
  article: string,
  quote: string,
  span: Span,
): Operation | null {
  return operate(state, "Add piece to quote", author, (draft) =>
    patchAnnotation<Quote>(draft, author, article, quote, (record) => ({ content: withPiece(record.content, span) })),
  );
}

/** Sets the cue of a quote; with `add`, one more piece of it. */
export function setCue(
  state: ProjectState,
  author: Author,
  article: string,
  quote: string,
  spans: Span[],
): Operation | null {
  return operate(state, spans.length === 0 ? "Clear cue" : "Mark cue", author, (draft) =>
    correctQuote(draft, author, article, quote, () => ({ cue: inOrder(spans) })),
  );
}

export type Role = "speakers" | "addressees";
const roleTitle: Record<Role, string> = { speakers: "speaker", addressees: "addressee" };

const sameParty = (a: Party, b: Party) => a.mention === b.mention && a.entity === b.entity;

/** Makes `party` a speaker or addressee of a quote. A second press on the same one takes it away again. */
export function toggleParty(
  state: ProjectState,
  author: Author,
  article: string,
  quote: string,
  role: Role,
  party: Party,
): Operation | null {
  return operate(state, `Set ${roleTitle[role]}`, author, (draft) =>
    correctQuote(draft, author, article, quote, (record) => {
      const others = record[role].filter((one) => !sameParty(one, party));
      return { [role]: others.length < record[role].length ? others : [...others, party] };
    }),
  );
}

/** Puts `party` in the place of all speakers (or addressees) of a quote. */
export function setParty(
  state: ProjectState,
  author: Author,
  article: string,
  quote: string,
  role: Role,
  party: Party | { type: string; name: string },
): Operation | null {
  return operate(state, `Set ${roleTitle[role]}`, author, (draft) => {
    const chosen: Party =
      "name" in party && "type" in party
        ? { entity: createEntityIn(draft, author, String(party.type), String(party.name)) }
        : party;
    correctQuote(draft, author, article, quote, () => ({ [role]: [chosen] }));
  });
}

/** Changes a quote, and learns from it where it was suggested. */
function correctQuote(
  draft: Draft,
  author: Author,
  article: string,
  id: string,
  patch: (record: Quote) => Partial<Quote>,
): void {
  const before = openArticle(draft.state, article).quotes.get(id);
  patchAnnotation<Quote>(draft, author, article, id, patch);
  if (before) learnFromQuote(draft, article, before);
}

/** The mentions of an article by distance from a quote, nearest first; those inside its own words come last. */
export function mentionsNear(state: ProjectState, article: string, quote: Quote): Mention[] {
  const { mentions } = openArticle(state, article);
  const anchors = [...quote.cue, ...quote.content];
  const distance = (mention: Mention) => {
    const [span] = mention.spans;
    if (!span) return Number.POSITIVE_INFINITY;
    const inside = quote.content.some((piece) => piece.start <= span.start && span.end <= piece.end);
    const gaps = anchors.map((piece) => Math.max(0, piece.start - span.end, span.start - piece.end));
    return Math.min(...gaps) + (inside ? 1_000_000 : 0);
  };
  return [...mentions.values()]
    .map((mention) => ({ mention, at: distance(mention) }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.mention);
}
