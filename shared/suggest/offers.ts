import type { Guess, StoredSuggestion } from "../annotation/records.ts";
import type { MentionSuggestion, Suggester, Suggestion } from "./suggester.ts";

const checkWorthinessOf = (score: number) => (score >= 0.6 ? ("high" as const) : ("medium" as const));

/** The id that a suggestion has whenever its producer makes it again for the same text. */
function idOf({ producer, kind, spans, means }: StoredSuggestion): string {
  const place = `${spans[0]?.start}-${spans.at(-1)?.end}/${spans.length}`;
  return `${kind} ${place} ${kind === "mention" ? (means?.type ?? "") : ""} ${producer}`.slice(0, 200);
}

/** Makes suggestions ready to be put before an analyst, batch by batch: each complete in itself. Names, quotes and claims
 *  are offered; the other mentions come with the quote that they speak in. */
export function offersOf(
  { producer, version }: Pick<Suggester, "producer" | "version">,
  annotator: string,
): (batch: readonly Suggestion[]) => StoredSuggestion[] {
  const guesses = new Map<string, Guess>();
  const mentions = new Map<string, MentionSuggestion>();
  const known = new Set<string>();
  const guess = (id: string | null) => (id === null ? null : (guesses.get(id) ?? null));
  const offer = (one: Suggestion): StoredSuggestion[] => {
    const common = {
      id: "",
      decision: "pending" as const,
      cue: [],
      form: null,
      means: null,
      speaker: null,
      checkWorthiness: null,
      producer,
      version,
      confidence: one.confidence,
      reason: one.reason,
      annotator,
      decided: null,
    };
    switch (one.kind) {
      case "entity":
        guesses.set(one.id, { entity: one.registered, type: one.type, name: one.name });
        return [];
      case "mention": {
        mentions.set(one.id, one);
        const { kind, form, span } = one;
        return form === "name" ? [{ ...common, kind, form, spans: [span], means: guess(one.entity) }] : [];
      }
      case "quote": {
        const { kind, form, content, cue } = one;
        const named = one.speakerMention === null ? undefined : mentions.get(one.speakerMention);
        const speaker = named ? { span: named.span, form: named.form } : null;
        return [{ ...common, kind, form, spans: content, cue, speaker, means: guess(one.speakerEntity) }];
      }
      case "claim": {
        if (!one.proposed) return [];
        const checkWorthiness = checkWorthinessOf(one.checkWorthiness);
        return [{ ...common, kind: one.kind, spans: [one.span], checkWorthiness }];
      }
    }
  };
  const withId = (one: StoredSuggestion): StoredSuggestion[] => {
    const id = idOf(one);
    if (known.has(id)) return [];
    known.add(id);
    return [{ ...one, id }];
  };
  return (batch) => batch.flatMap(offer).flatMap(withId);
}
