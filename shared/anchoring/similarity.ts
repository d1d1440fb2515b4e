import { diffChars } from "diff";

/** Words of a sentence with how often each stands in it, weighed by their length: function words count for little. */
export interface Bag {
  counts: ReadonlyMap<string, number>;
  weight: number;
}

const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
/** A shorter sentence inside a longer one says little unless it has this many letters. */
const leastContained = 15;
const containedCountsFor = 0.75;

export function bagOf(text: string): Bag {
  const counts = new Map<string, number>();
  let weight = 0;
  for (const [word] of text.toLowerCase().matchAll(WORDS)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    weight += word.length;
  }
  return { counts, weight };
}

/** The letters that two bags share, and the share of the smaller one that this is. */
export function sharedWeight(a: Bag, b: Bag): number {
  const [small, large] = a.counts.size <= b.counts.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [word, count] of small.counts) shared += word.length * Math.min(count, large.counts.get(word) ?? 0);
  return shared;
}

/** How alike two sentences are by their words, 0 to 1: Dice's coefficient, or a share of how much the shorter one is
 *  contained in the longer one. */
export function likeness(a: Bag, b: Bag): number {
  if (a.weight === 0 || b.weight === 0) return 0;
  const shared = sharedWeight(a, b);
  const smaller = Math.min(a.weight, b.weight);
  const contained = smaller >= leastContained ? (containedCountsFor * shared) / smaller : 0;
  return Math.max((2 * shared) / (a.weight + b.weight), contained);
}

/** How alike two short texts are letter by letter, 0 to 1: a typo apart is near 1. */
export function likenessOfLetters(a: string, b: string): number {
  if (a.length + b.length === 0) return 1;
  const longer = Math.max(a.length, b.length);
  if (Math.min(a.length, b.length) * 3 < longer || longer > 400) return a === b ? 1 : 0;
  const same = diffChars(a, b).reduce((sum, part) => (part.added || part.removed ? sum : sum + part.value.length), 0);
  return (2 * same) / (a.length + b.length);
}
