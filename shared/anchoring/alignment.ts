import { diffArrays } from "diff";
import type { TextRange } from "../article/offsets.ts";
import { sentencesIn } from "../article/sentences.ts";
import { type Bag, bagOf, likeness, sharedWeight } from "./similarity.ts";
import { isWord, type Token, tokensIn } from "./tokens.ts";

/** A text cut into blocks: an article's text, or one version of it. UTF-16 units. */
export interface BlockedText {
  text: string;
  blocks: readonly TextRange[];
}

/** A stretch of characters that two versions of a text share, and the sentences that it stands in. */
export interface Run {
  before: number;
  after: number;
  length: number;
  sentenceBefore: TextRange;
  sentenceAfter: TextRange;
}

/** Which characters of one version of a text are which characters of another. */
export interface Alignment {
  before: string;
  after: string;
  /** Ordered by `before`, disjoint on both sides. */
  runs: readonly Run[];
}

/** Past this many changed sentences a difference in order is not looked for: only sentences that are alike are paired. */
const mostEdits = 4_000;
/** Tokens of a pair of sentences; longer ones are paired whole or not at all. */
const mostTokens = 4_000;
/** How alike two sentences must be: at the same place between unchanged ones, and anywhere else. */
const alikeHere = 0.35;
const alikeElsewhere = 0.6;
const partOfAnother = 0.6;
/** Words that stand in more sentences than this tell no sentence from another. */
const commonWord = 24;

interface Sentence extends TextRange {
  key: string;
  bag: Bag;
  /** Between which unchanged sentences it stands; -1 for an unchanged one. */
  gap: number;
}

/** Aligns two versions of a text: unchanged sentences in order (Myers' difference), then changed ones with the one most
 *  alike at the same place, then moved ones with the one most alike anywhere; each pair word by word. */
export function align(before: BlockedText, after: BlockedText): Alignment {
  const [old, now] = [sentencesOf(before), sentencesOf(after)];
  const pairs = pairUnchanged(old, now);
  const writer = runWriter(before.text, after.text);
  for (const [a, b] of pairs) writer.pair(a, b);
  const changed = pairAlike(
    old.filter((sentence) => sentence.gap >= 0),
    now.filter((sentence) => sentence.gap >= 0),
  );
  for (const [a, b] of changed) writer.pair(a, b);
  return { before: before.text, after: after.text, runs: writer.runs() };
}

function sentencesOf({ text, blocks }: BlockedText): Sentence[] {
  return blocks.flatMap((block) =>
    [...sentencesIn(text, block.start, block.end)].map(({ start, end }) => {
      const key = text.slice(start, end).replace(/\s+/gu, " ");
      return { start, end, key, bag: bagOf(key), gap: 0 };
    }),
  );
}

/** Pairs equal sentences in order, and numbers the gaps between them on both sides. */
function pairUnchanged(old: Sentence[], now: Sentence[]): [Sentence, Sentence][] {
  const parts = diffArrays(
    old.map(({ key }) => key),
    now.map(({ key }) => key),
    { maxEditLength: mostEdits },
  );
  if (!parts) return [];
  const pairs: [Sentence, Sentence][] = [];
  let [a, b, gap] = [0, 0, 0];
  for (const part of parts) {
    for (let left = part.value.length; left > 0; left--) {
      const was = part.added ? undefined : old[a++];
      const is = part.removed ? undefined : now[b++];
      if (was) was.gap = is ? -1 : gap;
      if (is) is.gap = was ? -1 : gap;
      if (was && is) pairs.push([was, is]);
    }
    if (!part.added && !part.removed) gap++;
  }
  return pairs;
}

interface Candidate {
  a: Sentence;
  b: Sentence;
  score: number;
  here: boolean;
}

