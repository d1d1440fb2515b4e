import type { ArticleState } from "../../shared/annotation/state.ts";
import type { Problem } from "../../shared/format/problem.ts";
import type {
  ArticlePage,
  ArticlePlace,
  ArticleQuery,
  ArticleSummary,
  HitQuery,
  Hits,
  IndexStatus,
} from "../../shared/host/listing.ts";
import { fail } from "./problems.ts";
import type { Backend } from "./store/backend.ts";
import { summarise } from "./store/summary.ts";

/** What may be asked of all articles of a project, as one window has them: what is told of the open ones counts, whatever
 *  the files hold. */
export interface Catalogue {
  status(): IndexStatus;
  page(query: ArticleQuery, offset: number, limit: number): Promise<ArticlePage>;
  place(query: ArticleQuery, article: string): Promise<ArticlePlace>;
  /** The first article by its title that is not done; null where there is none at all. */
  first(): Promise<string | null>;
  /** What of the articles could not be read. */
  problems(): Promise<Problem[]>;
  /** @throws ProblemError where there is no index. */
  search(query: HitQuery, offset: number, limit: number): Promise<Hits>;
  /** Takes in articles as the window has them; a null is one that it does not have any more. */
  tell(articles: ReadonlyMap<string, ArticleState | null>): Promise<void>;
  /** Takes in that articles were saved: their files say all of them again. */
  saved(articles: readonly string[]): Promise<void>;
  /** Looks for what others changed in the files, soon, without anybody waiting for it. `listed` says that there is. */
  look(listed: boolean): void;
  build(): void;
  stop(): void;
  close(): Promise<void>;
}

export interface CatalogueListener {
  /** Lists may look other than before. */
  changed(): void;
  status(status: IndexStatus, problems: Problem[]): void;
}

/** A project without an index: a single file, or a profile that cannot be written. Everything is read once, and kept. */
export async function readCatalogue(
  backend: Backend,
  problem: Problem | null,
  listener: CatalogueListener,
): Promise<Catalogue> {
  let found = await backend.articles();
  const told = new Map<string, ArticleState | null>();
  const merged = () => {
    const all = new Map(found.articles.map((one) => [one.id, one]));
    for (const [id, open] of told) {
      if (open === null || open.article.removed) all.delete(id);
      else {
        const { mentions, quotes, claims } = open;
        const lists = { mentions: [...mentions], quotes: [...quotes], claims: [...claims] };
        all.set(id, summarise(open.article, open.work.state, lists));
      }
    }
    return [...all.values()];
  };
  return {
    status: () => ({ state: "none", done: 0, total: 0, problem }),
    page: async (query, offset, limit) => {
      const rows = arranged(merged(), query);
      return { articles: rows.slice(offset, offset + limit), total: rows.length };
    },
    place: async (query, article) => {
      const rows = arranged(merged(), query);
      const place = rows.findIndex(({ id }) => id === article);
      return { place: place < 0 ? null : place, total: rows.length };
    },
    first: async () => {
      const rows = arranged(merged(), { filter: "", order: "title" });
      return (rows.find(({ state }) => state !== "done") ?? rows[0])?.id ?? null;
    },
    problems: async () => found.problems,
    search: async () =>
      fail(
        "Search in all articles",
        problem ? `there is no index of this project: ${problem.reason}` : "a single file holds one article",
        problem ? problem.remedy : "Find in the article instead.",
        problem?.file ?? "",
      ),
    tell: async (changed) => {
      for (const [id, open] of changed) told.set(id, open);
    },
    saved: async (saved) => {
      found = await backend.articles();
      for (const id of saved) told.delete(id);
    },
    look: (listed) => {
      if (!listed) return;
      void backend.articles().then((now) => {
        found = now;
        listener.changed();
      });
    },
    build: () => undefined,
    stop: () => undefined,
    close: async () => undefined,
  };
}

/** What has to stand in an article's title or publisher, in small letters. */
export const filterWords = (filter: string): string[] =>
  filter.toLowerCase().split(/\s+/u).filter(Boolean).slice(0, 16);

const rank = { doing: 0, todo: 1, done: 2 };
const compare: Record<ArticleQuery["order"], (a: ArticleSummary, b: ArticleSummary) => number> = {
  title: () => 0,
  date: (a, b) => (b.date ?? "").localeCompare(a.date ?? ""),
  publisher: (a, b) => (a.publisher ?? "").localeCompare(b.publisher ?? ""),
  progress: (a, b) => rank[a.state] - rank[b.state],
};

function arranged(rows: readonly ArticleSummary[], { filter, order }: ArticleQuery): ArticleSummary[] {
  const words = filterWords(filter);
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  return rows
    .filter((row) => fits(`${row.title} ${row.publisher ?? ""}`))
    .sort((a, b) => compare[order](a, b) || a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1));
}
