import type { TextRange } from "../article/offsets.ts";
import { trimSpaces } from "../article/spaces.ts";
import type { Alignment, Run } from "./alignment.ts";
import { likenessOfLetters } from "./similarity.ts";
import { isWord, tokensIn, weightOf } from "./tokens.ts";

/** So much of a span must be found again, by its characters that are not white space. */
const leastKept = 0.5;
/** A span of fewer letters needs a word beside it that was found again too. */
const needsContext = 24;
/** How alike a rewritten word must be to count as the same word with a typo mended. */
const alikeWord = 0.6;
/** Pieces of a span may come to lie this much further apart, in characters, and three times as far. */
const furthestApart = 80;

/** A part of a run that lies in the span. */
interface Piece {
  before: number;
  after: number;
  length: number;
  run: Run;
}

/** Where a span of the older text stands in the newer one: in one piece, or in several where a part of it was moved away
 *  or text was put between. Empty where it cannot be told with confidence. UTF-16 units; no piece has white space at
 *  its ends. */
export function placeSpan(alignment: Alignment, span: TextRange): TextRange[] {
  const { before } = alignment;
  const clusters = clustersOf(piecesIn(alignment.runs, span), before).filter(
    ({ kept, pieces }, at) => at === 0 || kept >= needsContext || hasContext(alignment, pieces, span),
  );
  const kept = clusters.reduce((sum, cluster) => sum + cluster.kept, 0);
  if (kept < leastKept * weightOf(before.slice(span.start, span.end))) {
    const rewritten = placeRewritten(alignment, span);
    return rewritten ? [rewritten] : [];
  }
  if (kept < needsContext && !clusters.every(({ pieces }) => hasContext(alignment, pieces, span))) return [];
  const inOrder = clusters.map(({ pieces }) => pieces).sort((a, b) => (a[0]?.before ?? 0) - (b[0]?.before ?? 0));
  const placed = inOrder.flatMap((pieces, at) => {
    const [first] = pieces;
    const last = pieces.at(-1);
    if (!first || !last) return [];
    const start = at === 0 ? startOf(alignment, first, span.start) : first.after;
    const end = at === inOrder.length - 1 ? finishOf(alignment, last, span.end) : endOf(last, "after");
    const range = trimSpaces(alignment.after, start, end);
    return range.start < range.end ? [range] : [];
  });
  return placed.sort((a, b) => a.start - b.start);
}

const startOf = (alignment: Alignment, first: Piece, start: number) =>
  first.before === start ? first.after : startBefore(alignment, first, start);

const finishOf = (alignment: Alignment, last: Piece, end: number) =>
  endOf(last, "before") === end ? endOf(last, "after") : endAfter(alignment, last, end);

const endOf = (piece: Pick<Piece, "before" | "after" | "length">, side: "before" | "after") =>
  piece[side] + piece.length;

const weightOfPiece = (before: string, piece: Piece) =>
  weightOf(before.slice(piece.before, piece.before + piece.length));

