import { sameRecord } from "../../shared/annotation/operation.ts";
import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ProjectState } from "../../shared/annotation/state.ts";
import type { Mark } from "./marks.ts";

/** What a suggestion is called: `direct quote`, `Person: Jeff Sessions`. */
export function nameOfSuggestion({ kind, form, means }: StoredSuggestion): string {
  if (kind === "claim") return "claim";
  if (kind === "quote") return `${form ?? ""} quote`.trim();
  return means ? `${means.type}: ${means.name}` : "name";
}

/** A suggestion as marks that are drawn faintly among those of the annotations. */
export function suggestionMarks(state: ProjectState, suggestion: StoredSuggestion): Mark[] {
  const { id, kind, spans, cue, form, means } = suggestion;
  const label = `suggested ${nameOfSuggestion(suggestion)}`;
  const color = kind === "mention" && means ? (entityType(state.project.scheme, means.type)?.color ?? null) : null;
  const mark =
    (role: Mark["role"], classes: string, what: string) =>
    (span: Mark | StoredSuggestion["cue"][number], piece: number): Mark => ({
      start: span.start,
      end: span.end,
      id,
      role,
      piece,
      classes: `suggested suggested-${classes}`,
      color,
      label: what,
      suggested: true,
    });
  return [
    ...spans.map(mark(kind, `${kind} form-${form ?? "none"}`, label)),
    ...cue.map(mark("cue", "cue", "suggested cue")),
  ];
}

/** What of a suggestion is to be drawn anew when another takes its place. */
export const looksSame = (a: StoredSuggestion, b: StoredSuggestion): boolean =>
  a === b ||
  (a.form === b.form && sameRecord(a.means, b.means) && sameRecord(a.spans, b.spans) && sameRecord(a.cue, b.cue));
