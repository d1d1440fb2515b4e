import type { Entity, Lesson, Span, StoredSuggestion } from "../../shared/annotation/records.ts";
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
  /** What is on the screen, in UTF-16 units, where it is to get its suggestions before the rest of a long article. */
  sight: Span | null;
}

/** What the worker is to do now; without a request, nothing. */
export interface Job {
  number: number;
  request: Request | null;
}

/** What it answers: in a long article suggestions for what is on the screen, made from that alone; then those of the whole,
 *  as they come; then one of the others. */
export type FromWorker = { number: number } & (
  | { kind: "early" | "some"; suggestions: StoredSuggestion[] }
  | { kind: "done" }
  | { kind: "none" }
  | { kind: "failed"; reason: string }
);
