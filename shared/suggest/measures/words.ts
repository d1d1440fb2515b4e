import { findQuotations } from "../../article/quotations.ts";
import type { Offsets } from "../gold.ts";

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

export interface Words {
  starts: number[];
  ends: number[];
  quoted: boolean[];
}

export function wordsOf(text: string): Words {
  const words: Words = { starts: [], ends: [], quoted: [] };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    words.starts.push(index);
    words.ends.push(index + word.length);
    words.quoted.push(false);
  }
  for (const line of text.matchAll(/[^\n\r]+/g)) {
    for (const { open, contentEnd } of findQuotations(text, line.index, line.index + line[0].length)) {
      if (!/["“”„«»]/.test(text.charAt(open))) continue;
      for (const at of touched(words, [[open, contentEnd]])) words.quoted[at] = true;
    }
  }
  return words;
}

/** The words that spans touch, in order. */
export function touched({ starts, ends }: Words, spans: readonly Offsets[]): Set<number> {
  const found = new Set<number>();
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; (starts[at] ?? Number.POSITIVE_INFINITY) < end; at++) found.add(at);
  }
  return found;
}

export const keyOf = (words: Iterable<number>) => [...words].join(",");

/** A cue without a word in it, a colon say, is known by its offsets. */
export function spanKey(words: Words, spans: readonly Offsets[]): string {
  return keyOf(touched(words, spans)) || spans.map(([start, end]) => `${start}-${end}`).join(" ");
}
