import { apply, type Change, type Operation, sameRecord } from "./operation.ts";
import type {
  Annotation,
  AnnotationKind,
  Article,
  Entity,
  Lesson,
  Orphan,
  Project,
  StoredSuggestion,
  Work,
} from "./records.ts";
import { openArticle, type ProjectState, tableOfKind } from "./state.ts";

/** Who acts, when, and how new ids are made: the domain has no clock and no randomness of its own. */
export interface Author {
  annotator: string;
  /** When this window opened the project: what was made since can only be referred to by articles open in it. */
  since: string;
  now(): string;
  newId(prefix: string): string;
}

/** Collects changes into one operation; each sees the state that the ones before it left. */
export interface Draft {
  readonly state: ProjectState;
  project(after: Project): void;
  entity(id: string, after: Entity | null): void;
  lesson(id: string, after: Lesson | null): void;
  article(id: string, after: Article | null): void;
  work(article: string, after: Work): void;
  annotation(kind: AnnotationKind, article: string, id: string, after: Annotation | null): void;
  orphan(article: string, id: string, after: Orphan | null): void;
  suggestion(article: string, id: string, after: StoredSuggestion | null): void;
}

/** The operation that `write` makes of `state`, or null where it changed nothing. */
export function operate(
  state: ProjectState,
  label: string,
  author: Author,
  write: (draft: Draft) => void,
): Operation | null {
  const changes: Change[] = [];
  const at = author.now();
  let current = state;
  const record = (one: Change) => {
    if (sameRecord(one.before, one.after)) return;
    changes.push(one);
    current = apply(current, { label, at, changes: [one] });
  };
  write({
    get state() {
      return current;
    },
    project: (after) => record({ table: "project", id: current.project.id, before: current.project, after }),
    entity: (id, after) => record({ table: "entity", id, before: current.entities.get(id) ?? null, after }),
    lesson: (id, after) => record({ table: "lesson", id, before: current.lessons.get(id) ?? null, after }),
    article: (id, after) => record({ table: "article", id, before: current.articles.get(id)?.article ?? null, after }),
    work: (article, after) =>
      record({ table: "work", article, id: article, before: openArticle(current, article).work, after }),
    annotation: (kind, article, id, after) => {
      const before = openArticle(current, article)[tableOfKind[kind]].get(id) ?? null;
      record({ table: kind, article, id, before, after } as Change);
    },
    orphan: (article, id, after) => {
      const before = openArticle(current, article).orphans.get(id) ?? null;
      record({ table: "orphan", article, id, before, after });
    },
    suggestion: (article, id, after) => {
      const before = openArticle(current, article).suggestions.get(id) ?? null;
      record({ table: "suggestion", article, id, before, after });
    },
  });
  return changes.length === 0 ? null : { label, at, changes };
}
