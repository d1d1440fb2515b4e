import { z } from "zod";
import { lessonSchema, type Span, type StoredSuggestion, suggestionSchemaOver } from "../annotation/records.ts";
import type { ArticleState } from "../annotation/state.ts";
import { leftOut } from "./contents.ts";
import { schemaProblem } from "./json-file.ts";
import type { Problem } from "./problem.ts";
import { type FileSpan, fileSpanSchema, spanConverter } from "./spans.ts";

export const fileSuggestionSchema = suggestionSchemaOver(fileSpanSchema);
type FileSuggestion = z.infer<typeof fileSuggestionSchema>;

/** Suggestions and lessons as they stand in a single annotation file that is worked in: left out where there are none, and
 *  in what is exported. */
export const suggestionLists = {
  suggestions: z.array(fileSuggestionSchema).optional(),
  lessons: z.array(lessonSchema).optional(),
};

/** An article's suggestions, ready to be written, in order of place and then of id. */
export function suggestionsToFile(open: Pick<ArticleState, "article" | "suggestions">): FileSuggestion[] {
  const { toFile } = spanConverter(open.article.text);
  const start = ({ spans }: StoredSuggestion) => spans[0]?.start ?? 0;
  return [...open.suggestions.values()]
    .sort((a, b) => start(a) - start(b) || (a.id < b.id ? -1 : 1))
    .map((one) => ({
      ...one,
      spans: one.spans.map(toFile),
      cue: one.cue.map(toFile),
      speaker: one.speaker && { ...one.speaker, span: toFile(one.speaker.span) },
    }));
}

/** Reads suggestions one by one: what is wrong with one leaves the others standing. */
export function suggestionsFromFile(
  file: string,
  text: string,
  list: unknown,
): { suggestions: StoredSuggestion[]; problems: Problem[] } {
  const problems: Problem[] = [];
  if (!Array.isArray(list)) {
    problems.push({ file, path: "suggestions", reason: "it is not a list", remedy: leftOut });
    return { suggestions: [], problems };
  }
  const { fromFile } = spanConverter(text);
  const seen = new Set<string>();
  const suggestions = list.flatMap((item, index) => {
    const parsed = fileSuggestionSchema.safeParse(item);
    if (!parsed.success) {
      problems.push({ ...schemaProblem(file, parsed.error, ["suggestions", index]), remedy: leftOut });
      return [];
    }
    const read = inProgram(parsed.data, fromFile);
    const reason = typeof read === "string" ? read : seen.has(read.id) ? `the id ${read.id} is used twice` : null;
    if (typeof read === "string" || reason !== null) {
      problems.push({ file, path: `suggestions[${index}]`, reason: reason ?? "", remedy: leftOut });
      return [];
    }
    seen.add(read.id);
    return [read];
  });
  return { suggestions, problems };
}

function inProgram(stored: FileSuggestion, convert: (span: FileSpan) => Span | string): StoredSuggestion | string {
  let wrong: string | null = null;
  const inText = (span: FileSpan): Span => {
    const result = convert(span);
    if (typeof result !== "string") return result;
    wrong ??= result;
    return { start: 0, end: 1 };
  };
  const { speaker } = stored;
  const read = {
    ...stored,
    spans: stored.spans.map(inText),
    cue: stored.cue.map(inText),
    speaker: speaker && { ...speaker, span: inText(speaker.span) },
  };
  return wrong ?? read;
}
