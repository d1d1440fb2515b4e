import type { Annotation, LostPiece, Orphan, Span, SpanField } from "./records.ts";
import type { ArticleState } from "./state.ts";

/** The kinds of annotation that stand in the text, and the fields that say where: first the one that carries it. */
export const spanFieldsOf = {
  mention: ["spans"],
  quote: ["content", "cue"],
  claim: ["spans"],
} as const satisfies Record<Orphan["kind"], readonly SpanField[]>;
export const placedKinds = ["mention", "quote", "claim"] as const;

/** The spans of one field of an annotation; none where it has no such field. */
export const spansIn = (record: Annotation, field: SpanField): readonly Span[] =>
  (record[field] as Span[] | undefined) ?? [];

/** Pieces in order of the text; those that come to overlap become one. */
export function joinOverlaps(pieces: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const piece of [...pieces].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (!last || last.end <= piece.start) joined.push(piece);
    else joined[joined.length - 1] = { ...last, end: Math.max(last.end, piece.end) };
  }
  return joined;
}

/** The orphan that a record becomes when `lost` has no place any more: all of it, or these pieces of it. */
export function orphanFrom(kind: Orphan["kind"], record: Annotation, lost: LostPiece[], whole: boolean): Orphan {
  const { spans: _spans, content: _content, cue: _cue, ...rest } = record as Record<string, unknown>;
  return { id: record.id, kind, lost, annotation: whole ? rest : null } as Orphan;
}

/** An orphan's annotation with the lost piece of that index at `span`, and what is still lost of it. Null where the
 *  orphan has no such piece, or where the piece that carries the annotation must be placed first. */
export function withPlacedPiece(
  open: ArticleState,
  orphan: Orphan,
  index: number,
  span: Span,
): { record: Annotation; rest: Orphan | null } | null {
  const piece = orphan.lost[index];
  const [body] = spanFieldsOf[orphan.kind];
  if (!piece || (orphan.annotation && piece.field !== body)) return null;
  const record = unplacedAnnotation(orphan) ?? placedRecord(open, orphan);
  if (!record) return null;
  const lost = orphan.lost.filter((_, at) => at !== index);
  return {
    record: { ...record, [piece.field]: joinOverlaps([...spansIn(record, piece.field), span]) } as Annotation,
    rest: lost.length > 0 ? ({ ...orphan, lost, annotation: null } as Orphan) : null,
  };
}

/** An orphan's whole annotation with no spans at all; null where pieces of it are still in the text. */
export function unplacedAnnotation(orphan: Orphan): Annotation | null {
  if (!orphan.annotation) return null;
  const spans = Object.fromEntries(spanFieldsOf[orphan.kind].map((field) => [field, []]));
  return { ...orphan.annotation, ...spans } as unknown as Annotation;
}

function placedRecord(open: ArticleState, orphan: Orphan): Annotation | undefined {
  if (orphan.kind === "mention") return open.mentions.get(orphan.id);
  return orphan.kind === "quote" ? open.quotes.get(orphan.id) : open.claims.get(orphan.id);
}
