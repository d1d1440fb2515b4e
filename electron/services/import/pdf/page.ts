/** A piece of text as a page places it. Distances are in points from the page's upper left corner, as it is read. */
export interface Run {
  text: string;
  left: number;
  right: number;
  /** Of the baseline. */
  y: number;
  size: number;
  font: string;
  isRightToLeft: boolean;
}

export interface Page {
  /** From 1. */
  number: number;
  width: number;
  height: number;
  runs: Run[];
  /** Characters that the page shows and whose fonts do not say which they are. */
  unknown: number;
  /** Characters that were left out because they run in another direction than the page's text. */
  turned: number;
}

/** A line of text in the order of reading. Start and end grow in its direction: of right-to-left lines they are negative. */
export interface Line {
  page: number;
  text: string;
  start: number;
  end: number;
  y: number;
  size: number;
  font: string;
  isRightToLeft: boolean;
  /** Whether it is a row of a table, whose cells are no sentence. */
  isRow: boolean;
}

/** Lines that follow one another in one column. */
export type Region = Line[];

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The key that most weight falls on; null where there is none. */
export function heaviest<K>(weighed: Iterable<readonly [key: K, weight: number]>): K | null {
  const sums = new Map<K, number>();
  for (const [key, weight] of weighed) sums.set(key, (sums.get(key) ?? 0) + weight);
  let best: K | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [key, sum] of sums) {
    if (sum > most) [best, most] = [key, sum];
  }
  return best;
}

export const roundedSize = (size: number): number => Math.round(size * 2) / 2;
