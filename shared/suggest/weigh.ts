import { coveredText } from "../annotation/graph.ts";
import { cueWord, kindOf, lessonId, lessonWords } from "../annotation/lessons.ts";
import type { Entity, Guess, Lesson, StoredSuggestion } from "../annotation/records.ts";
import type { Table } from "../annotation/state.ts";

/** How many decisions a rule's own confidence counts as, beside those of the analyst. */
const weights = { kind: 6, cue: 4, name: 1 } as const;
/** More decisions than this say no more: what an analyst decides may change. */
const mostCounted = 40;
/** Fewer decisions than this are no habit. */
const fewest = 2;

/** What decisions taught, made ready for looking up. */
export interface Learnt {
  lessons: Table<Lesson>;
  /** Whom descriptions mean, by their words. */
  speakers: ReadonlyMap<string, Guess>;
}

/** Makes lessons ready for looking up. */
export function learntFrom(lessons: Table<Lesson>): Learnt {
  const best = new Map<string, Lesson>();
  for (const lesson of lessons.values()) {
    if (lesson.about !== "speaker" || lesson.accepted <= lesson.rejected) continue;
    const words = lesson.words.toLowerCase();
    const known = best.get(words);
    if (!known || known.accepted < lesson.accepted) best.set(words, lesson);
  }
  const speakers = new Map([...best].flatMap(([words, { means }]) => (means ? [[words, means] as const] : [])));
  return { lessons, speakers };
}

/** A suggestion with the confidence that past decisions leave it, and the reason saying so; null where the analyst has
 *  rejected this name as that already. */
export function weigh(text: string, suggestion: StoredSuggestion, learnt: Learnt): StoredSuggestion | null {
  const { kind } = suggestion;
  if (kind === "mention") return weighMention(text, suggestion, learnt);
  const { lessons } = learnt;
  const weighed = by(suggestion, lessons.get(lessonId(kindOf(suggestion))), weights.kind, alike(suggestion));
  if (kind === "claim") return weighed;
  const cue = cueWord(text, suggestion);
  const ofCue = cue === "" ? undefined : lessons.get(lessonId({ about: "cue", words: cue, means: null }));
  return withSpeaker(text, by(weighed, ofCue, weights.cue, `quotes by “${cue}”`), learnt);
}

function weighMention(text: string, suggestion: StoredSuggestion, { lessons }: Learnt): StoredSuggestion | null {
  const { means } = suggestion;
  if (!means) return suggestion;
  const words = lessonWords(coveredText(text, suggestion.spans));
  const asAny = lessons.get(lessonId({ about: "name", words, means: { ...means, entity: null } }));
  const asThis = means.entity === null ? undefined : lessons.get(lessonId({ about: "name", words, means }));
  const accepted = (asAny?.accepted ?? 0) + (asThis?.accepted ?? 0);
  const rejected = (asAny?.rejected ?? 0) + (asThis?.rejected ?? 0);
  if (rejected > accepted) return null;
  const weighed = by(suggestion, lessons.get(lessonId(kindOf(suggestion))), weights.kind, alike(suggestion));
  return by(weighed, { accepted, rejected }, weights.name, `“${words}” as ${means.name}`);
}

/** A quote whose speaker is described as somebody was before is taken for theirs. */
function withSpeaker(text: string, suggestion: StoredSuggestion, { speakers }: Learnt): StoredSuggestion {
  const { speaker, means } = suggestion;
  if (speaker?.form !== "nominal" || means) return suggestion;
  const words = lessonWords(coveredText(text, [speaker.span]));
  const known = speakers.get(words.toLowerCase());
  if (!known) return suggestion;
  const said = `You took “${words}” for ${known.name} before.`;
  return { ...suggestion, means: known, reason: `${suggestion.reason} ${said}` };
}

/** What suggestions of that kind, as sure as that, are called. */
function alike({ kind, form, means }: StoredSuggestion): string {
  const name = kind === "quote" ? `${form} quotes` : kind === "claim" ? "claims" : `mentions of type ${means?.type}`;
  return `${name} that were as sure`;
}

function by(
  suggestion: StoredSuggestion,
  lesson: Pick<Lesson, "accepted" | "rejected"> | undefined,
  weight: number,
  what: string,
): StoredSuggestion {
  const all = lesson ? lesson.accepted + lesson.rejected : 0;
  if (!lesson || all === 0) return suggestion;
  const counted = Math.min(all, mostCounted);
  const share = lesson.accepted / all;
  const confidence = (suggestion.confidence * weight + share * counted) / (weight + counted);
  const said = share >= 0.5 ? `accepted ${lesson.accepted}` : `rejected ${lesson.rejected}`;
  const reason = all < fewest ? suggestion.reason : `${suggestion.reason} You ${said} of ${all} ${what}.`;
  return { ...suggestion, confidence, reason };
}

/** The register with the names under which the analyst accepted its entities, as aliases. */
export function registerWith(
  entities: Iterable<Entity>,
  lessons: Iterable<Lesson>,
): Pick<Entity, "id" | "type" | "name" | "aliases">[] {
  const names = new Map<string, string[]>();
  for (const { about, words, means, accepted, rejected } of lessons) {
    if (about !== "name" || !means?.entity || accepted <= rejected) continue;
    names.set(means.entity, [...(names.get(means.entity) ?? []), words]);
  }
  return [...entities].map(({ id, type, name, aliases }) => {
    const more = names.get(id) ?? [];
    return { id, type, name, aliases: more.length > 0 ? [...aliases, ...more] : aliases };
  });
}
