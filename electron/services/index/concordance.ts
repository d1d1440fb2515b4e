import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { fold } from "../../../shared/article/fold.ts";
import type { Hit, HitOrder, HitQuery, Hits } from "../../../shared/host/listing.ts";
import { parseQuery } from "../../../shared/search/query.ts";
import { matchOf } from "./match.ts";
import { hitMarks } from "./rows.ts";

/** What stands in more articles than this is not ranked: it would take long, and rank little. */
const mostRanked = 20_000;
/** Articles over which hits are sorted by the words around them: all of theirs have to be read for that. */
const mostSorted = 400;
const mostSortedHits = 2_000;
/** Hits that are ever told of; more are no list. */
const mostHits = 20_000;
/** UTF-16 units of text at either side of a hit. */
const around = 90;
/** Articles whose places are fetched together. */
const stretch = 40;

/** Looks for words in all articles, and shows each place with the words around it. */
export interface Concordance {
  /** A stretch of the hits. What was found is remembered for the next stretch, until the index changes. */
  page(query: HitQuery, offset: number, limit: number): Hits;
}

interface Search {
  key: string;
  match: string;
  order: HitOrder;
  articles: number;
  sortedOf: number | null;
  hits: Hit[];
  complete: boolean;
  /** Gives the rows of the articles that come next; none at the end. */
  next(): number[];
}

export function concordanceOf(database: DatabaseSync): Concordance {
  const version = database.prepare("PRAGMA data_version");
  const countOf = database.prepare("SELECT count(*) AS n FROM fulltext WHERE fulltext MATCH ?");
  const ranked = database.prepare(`SELECT rowid FROM fulltext WHERE fulltext MATCH ? ORDER BY rank LIMIT ${mostHits}`);
  const some = database.prepare(`SELECT a.rowid FROM fulltext f JOIN article a ON a.rowid = f.rowid
    WHERE fulltext MATCH ? ORDER BY a.date_key DESC, a.title_key, a.id`);
  const newest = database.prepare(
    "SELECT rowid FROM article WHERE listed ORDER BY date_key DESC, title_key, id LIMIT ? OFFSET ?",
  );
  // The rows come as JSON: bound as a number, a row's id is taken for a fraction, which the full-text index passes over.
  const marked = database.prepare(`SELECT a.id, a.title, a.publisher, a.date,
    highlight(fulltext, 0, '${hitMarks.open}', '${hitMarks.close}') AS text
    FROM json_each(?) j CROSS JOIN fulltext f CROSS JOIN article a ON a.rowid = f.rowid
    WHERE fulltext MATCH ? AND f.rowid = j.value`);
  let last: Search | null = null;

  function begin(key: string, match: string, wanted: HitOrder): Search {
    const articles = Number(countOf.get(match)?.n);
    const isFrequent = articles > mostRanked;
    const order = wanted === "relevance" && isFrequent ? "date" : wanted;
    const isSorted = order === "left" || order === "right";
    const rows = isFrequent ? frequentRows() : rowsIn(order === "relevance" ? ranked : some, match);
    const search: Search = {
      key,
      match,
      order,
      articles,
      sortedOf: null,
      hits: [],
      complete: false,
      next: rows,
    };
    if (isSorted) sortByContext(search, order);
    return search;
  }

  function rowsIn(statement: ReturnType<DatabaseSync["prepare"]>, match: string): () => number[] {
    const rows = statement.all(match).map(({ rowid }) => Number(rowid));
    return () => rows.splice(0, stretch);
  }

  /** Where most articles have a hit, going through all of them finds the next ones sooner than sorting. */
  function frequentRows(): () => number[] {
    let at = 0;
    return () => {
      const rows = newest.all(stretch, at).map(({ rowid }) => Number(rowid));
      at += stretch;
      return rows;
    };
  }

  /** Adds the hits of the articles that come next. @returns how many articles had any. */
  function readOn(search: Search): number {
    const rows = search.next();
    search.complete = rows.length === 0;
    const found = marked.all(JSON.stringify(rows), search.match);
    for (const row of found) for (const hit of hitsOf(row)) search.hits.push(hit);
    return found.length;
  }

  /** Reads on until so many hits are known. */
  function extend(search: Search, wanted: number): void {
    while (!search.complete && search.hits.length < wanted) readOn(search);
    search.hits.length = Math.min(search.hits.length, mostHits);
  }

  function sortByContext(search: Search, order: "left" | "right"): void {
    let read = 0;
    while (!search.complete && read < mostSorted && search.hits.length < mostSortedHits) read += readOn(search);
    search.complete = read >= search.articles;
    search.sortedOf = read < search.articles ? read : null;
    const keys = new Map(
      search.hits.map((hit) => [hit, order === "left" ? leftKey(hit) : fold(`${hit.hit} ${hit.right}`)]),
    );
    search.hits.sort((a, b) => compare(keys.get(a) ?? "", keys.get(b) ?? ""));
    search.next = () => [];
  }

  return {
    page({ query, order }, offset, limit) {
      const parsed = parseQuery(query);
      if (!parsed.ok) return { ...nothing, reason: parsed.reason, order };
      const match = matchOf(parsed.query);
      const key = JSON.stringify([match, order, version.get()]);
      if (last?.key !== key) last = begin(key, match, order);
      // One more than asked for, to know whether these are all.
      extend(last, Math.min(offset + limit + 1, mostHits));
      return {
        reason: null,
        hits: last.hits.slice(offset, offset + limit),
        known: last.hits.length,
        complete: last.complete,
        articles: last.articles,
        order: last.order,
        sortedOf: last.sortedOf,
      };
    },
  };
}

const nothing = { hits: [], known: 0, complete: true, articles: 0, sortedOf: null };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The words before a hit, the nearest first. */
const leftKey = (hit: Hit): string => fold(hit.left).split(" ").reverse().join(" ");

const rowSchema = z.object({
  id: z.string(),
  title: z.string(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  text: z.string(),
});

/** The hits of an article whose text has marks around each. Offsets are those without the marks. */
function hitsOf(row: unknown): Hit[] {
  const { text: withMarks, id, title, publisher, date } = rowSchema.parse(row);
  const parts = withMarks.split(/[\u{fdd0}\u{fdd1}]/u);
  const text = parts.join("");
  const hits: Hit[] = [];
  let at = 0;
  parts.forEach((part, index) => {
    const [start, end] = [at, at + part.length];
    at = end;
    if (index % 2 === 0) return;
    hits.push({
      article: id,
      title,
      publisher,
      date,
      start,
      end,
      left: whole(text.slice(Math.max(0, start - around), start)),
      hit: part,
      right: whole(text.slice(end, end + around)),
    });
  });
  return hits;
}

/** Without halves of characters at the cuts. */
const whole = (text: string): string => text.replace(/^[\u{dc00}-\u{dfff}]|[\u{d800}-\u{dbff}]$/gu, "");
