import { wide } from "./letters.ts";
import { median, type Page, type Region, type Run } from "./page.ts";
import { linesOf } from "./rows.ts";

/** A strip between columns: free of text over slices of the page, from the first to the last. */
interface Gutter {
  left: number;
  right: number;
  first: number;
  last: number;
}

type Gap = [left: number, right: number];

/** Shares of the type size: how wide a gutter is at least; how high a line stands; how well columns line up. */
const NARROWEST = 0.75;
const HEIGHT = 0.65;
const APART = 2.6;
const ALIGNED = 0.35;
/** Lines that a column has at least, and characters that its lines have in the mean. */
const FEWEST_LINES = 3;
const SHORTEST_LINES = 14;
/** What no page of an article has more of: then it is read from top to bottom. */
const MOST_RUNS = 4000;
const MOST_SLICES = 300;
const DEEPEST = 12;

/** The page's columns in the order of reading, each from top to bottom; what spans several of them stands between them. */
export function regionsOf(page: Page): Region[] {
  const isBackward = page.runs.filter((run) => run.isRightToLeft).length > page.runs.length / 2;
  const regions: Region[] = [];
  const read = (runs: Run[], depth: number): void => {
    if (runs.length === 0) return;
    const found = runs.length > MOST_RUNS || depth > DEEPEST ? null : divided(runs);
    if (!found) return void regions.push(linesOf(page.number, runs, false));
    read(found.above, depth + 1);
    if (found.isTable) regions.push(linesOf(page.number, [...found.left, ...found.right], true));
    else for (const side of isBackward ? [found.right, found.left] : [found.left, found.right]) read(side, depth + 1);
    read(found.below, depth + 1);
  };
  read(page.runs, 0);
  return regions.filter((region) => region.length > 0);
}

interface Divided {
  above: Run[];
  left: Run[];
  right: Run[];
  below: Run[];
  isTable: boolean;
}

/** Divides runs by the gutter that has the most lines beside it; null where there is none. */
function divided(runs: Run[]): Divided | null {
  const size = median(runs.map((run) => run.size));
  const slices = slicesOf(runs);
  if (slices.length > MOST_SLICES) return null;
  let best: Divided | null = null;
  let most = 0;
  for (const gutter of guttersOf(slices, size * NARROWEST)) {
    const last = lastBeside(slices, gutter);
    const inside = slices.slice(gutter.first, last + 1).flat();
    const left = inside.filter((run) => run.right <= gutter.left + 0.01);
    const right = inside.filter((run) => run.left >= gutter.right - 0.01);
    const lines = evidence(left, right, gutter, size);
    if (lines <= most) continue;
    most = lines;
    best = {
      above: slices.slice(0, gutter.first).flat(),
      left,
      right,
      below: slices.slice(last + 1).flat(),
      isTable: isTable(left, right, size),
    };
  }
  return best;
}

/** The last slice that belongs beside a gutter: what stands below one column alone goes on with it, unless it stands apart. */
function lastBeside(slices: readonly Run[][], { left, right, first, last }: Gutter): number {
  const ends = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let beside = first;
  for (let at = first; at <= last; at++) {
    const sides = [0, 1].map((side) =>
      (slices[at] ?? []).filter((run) => (side === 0 ? run.right <= left + 0.01 : run.left >= right - 0.01)),
    );
    const isBoth = sides.every((runs) => runs.length > 0);
    const goesOn = sides.every((runs, side) => runs.every((run) => run.y - (ends[side] ?? 0) < run.size * APART));
    if (isBoth || goesOn) beside = at;
    else if (!slices.slice(at, last + 1).some((runs) => isOnBoth(runs, left))) break;
    for (const [side, runs] of sides.entries()) ends[side] = Math.max(ends[side] ?? 0, ...runs.map(({ y }) => y));
  }
  return beside;
}

