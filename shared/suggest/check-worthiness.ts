import type { ClaimLists } from "./language.ts";
import type { Token } from "./tokens.ts";

/** How much a sentence is worth checking, from 0 to 1, and why. */
export interface CheckWorthiness {
  score: number;
  reasons: string[];
}

/** A pack's claim words made ready for looking up. */
export type ClaimWords = { readonly [K in keyof ClaimLists]: ReadonlySet<string> };

/** Makes a pack's claim words ready for looking up. */
export function claimWordsOf(lists: ClaimLists): ClaimWords {
  return {
    quantities: new Set(lists.quantities),
    comparisons: new Set(lists.comparisons),
    causes: new Set(lists.causes),
    accusations: new Set(lists.accusations),
    topics: new Set(lists.topics),
    opinions: new Set(lists.opinions),
  };
}

/** Weights of what a sentence has, on the scale of a logistic function; how often something is seen counts up to twice. */
const WEIGHTS = {
  base: -4.2,
  number: 1.0,
  quantity: 0.6,
  comparison: 0.5,
  cause: 0.35,
  accusation: 0.6,
  topic: 0.45,
  name: 0.35,
  past: 0.45,
  opinion: -0.5,
  self: -0.25,
  question: -1.5,
  length: 0.05,
};
const LONGEST = 30;

/** Rates the sentence that some tokens make up. */
export function checkWorthiness(tokens: readonly Token[], words: ClaimWords): CheckWorthiness {
  const count = {
    number: 0,
    quantity: 0,
    comparison: 0,
    cause: 0,
    accusation: 0,
    topic: 0,
    name: 0,
    past: 0,
    opinion: 0,
    self: 0,
    question: 0,
  };
  let length = 0;
  for (const token of tokens) {
    const { lower } = token;
    if (lower === "?") count.question++;
    if (!/[\p{L}\p{N}]/u.test(lower)) continue;
    length++;
    if (/^\p{N}/u.test(lower) || (token.tag === "number" && lower !== "one")) count.number++;
    if (words.quantities.has(lower)) count.quantity++;
    if (words.comparisons.has(lower)) count.comparison++;
    if (words.causes.has(lower)) count.cause++;
    if (words.accusations.has(lower)) count.accusation++;
    if (words.topics.has(lower)) count.topic++;
    if (words.opinions.has(lower)) count.opinion++;
    if (token.tag === "name") count.name++;
    if (token.verb?.forms.has("past") || /^(?:was|were|had|did|has|have)$/.test(lower)) count.past++;
    if (/^(?:i|you|we|me|my)$/.test(lower)) count.self++;
  }
  let sum = WEIGHTS.base + WEIGHTS.length * Math.min(length, LONGEST);
  for (const [feature, times] of Object.entries(count) as [keyof typeof count, number][])
    sum += WEIGHTS[feature] * Math.min(times, 2);
  return { score: length < 4 ? 0 : 1 / (1 + Math.exp(-sum)), reasons: reasonsOf(count) };
}

function reasonsOf(count: Readonly<Record<string, number>>): string[] {
  const named: [string, string][] = [
    ["number", "it has a number"],
    ["quantity", "it speaks of an amount"],
    ["comparison", "it compares"],
    ["cause", "it names a cause"],
    ["accusation", "it accuses"],
    ["topic", "it is about public affairs"],
  ];
  return named.filter(([feature]) => (count[feature] ?? 0) > 0).map(([, reason]) => reason);
}