/** Pairs changed and moved sentences, the most alike first; then the rest of a sentence that was cut or joined. */
function pairAlike(old: Sentence[], now: Sentence[]): [Sentence, Sentence][] {
  const candidates = candidatesFor(old, now).sort(
    (x, y) => rank(y) - rank(x) || x.a.start - y.a.start || x.b.start - y.b.start,
  );
  const pairs: [Sentence, Sentence][] = [];
  const taken = new Set<Sentence>();
  for (const { a, b, score, here } of candidates) {
    if (taken.has(a) || taken.has(b) || score < (here ? alikeHere : alikeElsewhere)) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  for (const { a, b, here } of candidates) {
    if (!here || taken.has(a) === taken.has(b)) continue;
    const rest = taken.has(a) ? b : a;
    if (sharedWeight(a.bag, b.bag) < partOfAnother * rest.bag.weight) continue;
    taken.add(rest);
    pairs.push([a, b]);
  }
  return pairs;
}

const rank = ({ score, here }: Candidate): number => score + (here ? alikeElsewhere - alikeHere : 0);

/** Pairs of sentences that share a word that few share, and those alone in the same gap. */
function candidatesFor(old: Sentence[], now: Sentence[]): Candidate[] {
  const byWord = new Map<string, Sentence[]>();
  const inGap = new Map<number, Sentence[]>();
  for (const sentence of now) {
    for (const word of sentence.bag.counts.keys()) push(byWord, word, sentence);
    push(inGap, sentence.gap, sentence);
  }
  return old.flatMap((a) => {
    const found = new Set<Sentence>();
    const near = inGap.get(a.gap) ?? [];
    if (near.length <= commonWord) for (const b of near) found.add(b);
    for (const word of a.bag.counts.keys()) {
      const sharing = byWord.get(word) ?? [];
      if (sharing.length <= commonWord) for (const b of sharing) found.add(b);
    }
    return [...found].flatMap((b) => {
      const score = a.key === b.key ? 1 : likeness(a.bag, b.bag);
      return score < alikeHere ? [] : [{ a, b, score, here: a.gap === b.gap }];
    });
  });
}

function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}

/** Collects the runs of paired sentences; characters that have a partner already are left to it. */
function runWriter(before: string, after: string) {
  const found: Run[] = [];
  const usedBefore = new Set<Sentence>();
  const usedAfter = new Set<Sentence>();
  const covered = (sentence: Sentence, side: "before" | "after") => {
    const ranges = found.filter((run) => run[side] >= sentence.start && run[side] < sentence.end);
    return (token: Token) => ranges.some((run) => token.start < run[side] + run.length && run[side] < token.end);
  };
  return {
    pair(a: Sentence, b: Sentence): void {
      const add = (was: number, is: number, length: number) =>
        found.push({ before: was, after: is, length, sentenceBefore: a, sentenceAfter: b });
      if (before.slice(a.start, a.end) === after.slice(b.start, b.end)) {
        add(a.start, b.start, a.end - a.start);
        return;
      }
      let was = tokensIn(before, a.start, a.end);
      let is = tokensIn(after, b.start, b.end);
      if (usedBefore.has(a)) was = was.filter(negate(covered(a, "before")));
      if (usedAfter.has(b)) is = is.filter(negate(covered(b, "after")));
      usedBefore.add(a);
      usedAfter.add(b);
      for (const run of sharedRuns(was, is)) add(run.before, run.after, run.length);
    },
    runs: () => found.sort((x, y) => x.before - y.before),
  };
}

const negate =
  <T>(test: (value: T) => boolean) =>
  (value: T) =>
    !test(value);

/** The stretches of tokens that two sentences share in order; those without a word are left out. */
function sharedRuns(was: readonly Token[], is: readonly Token[]) {
  if (was.length > mostTokens || is.length > mostTokens) return [];
  const parts = diffArrays(
    was.map(({ key }) => key),
    is.map(({ key }) => key),
  );
  const runs: { before: number; after: number; length: number; words: number }[] = [];
  let [a, b] = [0, 0];
  for (const part of parts) {
    let isFirst = true;
    for (let left = part.value.length; left > 0; left--) {
      const token = part.added ? undefined : was[a++];
      const same = part.removed ? undefined : is[b++];
      if (!token || !same) continue;
      const last = isFirst ? undefined : runs.at(-1);
      const words = isWord(token.key) ? 1 : 0;
      const length = token.end - token.start;
      if (last && last.before + last.length === token.start && last.after + last.length === same.start) {
        last.length += length;
        last.words += words;
      } else runs.push({ before: token.start, after: same.start, length, words });
      isFirst = false;
    }
  }
  return runs.filter((run) => run.words > 0);
}
