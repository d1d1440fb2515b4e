import type { Page } from "./page.ts";
import { type Row, rowsOf, textOfRow } from "./rows.ts";

/** Shares of the page's height in which heads and feet stand, and how many lines of them there are at most. */
const EDGE = 0.16;
const MOST_LINES = 4;
/** Points by which the place of a running line differs between pages. */
const SAME_PLACE = 5;
const FEWEST_PAGES = 2;
const SHARE_OF_PAGES = 0.3;

/** What browsers print below a page: its address, and the page's number. */
const BROWSER_FOOT = /^(?:\d+ of \d+|(?:https?|file):\/\/\S+\s+\d+\s*\/\s*\d+)(?:\s+\d.*)?$/iu;
const BROWSER_HEAD = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d\d|https?:\/\/\S+$/iu;
const LONE_NUMBER = /^(?:page\s+)?[-–]?\s*1\s*[-–]?(?:\s*(?:\/|of)\s*1)?$/iu;

interface Edge {
  page: Page;
  /** From the page's edge inwards. */
  rows: { row: Row; text: string; key: string }[];
}

export interface Running {
  pages: Page[];
  /** What was left out, each once. */
  texts: string[];
}

/** The pages without the lines at their heads and feet that return on others, numbers apart. */
export function withoutRunning(pages: readonly Page[]): Running {
  const texts = new Set<string>();
  const dropped = new Set<Row["runs"][number]>();
  for (const isHead of [true, false]) {
    const edges = pages.map((page) => edgeOf(page, isHead));
    for (const edge of edges) {
      for (const { row, text } of runningIn(edge, edges, isHead)) {
        texts.add(text);
        for (const run of row.runs) dropped.add(run);
      }
    }
  }
  const rest = pages.map((page) => ({ ...page, runs: page.runs.filter((run) => !dropped.has(run)) }));
  return { pages: rest, texts: [...texts] };
}

function edgeOf(page: Page, isHead: boolean): Edge {
  const isAtEdge = ({ y }: { y: number }) => (isHead ? y < page.height * EDGE : y > page.height * (1 - EDGE));
  const rows = rowsOf(page.runs.filter(isAtEdge)).map((row) => {
    const text = textOfRow(row);
    return {
      row,
      text,
      key: text
        .toLowerCase()
        .replace(/\d+|\b[ivxl]+\b/gu, "#")
        .replace(/\s+/gu, ""),
    };
  });
  return { page, rows: (isHead ? rows : rows.reverse()).filter(({ text }) => text !== "").slice(0, MOST_LINES) };
}

/** The lines from the edge inwards as long as they are running ones: what stands inside of a line of text is none. */
function runningIn(edge: Edge, edges: readonly Edge[], isHead: boolean): Edge["rows"] {
  const needed = Math.max(FEWEST_PAGES, Math.min(edges.length, 10) * SHARE_OF_PAGES);
  const isRunning = ({ row, key, text }: Edge["rows"][number]) =>
    edges.length === 1
      ? isAlone(text, isHead, edge.page)
      : edges.filter(({ rows }) => rows.some((one) => one.key === key && Math.abs(one.row.y - row.y) < SAME_PLACE))
          .length >= needed;
  const end = edge.rows.findIndex((one) => !isRunning(one));
  return end < 0 ? edge.rows : edge.rows.slice(0, end);
}

/** On a single page only what browsers print counts, and its number. */
function isAlone(text: string, isHead: boolean, page: Page): boolean {
  if (!isHead) return BROWSER_FOOT.test(text) || LONE_NUMBER.test(text);
  return BROWSER_HEAD.test(text) && edgeOf(page, false).rows.some((one) => BROWSER_FOOT.test(one.text));
}
