import type { MentionForm, QuoteForm, Span } from "../../annotation/records.ts";
import type { Suggestion } from "../suggester.ts";
import type { Means } from "./messages.ts";

interface Common {
  confidence: number;
  reason: string;
}

/** What somebody else suggests, with spans that were found in the text (UTF-16 units). */
export type Composed = Common &
  (
    | { kind: "mention"; span: Span; form: MentionForm; means: Means | null }
    | {
        kind: "quote";
        form: QuoteForm;
        content: Span[];
        cue: Span[];
        speaker: { span: Span; form: MentionForm } | null;
        means: Means | null;
      }
    | { kind: "claim"; span: Span; checkWorthiness: number }
  );

/** Makes suggestions of what others suggest: each with the entity and the mention that it needs. Types that the label scheme
 *  does not have, and entities that the register does not, are nobody's. */
export function composer(known: {
  types: readonly string[];
  register: readonly string[];
}): (one: Composed) => Suggestion[] {
  const types = new Map(known.types.map((type) => [type.toLowerCase(), type]));
  const register = new Set(known.register);
  const entities = new Map<string, string>();
  let count = 0;
  const newId = (prefix: string) => `${prefix}${++count}`;

  const entityOf = (means: Means | null, { confidence, reason }: Common): { id: string | null; made: Suggestion[] } => {
    const type = means && types.get(means.type.toLowerCase());
    const name = means?.name.replace(/\s+/g, " ").trim();
    if (!means || !type || !name) return { id: null, made: [] };
    const registered = means.entity !== null && register.has(means.entity) ? means.entity : null;
    const key = registered ?? `${type} ${name}`;
    const before = entities.get(key);
    if (before) return { id: before, made: [] };
    const id = newId("e");
    entities.set(key, id);
    return { id, made: [{ kind: "entity", id, type, name, registered, confidence, reason }] };
  };

  return (one) => {
    const { confidence } = one;
    const reason = one.reason === "" ? "It gives no reason." : one.reason;
    if (one.kind === "claim") {
      const { span, checkWorthiness } = one;
      return [{ kind: "claim", id: newId("c"), span, checkWorthiness, proposed: true, confidence, reason }];
    }
    const { id: entity, made } = entityOf(one.means, { confidence, reason });
    if (one.kind === "mention") {
      const { span, form } = one;
      return [...made, { kind: "mention", id: newId("m"), span, form, entity, confidence, reason }];
    }
    const { form, cue, speaker } = one;
    const content = inOrder(one.content);
    const speakerMention = speaker ? newId("m") : null;
    const mention: Suggestion[] =
      speaker && speakerMention
        ? [{ kind: "mention", id: speakerMention, ...speaker, entity, confidence, reason }]
        : [];
    const quote: Suggestion = {
      kind: "quote",
      id: newId("q"),
      form,
      content,
      cue: inOrder(cue),
      speaker: speaker?.span ?? null,
      speakerMention,
      speakerEntity: entity,
      confidence,
      reason,
    };
    return [...made, ...mention, quote];
  };
}

/** Pieces in order of the text, those that touch or overlap as one. */
function inOrder(spans: readonly Span[]): Span[] {
  const pieces: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = pieces.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else pieces.push({ start, end });
  }
  return pieces;
}
