import type { DatabaseSync } from "node:sqlite";
import type { Problem } from "../../../shared/format/problem.ts";
import type { ArticlePage, ArticlePlace, ArticleQuery, HitQuery, Hits } from "../../../shared/host/listing.ts";
import { type Concordance, concordanceOf } from "./concordance.ts";
import { openToRead } from "./database.ts";
import { type Listing, listingOf } from "./listing.ts";

export interface ReaderData {
  role: "reader";
  path: string;
  annotator: string;
}

/** What the thread that only reads the index answers. */
export type ReaderAnswers = {
  page(query: ArticleQuery, offset: number, limit: number): ArticlePage;
  place(query: ArticleQuery, article: string): ArticlePlace;
  first(): string | null;
  problems(): Problem[];
  /** How many articles are in the index, counted no further than that. */
  count(most: number): number;
  search(query: HitQuery, offset: number, limit: number): Hits;
  /** Lets go of the file, until the next question. */
  release(): void;
};

export function readerAnswers({ path, annotator }: ReaderData): ReaderAnswers {
  let open: { database: DatabaseSync; listing: Listing; concordance: Concordance } | null = null;
  const asked = () => {
    if (open) return open;
    const database = openToRead(path);
    try {
      open = { database, listing: listingOf(database, annotator), concordance: concordanceOf(database) };
    } catch (error) {
      database.close();
      throw error;
    }
    return open;
  };
  return {
    page: (query, offset, limit) => asked().listing.page(query, offset, limit),
    place: (query, article) => asked().listing.place(query, article),
    first: () => asked().listing.first(),
    count: (most) =>
      Number(asked().database.prepare("SELECT count(*) AS n FROM (SELECT 1 FROM article LIMIT ?)").get(most)?.n),
    problems: () => asked().listing.problems(),
    search: (query, offset, limit) => asked().concordance.page(query, offset, limit),
    release() {
      open?.database.close();
      open = null;
    },
  };
}
