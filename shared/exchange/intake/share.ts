import { type Author, operate } from "../../annotation/draft.ts";
import { type Operation, sameRecord } from "../../annotation/operation.ts";
import type {
  Annotation,
  AnnotationKind,
  Claim,
  Orphan,
  Party,
  Quote,
  Relation,
  RelationEnd,
} from "../../annotation/records.ts";
import {
  type ArticleState,
  annotationKinds,
  openArticle,
  type ProjectState,
  type Table,
  tableOf,
  tableOfKind,
} from "../../annotation/state.ts";
import type { AnnotationDocument } from "../../format/annotation-file.ts";

import { fingerprint } from "../extension.ts";
import type { SameId } from "./choices.ts";

/** How many annotations were added, were there already as they are, were kept as they were here, or were replaced. */
export interface Tally {
  added: number;
  same: number;
  kept: number;
  replaced: number;
}
export const emptyTally: Tally = { added: 0, same: 0, kept: 0, replaced: 0 };
export const summedTally = (a: Tally, b: Tally): Tally => ({
  added: a.added + b.added,
  same: a.same + b.same,
  kept: a.kept + b.kept,
  replaced: a.replaced + b.replaced,
});

/** What some of a document's annotators said, as the work of one annotator of the project. */
export function shareOf({ open, annotators }: AnnotationDocument, of: ReadonlySet<string>, to: string): ArticleState {
  const mine = <T extends { annotator: string }>(table: Table<T>): Table<T> =>
    table.filter(({ annotator }) => of.has(annotator)).map((record) => ({ ...record, annotator: to }));
  const tables = {
    mentions: mine(open.mentions),
    quotes: mine(open.quotes),
    claims: mine(open.claims),
    relations: mine(open.relations),
  };
  const placed = (id: string) => tables.mentions.has(id) || tables.quotes.has(id) || tables.claims.has(id);
  const orphans = [...open.orphans.values()].flatMap((orphan) => {
    if (!orphan.annotation) return placed(orphan.id) ? [orphan] : [];
    if (!of.has(orphan.annotation.annotator)) return [];
    return [{ ...orphan, annotation: { ...orphan.annotation, annotator: to } } as typeof orphan];
  });
  const states = annotators.filter(({ id }) => of.has(id)).map(({ state }) => state);
  const state = states.length > 0 && states.every((one) => one === states[0]) ? (states[0] ?? "doing") : "doing";
  return { ...open, ...tables, orphans: tableOf(orphans), work: { id: open.article.id, state } };
}

export const sizeOf = ({ mentions, quotes, claims, relations }: ArticleState): number =>
  mentions.size + quotes.size + claims.size + relations.size;

/** Times are those of the import where a file says none. */
const saysTheSame = (a: Annotation, b: Annotation): boolean =>
  sameRecord({ ...a, created: "", modified: "" }, { ...b, created: "", modified: "" });

/** Whether what lost its place under an id, if anything, is a piece of the annotation of that kind. */
function isOwnOrphan({ orphans }: ArticleState, id: string, kind: AnnotationKind): boolean {
  const orphan = orphans.get(id);
  return !orphan || (orphan.annotation === null && orphan.kind === kind);
}

/** A mark of what an annotation says, so that a second one of its id has the same other id with every import. */
const markOf = (record: Annotation): string => fingerprint({ ...record, created: "", modified: "" });

/** Puts an annotator's share into an open article, merged by id with what is there. `taken` are ids that other annotators'
 *  work on the article has. */
