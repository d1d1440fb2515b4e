import type { Span } from "../../../shared/annotation/records.ts";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { builtInSuggester } from "../../../shared/suggest/built-in.ts";
import { english } from "../../../shared/suggest/english/pack.ts";
import type {
  EntitySuggestion,
  MentionSuggestion,
  QuoteSuggestion,
  Suggestion,
  SuggestionRequest,
} from "../../../shared/suggest/suggester.ts";

const suggester = builtInSuggester(english);

export function suggest(text: string, given: Partial<SuggestionRequest> = {}): Suggestion[] {
  const request = { text, blocks: blocksOfPlainText(text), register: [], lessons: [], ...given };
  return [...suggester.suggest(request)].flat();
}

/** A quote as its words: who, by which cue, what, with the pieces of split content joined by " … ". */
export function quotesIn(text: string): { who: string; cue: string; what: string; form: string }[] {
  const words = (spans: readonly Span[]) => spans.map(({ start, end }) => text.slice(start, end)).join(" … ");
  return quotesOf(suggest(text)).map(({ speaker, cue, content, form }) => ({
    who: speaker ? words([speaker]) : "",
    cue: words(cue),
    what: words(content),
    form,
  }));
}

export const quotesOf = (all: readonly Suggestion[]) =>
  all.filter((one): one is QuoteSuggestion => one.kind === "quote");
export const entitiesOf = (all: readonly Suggestion[]) =>
  all.filter((one): one is EntitySuggestion => one.kind === "entity");
export const mentionsOf = (all: readonly Suggestion[]) =>
  all.filter((one): one is MentionSuggestion => one.kind === "mention");

/** The names in a text as `Type: words`, in reading order. */
export function namesIn(text: string): string[] {
  const all = suggest(text);
  const types = new Map(entitiesOf(all).map(({ id, type }) => [id, type]));
  return mentionsOf(all)
    .filter(({ form }) => form === "name")
    .map(({ entity, span }) => `${types.get(entity ?? "")}: ${text.slice(span.start, span.end)}`);
}
