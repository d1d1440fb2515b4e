import type { Entity, Lesson, MentionForm, QuoteForm, Span } from "../annotation/records.ts";
import type { BlockRange } from "../article/blocks.ts";

/** What a suggester gets: an article's text and blocks (UTF-16 units), and what the project knows already. */
export interface SuggestionRequest {
  text: string;
  blocks: readonly BlockRange[];
  register: readonly Pick<Entity, "id" | "type" | "name" | "aliases">[];
  /** What earlier decisions taught: see `weigh`, which is applied to whatever a suggester gives. */
  lessons: readonly Lesson[];
}

interface Common {
  /** Names the suggestion within its request; other suggestions refer to it. */
  id: string;
  /** From 0 to 1. */
  confidence: number;
  /** Why, as a sentence for the analyst. */
  reason: string;
}

/** An entity that the article names: one of the register's, or a new one to be made. */
export interface EntitySuggestion extends Common {
  kind: "entity";
  type: string;
  name: string;
  /** The register's entity, or null when there is none yet. */
  registered: string | null;
}

export interface MentionSuggestion extends Common {
  kind: "mention";
  span: Span;
  form: MentionForm;
  /** Id of an entity suggestion, or null where whom it means is not known. */
  entity: string | null;
}

export interface QuoteSuggestion extends Common {
  kind: "quote";
  form: QuoteForm;
  content: Span[];
  cue: Span[];
  /** The whole phrase that names the speaker; null where the text leaves them out. */
  speaker: Span | null;
  /** Id of the mention suggestion in that phrase. */
  speakerMention: string | null;
  /** Id of an entity suggestion, or null where who speaks is not known. */
  speakerEntity: string | null;
}

export interface ClaimSuggestion extends Common {
  kind: "claim";
  span: Span;
  /** How much it is worth checking, from 0 to 1; every sentence has it, so that all can be ranked. */
  checkWorthiness: number;
  /** Whether it is worth enough to be put before the analyst. */
  proposed: boolean;
}

export type Suggestion = EntitySuggestion | MentionSuggestion | QuoteSuggestion | ClaimSuggestion;

/** Something that proposes annotations. The same request always gives the same suggestions in the same order. They come
 *  batch by batch in reading order, and whoever reads them may stop after any batch. What one refers to comes before it. */
export interface Suggester {
  readonly producer: string;
  readonly version: string;
  suggest(request: SuggestionRequest): Iterable<readonly Suggestion[]> | AsyncIterable<readonly Suggestion[]>;
}

/** A suggester that asks nobody and answers at once. */
export interface LocalSuggester extends Suggester {
  suggest(request: SuggestionRequest): Iterable<readonly Suggestion[]>;
}
