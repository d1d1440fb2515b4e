import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { z } from "zod";
import { type Problem, problemSchema } from "../../../shared/format/problem.ts";
import type {
  ArticleOrder,
  ArticlePage,
  ArticlePlace,
  ArticleQuery,
  ArticleSummary,
} from "../../../shared/host/listing.ts";
import { filterWords } from "../catalogue.ts";
import { ranks, stateOfRank } from "./rows.ts";

/** Answers what the article list asks, of one annotator's progress. */
export interface Listing {
  page(query: ArticleQuery, offset: number, limit: number): ArticlePage;
  place(query: ArticleQuery, article: string): ArticlePlace;
  /** The first article by its title that is not done; the first one where all are. */
  first(): string | null;
  problems(): Problem[];
}

/** A part of a list: rows of one table in an order that an index of it has. */
interface Segment {
  from: string;
  where: string;
  values: SQLInputValue[];
  order: string;
  /** Rows that stand before the one with these keys. */
  before(keys: Keys): { where: string; values: SQLInputValue[] };
}
type Keys = { title: string; id: string; date: string; publisher: string };

const byTitle = (keys: Keys) => ({ where: "(title_key, id) < (?, ?)", values: [keys.title, keys.id] });

const orders: Record<Exclude<ArticleOrder, "progress">, Pick<Segment, "order" | "before">> = {
  title: { order: "title_key, id", before: byTitle },
  date: {
    order: "date_key DESC, title_key, id",
    before: ({ date, title, id }) => ({
      where: "(date_key > ? OR (date_key = ? AND (title_key, id) < (?, ?)))",
      values: [date, date, title, id],
    }),
  },
  publisher: {
    order: "publisher_key, title_key, id",
    before: ({ publisher, title, id }) => ({
      where: "(publisher_key, title_key, id) < (?, ?, ?)",
      values: [publisher, title, id],
    }),
  },
};

export function listingOf(database: DatabaseSync, annotator: string): Listing {
  const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const summary = `SELECT a.id, a.title, a.publisher, a.date, a.words, w.state, w.mentions, w.quotes, w.claims
    FROM article a LEFT JOIN work w ON w.annotator = ? AND w.id = a.id WHERE a.id = ?`;

  const count = ({ from, where, values }: Segment): number =>
    Number(statement(`SELECT count(*) AS n FROM ${from} WHERE ${where}`).get(...values)?.n);

  function ids({ from, where, values, order }: Segment, offset: number, limit: number): string[] {
    const sql = `SELECT id FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`;
    return statement(sql)
      .all(...values, limit, offset)
      .map(({ id }) => String(id));
  }

  function segments({ filter, order }: ArticleQuery): Segment[] {
    const values = filterWords(filter);
    const fits = " AND instr(folded, ?) > 0".repeat(values.length);
    if (order !== "progress") return [{ from: "article", where: `listed${fits}`, values, ...orders[order] }];
    const worked = (rank: number): Segment => ({
      from: "work",
      where: `annotator = ? AND rank = ${rank}${fits}`,
      values: [annotator, ...values],
      ...orders.title,
    });
    const isOther = `SELECT 1 FROM work w WHERE w.annotator = ? AND w.id = article.id AND w.state <> ${ranks.todo}`;
    const todo: Segment = {
      from: "article",
      where: `listed${fits} AND NOT EXISTS (${isOther})`,
      values: [...values, annotator],
      ...orders.title,
    };
    return [worked(ranks.doing), todo, worked(ranks.done)];
  }

  /** The articles to do are all that are not something else: counting those is faster. */
  function counts(query: ArticleQuery): number[] {
    const parts = segments(query);
    const [doing, , done] = parts;
    if (!doing || !done) return parts.map(count);
    const all = segments({ ...query, order: "title" }).map(count)[0] ?? 0;
    const [inWork, finished] = [count(doing), count(done)];
    return [inWork, all - inWork - finished, finished];
  }

  const summaryOf = (id: string): ArticleSummary[] => {
    const row = statement(summary).get(annotator, id);
    return row ? [rowSchema.parse(row)] : [];
  };

  return {
    page(query, offset, limit) {
      const sizes = counts(query);
      const found: string[] = [];
      let skip = offset;
      segments(query).forEach((segment, index) => {
        const size = sizes[index] ?? 0;
        if (skip < size && found.length < limit) found.push(...ids(segment, skip, limit - found.length));
        skip = Math.max(0, skip - size);
      });
      return { articles: found.flatMap(summaryOf), total: sizes.reduce((sum, size) => sum + size, 0) };
    },
    place(query, article) {
      const sizes = counts(query);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const row = statement("SELECT id, title_key, date_key, publisher_key FROM article WHERE id = ?").get(article);
      if (!row) return { place: null, total };
      const { id, title_key: title, date_key: date, publisher_key: publisher } = keysSchema.parse(row);
      let place = 0;
      for (const [index, segment] of segments(query).entries()) {
        const { from, where, values } = segment;
        const isIn = count({ ...segment, where: `${where} AND id = ?`, values: [...values, id] }) > 0;
        if (isIn) {
          const before = segment.before({ id, title, date, publisher });
          const all = {
            ...segment,
            where: `${where} AND ${before.where}`,
            values: [...values, ...before.values],
            from,
          };
          return { place: place + count(all), total };
        }
        place += sizes[index] ?? 0;
      }
      return { place: null, total };
    },
    first() {
      const [doing, todo, done] = segments({ filter: "", order: "progress" });
      for (const part of [[doing, todo], [done]]) {
        const [found] = part.flatMap((segment) => (segment ? firstOf(segment) : [])).sort(byKey);
        if (found) return found.id;
      }
      return null;
    },
    problems: () =>
      statement("SELECT problems FROM article WHERE problems <> '[]' ORDER BY id")
        .all()
        .flatMap(({ problems }) => z.array(problemSchema).parse(JSON.parse(String(problems)))),
  };

  function firstOf({ from, where, values, order }: Segment): First[] {
    const row = statement(`SELECT title_key, id FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT 1`).get(...values);
    return row ? [{ key: String(row.title_key), id: String(row.id) }] : [];
  }
}

type First = { key: string; id: string };
const byKey = (a: First, b: First) => (a.key < b.key || (a.key === b.key && a.id < b.id) ? -1 : 1);

const keysSchema = z.object({
  id: z.string(),
  title_key: z.string(),
  date_key: z.string(),
  publisher_key: z.string(),
});
const countSchema = z
  .number()
  .nullable()
  .transform((n) => n ?? 0);
const rowSchema = z.object({
  id: z.string(),
  title: z.string(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  words: z.number(),
  state: z
    .number()
    .nullable()
    .transform((rank) => stateOfRank(rank ?? ranks.todo)),
  mentions: countSchema,
  quotes: countSchema,
  claims: countSchema,
});
