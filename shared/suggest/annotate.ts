import type { Article, Claim, Entity, Mention, Origin, Quote } from "../annotation/records.ts";
import { type ArticleState, articleState } from "../annotation/state.ts";
import type { Suggester, Suggestion } from "./suggester.ts";

/** Suggestions as annotations of an article, each with its producer and confidence in its origin, none accepted. */
export interface Annotated {
  entities: Entity[];
  open: ArticleState;
}

/** Makes annotations of suggestions. `annotator` owns them; `now` is when they were made. */
export function annotate(
  article: Article,
  suggestions: Iterable<Suggestion>,
  { producer, version }: Pick<Suggester, "producer" | "version">,
  { annotator, now }: { annotator: string; now: string },
): Annotated {
  const entities: Entity[] = [];
  const mentions: Mention[] = [];
  const quotes: Quote[] = [];
  const claims: Claim[] = [];
  const common = (confidence: number, note: string) => {
    const origin: Origin = { kind: "suggested", producer, version, confidence, accepted: null };
    return { note, attributes: {}, status: "draft" as const, annotator, origin, created: now, modified: now };
  };
  for (const suggestion of suggestions) {
    const { id, confidence, reason } = suggestion;
    switch (suggestion.kind) {
      case "entity": {
        const { type, name } = suggestion;
        entities.push({ id, type, name, aliases: [], links: [], note: "", mergedInto: null, created: now });
        break;
      }
      case "mention": {
        const { span, entity, form } = suggestion;
        mentions.push({ id, entity, form, spans: [span], ...common(confidence, reason) });
        break;
      }
      case "quote": {
        const { form, content, cue } = suggestion;
        const speakers = speakerOf(suggestion);
        quotes.push({ id, form, content, cue, speakers, addressees: [], ...common(confidence, reason) });
        break;
      }
      case "claim":
        if (suggestion.proposed) claims.push({ ...claimOf(article, suggestion), ...common(confidence, reason) });
    }
  }
  return { entities, open: articleState(article, { mentions, quotes, claims }) };
}

function speakerOf({ speakerMention, speakerEntity }: Extract<Suggestion, { kind: "quote" }>): Quote["speakers"] {
  if (speakerMention !== null) return [{ mention: speakerMention }];
  return speakerEntity === null ? [] : [{ entity: speakerEntity }];
}

function claimOf({ text }: Article, { id, span, checkWorthiness }: Extract<Suggestion, { kind: "claim" }>) {
  const level = checkWorthiness >= 0.6 ? ("high" as const) : ("medium" as const);
  const gist = text.slice(span.start, span.end).replace(/\s+/g, " ");
  return { id, spans: [span], claimant: null, quote: null, gist, checkWorthiness: level, verdict: null, evidence: [] };
}
