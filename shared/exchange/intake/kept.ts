import { z } from "zod";
import type { Article } from "../../annotation/records.ts";
import type { AnnotationDocument } from "../../format/annotation-file.ts";
import { fingerprint } from "../extension.ts";

const key = "x-kept";
const keptSchema = z.object({ text: z.string(), fields: z.record(z.string(), z.unknown()) });
const isKept = (name: string) => name.startsWith("x-") && name !== key;

/** A document's article with what a format keeps of the whole file (`x-brat` and the like): a project has a place for that
 *  in the article alone. Bound to the text that it was read with. */
export function withKept({ open: { article }, unknown }: AnnotationDocument): Article {
  const fields = Object.fromEntries(Object.entries(unknown).filter(([name]) => isKept(name)));
  if (Object.keys(fields).length === 0) return article;
  return { ...article, [key]: { text: fingerprint(article.text), fields } };
}

/** The document with what was kept where its format looks for it, unless the text is another one since. */
export function fromKept(document: AnnotationDocument): AnnotationDocument {
  const parsed = keptSchema.safeParse(document.open.article[key]);
  if (!parsed.success) return document;
  const { [key]: _kept, ...article } = document.open.article;
  const { text, fields } = parsed.data;
  const isSame = fingerprint(article.text) === text;
  return {
    ...document,
    open: { ...document.open, article: article as Article },
    unknown: isSame ? { ...fields, ...document.unknown } : document.unknown,
  };
}
