export type { ArticleDraft, ImportResult } from "./draft.ts";
export { articleFromPaste, readArticle } from "./read-article.ts";
