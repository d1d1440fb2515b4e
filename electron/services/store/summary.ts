import type { Article, WorkState } from "../../../shared/annotation/records.ts";
import type { ArticleSummary } from "../../../shared/host/listing.ts";

export const wordCount = (text: string): number => text.match(/\S+/gu)?.length ?? 0;

/** The length of one of the annotation lists of a file. */
export function countOf(lists: Record<string, unknown> | null, name: string): number {
  const list = lists?.[name];
  return Array.isArray(list) ? list.length : 0;
}

/** What the article list shows of an article. `lists` are the annotation lists of its file, if there is one. */
export function summarise(article: Article, state: WorkState, lists: Record<string, unknown> | null): ArticleSummary {
  return {
    id: article.id,
    title: article.title,
    publisher: article.publisher,
    date: article.date,
    words: wordCount(article.text),
    state,
    mentions: countOf(lists, "mentions"),
    quotes: countOf(lists, "quotes"),
    claims: countOf(lists, "claims"),
  };
}
