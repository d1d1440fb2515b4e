import type { Entity, Lesson, StoredSuggestion } from "../../shared/annotation/records.ts";
import type { BlockRange } from "../../shared/article/blocks.ts";

/** What a producer needs to make suggestions for an article. */
export interface Request {
  article: string;
  text: string;
  blocks: readonly BlockRange[];
  language: string | null;
  entities: readonly Entity[];
  lessons: readonly Lesson[];
  annotator: string;
}

/** What the worker is to do now; without a request, nothing. */
export interface Job {
  number: number;
  request: Request | null;
}

/** What it answers: suggestions as they come, then one of the others. */
export type FromWorker = { number: number } & (
  | { kind: "some"; suggestions: StoredSuggestion[] }
  | { kind: "done" }
  | { kind: "none" }
  | { kind: "failed"; reason: string }
);
