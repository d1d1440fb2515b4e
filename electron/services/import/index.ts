export type { ArticleDraft, ImportResult } from "./draft.ts";
export { firstRecordsIn, mostLookedAt } from "./first-records.ts";
export { articleFromPaste, type ReadArticle, readArticle, readArticles } from "./read-article.ts";
export type { FileOptions } from "./read-parts.ts";