/** Index of the first run that ends after an offset of the older text. */
function firstRunAfter(runs: readonly Run[], offset: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run && endOf(run, "before") <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function piecesIn(runs: readonly Run[], span: TextRange): Piece[] {
  const pieces: Piece[] = [];
  for (let at = firstRunAfter(runs, span.start); at < runs.length; at++) {
    const run = runs[at];
    if (!run || run.before >= span.end) break;
    const from = Math.max(run.before, span.start);
    const to = Math.min(endOf(run, "before"), span.end);
    pieces.push({ before: from, after: run.after + from - run.before, length: to - from, run });
  }
  return pieces;
}

interface Cluster {
  pieces: Piece[];
  kept: number;
}

/** The pieces in groups that still lie together in the same order, the heaviest group first. */
function clustersOf(pieces: readonly Piece[], text: string): Cluster[] {
  const clusters: Cluster[] = [];
  let rest = [...pieces];
  while (rest.length > 0) {
    const together = nearestTogether(rest, text);
    clusters.push({ pieces: together, kept: together.reduce((sum, piece) => sum + weightOfPiece(text, piece), 0) });
    rest = rest.filter((piece) => !together.includes(piece));
  }
  return clusters.sort((a, b) => b.kept - a.kept);
}

/** The heaviest piece with those that still lie beside it in the same order. */
function nearestTogether(pieces: readonly Piece[], text: string): Piece[] {
  const weights = pieces.map((piece) => weightOfPiece(text, piece));
  const at = weights.indexOf(Math.max(...weights));
  const heaviest = pieces[at];
  if (!heaviest) return [];
  const cluster = [heaviest];
  const isNear = (left: Piece, right: Piece) => {
    const was = right.before - endOf(left, "before");
    const is = right.after - endOf(left, "after");
    return is >= 0 && is <= furthestApart + 3 * was;
  };
  for (const piece of pieces.slice(at + 1)) {
    const left = cluster.at(-1);
    if (left && isNear(left, piece)) cluster.push(piece);
  }
  for (const piece of pieces.slice(0, at).reverse()) {
    const [right] = cluster;
    if (right && isNear(piece, right)) cluster.unshift(piece);
  }
  return cluster;
}

/** Whether a short span was found together with a word beside it, or is the only one of its kind in both sentences. */
function hasContext({ before, after }: Alignment, cluster: readonly Piece[], span: TextRange): boolean {
  return cluster.some(({ run }) => {
    const around = before.slice(run.before, span.start) + before.slice(span.end, endOf(run, "before"));
    if (/[\p{L}\p{N}]/u.test(around)) return true;
    const { sentenceBefore: was, sentenceAfter: is } = run;
    const text = before.slice(Math.max(span.start, run.before), Math.min(span.end, endOf(run, "before")));
    return isOnce(before, was, text) && isOnce(after, is, text);
  });
}

function isOnce(text: string, within: TextRange, wanted: string): boolean {
  const words = tokensIn(text, within.start, within.end).map(({ key }) => key);
  const own = tokensIn(wanted, 0, wanted.length).map(({ key }) => key);
  let found = 0;
  for (let at = 0; at + own.length <= words.length; at++)
    if (own.every((key, index) => words[at + index] === key)) found++;
  return found === 1;
}

/** The start of a span whose first words changed: with the new words where they stand for the old ones, else without. */
function startBefore({ before, after, runs }: Alignment, first: Piece, start: number): number {
  const previous = runs[firstRunAfter(runs, start) - 1];
  if (!previous) return first.after;
  const was = before.slice(start, first.before);
  const from = Math.min(endOf(previous, "before"), start);
  const is = after.slice(endOf(previous, "after"), first.after);
  const follows = previous.sentenceAfter === first.run.sentenceAfter && endOf(previous, "after") <= first.after;
  if (!follows) return first.after - ownLead(after, first, was);
  return first.after - replaced(before.slice(from, start), was, is, "start");
}

function endAfter({ before, after, runs }: Alignment, last: Piece, end: number): number {
  const next = runs[firstRunAfter(runs, end)];
  const at = endOf(last, "after");
  if (!next) return at;
  const was = before.slice(endOf(last, "before"), end);
  const is = after.slice(at, next.after);
  const follows = next.sentenceAfter === last.run.sentenceAfter && next.after >= at;
  if (!follows) return at + ownTail(after, last, was);
  return at + replaced(before.slice(end, Math.max(end, next.before)), was, is, "end");
}

/** How many of the new characters beside a piece stand for the old ones that the span lost there. `outside` are old
 *  characters beyond the span that are gone too. */
function replaced(outside: string, was: string, is: string, edge: "start" | "end"): number {
  const [old, now] = [was.trim(), is.trim()];
  if (old === "" || now === "") return 0;
  if (outside.trim() === "") {
    const word = withoutSigns(is, old, edge);
    const isReplacement = wordsOf(old) === wordsOf(word) || likenessOfLetters(old, word) >= alikeWord;
    if (!isReplacement || word === "") return 0;
    return edge === "start" ? is.length - is.indexOf(word) : is.indexOf(word) + word.length;
  }
  const words = wordsOf(old);
  const tokens = tokensIn(is, 0, is.length).filter(({ key }) => isWord(key));
  const chosen = edge === "start" ? tokens.at(-words) : tokens.at(words - 1);
  if (words === 0 || tokens.length < words || !chosen) return 0;
  const candidate = edge === "start" ? is.slice(chosen.start) : is.slice(0, chosen.end);
  const sameCount = wordsOf(outside) + words === tokens.length;
  return sameCount || likenessOfLetters(old, candidate.trim()) >= alikeWord ? candidate.length : 0;
}

/** New text without signs at the outer edge that the old text did not have there. */
function withoutSigns(is: string, old: string, edge: "start" | "end"): string {
  const signs = edge === "start" ? /^[^\p{L}\p{N}]+/u : /(?:['’][sS])?[^\p{L}\p{N}]+$|['’][sS]$/u;
  return signs.test(old) ? is.trim() : is.trim().replace(signs, "");
}

const wordsOf = (text: string): number => tokensIn(text, 0, text.length).filter(({ key }) => isWord(key)).length;

/** At the beginning of a sentence: the new first words, where there are as many as the span lost. */
function ownLead(after: string, first: Piece, was: string): number {
  const is = after.slice(first.run.sentenceAfter.start, Math.max(first.run.sentenceAfter.start, first.after));
  return replaced("", was, is, "start");
}

function ownTail(after: string, last: Piece, was: string): number {
  const at = endOf(last, "after");
  return replaced("", was, after.slice(at, Math.max(at, last.run.sentenceAfter.end)), "end");
}

/** A span of which no word was found: the new words between the same neighbours, where they are the old ones with a
 *  few letters changed. */
function placeRewritten({ before, after, runs }: Alignment, span: TextRange): TextRange | null {
  const at = firstRunAfter(runs, span.start);
  const [previous, next] = [runs[at - 1], runs.slice(at).find((run) => run.before >= span.end)];
  const own = before.slice(span.start, span.end);
  const sentence = previous?.sentenceBefore;
  const isBetween =
    previous && next && previous.sentenceAfter === next.sentenceAfter && sentence === next.sentenceBefore;
  const within = isBetween
    ? { start: endOf(previous, "after"), end: next.after }
    : edgeOfSentence(previous, next, span);
  if (!within || within.end <= within.start) return null;
  const words = tokensIn(after, within.start, within.end).filter(({ key }) => isWord(key));
  const count = Math.max(1, wordsOf(own));
  let best: { start: number; end: number; score: number } | null = null;
  for (let first = 0; first + count <= words.length; first++) {
    const [start, end] = [words[first]?.start ?? 0, words[first + count - 1]?.end ?? 0];
    const score = likenessOfLetters(own, after.slice(start, end));
    if (score >= alikeWord && score > (best?.score ?? 0)) best = { start, end, score };
  }
  return best ? { start: best.start, end: best.end } : null;
}

/** The unmatched beginning or end of a sentence that a span stands in. */
function edgeOfSentence(previous: Run | undefined, next: Run | undefined, span: TextRange): TextRange | null {
  if (next && next.sentenceBefore.start <= span.start) return { start: next.sentenceAfter.start, end: next.after };
  if (previous && previous.sentenceBefore.end >= span.end)
    return { start: endOf(previous, "after"), end: previous.sentenceAfter.end };
  return null;
}
