import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Conflict } from "../../shared/annotation/merge.ts";
import type { Operation } from "../../shared/annotation/operation.ts";
import type { Span } from "../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import type { FieldMap } from "../../shared/article/json-fields.ts";
import type { Problem } from "../../shared/format/problem.ts";
import {
  type ArticleBeginning,
  defaultSettings,
  type Opened,
  type Params,
  type pickPurposes,
  type Recent,
  type SaveStatus,
  type Settings,
  type TextDraft,
} from "../../shared/host/contract.ts";
import type { FieldsFound } from "../../shared/host/fields.ts";
import { type ArticleQuery, everyArticle, type IndexStatus } from "../../shared/host/listing.ts";

/** What waits for the person to choose something in the article or a list. */
export type Picking =
  | { kind: "party"; role: "speakers" | "addressees"; quote: string; add: boolean }
  | { kind: "link"; mention: string }
  | { kind: "merge"; entity: string }
  | { kind: "claimant"; claim: string }
  | { kind: "relation"; from: string };

export type DialogName =
  | "palette"
  | "keys"
  | "settings"
  | "scheme"
  | "guidelines"
  | "paste"
  | "newProject"
  | "article"
  | "versions"
  | "problems"
  | "about"
  | "learnt"
  | "suggesters"
  | "consent"
  | "conflict"
  | "locked"
  | "export"
  | "import";

/** A file chooser that is open in the window, and what is done with the answer. */
export interface Chooser {
  purpose: (typeof pickPurposes)[number];
  suggestedName: string;
  resolve(handles: string[]): void;
}

/** A question which fields of JSON Lines say what of an article, and what is done with the answer. */
export interface FieldsQuestion {
  beginning: Params<"article.fields">["source"];
  found: FieldsFound;
  /** What happens after the answer. */
  verb: "Import" | "Open";
  resolve(fields: FieldMap | null): void;
}

export interface Toast {
  id: number;
  tone: "info" | "problem";
  title: string;
  lines: string[];
  action: { label: string; run(): void } | null;
}

export type ListTab = "entities" | "quotes" | "claims" | "orphans";

export interface AppState {
  ready: boolean;
  runtime: "electron" | "web";
  dialogs: "native" | "chooser";
  platform: string;
  version: string;
  annotatorName: string | null;
  settings: Settings;
  recents: Recent[];

  opened: Pick<Opened, "session" | "kind" | "name" | "location" | "annotator" | "readOnly" | "heldBy"> | null;
  openedAt: string;
  state: ProjectState | null;
  articleCount: number;
  /** Counts up whenever the list of articles may look other than before. */
  listVersion: number;
  /** How the list is filtered and arranged. */
  listQuery: ArticleQuery;
  index: IndexStatus;
  article: string | null;
  /** How the article begins that is on its way and will be shown. */
  coming: ArticleBeginning | null;
  undo: readonly Operation[];
  redo: readonly Operation[];
  save: SaveStatus | null;
  problems: Problem[];
  /** What was changed here and on the disk too, until it is decided; by the number of the news that told of it. */
  conflict: { number: number; files: string[]; conflicts: readonly Conflict[] } | null;

  /** The selection in the article in UTF-16 text offsets; a caret has `start === end`. */
  selection: Span | null;
  /** Whether the caret was moved since an annotation last became current. */
  moved: boolean;
  current: string | null;
  /** Where the article was last clicked: a second click there goes on to the annotation around. */
  lastClick: number | null;
  /** Which piece of the current annotation the boundary keys move. */
  piece: number;
  currentQuote: string | null;
  entity: string | null;
  tab: ListTab;
  picking: Picking | null;
  dialog: DialogName | null;
  /** The article whose metadata the article dialog edits. */
  editing: string | null;
  /** The article whose text is being edited, and the draft that the editing goes on from. */
  textEdit: { article: string; draft: TextDraft | null; changed: boolean } | null;
  /** The orphan and the index of its lost piece that wait for a place in the text. */
  placing: { orphan: string; index: number } | null;
  chooser: Chooser | null;
  fieldsQuestion: FieldsQuestion | null;
  finding: boolean;
  /** Whether the search in all articles is open. */
  searching: boolean;
  /** Whether the article list stands over the article, in a window too narrow for both. */
  peeking: boolean;
  toasts: Toast[];
  busy: { label: string; done: number; total: number; cancel(): void } | null;
}

export const emptyWork = {
  opened: null,
  openedAt: "",
  state: null,
  articleCount: 0,
  listVersion: 0,
  listQuery: everyArticle,
  index: { state: "none", done: 0, total: 0, problem: null },
  article: null,
  coming: null,
  undo: [],
  redo: [],
  save: null,
  problems: [],
  conflict: null,
  selection: null,
  moved: false,
  current: null,
  lastClick: null,
  piece: 0,
  currentQuote: null,
  entity: null,
  picking: null,
  dialog: null,
  editing: null,
  textEdit: null,
  placing: null,
  finding: false,
  searching: false,
  peeking: false,
} satisfies Partial<AppState>;

export const store = createStore<AppState>(() => ({
  ready: false,
  runtime: "web",
  dialogs: "chooser",
  platform: "",
  version: "",
  annotatorName: null,
  settings: defaultSettings,
  recents: [],
  ...emptyWork,
  tab: "entities",
  chooser: null,
  fieldsQuestion: null,
  toasts: [],
  busy: null,
}));

/** Reads a part of the window's state in a component. */
export const useApp = <T>(selector: (state: AppState) => T): T => useStore(store, selector);

/** The article that is shown, or null. */
export const shownArticle = (app: AppState): ArticleState | null =>
  app.article === null ? null : (app.state?.articles.get(app.article) ?? null);
