import { emptyProjectState, withArticle } from "../../shared/annotation/state.ts";
import type { AnnotationDocument } from "../../shared/format/annotation-file.ts";
import { withUndecided } from "../../shared/suggest/undecided.ts";
import type { Annotator } from "./profile.ts";

/** A document with what is suggested for its article and not decided, as annotations that nobody accepted. */
export function withSuggestions(document: AnnotationDocument, annotator: Annotator): AnnotationDocument {
  const { project, entities, lessons, open } = document;
  const { id } = open.article;
  const state = withArticle(emptyProjectState(project, entities, lessons), open);
  const now = new Date().toISOString();
  let made = 0;
  const author = {
    annotator: annotator.id,
    since: now,
    now: () => now,
    newId: (prefix: string) => `${prefix}_s${++made}`,
  };
  const next = withUndecided(state, id, author);
  const isKnown = document.annotators.some((one) => one.id === annotator.id);
  return {
    ...document,
    entities: [...next.entities.values()],
    open: next.articles.get(id) ?? open,
    annotators: isKnown ? document.annotators : [...document.annotators, { ...annotator, state: open.work.state }],
  };
}
