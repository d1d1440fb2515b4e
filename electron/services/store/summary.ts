import type { Article, WorkState } from "../../../shared/annotation/records.ts";
import type { ArticleSummary } from "../../../shared/host/contract.ts";

export const wordCount = (text: string): number => text.match(/\S+/gu)?.length ?? 0;

/** What the article list shows of an article. `lists` are the annotation lists of its file, if there is one. */
export function summarise(article: Article, state: WorkState, lists: Record<string, unknown> | null): ArticleSummary {
  const count = (name: string) => {
    const list = lists?.[name];
    return Array.isArray(list) ? list.length : 0;
  };
  return {
    id: article.id,
    title: article.title,
    publisher: article.publisher,
    date: article.date,
    words: wordCount(article.text),
    state,
    mentions: count("mentions"),
    quotes: count("quotes"),
    claims: count("claims"),
  };
}
