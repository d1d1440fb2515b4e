import type { Article } from "../../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../../shared/annotation/state.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { ArticleVersion, Notice } from "../../../shared/host/contract.ts";
import type { ArticleSummary } from "../../../shared/host/listing.ts";
import type { Annotator } from "../profile.ts";

export interface Loaded {
  state: ProjectState;
  problems: Problem[];
  notices: Notice[];
  readOnly: boolean;
}

/** What others have changed since the files were last read or written here. */
export interface News {
  /** What the files hold now of what is open. */
  theirs: ProjectState;
  /** The files that it came from: where they lie, and their names for people. */
  files: { path: string; name: string }[];
  /** Whether articles came or went. */
  listed: boolean;
  /** Articles on which this annotator's file is gone or cannot be read any more: it is to be written again. */
  lost: string[];
  notices: Notice[];
}

/** A version that lost against another one: of an article's annotations, or (null) of the project itself. */
export interface LostVersion {
  article: string | null;
  /** This program's, as of that state, or the one that the file holds. */
  version: ProjectState | "theirs";
}

/** Where a project's files lie: a folder, or a single annotation file. */
export interface Backend {
  readonly kind: "folder" | "file";
  readonly path: string;
  readonly annotator: Annotator;
  /** A file that says that this annotator's work is open. */
  readonly lockPath: string;
  /** Folders in which others may change something. */
  readonly watched: readonly string[];
  /** The name of an annotator; their id where none is known. */
  nameOf(annotator: string): Promise<string>;
  load(): Promise<Loaded>;
  /** Reads an article and this annotator's work on it, moved to the article's newest text where it was made on another, or
   *  to the version of it whose text has that `textMark`, where there is one. */
  article(id: string, text?: string): Promise<{ open: ArticleState; problems: Problem[]; notices: Notice[] }>;
  /** An article's newest version alone. */
  text(id: string): Promise<Article>;
  /** Keeps a text that the article had for a while although it was replaced before it was saved. */
  keepText(article: Article): Promise<void>;
  /** The versions of an article, newest first. */
  versions(id: string): Promise<ArticleVersion[]>;
  /** An article as one of its versions has it. */
  version(id: string, version: string): Promise<Article>;
  /** All articles as the list shows them, read from their files: what a large project has its index for. */
  articles(): Promise<{ articles: ArticleSummary[]; problems: Problem[] }>;
  /** Whether an article of that id was ever here: removed ones count, their files are still there. */
  holds(article: string): Promise<boolean>;
  /** Writes what differs between two states. `reached` is called after each file with the state that the files then
   *  hold, so that a failure half-way repeats nothing. */
  save(before: ProjectState, after: ProjectState, reached: (saved: ProjectState) => void): Promise<void>;
  /** Looks for what others changed. `isBusy` names articles with unsaved work, whose text must not change meanwhile.
   *  @throws ProblemError where the project is not there any more. */
  news(saved: ProjectState, isBusy: (article: string) => boolean): Promise<News>;
  /** Keeps a version in a file beside its own. @returns the file's name, or null where there is nothing to keep. */
  keepVersion(lost: LostVersion): Promise<string | null>;
  /** One article as a self-contained document, of this annotator or of all. */
  document(state: ProjectState, article: string, annotators: "mine" | "all"): Promise<AnnotationDocument>;
  /** Forgets what is known of an article's files: it is read again when it is asked for. Its work must be saved. */
  forget(article: string): void;
  /** Keeps the imported file's own bytes beside the article, as `source<suffix>`. Called before the article is saved. */
  keepSource(article: string, suffix: string, bytes: Uint8Array): Promise<void>;
  /** Copies everything to another place: the files as they are, and of a single file also what it does not hold yet. */
  copyTo(path: string, state: ProjectState): Promise<void>;
}
