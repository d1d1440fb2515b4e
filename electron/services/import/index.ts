export type { ArticleDraft, ImportResult } from "./draft.ts";
export { articleFields, type FieldMap } from "./json-lines.ts";
export { articleFromPaste, type ReadArticle, readArticle, readArticles } from "./read-article.ts";
export type { FileOptions } from "./read-parts.ts";
