import { Map as ImmutableMap, Set as ImmutableSet } from "immutable";
import { derive } from "./derived.ts";
import { bodyOf, idOfEnd, spansOf } from "./graph.ts";
import {
  atRank,
  inOrder,
  inReadingOrder,
  insert,
  type Ordered,
  orderedFrom,
  type Placed,
  rankOf,
  remove,
  sizeOf,
  touching,
} from "./ordered.ts";
import type { Annotation, Claim, Entity, Mention, Quote, Relation, Span } from "./records.ts";
import { type ArticleState, annotationKinds, type ProjectState, type Table, tableOfKind } from "./state.ts";

/** The kinds that stand in the text. */
export type PlacedKind = "mention" | "quote" | "claim";
export const placedKinds = ["mention", "quote", "claim"] as const satisfies readonly PlacedKind[];
type PlacedRecord = Mention | Quote | Claim;

/** Where a record stands: sorted by the piece it begins with, found by any of its pieces, a quote's cue among them. */
export function placeOf(record: PlacedRecord): Placed {
  const [first] = bodyOf(record);
  const spans = spansOf(record);
  return {
    id: record.id,
    at: first?.start ?? 0,
    until: first?.end ?? 0,
    start: Math.min(...spans.map((span) => span.start)),
    end: Math.max(...spans.map((span) => span.end)),
  };
}

const ordered = derive<PlacedRecord, Ordered>({
  build: (records) => orderedFrom(Array.from(records, placeOf)),
  update(tree, before, after) {
    const without = before ? remove(tree, placeOf(before)) : tree;
    return after ? insert(without, placeOf(after)) : without;
  },
});

/** The annotations of a kind in reading order. */
export const orderOf = (open: ArticleState, kind: PlacedKind): Ordered =>
  ordered(open[tableOfKind[kind]] as Table<PlacedRecord>);

/** "Quote 3 of 10": counted from 1 in reading order. */
export function numberOf(open: ArticleState, kind: PlacedKind, record: PlacedRecord): { number: number; of: number } {
  const order = orderOf(open, kind);
  return { number: rankOf(order, placeOf(record)) + 1, of: sizeOf(order) };
}

/** The annotations of a kind that touch a span, in reading order. */
export function* near<K extends PlacedKind>(
  open: ArticleState,
  kind: K,
  span: Span,
): Generator<{ mention: Mention; quote: Quote; claim: Claim }[K]> {
  const table = open[tableOfKind[kind]] as Table<{ mention: Mention; quote: Quote; claim: Claim }[K]>;
  for (const { id } of touching(orderOf(open, kind), span)) {
    const record = table.get(id);
    if (record) yield record;
  }
}

/** All annotations of a kind in reading order. */
export function* inText<K extends PlacedKind>(
  open: ArticleState,
  kind: K,
): Generator<{ mention: Mention; quote: Quote; claim: Claim }[K]> {
  const table = open[tableOfKind[kind]] as Table<{ mention: Mention; quote: Quote; claim: Claim }[K]>;
  for (const { id } of inOrder(orderOf(open, kind))) {
    const record = table.get(id);
    if (record) yield record;
  }
}

/** The annotation that comes next, or before, in reading order over all kinds, beginning again at the end; from an offset,
 *  the first that begins there or later, or the last that begins before it. Null where there is none. */
export function neighbour(open: ArticleState, from: PlacedRecord | number, direction: 1 | -1): string | null {
  const place: Placed =
    typeof from === "number"
      ? { id: "", at: from, until: Number.POSITIVE_INFINITY, start: from, end: from }
      : placeOf(from);
  const pick = (candidates: (Placed | null)[]): Placed | null =>
    candidates
      .filter((one) => one !== null)
      .sort(inReadingOrder)
      .at(direction === 1 ? 0 : -1) ?? null;
  const orders = placedKinds.map((kind) => orderOf(open, kind));
  const near = orders.map((order) => {
    const rank = rankOf(order, place);
    if (direction === -1) return atRank(order, rank - 1);
    const found = atRank(order, rank);
    return found && found.id === place.id ? atRank(order, rank + 1) : found;
  });
  const ends = orders.map((order) => atRank(order, direction === 1 ? 0 : sizeOf(order) - 1));
  return (pick(near) ?? pick(ends))?.id ?? null;
}

/** For each id that annotations of one table point to, which ones do. */
type Pointers = ImmutableMap<string, ImmutableSet<string>>;

