import type { Article } from "../../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../../shared/annotation/state.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { ArticleSummary, ArticleVersion, Notice } from "../../../shared/host/contract.ts";
import type { Annotator } from "../profile.ts";

export interface Loaded {
  state: ProjectState;
  articles: ArticleSummary[];
  problems: Problem[];
  notices: Notice[];
  readOnly: boolean;
}

/** Where a project's files lie: a folder, or a single annotation file. */
export interface Backend {
  readonly kind: "folder" | "file";
  readonly path: string;
  readonly annotator: Annotator;
  load(): Promise<Loaded>;
  /** Reads an article and this annotator's work on it, moved to the article's newest text where it was made on another. */
  article(id: string): Promise<{ open: ArticleState; problems: Problem[]; notices: Notice[] }>;
  /** The versions of an article, newest first. */
  versions(id: string): Promise<ArticleVersion[]>;
  /** An article as one of its versions has it. */
  version(id: string, version: string): Promise<Article>;
  articles(): Promise<ArticleSummary[]>;
  /** Whether an article of that id was ever here: removed ones count, their files are still there. */
  holds(article: string): Promise<boolean>;
  /** Writes what differs between two states. `reached` is called after each file with the state that the files then
   *  hold, so that a failure half-way repeats nothing. */
  save(before: ProjectState, after: ProjectState, reached: (saved: ProjectState) => void): Promise<void>;
  /** One article as a self-contained document, of this annotator or of all. */
  document(state: ProjectState, article: string, annotators: "mine" | "all"): Promise<AnnotationDocument>;
  /** Keeps the imported file's own bytes beside the article, as `source<suffix>`. Called before the article is saved. */
  keepSource(article: string, suffix: string, bytes: Uint8Array): Promise<void>;
  /** Copies everything to another place, from the files as they are. */
  copyTo(path: string): Promise<void>;
}
