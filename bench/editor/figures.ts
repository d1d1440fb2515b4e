/** What was measured of one program at one size. Times in milliseconds, memory in megabytes; null where it does not apply. */
export interface Figures {
  program: string;
  size: string;
  values: Partial<Record<Measure, number>>;
  /** Why something is missing, for people to read. */
  remark?: string;
}

/** "add p50" and the like: the main thread's work from the key or call until its frame is painted. "processor" leaves
 *  out what other programs took of that time. "all work" is everything that the thread did until it was quiet again, with
 *  what comes after the paint and the harness's own asking. "read" and "scroll" are frames moved by 40
 *  and 400 pixels. "heap" is what JavaScript and the browser hold for the page together. */
export const measures = {
  "open to readable": "ms",
  "open to ready": "ms",
  "add p50": "ms",
  "add p95": "ms",
  "add, processor p95": "ms",
  "add, all work p50": "ms",
  "add, all work p95": "ms",
  "remove p50": "ms",
  "remove p95": "ms",
  "remove, processor p95": "ms",
  "remove, all work p50": "ms",
  "remove, all work p95": "ms",
  "recolour p50": "ms",
  "recolour p95": "ms",
  "recolour, processor p95": "ms",
  "recolour, all work p50": "ms",
  "recolour, all work p95": "ms",
  "undo p50": "ms",
  "undo p95": "ms",
  "undo, processor p95": "ms",
  "undo, all work p50": "ms",
  "undo, all work p95": "ms",
  "caret p50": "ms",
  "caret p95": "ms",
  "caret, processor p95": "ms",
  "caret, all work p50": "ms",
  "caret, all work p95": "ms",
  "select p50": "ms",
  "select p95": "ms",
  "select, processor p95": "ms",
  "select, all work p50": "ms",
  "select, all work p95": "ms",
  "key to painted p50": "ms",
  "key to painted p95": "ms",
  "read p50": "ms",
  "read p95": "ms",
  "read, processor p95": "ms",
  "scroll p50": "ms",
  "scroll p95": "ms",
  "scroll, processor p95": "ms",
  "blank frames in a row": "",
  "all occurrences": "ms",
  heap: "MB",
  "JavaScript heap": "MB",
  nodes: "",
} as const;
export type Measure = keyof typeof measures;

/** The value below which that share of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
