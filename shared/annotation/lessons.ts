import { normaliseSpaces } from "../article/spaces.ts";
import { coveredText } from "./graph.ts";
import type { Guess, Lesson, StoredSuggestion } from "./records.ts";
import type { Table } from "./state.ts";

export type Subject = Pick<Lesson, "about" | "words" | "means">;

const longestId = 200;

/** Words as lessons show them: on one line. */
export const lessonWords = (text: string): string => normaliseSpaces(text).replace(/\s+/g, " ").trim();

/** The id of the lesson about something; the same thing always has the same, however it is written. */
export function lessonId({ about, words, means }: Subject): string {
  const as = means ? `:${means.type}:${means.entity ?? ""}` : "";
  return `${about}:${words.toLowerCase().slice(0, longestId - 60)}${as}`.slice(0, longestId);
}

/** The word that tells one cue from another: the longest one of it. */
export function cueWord(text: string, { cue }: Pick<StoredSuggestion, "cue">): string {
  const words =
    lessonWords(coveredText(text, cue))
      .toLowerCase()
      .match(/[\p{L}’'-]+/gu) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}

/** What kind of suggestion it is, and how sure its rule was, to a tenth: what is more or less sure is judged apart. */
export function kindOf({ kind, form, means, confidence }: StoredSuggestion): Subject {
  const name =
    kind === "quote" ? `${form ?? "indirect"} quote` : kind === "claim" ? "claim" : `${means?.type ?? "name"}`;
  const percent = Math.floor(confidence * 10 + 1e-9) * 10;
  return { about: kind === "mention" ? "type" : "kind", words: `${name}, ${percent} %`, means: null };
}

/** What a decision on a suggestion is about. `means` is whom the accepted one was taken for, where that is known by then. */
export function subjectsOf(text: string, suggestion: StoredSuggestion, means: Guess | null): Subject[] {
  const { kind, speaker } = suggestion;
  if (kind === "claim") return [kindOf(suggestion)];
  if (kind === "mention") {
    if (!means) return [];
    const name = { about: "name" as const, words: lessonWords(coveredText(text, suggestion.spans)), means };
    return [kindOf(suggestion), name];
  }
  const word = cueWord(text, suggestion);
  const subjects = [kindOf(suggestion)];
  if (word !== "") subjects.push({ about: "cue", words: word, means: null });
  if (speaker?.form === "nominal" && means?.entity) {
    subjects.push({ about: "speaker", words: lessonWords(coveredText(text, [speaker.span])), means });
  }
  return subjects;
}

/** The lesson about something after one more decision on it. */
export function taught(lessons: Table<Lesson>, subject: Subject, accepted: boolean): Lesson {
  const id = lessonId(subject);
  const known = lessons.get(id) ?? { id, ...subject, accepted: 0, rejected: 0 };
  return accepted ? { ...known, accepted: known.accepted + 1 } : { ...known, rejected: known.rejected + 1 };
}

/** The lesson about something after an earlier decision for it was corrected: it counts against it from now on. */
export function untaught(lessons: Table<Lesson>, subject: Subject): Lesson {
  const against = taught(lessons, subject, false);
  return { ...against, accepted: Math.max(0, against.accepted - 1) };
}
