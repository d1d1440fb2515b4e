import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { FolderReader } from "../store/folder/reading.ts";
import { together } from "./database.ts";
import { articleFacts, lookOfArticle, lookOfWork, workFacts, worksOf } from "./facts.ts";
import type { Rows } from "./rows.ts";

/** Read at the same time: so few that whoever waits meanwhile does not notice. */
const batch = 48;
/** Written as one. */
const mostTogether = 480;
/** Looked at before others get their turn. */
const stretch = 2_000;

export interface Scanning {
  /** Articles that the project's files do not hold yet, or not as they are in the window: left alone. */
  readonly told: ReadonlySet<string>;
  /** Counts up whenever something of an article is written by others than the scan. */
  readonly touched: ReadonlyMap<string, number>;
  turn(): number;
  isStopped(): boolean;
  progress(done: number, total: number, changed: boolean): void;
}

/** Compares the index with the project's files, and reads what looks other than when it was read. What is in the index
 *  already counts as done, so that a stopped building goes on where it was.
 *  @returns whether it came to its end. */
export async function scan(
  database: DatabaseSync,
  rows: Rows,
  reader: FolderReader,
  scanning: Scanning,
): Promise<boolean> {
  const found = await look(rows, reader, scanning);
  if (!found) return false;
  const { stale, gone, total } = found;
  let done = total - stale.length;
  let changed = false;
  const write = (work: () => boolean[], more: boolean) =>
    together(
      database,
      () => {
        changed = work().includes(true) || changed;
      },
      more,
    );
  const tell = () => {
    scanning.progress(done, total, changed);
    changed = false;
  };
  write(() => gone.map((drop) => drop()), false);
  tell();
  for (let at = 0; at < stale.length; at += batch) {
    const since = scanning.turn();
    const read = await Promise.all(stale.slice(at, at + batch).map((one) => one.read()));
    const isOvertaken = (id: string) => scanning.told.has(id) || (scanning.touched.get(id) ?? -1) >= since;
    const isStopped = scanning.isStopped();
    const isEnd = isStopped || at + batch >= stale.length || (at + batch) % mostTogether === 0;
    write(() => read.map(({ id, put }) => (isOvertaken(id) ? false : put())), !isEnd);
    done += read.length;
    if (isEnd) tell();
    if (isStopped) return done === total;
    await nextTurn();
  }
  return true;
}

interface Stale {
  read(): Promise<{ id: string; put(): boolean }>;
}

async function look(rows: Rows, reader: FolderReader, scanning: Scanning) {
  const stale: Stale[] = [];
  const gone: (() => boolean)[] = [];
  let total = 0;
  /** Whether to go on, after others had their turn. */
  const pause = async () => {
    total += 1;
    if (total % stretch === 0) await nextTurn();
    return !scanning.isStopped();
  };
  const known = rows.articles();
  for (const id of await reader.articleIds()) {
    const row = known.get(id);
    known.delete(id);
    if (!(await pause())) return null;
    if (scanning.told.has(id)) continue;
    if (!row || row.look === "" || lookOfArticle(reader, id, row.version) !== row.look)
      stale.push(staleArticle(rows, reader, id));
  }
  for (const id of known.keys()) if (!scanning.told.has(id)) gone.push(() => rows.dropArticle(id));
  const annotators = await reader.annotators();
  for (const annotator of annotators) {
    const works = rows.works(annotator);
    for (const id of worksOf(reader, annotator)) {
      const before = works.get(id);
      works.delete(id);
      if (!(await pause())) return null;
      if (scanning.told.has(id)) continue;
      if (before === undefined || before === "" || lookOfWork(reader, annotator, id) !== before)
        stale.push(staleWork(rows, reader, annotator, id));
    }
    for (const id of works.keys()) if (!scanning.told.has(id)) gone.push(() => rows.dropWork(annotator, id));
  }
  for (const annotator of rows.annotators()) {
    if (annotators.includes(annotator)) continue;
    for (const id of rows.works(annotator).keys())
      if (!scanning.told.has(id)) gone.push(() => rows.dropWork(annotator, id));
  }
  return { stale, gone, total };
}

const staleArticle = (rows: Rows, reader: FolderReader, id: string): Stale => ({
  async read() {
    const facts = await articleFacts(reader, id);
    return { id, put: () => (facts ? rows.putArticle(facts) : rows.dropArticle(id)) };
  },
});

const staleWork = (rows: Rows, reader: FolderReader, annotator: string, id: string): Stale => ({
  async read() {
    const facts = await workFacts(reader, annotator, id);
    return { id, put: () => (facts ? rows.putWork(facts) : rows.dropWork(annotator, id)) };
  },
});
