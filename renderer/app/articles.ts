import { useEffect, useRef, useState } from "react";
import type { ArticleState } from "../../shared/annotation/state.ts";
import type { ArticlePage, ArticleQuery, ArticleSummary } from "../../shared/host/listing.ts";
import { useAfterPaint } from "./after-paint.ts";
import { ask } from "./requests.ts";
import { type AppState, store, useApp } from "./store.ts";
import { flush } from "./work.ts";

/** Rows that are fetched together. */
const pageSize = 100;

/** A stretch of a list of articles, after the host has every operation. */
export async function articlePage(query: ArticleQuery, offset: number, limit: number): Promise<ArticlePage | null> {
  const { opened } = store.getState();
  if (!opened) return null;
  await flush();
  return ask("project.articles", { session: opened.session, ...query, offset, limit });
}

/** Where an article stands in a list; null where it is not in it. */
export async function articlePlace(query: ArticleQuery, article: string): Promise<number | null> {
  const { opened } = store.getState();
  if (!opened) return null;
  await flush();
  return (await ask("project.place", { session: opened.session, ...query, article }))?.place ?? null;
}

/** The article before or after one in the list as it is arranged, or in the whole list where the filter hides it. */
export async function articleBeside(article: string, direction: 1 | -1): Promise<string | null> {
  const { listQuery } = store.getState();
  for (const query of [listQuery, { ...listQuery, filter: "" }]) {
    const place = await articlePlace(query, article);
    if (place === null) continue;
    if (place + direction < 0) return null;
    return (await articlePage(query, place + direction, 1))?.articles[0]?.id ?? null;
  }
  return null;
}

export interface ArticleRows {
  /** null until the first answer. */
  total: number | null;
  /** Whether the rows are those of the list as it is asked for now. */
  isCurrent: boolean;
  /** null while it is on its way. */
  row(index: number): ArticleSummary | null;
  /** Says which rows are seen. */
  see(first: number, last: number): void;
}

interface Pages {
  key: string;
  version: number;
  total: number | null;
  pages: ReadonlyMap<number, readonly ArticleSummary[]>;
}

const ofRows = (app: AppState) => [app.state];

/** The rows of a list, fetched as they are seen. Those of before stay until newer ones have come. */
export function useArticleRows(query: ArticleQuery): ArticleRows {
  const session = useApp((app) => app.opened?.session ?? "");
  const version = useApp((app) => app.listVersion);
  const { state } = useAfterPaint(ofRows);
  const key = JSON.stringify([session, query]);
  const [held, setHeld] = useState<Pages>({ key: "", version: -1, total: null, pages: new Map() });
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const asked = useRef(new Set<string>());
  const latest = useRef({ key, version });
  latest.current = { key, version };

  useEffect(() => {
    for (let page = seen.first; page <= seen.last; page++) {
      const name = `${version} ${page} ${key}`;
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      const [, { filter, order }] = JSON.parse(key);
      void articlePage({ filter, order }, page * pageSize, pageSize).then((found) => {
        const now = latest.current;
        if (!found || now.key !== key || now.version !== version) return asked.current.delete(name);
        setHeld((before) => {
          const isSame = before.key === key && before.version === version;
          const pages = new Map(before.key === key ? before.pages : []);
          // What was fetched before the list changed may stand elsewhere now; what is seen is asked for again.
          if (!isSame) for (const old of [...pages.keys()]) if (old < seen.first || old > seen.last) pages.delete(old);
          pages.set(page, found.articles);
          return { key, version, total: found.total, pages };
        });
      });
    }
    if (asked.current.size > 2_000) asked.current.clear();
  }, [key, version, seen]);

  return {
    total: held.key === "" ? null : held.total,
    isCurrent: held.key === key,
    row(index) {
      const summary = held.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
      return summary ? asOpen(summary, state?.articles.get(summary.id)) : null;
    },
    see(first, last) {
      const next = { first: Math.floor(first / pageSize), last: Math.floor(last / pageSize) };
      if (next.first !== seen.first || next.last !== seen.last) setSeen(next);
    },
  };
}

/** What is open is newer than what the host listed. */
function asOpen(summary: ArticleSummary, open: ArticleState | undefined): ArticleSummary {
  if (!open) return summary;
  const { title, publisher, date } = open.article;
  const { mentions, quotes, claims, work } = open;
  const counts = { mentions: mentions.size, quotes: quotes.size, claims: claims.size };
  return { ...summary, title, publisher, date, state: work.state, ...counts };
}