const isOnBoth = (runs: readonly Run[], x: number): boolean =>
  runs.some((run) => run.right <= x + 0.01) && runs.some((run) => run.left >= x - 0.01);

/** Runs whose lines overlap in height stay together, from the top. */
function slicesOf(runs: readonly Run[]): Run[][] {
  const slices: Run[][] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => top(a) - top(b))) {
    if (top(run) > bottom) slices.push([]);
    slices.at(-1)?.push(run);
    bottom = Math.max(bottom, run.y);
  }
  return slices;
}

const top = ({ y, size }: Run) => y - size * HEIGHT;

/** Every strip of white that is as high as can be and at least so wide. */
function guttersOf(slices: readonly Run[][], narrowest: number): Gutter[] {
  const gaps = slices.map(gapsOf);
  const gutters: Gutter[] = [];
  for (const [first, own] of gaps.entries()) {
    let open: Gap[] = own.filter(
      ([left, right]) => Number.isFinite(left) && Number.isFinite(right) && right - left >= narrowest,
    );
    for (let at = first; at < gaps.length && open.length > 0; at++) {
      const left: Gap[] = [];
      for (const gap of open) {
        const narrowed = at === first ? [gap] : common(gap, gaps[at] ?? [], narrowest);
        left.push(...narrowed);
        if (narrowed.length === 0 && at - first > 0) gutters.push({ left: gap[0], right: gap[1], first, last: at - 1 });
      }
      open = left;
    }
    for (const [left, right] of open) gutters.push({ left, right, first, last: gaps.length - 1 });
  }
  return gutters;
}

/** What a slice leaves free, with the margins, which have no end. */
function gapsOf(runs: readonly Run[]): Gap[] {
  const gaps: Gap[] = [];
  let right = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => a.left - b.left)) {
    if (run.left > right) gaps.push([right, run.left]);
    right = Math.max(right, run.right);
  }
  gaps.push([right, Number.POSITIVE_INFINITY]);
  return gaps;
}

function common([left, right]: Gap, gaps: readonly Gap[], narrowest: number): Gap[] {
  return gaps
    .map(([from, to]): Gap => [Math.max(left, from), Math.min(right, to)])
    .filter(([from, to]) => to - from >= narrowest);
}

const baselines = (runs: readonly Run[]): number[] => [...new Set(runs.map(({ y }) => Math.round(y)))];

/** How many lines speak for a gutter; 0 where it is a river of wide spaces, or a list's marks stand left of it. */
function evidence(left: readonly Run[], right: readonly Run[], gutter: Gutter, size: number): number {
  const lines = Math.min(baselines(left).length, baselines(right).length);
  if (lines < FEWEST_LINES) return 0;
  const starts = startsOf(right);
  const aligned = starts.filter((start) => start - gutter.right < size * ALIGNED).length;
  if (aligned < starts.length / 2) return 0;
  const width = Math.max(...left.map((run) => run.right)) - Math.min(...left.map((run) => run.left));
  return width < size * 2.5 ? 0 : lines;
}

function startsOf(runs: readonly Run[]): number[] {
  const starts = new Map<number, number>();
  for (const { y, left } of runs) starts.set(Math.round(y), Math.min(left, starts.get(Math.round(y)) ?? left));
  return [...starts.values()];
}

/** Whether both sides have the same lines, and too short ones for running text. */
function isTable(left: readonly Run[], right: readonly Run[], size: number): boolean {
  const [a, b] = [baselines(left), baselines(right)];
  const both = b.filter((y) => a.some((one) => Math.abs(one - y) < size * 0.2)).length;
  if (both < Math.min(a.length, b.length) * 0.7) return false;
  return Math.min(meanLength(left, a.length), meanLength(right, b.length)) < SHORTEST_LINES;
}

const meanLength = (runs: readonly Run[], lines: number): number =>
  runs.reduce((sum, { text }) => sum + wide(text), 0) / Math.max(1, lines);
