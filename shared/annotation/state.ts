import { Map as ImmutableMap } from "immutable";
import type {
  Annotation,
  AnnotationKind,
  Article,
  Claim,
  Entity,
  Lesson,
  Mention,
  Orphan,
  Project,
  Quote,
  Relation,
  StoredSuggestion,
  Work,
} from "./records.ts";

/** Records by id; setting one costs the same however many there are. */
export type Table<T> = ImmutableMap<string, T>;

/** One article that is open: its text and one annotator's work on it. */
export interface ArticleState {
  readonly article: Article;
  readonly work: Work;
  readonly mentions: Table<Mention>;
  readonly quotes: Table<Quote>;
  readonly claims: Table<Claim>;
  readonly relations: Table<Relation>;
  /** What lost its place when the text changed, by the annotation's id. */
  readonly orphans: Table<Orphan>;
  /** Suggestions that were decided, and those that are kept until they are. */
  readonly suggestions: Table<StoredSuggestion>;
}

/** The truth of a window. Changed only by applying operations. */
export interface ProjectState {
  readonly project: Project;
  readonly entities: Table<Entity>;
  /** What this annotator's decisions on suggestions taught. */
  readonly lessons: Table<Lesson>;
  readonly articles: Table<ArticleState>;
}

export const tableOfKind = {
  mention: "mentions",
  quote: "quotes",
  claim: "claims",
  relation: "relations",
} as const satisfies Record<AnnotationKind, keyof ArticleState>;

export const annotationKinds = ["mention", "quote", "claim", "relation"] as const;

/** A table of the given records. */
export function tableOf<T extends { id: string }>(records: Iterable<T>): Table<T> {
  return ImmutableMap<string, T>().withMutations((table) => {
    for (const record of records) table.set(record.id, record);
  });
}

export function emptyProjectState(
  project: Project,
  entities: Iterable<Entity> = [],
  lessons: Iterable<Lesson> = [],
): ProjectState {
  return { project, entities: tableOf(entities), lessons: tableOf(lessons), articles: ImmutableMap() };
}

export interface ArticleContents {
  work?: Work;
  mentions?: Iterable<Mention>;
  quotes?: Iterable<Quote>;
  claims?: Iterable<Claim>;
  relations?: Iterable<Relation>;
  orphans?: Iterable<Orphan>;
  suggestions?: Iterable<StoredSuggestion>;
}

export function articleState(article: Article, contents: ArticleContents = {}): ArticleState {
  return {
    article,
    work: contents.work ?? { id: article.id, state: "todo" },
    mentions: tableOf(contents.mentions ?? []),
    quotes: tableOf(contents.quotes ?? []),
    claims: tableOf(contents.claims ?? []),
    relations: tableOf(contents.relations ?? []),
    orphans: tableOf(contents.orphans ?? []),
    suggestions: tableOf(contents.suggestions ?? []),
  };
}

/** The state with one more article open. Opening is not an operation: it changes nothing that is saved. */
export function withArticle(state: ProjectState, opened: ArticleState): ProjectState {
  return { ...state, articles: state.articles.set(opened.article.id, opened) };
}

/** @throws RangeError when the article is not open. */
export function openArticle(state: ProjectState, id: string): ArticleState {
  const found = state.articles.get(id);
  if (!found) throw new RangeError(`article ${id} is not open`);
  return found;
}

export interface FoundAnnotation {
  kind: AnnotationKind;
  record: Annotation;
}

/** The annotation of that id in an open article, whatever its kind. */
export function findAnnotation(article: ArticleState, id: string): FoundAnnotation | null {
  for (const kind of annotationKinds) {
    const record: Annotation | undefined = article[tableOfKind[kind]].get(id);
    if (record) return { kind, record };
  }
  return null;
}
