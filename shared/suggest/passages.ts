import type { BlockRange } from "../article/blocks.ts";
import { findQuotations, type Quotation } from "../article/quotations.ts";
import { sentencesIn } from "../article/sentences.ts";
import { isSpace } from "../article/spaces.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Token, tagTokens, tokensIn } from "./tokens.ts";

/** Half-open range of token indices. */
export interface TokenRange {
  from: number;
  to: number;
}

/** A block, or a stretch of a very long one, as the suggesters read it. */
export interface Passage {
  start: number;
  end: number;
  kind: string;
  tokens: Token[];
  /** The outermost quotations. */
  quotations: Quotation[];
  sentences: { start: number; end: number }[];
  /** Sentences, joined where a quotation runs over their border: what an attribution can reach. */
  frames: TokenRange[];
}

/** Longer blocks are read in stretches, so that no text costs more than its length. */
const LONGEST = 8_000;

/** The stretches in which a block is read. */
export function* stretches(text: string, start: number, end: number): Generator<{ start: number; end: number }> {
  let from = start;
  while (end - from > LONGEST) {
    let to = from + LONGEST;
    while (to > from + LONGEST / 2 && !isSpace(text.charAt(to))) to--;
    yield { start: from, end: to };
    from = to;
  }
  if (from < end) yield { start: from, end };
}

/** Reads a stretch of a text: its words with their classes, quotations, sentences and frames. */
export function readPassage(text: string, start: number, end: number, kind: string, lexicon: Lexicon): Passage {
  const quotations = outermost(findQuotations(text, start, end));
  const sentences = [...sentencesIn(text, start, end)];
  const tokens = tokensIn(text, start, end, sentences);
  assignQuotations(tokens, quotations);
  const frames = framesOf(tokens, sentences, quotations);
  for (const { from, to } of frames) tagTokens(tokens, from, to, lexicon);
  return { start, end, kind, tokens, quotations, sentences, frames };
}

function outermost(quotations: readonly Quotation[]): Quotation[] {
  const outer: Quotation[] = [];
  let end = -1;
  for (const quotation of quotations) {
    if (quotation.open < end) continue;
    outer.push(quotation);
    end = quotation.close === null ? quotation.contentEnd : quotation.close + 1;
  }
  return outer;
}

function assignQuotations(tokens: readonly Token[], quotations: readonly Quotation[]): void {
  let at = 0;
  for (const token of tokens) {
    while (at < quotations.length && endOf(quotations[at]) <= token.start) at++;
    const quotation = quotations[at];
    if (quotation && token.start >= quotation.open && token.end <= endOf(quotation)) token.quotation = at;
  }
}

/** The offset after a quotation with its closing mark. */
export function endOf(quotation: Quotation | undefined): number {
  if (!quotation) return -1;
  return quotation.close === null ? quotation.contentEnd : quotation.close + 1;
}

function framesOf(
  tokens: readonly Token[],
  sentences: readonly { start: number; end: number }[],
  quotations: readonly Quotation[],
): TokenRange[] {
  const frames: TokenRange[] = [];
  let from = 0;
  let at = 0;
  let quotation = 0;
  for (const sentence of sentences) {
    while (at < tokens.length && (tokens[at]?.start ?? 0) < sentence.end) at++;
    while (quotation < quotations.length && endOf(quotations[quotation]) <= sentence.end) quotation++;
    const open = quotations[quotation];
    if (open && open.open < sentence.end && endOf(open) > sentence.end) continue;
    if (at > from) frames.push({ from, to: at });
    from = at;
  }
  if (tokens.length > from) frames.push({ from, to: tokens.length });
  return frames;
}

const OPENS = /^["“„«]/u;
const CLOSES = /["”»]$/u;
const MARKS = /["“”„«»]/gu;

/** The blocks, with quotations joined to what they go on from: after a colon at a block's end, and where a block is nothing
 *  but a quotation after one that has or leaves open a quotation. */
export function joinedBlocks(text: string, blocks: readonly BlockRange[]): BlockRange[] {
  const joined: BlockRange[] = [];
  let marksBefore = 0;
  for (const block of blocks) {
    const before = joined.at(-1);
    const marks = text.slice(block.start, block.end).match(MARKS)?.length ?? 0;
    if (before && block.end - before.start < LONGEST && goesOnWith(text, before, marksBefore, block, marks)) {
      joined[joined.length - 1] = { ...before, end: block.end };
      marksBefore += marks;
    } else {
      joined.push(block);
      marksBefore = marks;
    }
  }
  return joined;
}

function goesOnWith(text: string, before: BlockRange, marksBefore: number, block: BlockRange, marks: number): boolean {
  if (!OPENS.test(text.charAt(block.start))) return false;
  if (text.charAt(before.end - 1) === ":") return true;
  const isWhole = marks === 1 || (marks === 2 && CLOSES.test(text.charAt(block.end - 1)));
  return marksBefore % 2 === 1 || (isWhole && marksBefore > 0);
}