export function putShare(
  state: ProjectState,
  author: Author,
  article: string,
  share: ArticleState,
  { sameId, taken }: { sameId: SameId; taken: ReadonlySet<string> },
): { operation: Operation | null; tally: Tally } {
  const there = openArticle(state, article);
  const ids = new Map<string, string>();
  const tally = { ...emptyTally };
  const adding: { kind: AnnotationKind; record: Annotation }[] = [];
  const isFree = (id: string, kind: AnnotationKind) =>
    !taken.has(id) &&
    isOwnOrphan(there, id, kind) &&
    annotationKinds.every((other) => other === kind || !there[tableOfKind[other]].has(id));
  const mine = `~${author.annotator.slice(0, 40)}`;
  const records = annotationKinds.flatMap((kind) =>
    [...(share[tableOfKind[kind]] as Table<Annotation>).values()].map((record) => ({ kind, record })),
  );
  for (const { kind, record } of records)
    ids.set(record.id, isFree(record.id, kind) ? record.id : `${record.id.slice(0, 150)}${mine}`);
  const lost = [...share.orphans.values()].flatMap((orphan) => {
    if (!orphan.annotation) return [];
    const { id, kind } = orphan;
    const isKnown = there.orphans.has(id) || there[tableOfKind[kind]].has(id);
    if (isKnown) tally[sameRecord(there.orphans.get(id), orphan) ? "same" : "kept"]++;
    else ids.set(id, isFree(id, kind) ? id : `${id.slice(0, 150)}${mine}`);
    return isKnown ? [] : [orphan];
  });
  tally.added += lost.length;
  const idOf = (id: string) => ids.get(id) ?? id;
  const asHere = (record: Annotation) => withIds(record, share.article.id, article, idOf);
  const more = new Map<string, string>();
  for (const { kind, record } of records) {
    const table: Table<Annotation> = there[tableOfKind[kind]];
    const before = table.get(idOf(record.id));
    if (before && saysTheSame(before, asHere(record))) tally.same++;
    else if (before && sameId === "mine") tally.kept++;
    else {
      const isMore = before !== undefined && sameId === "both";
      const other = isMore ? `${idOf(record.id).slice(0, 180)}~${markOf(asHere(record))}` : null;
      if (other !== null) more.set(record.id, other);
      if (other !== null && table.has(other)) {
        tally.same++;
        continue;
      }
      if (before && !isMore) tally.replaced++;
      else tally.added++;
      adding.push({ kind, record });
    }
  }
  for (const [id, other] of more) ids.set(id, other);
  const operation = operate(state, "Import annotations", author, (draft) => {
    for (const { kind, record } of adding) draft.annotation(kind, article, idOf(record.id), asHere(record));
    const isAdded = new Set(adding.map(({ record }) => record.id));
    const pieces = [...share.orphans.values()].filter(({ id, annotation }) => !annotation && isAdded.has(id));
    for (const orphan of [...lost, ...pieces]) draft.orphan(article, idOf(orphan.id), withId(orphan, idOf(orphan.id)));
    const isUntouched = there.work.state === "todo" && share.work.state !== "todo";
    if (isUntouched && sizeOf(share) > 0) draft.work(article, { ...there.work, state: share.work.state });
  });
  return { operation, tally };
}

function withId(orphan: Orphan, id: string): Orphan {
  return { ...orphan, id, annotation: orphan.annotation && { ...orphan.annotation, id } } as Orphan;
}

/** An annotation with other ids for itself and those of its article that it names. */
function withIds(record: Annotation, from: string, to: string, idOf: (id: string) => string): Annotation {
  const party = (one: Party): Party => (typeof one.mention === "string" ? { ...one, mention: idOf(one.mention) } : one);
  const end = (one: RelationEnd): RelationEnd => {
    if (typeof one === "string") return idOf(one);
    return one.article === from ? { ...one, article: to, id: idOf(one.id) } : one;
  };
  const id = idOf(record.id);
  if ("content" in record) {
    const quote = record as Quote;
    return { ...quote, id, speakers: quote.speakers.map(party), addressees: quote.addressees.map(party) };
  }
  if ("gist" in record) {
    const claim = record as Claim;
    const { claimant } = claim;
    return {
      ...claim,
      id,
      quote: claim.quote === null ? null : idOf(claim.quote),
      claimant: typeof claimant?.quote === "string" ? { ...claimant, quote: idOf(claimant.quote) } : claimant,
    };
  }
  if ("from" in record) {
    const relation = record as Relation;
    return { ...relation, id, from: end(relation.from), to: end(relation.to) };
  }
  return { ...record, id };
}
