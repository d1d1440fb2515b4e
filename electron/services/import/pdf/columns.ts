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

/** Where columns begin that were told from many lines: on the last page they may have but one. */
export type Columns = Set<number>;

type Gap = [left: number, right: number];

/** Shares of the type size: how wide a gutter is at least; how high a line stands; how well columns line up. */
const NARROWEST = 0.75;
const HEIGHT = 0.65;
const APART = 3;
const NEXT_LINE = 1.8;
const ALIGNED = 0.35;
const EXACT = 0.12;
const CELL_GAP = 2.5;
/** Lines that a column has at least, and characters that its lines have in the mean. */
const FEWEST_LINES = 3;
const MANY_LINES = 6;
const SHORTEST_LINES = 20;
const NARROW_LINES = 12;
/** Characters of a list's mark. */
const MARK = 3;
/** What no page of an article has more of: then it is read from top to bottom. */
const MOST_RUNS = 4000;
const MOST_SLICES = 300;
const DEEPEST = 12;

/** The page's columns in the order of reading, each from top to bottom; what spans several of them stands between them. */
export function regionsOf(page: Page, known: Columns): Region[] {
  const isBackward = page.runs.filter((run) => run.isRightToLeft).length > page.runs.length / 2;
  const regions: Region[] = [];
  const read = (runs: Run[], depth: number): void => {
    if (runs.length === 0) return;
    const found = runs.length > MOST_RUNS || depth > DEEPEST ? null : divided(runs, isBackward, known);
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
function divided(runs: Run[], isBackward: boolean, known: Columns): Divided | null {
  const size = median(runs.map((run) => run.size));
  const slices = slicesOf(runs);
  if (slices.length > MOST_SLICES) return null;
  let best: Divided | null = null;
  let most = 0;
  for (const gutter of guttersOf(slices, size * NARROWEST)) {
    const last = lastBeside(slices, gutter, size * APART);
    const first = firstBeside(slices, gutter, isBackward);
    const inside = slices.slice(first, last + 1).flat();
    const left = inside.filter((run) => run.right <= gutter.left + 0.01);
    const right = inside.filter((run) => run.left >= gutter.right - 0.01);
    const evidence = evidenceOf(left, right, gutter, size, known);
    if (evidence.lines <= most) continue;
    most = evidence.lines;
    best = {
      above: slices.slice(0, first).flat(),
      left,
      right,
      below: slices.slice(last + 1).flat(),
      isTable: evidence.isTable,
    };
  }
  if (best && !best.isTable && most >= MANY_LINES) known.add(Math.min(...best.right.map((run) => run.left)));
  return best;
}

/** The first slice that belongs beside a gutter: a column that is read later may begin higher than the one before it. */
function firstBeside(slices: readonly Run[][], { left, right, first }: Gutter, isBackward: boolean): number {
  const isLater = (run: Run) => (isBackward ? run.right <= left + 0.01 : run.left >= right - 0.01);
  let below = Math.min(...(slices[first] ?? []).filter(isLater).map(({ y }) => y));
  let at = first;
  while (at > 0 && slices[at - 1]?.every((run) => isLater(run) && below - run.y < run.size * NEXT_LINE)) {
    at--;
    below = Math.min(...(slices[at] ?? []).map(({ y }) => y));
  }
  return at;
}

/** The last slice that belongs beside a gutter: what stands below one column alone goes on with it, unless it stands apart. */
function lastBeside(slices: readonly Run[][], { left, right, first, last }: Gutter, apart: number): number {
  const ends = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let beside = first;
  for (let at = first; at <= last; at++) {
    const sides = [0, 1].map((side) =>
      (slices[at] ?? []).filter((run) => (side === 0 ? run.right <= left + 0.01 : run.left >= right - 0.01)),
    );
    const isBoth = sides.every((runs) => runs.length > 0);
    const goesOn = sides.every((runs, side) => runs.every((run) => run.y - (ends[side] ?? 0) < apart));
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

interface Evidence {
  /** How many lines speak for a gutter; 0 where it is none. */
  lines: number;
  isTable: boolean;
}

const NONE: Evidence = { lines: 0, isTable: false };

/** Whether a strip of white divides columns of text or of a table, or is a river of wide spaces, or follows a list's marks. */
function evidenceOf(
  left: readonly Run[],
  right: readonly Run[],
  gutter: Gutter,
  size: number,
  known: Columns,
): Evidence {
  const [a, b] = [baselines(left), baselines(right)];
  const lines = Math.min(a.length, b.length);
  const lengths = [meanLength(left, a.length), meanLength(right, b.length)];
  if (lines > 0 && isKnown(right, size, known)) return { lines, isTable: false };
  if (lines < FEWEST_LINES || Math.min(...lengths) < MARK) return NONE;
  const both = b.filter((y) => a.some((one) => Math.abs(one - y) < size * 0.2)).length;
  const starts = startsOf(right);
  const usual = median(starts);
  const sharing = (reach: number, at: number) =>
    starts.filter((start) => Math.abs(start - at) < size * reach).length / starts.length;
  const isText = Math.min(...lengths) >= SHORTEST_LINES || isNarrowText(left, right, lines, Math.min(...lengths));
  if (both < Math.max(a.length, b.length) * 0.6 || isText)
    return sharing(ALIGNED, gutter.right) < 0.5 ? NONE : { lines, isTable: false };
  const isAligned = sharing(EXACT, usual) > 0.7 || gutter.right - gutter.left > size * CELL_GAP;
  return isAligned ? { lines, isTable: true } : NONE;
}

const isKnown = (right: readonly Run[], size: number, known: Columns): boolean =>
  [...known].some((x) => startsOf(right).every((start) => Math.abs(start - x) < size * ALIGNED));

/** Whether short lines are as long as one another, so many of them and so long that they are narrow columns of text. */
function isNarrowText(left: readonly Run[], right: readonly Run[], lines: number, length: number): boolean {
  if (length < NARROW_LINES || lines < FEWEST_LINES * 2) return false;
  return [left, right].every((side) => {
    const [starts, ends] = [startsOf(side), startsOf(side.map((run) => ({ ...run, left: -run.right })))];
    const [start, end] = [Math.min(...starts), -Math.min(...ends)];
    return ends.filter((one) => -one - start > (end - start) * 0.7).length > ends.length * 0.7;
  });
}

function startsOf(runs: readonly Run[]): number[] {
  const starts = new Map<number, number>();
  for (const { y, left } of runs) starts.set(Math.round(y), Math.min(left, starts.get(Math.round(y)) ?? left));
  return [...starts.values()];
}

const meanLength = (runs: readonly Run[], lines: number): number =>
  runs.reduce((sum, { text }) => sum + wide(text), 0) / Math.max(1, lines);
