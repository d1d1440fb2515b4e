import { placeOfSuggestion } from "../annotation/actions/suggestion.ts";
import type { Claim, Mention, Quote, Span, StoredSuggestion } from "../annotation/records.ts";
import type { ArticleState } from "../annotation/state.ts";

/** Less sure suggestions are not offered unless they are asked for. */
export const usualLeast = 0.3;
/** What shares so much of the union of both is the same quote or claim. */
const sameFrom = 0.8;
const bucketSize = 256;

type Kind = StoredSuggestion["kind"];

export interface Wanted {
  kinds: ReadonlySet<Kind>;
  /** The least confidence, from 0 to 1. */
  least: number;
}

/** Reading order: by where a suggestion begins, what is longer first. */
export function inReadingOrder(a: StoredSuggestion, b: StoredSuggestion): number {
  const [x, y] = [a.spans[0], b.spans[0]];
  return (x?.start ?? 0) - (y?.start ?? 0) || (y?.end ?? 0) - (x?.end ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The suggestions to put before the analyst, in reading order: not what was decided before, not what is marked already, of
 *  two for the same place the surer one. `made` is what was suggested just now; what is kept in the article is added. */
export function offered(open: ArticleState, made: readonly StoredSuggestion[], wanted: Wanted): StoredSuggestion[] {
  const decided = new Set<string>();
  const kept: StoredSuggestion[] = [];
  for (const one of open.suggestions.values()) {
    if (one.decision === "pending") kept.push(one);
    else decided.add(placeOfSuggestion(one));
  }
  const isMarked = markedIn(open);
  const best = new Map<string, StoredSuggestion>();
  for (const one of kept.length > 0 ? [...made, ...kept] : made) {
    if (!wanted.kinds.has(one.kind) || one.confidence < wanted.least) continue;
    const place = placeOfSuggestion(one);
    if (decided.has(place) || isMarked(one)) continue;
    const known = best.get(place);
    if (!known || known.confidence < one.confidence) best.set(place, one);
  }
  return [...best.values()].sort(inReadingOrder);
}

/** Whether what a suggestion proposes is marked in the article already. */
function markedIn(open: ArticleState): (suggestion: StoredSuggestion) => boolean {
  const places = mentionPlaces(open.mentions.values());
  const quotes = buckets([...open.quotes.values()].map((quote: Quote) => quote.content));
  const claims = buckets([...open.claims.values()].map((claim: Claim) => claim.spans));
  return ({ kind, spans, means }) => {
    if (kind !== "mention") return isNear(kind === "quote" ? quotes : claims, spans);
    const [span] = spans;
    if (!span) return true;
    if (places.exact.has(`${span.start}-${span.end}`)) return true;
    const same = means?.entity ? places.ofEntity.get(means.entity) : undefined;
    return same?.some((other) => other.start < span.end && span.start < other.end) ?? false;
  };
}

function mentionPlaces(mentions: Iterable<Mention>) {
  const exact = new Set<string>();
  const ofEntity = new Map<string, Span[]>();
  for (const { spans, entity } of mentions) {
    for (const span of spans) {
      exact.add(`${span.start}-${span.end}`);
      if (entity === null) continue;
      const others = ofEntity.get(entity);
      if (others) others.push(span);
      else ofEntity.set(entity, [span]);
    }
  }
  return { exact, ofEntity };
}

type Buckets = Map<number, (readonly Span[])[]>;

function* bucketsOf(spans: readonly Span[]): Generator<number> {
  for (const { start, end } of spans)
    for (let at = Math.floor(start / bucketSize); at <= Math.floor(end / bucketSize); at++) yield at;
}

function buckets(all: readonly (readonly Span[])[]): Buckets {
  const found: Buckets = new Map();
  for (const spans of all) {
    for (const at of bucketsOf(spans)) found.set(at, [...(found.get(at) ?? []), spans]);
  }
  return found;
}

function isNear(all: Buckets, spans: readonly Span[]): boolean {
  if (all.size === 0) return false;
  for (const at of bucketsOf(spans)) if (all.get(at)?.some((other) => overlap(spans, other) >= sameFrom)) return true;
  return false;
}

/** Characters in both over characters in either. */
export function overlap(some: readonly Span[], others: readonly Span[]): number {
  const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
  let both = 0;
  for (const one of some) {
    for (const other of others) both += Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start));
  }
  return both / Math.max(1, lengthOf(some) + lengthOf(others) - both);
}

/** The suggestions that one decision can stand for: names of the same thing, quotes by the same cue, else this one alone. */
export function alikeTo(
  text: string,
  suggestion: StoredSuggestion,
  all: readonly StoredSuggestion[],
): StoredSuggestion[] {
  const { kind, means } = suggestion;
  const words = (spans: readonly Span[]) =>
    spans.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, " ").toLowerCase()).join(" ");
  const isAlike = (one: StoredSuggestion): boolean => {
    if (one === suggestion) return true;
    if (one.kind !== kind || kind === "claim") return false;
    if (kind === "quote") return one.form === suggestion.form && words(one.cue) === words(suggestion.cue);
    if (!means || !one.means) return means === one.means && words(one.spans) === words(suggestion.spans);
    return one.means.type === means.type && one.means.name === means.name && one.means.entity === means.entity;
  };
  return all.filter(isAlike);
}
