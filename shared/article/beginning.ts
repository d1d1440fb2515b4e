import type { Article } from "../annotation/records.ts";

/** UTF-16 units of text from which on an article is worth showing before its annotations are read. */
const longText = 40_000;

/** Blocks that fill the largest screen. */
const blocksShown = 80;

/** The first blocks of a long article with the text that they cover; null for one that is not long. */
export function beginningOf(article: Article) {
  if (article.text.length < longText) return null;
  const { id, title, byline, publisher, date } = article;
  const blocks = article.blocks.slice(0, blocksShown);
  return { id, title, byline, publisher, date, text: article.text.slice(0, blocks.at(-1)?.end ?? 0), blocks };
}
