import type { Author, Draft } from "../draft.ts";
import { sameRecord } from "../operation.ts";
import type { Annotation } from "../records.ts";
import { findAnnotation, openArticle } from "../state.ts";

/** The fields that every new annotation starts with. */
export function newAnnotationFields(author: Author) {
  const at = author.now();
  return {
    note: "",
    attributes: {},
    status: "draft" as const,
    annotator: author.annotator,
    origin: { kind: "human" as const },
    created: at,
    modified: at,
  };
}

/** Changes fields of an annotation and its time of modification. Does nothing where it is gone or has them already. */
export function patchAnnotation<T extends Annotation>(
  draft: Draft,
  author: Author,
  article: string,
  id: string,
  patch: (record: T) => Partial<T>,
): void {
  const found = findAnnotation(openArticle(draft.state, article), id);
  if (!found) return;
  const record = found.record as T;
  const fields = patch(record);
  if (Object.entries(fields).every(([field, value]) => sameRecord(found.record[field], value))) return;
  draft.annotation(found.kind, article, id, { ...record, ...fields, modified: author.now() });
}

/** Work on an article that nobody had begun counts as begun with its first annotation. */
export function beginWork(draft: Draft, article: string): void {
  const { work } = openArticle(draft.state, article);
  if (work.state === "todo") draft.work(article, { ...work, state: "doing" });
}
