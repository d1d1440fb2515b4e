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
  const kept = open.suggestions.valueSeq().filter(({ decision }) => decision === "pending");
  return undecidedIn(open, candidates(kept.isEmpty() ? made : [...made, ...kept], wanted));
}

/** What may be offered at all: of the wanted kinds, sure enough, one for a place, in reading order. Whatever becomes of the
 *  article, this stays the same. */
export function candidates(made: readonly StoredSuggestion[], wanted: Wanted): StoredSuggestion[] {
  const best = new Map<string, StoredSuggestion>();
  for (const one of made) {
    if (!wanted.kinds.has(one.kind) || one.confidence < wanted.least) continue;
    const place = placeOf(one);
    const known = best.get(place);
    if (!known || known.confidence < one.confidence) best.set(place, one);
  }
  return [...best.values()].sort(inReadingOrder);
}

/** Those candidates that are neither decided nor marked in the article. */
export function undecidedIn(open: ArticleState, all: readonly StoredSuggestion[]): StoredSuggestion[] {
  const decided = new Set<string>();
  for (const one of open.suggestions.values()) if (one.decision !== "pending") decided.add(placeOf(one));
  const isMarked = markedIn(open);
  return all.filter((one) => (decided.size === 0 || !decided.has(placeOf(one))) && !isMarked(one));
}

const places = new WeakMap<StoredSuggestion, string>();

function placeOf(suggestion: StoredSuggestion): string {
  const known = places.get(suggestion) ?? placeOfSuggestion(suggestion);
  places.set(suggestion, known);
  return known;
}

/** Whether what a suggestion proposes is marked in the article already. */
function markedIn(open: ArticleState): (suggestion: StoredSuggestion) => boolean {
  const mentions = mentionPlaces(open.mentions.values());
  const quotes = buckets(open.quotes.valueSeq().map((quote: Quote) => quote.content));
  const claims = buckets(open.claims.valueSeq().map((claim: Claim) => claim.spans));
  return ({ kind, spans, means }) => {
    if (kind !== "mention") return isNear(kind === "quote" ? quotes : claims, spans);
    const [span] = spans;
    if (!span || mentions.exact.has(keyOf(span))) return true;
    const same = means?.entity ? mentions.ofEntity.get(means.entity) : undefined;
    return same?.some((other) => other.start < span.end && span.start < other.end) ?? false;
  };
}

/** One number for a span: no text is as long as the factor. */
const keyOf = ({ start, end }: Span): number => start * 2 ** 26 + end;

function mentionPlaces(mentions: Iterable<Mention>) {
  const exact = new Set<number>();
  const ofEntity = new Map<string, Span[]>();
  for (const { spans, entity } of mentions) {
    for (const span of spans) {
      exact.add(keyOf(span));
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

function buckets(all: Iterable<readonly Span[]>): Buckets {
  const found: Buckets = new Map();
  for (const spans of all) {
    for (const at of bucketsOf(spans)) {
      const there = found.get(at);
      if (there) there.push(spans);
      else found.set(at, [spans]);
    }
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
  const lengthOf = (spans: readonly Span[]) => spans.reduce((sum, { start, end }) => sum + end - start, 0);
  const sameWords = (some: readonly Span[], others: readonly Span[]) =>
    lengthOf(some) === lengthOf(others) && words(some) === words(others);
  const words = (spans: readonly Span[]) =>
    spans.map(({ start, end }) => text.slice(start, end).replace(/\s+/g, " ").toLowerCase()).join(" ");
  const isAlike = (one: StoredSuggestion): boolean => {
    if (one === suggestion) return true;
    if (one.kind !== kind || kind === "claim") return false;
    if (kind === "quote") return one.form === suggestion.form && sameWords(one.cue, suggestion.cue);
    if (!means || !one.means) return means === one.means && sameWords(one.spans, suggestion.spans);
    return one.means.type === means.type && one.means.name === means.name && one.means.entity === means.entity;
  };
  return all.filter(isAlike);
}
