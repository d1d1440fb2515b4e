import { isUnspaced, leaning } from "./letters.ts";
import { heaviest, type Line, median, type Run, roundedSize } from "./page.ts";

/** Runs on one baseline. */
export interface Row {
  y: number;
  size: number;
  runs: Run[];
}

/** Shares of the type size by which baselines of one line differ. */
const SAME_LINE = 0.3;
const RAISED = 0.65;
const LOWERED = 0.35;
/** Type of less than this share of its neighbours' is raised or lowered type. */
const SMALL = 0.8;
/** Gaps of more than this share of the type size are spaces; that of a table's cells. */
const SPACE = 0.15;
const CELL = 1;
const INITIAL = 1.7;

/** Runs by their baselines, from the top; raised and lowered type goes with what it stands beside. */
export function rowsOf(runs: readonly Run[]): Row[] {
  const usual = heaviest(runs.map(({ size, text }) => [roundedSize(size), text.length])) ?? 0;
  const isSmall = ({ size }: Run) => size < usual * SMALL;
  const rows: Row[] = [];
  for (const run of [...runs.filter((one) => !isSmall(one))].sort((a, b) => a.y - b.y)) {
    const row = rows.findLast(({ y }) => run.y - y < run.size * 3 && Math.abs(y - run.y) < run.size * SAME_LINE);
    if (row) put(row, run);
    else rows.push({ y: run.y, size: run.size, runs: [run] });
  }
  const own: Row[] = [];
  for (const run of runs.filter(isSmall).sort((a, b) => a.y - b.y)) {
    const beside =
      rows.find((row) => isBeside(run, row)) ?? own.find(({ y }) => Math.abs(y - run.y) < run.size * SAME_LINE);
    if (beside) put(beside, run);
    else own.push({ y: run.y, size: run.size, runs: [run] });
  }
  return [...rows, ...own].sort((a, b) => a.y - b.y);
}

function put(row: Row, run: Run): void {
  row.runs.push(run);
  row.size = Math.max(row.size, run.size);
}

function isBeside(run: Run, { y, size, runs }: Row): boolean {
  if (run.y < y - size * RAISED || run.y > y + size * LOWERED) return false;
  return runs.some(({ left, right }) => run.left < right + size && run.right > left - size);
}

/** The lines of a column. A large first letter, which stands beside the lines that follow, begins the first of them. */
export function linesOf(page: number, runs: readonly Run[], isTable: boolean): Line[] {
  const usual = median(runs.map(({ size }) => size));
  const isInitial = ({ text, size }: Run) => size > usual * INITIAL && /^["“‘«]?\p{Lu}$/u.test(text.trim());
  const initials = runs.filter(isInitial);
  const lines = rowsOf(runs.filter((run) => !initials.includes(run))).map((row) => lineOf(page, row, isTable));
  for (const initial of initials) {
    const beside = lines.filter(
      ({ y, start }) => y > initial.y - initial.size && y < initial.y + 2 && start > initial.left,
    );
    const [first] = beside;
    if (first && beside.length > 1) first.text = initial.text.trim() + first.text;
    else lines.push(lineOf(page, { y: initial.y, size: initial.size, runs: [initial] }, false));
    for (const line of beside) line.start = initial.left;
  }
  return lines.filter(({ text }) => text !== "").sort((a, b) => a.y - b.y);
}

/** The text of runs that stand beside one another, in the order of reading. */
export const textOfRow = (row: Row): string => lineOf(0, row, false).text;

function lineOf(page: number, row: Row, isTable: boolean): Line {
  const seen = row.runs.toSorted((a, b) => a.left - b.left);
  const isRightToLeft = leaning(seen.map(({ text }) => text).join("")) > 0;
  const parts = seen.flatMap((run, i) => [...spaceBetween(seen[i - 1], run, isTable), run]);
  const ordered = isRightToLeft ? turned(parts) : parts;
  const text = ordered.map((part) => (typeof part === "string" ? part : part.text)).join("");
  const [left, right] = [seen[0]?.left ?? 0, Math.max(...seen.map((run) => run.right))];
  return {
    page,
    text: text
      .replace(/[ \t]*\t[ \t]*/gu, "\t")
      .replace(/ {2,}/gu, " ")
      .trim(),
    start: isRightToLeft ? -right : left,
    end: isRightToLeft ? -left : right,
    y: row.y,
    size: heaviest(seen.map(({ size, text }) => [size, text.length])) ?? row.size,
    font: heaviest(seen.map(({ font, text }) => [font, text.length])) ?? "",
    isRightToLeft,
    isRow: isTable,
  };
}

function spaceBetween(before: Run | undefined, run: Run, isTable: boolean): string[] {
  if (!before) return [];
  const gap = run.left - before.right;
  const size = Math.max(before.size, run.size);
  if (isTable && gap > size * CELL) return ["\t"];
  if (gap <= size * SPACE) return [];
  const isDense = isUnspaced(before.text.slice(-1)) && isUnspaced(run.text.slice(0, 1));
  return isDense && gap < size ? [] : [" "];
}

/** Seen from left to right, read from right to left; what runs from left to right among it keeps its order. */
function turned(parts: (Run | string)[]): (Run | string)[] {
  const read: (Run | string)[] = [];
  let forward: (Run | string)[] = [];
  const flush = () => {
    // Spaces and marks at the ends of it belong to what surrounds it.
    const first = forward.findIndex(isForward);
    const [before, inside, after] = trimmed(forward.slice(first));
    read.push(...before, ...inside, ...after, ...forward.slice(0, first).reverse());
    forward = [];
  };
  for (const part of [...parts].reverse()) {
    if (isBackward(part)) {
      if (forward.length > 0) flush();
      read.push(part);
    } else if (forward.length > 0 || isForward(part)) forward.unshift(part);
    else read.push(part);
  }
  if (forward.length > 0) flush();
  return read;
}

/** Marks at the ends of what runs from left to right in a line that runs from right to left: seen at the left of it, they
 *  come after. */
function trimmed(forward: (Run | string)[]): [before: string[], inside: (Run | string)[], after: string[]] {
  const inside = [...forward];
  const [first] = inside;
  let after = "";
  let before = "";
  if (typeof first === "object") {
    after = /^[^\p{L}\p{N}]+/u.exec(first.text)?.[0] ?? "";
    inside[0] = { ...first, text: first.text.slice(after.length) };
  }
  const last = inside.at(-1);
  if (typeof last === "object") {
    before = /[^\p{L}\p{N}\p{M}]+$/u.exec(last.text)?.[0] ?? "";
    inside[inside.length - 1] = { ...last, text: last.text.slice(0, last.text.length - before.length) };
  }
  return [[before], inside, [after]];
}

const isBackward = (part: Run | string): boolean => typeof part !== "string" && leaning(part.text) > 0;
const isForward = (part: Run | string): boolean =>
  typeof part !== "string" && /[\p{L}\p{N}]/u.test(part.text) && !isBackward(part);
