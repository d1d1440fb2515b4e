import { sameRecord } from "../annotation/operation.ts";
import { joinOverlaps, orphanFrom, placedKinds, spanFieldsOf, spansIn, withPlacedPiece } from "../annotation/pieces.ts";
import type {
  Annotation,
  Article,
  LostPiece,
  Orphan,
  Span,
  SpanField,
  StoredSuggestion,
} from "../annotation/records.ts";
import { type ArticleState, type Table, tableOf, tableOfKind } from "../annotation/state.ts";
import { createOffsetIndex } from "../article/offsets.ts";
import { type Alignment, align } from "./alignment.ts";
import { placeLost } from "./lost.ts";
import { placeSpan } from "./place.ts";

/** How many characters around a lost piece are kept, so that a person can tell where it was. */
const contextLength = 60;

export interface Reanchored {
  /** The article with its new text, and the annotations where they stand in it. */
  open: ArticleState;
  /** How many annotations stand there word for word. */
  followed: number;
  /** How many are there with other words in them, or without some. */
  changed: number;
  /** How many lost their place or a piece of it. */
  orphaned: number;
}

/** Moves the annotations of an article to another version of its text. What stands there word for word, with some words
 *  changed or in another sentence follows; what cannot be placed becomes an orphan. Orphans whose words are back between
 *  the same neighbours are placed again. */
export function reanchor(open: ArticleState, next: Article): Reanchored {
  const result: Reanchored = { open: { ...open, article: next }, followed: 0, changed: 0, orphaned: 0 };
  if (open.article.text === next.text) return result;
  const alignment = align(open.article, next);
  const place = placer(open.article, next, alignment);
  for (const kind of placedKinds) {
    for (const record of open[tableOfKind[kind]].values()) {
      const moved = place(kind, record);
      if (moved.isSame) result.followed += 1;
      else if (moved.lost.length === 0) result.changed += 1;
      else result.orphaned += 1;
      result.open = withMoved(result.open, kind, record, moved);
    }
  }
  for (const orphan of open.orphans.values()) result.open = withFound(result.open, orphan.id);
  result.open = { ...result.open, suggestions: movedSuggestions(open.suggestions, alignment) };
  return result;
}

interface Moved {
  fields: Partial<Record<SpanField, Span[]>>;
  lost: LostPiece[];
  isSame: boolean;
}

/** What becomes of each annotation between two versions of a text. */
function placer(before: Article, after: Article, alignment: Alignment) {
  const index = createOffsetIndex(before.text);
  const lostPiece = (field: SpanField, { start, end }: Span): LostPiece => ({
    field,
    start: index.toCodePoint(start),
    end: index.toCodePoint(end),
    text: before.text.slice(start, end),
    before: wellFormed(before.text.slice(Math.max(0, start - contextLength), start)),
    after: wellFormed(before.text.slice(end, end + contextLength)),
  });
  return (kind: Orphan["kind"], record: Annotation): Moved => {
    const moved: Moved = { fields: {}, lost: [], isSame: true };
    for (const field of spanFieldsOf[kind]) {
      const pieces = spansIn(record, field).flatMap((span) => {
        const placed = placeSpan(alignment, span);
        const [only] = placed;
        const words = only && placed.length === 1 ? after.text.slice(only.start, only.end) : null;
        if (words !== before.text.slice(span.start, span.end)) moved.isSame = false;
        if (!only) moved.lost.push(lostPiece(field, span));
        return placed.map((piece, at) => (at === 0 ? { ...span, ...piece } : piece));
      });
      moved.fields[field] = joinOverlaps(pieces);
    }
    const [body] = spanFieldsOf[kind];
    if (moved.fields[body]?.length !== 0) return moved;
    // Nothing carries the annotation any more: all of its pieces are lost with it.
    const lost = spanFieldsOf[kind].flatMap((field) => spansIn(record, field).map((span) => lostPiece(field, span)));
    return { fields: {}, lost, isSame: false };
  };
}

/** Suggestions that were made of one text where they stand in another; those that have no place there are left out. */
export function suggestionsIn(
  suggestions: readonly StoredSuggestion[],
  before: Pick<Article, "text" | "blocks">,
  next: Pick<Article, "text" | "blocks">,
): StoredSuggestion[] {
  if (before.text === next.text) return [...suggestions];
  return [...movedSuggestions(tableOf(suggestions), align(before, next)).values()];
}

/** Suggestions where their words stand now; what has no place any more is dropped, for it would be another suggestion. */
function movedSuggestions(suggestions: Table<StoredSuggestion>, alignment: Alignment): Table<StoredSuggestion> {
  const move = (span: Span): Span | null => {
    const [only, ...more] = placeSpan(alignment, span);
    return only && more.length === 0 ? { ...span, ...only } : null;
  };
  const isThere = (span: Span | null) => span !== null;
  return suggestions.withMutations((table) => {
    for (const [id, one] of suggestions) {
      const spans = one.spans.map(move);
      if (!spans.every(isThere)) {
        table.delete(id);
        continue;
      }
      const span = one.speaker && move(one.speaker.span);
      const speaker = one.speaker && span ? { ...one.speaker, span } : null;
      const moved = { ...one, spans, cue: one.cue.map(move).filter(isThere), speaker };
      if (!sameRecord(moved, one)) table.set(id, moved);
    }
  });
}

function withMoved(open: ArticleState, kind: Orphan["kind"], record: Annotation, moved: Moved): ArticleState {
  const table = tableOfKind[kind];
  const isWhole = Object.keys(moved.fields).length === 0;
  const placed = isWhole
    ? open[table].delete(record.id)
    : open[table].set(record.id, { ...record, ...moved.fields } as never);
  if (moved.lost.length === 0) return { ...open, [table]: placed };
  const lost = [...moved.lost, ...(open.orphans.get(record.id)?.lost ?? [])];
  return { ...open, [table]: placed, orphans: open.orphans.set(record.id, orphanFrom(kind, record, lost, isWhole)) };
}

/** The article with the pieces of an orphan placed that are in its text again. */
function withFound(open: ArticleState, id: string): ArticleState {
  const orphan = open.orphans.get(id);
  for (const [index, lost] of orphan?.lost.entries() ?? []) {
    const span = placeLost(open.article.text, lost);
    const placed = orphan && span ? withPlacedPiece(open, orphan, index, span) : null;
    if (!orphan || !placed) continue;
    const table = tableOfKind[orphan.kind];
    const orphans = placed.rest ? open.orphans.set(id, placed.rest) : open.orphans.delete(id);
    return withFound({ ...open, [table]: open[table].set(id, placed.record as never), orphans }, id);
  }
  return open;
}

/** Without the half of a surrogate pair that cutting left at an end. */
const wellFormed = (text: string): string => text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