const pointers = derive<Annotation, Pointers>({
  build: (records) =>
    ImmutableMap<string, ImmutableSet<string>>().withMutations((map) => {
      for (const record of records) for (const target of targetsOf(record)) addPointer(map, target, record.id);
    }),
  update(map, before, after) {
    const old = before ? targetsOf(before) : [];
    const now = after ? targetsOf(after) : [];
    const id = (after ?? before)?.id ?? "";
    const gone = old.filter((target) => !now.includes(target));
    const come = now.filter((target) => !old.includes(target));
    if (gone.length === 0 && come.length === 0) return map;
    return map.withMutations((next) => {
      for (const target of gone) {
        const left = next.get(target)?.delete(id);
        if (left && left.size > 0) next.set(target, left);
        else next.delete(target);
      }
      for (const target of come) addPointer(next, target, id);
    });
  },
});

function addPointer(map: Pointers, target: string, id: string): void {
  map.set(target, (map.get(target) ?? ImmutableSet<string>()).add(id));
}

/** The ids that an annotation names: its entity, its speakers, its quote, its ends. */
function targetsOf(record: Annotation): string[] {
  const named: unknown[] =
    "form" in record && "entity" in record
      ? [record.entity]
      : "content" in record
        ? [...(record as Quote).speakers, ...(record as Quote).addressees].flatMap((one) => [one.mention, one.entity])
        : "claimant" in record
          ? [record.quote, (record as Claim).claimant?.quote, (record as Claim).claimant?.entity]
          : [
              idOfEnd(record.from as Parameters<typeof idOfEnd>[0]),
              idOfEnd(record.to as Parameters<typeof idOfEnd>[0]),
            ];
  return named.filter((id) => typeof id === "string");
}

const none = ImmutableSet<string>();

/** The ids of the annotations of a kind that point to an annotation or entity. */
export const pointingTo = (
  open: ArticleState,
  kind: (typeof annotationKinds)[number],
  id: string,
): ImmutableSet<string> => pointers(open[tableOfKind[kind]] as Table<Annotation>).get(id) ?? none;

const recordsPointing = <T>(open: ArticleState, kind: (typeof annotationKinds)[number], id: string): T[] => {
  const table = open[tableOfKind[kind]] as Table<unknown>;
  return [...pointingTo(open, kind, id)].flatMap((pointing) => {
    const record = table.get(pointing);
    return record === undefined ? [] : [record as T];
  });
};

/** The claims that lie in a quote, or that its speaker makes. */
export const claimsOfQuote = (open: ArticleState, quote: string): Claim[] => recordsPointing(open, "claim", quote);

/** The quotes in which a mention is speaker or addressee. */
export const quotesOfMention = (open: ArticleState, mention: string): Quote[] =>
  recordsPointing(open, "quote", mention);

/** The mentions of an entity and of all that were merged into it. */
export const mentionsOfEntity = (state: ProjectState, open: ArticleState, entity: string): Mention[] =>
  [...namesakes(state.entities, entity)].flatMap((one) => recordsPointing<Mention>(open, "mention", one));

/** The relations that begin or end at an annotation or entity of this article or the register. */
export const relationsOf = (open: ArticleState, id: string): Relation[] => recordsPointing(open, "relation", id);

/** How many mentions each entity has, by the id that the mentions name, merged ones under their own. */
export function* mentionCounts(open: ArticleState): Generator<[entity: string, count: number]> {
  for (const [entity, mentions] of pointers(open.mentions as Table<Annotation>)) yield [entity, mentions.size];
}

/** Whether any annotation in the article points to `id`; orphans not counted. */
export const isPointedTo = (open: ArticleState, id: string): boolean =>
  annotationKinds.some((kind) => pointingTo(open, kind, id).size > 0);

const merges = derive<Entity, Pointers>({
  build: (entities) =>
    ImmutableMap<string, ImmutableSet<string>>().withMutations((map) => {
      for (const { id, mergedInto } of entities) if (mergedInto !== null) addPointer(map, mergedInto, id);
    }),
  update(map, before, after) {
    if ((before?.mergedInto ?? null) === (after?.mergedInto ?? null)) return map;
    return map.withMutations((next) => {
      if (before?.mergedInto) next.set(before.mergedInto, (next.get(before.mergedInto) ?? none).delete(before.id));
      if (after?.mergedInto) addPointer(next, after.mergedInto, after.id);
    });
  },
});

/** The ids that stand for an entity: its own and those of every entity merged into it. */
export function namesakes(entities: Table<Entity>, id: string): Set<string> {
  const into = merges(entities);
  const all = new Set<string>([id]);
  for (const one of all) for (const merged of into.get(one) ?? none) all.add(merged);
  return all;
}

/** What has to be derived of an article once, in steps that each take a moment: done while nobody waits, no key has to. */
export const derivations: readonly ((state: ProjectState, open: ArticleState) => void)[] = [
  ...placedKinds.map((kind) => (_state: ProjectState, open: ArticleState) => void orderOf(open, kind)),
  ...annotationKinds.map((kind) => (_state: ProjectState, open: ArticleState) => void pointingTo(open, kind, "")),
  (state) => void namesakes(state.entities, ""),
];
