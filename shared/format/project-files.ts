import { z } from "zod";
import {
  idSchema,
  type Lesson,
  lessonSchema,
  type Project,
  projectSchema,
  timeSchema,
  workStates,
} from "../annotation/records.ts";
import type { ArticleState } from "../annotation/state.ts";
import { canonicalJson } from "./canonical.ts";
import { contentsShape, contentsToFile, fileArticleSchema } from "./contents.ts";
import { fileSuggestionSchema, suggestionsToFile } from "./suggestions.ts";

const envelope = <F extends string>(format: F) => ({
  $schema: z.string().optional(),
  format: z.literal(format),
  version: z.literal(1),
});

/** The first fields of a project file; the schema's name is that of its format. */
const head = <F extends string>(name: F) =>
  ({ $schema: `${name}-1.schema.json`, format: `onrecord/${name}`, version: 1 }) as const;

/** `project.json` */
export const projectFileSchema = z.looseObject({ ...envelope("onrecord/project"), ...projectSchema.shape });
/** `annotators/<annotator>.json` */
export const annotatorFileSchema = z.looseObject({ ...envelope("onrecord/annotator"), id: idSchema, name: z.string() });
/** `articles/<article>/<version>.json`: never changed once written; named by the hash of its bytes. */
export const articleFileSchema = z.looseObject({
  ...envelope("onrecord/article"),
  previous: z.string().nullable(),
  created: timeSchema,
  /** Who made this version from the previous one. */
  annotator: idSchema.optional(),
  article: fileArticleSchema,
});
/** `annotations/<annotator>/<article>.json` */
export const annotationsFileSchema = z.looseObject({
  ...envelope("onrecord/annotations"),
  article: idSchema,
  articleVersion: z.string(),
  annotator: idSchema,
  state: z.enum(workStates),
  ...contentsShape,
});

/** `suggestions/<annotator>/<article>.json`: what was decided on suggestions, and what is kept until it is. No annotations. */
export const suggestionsFileSchema = z.looseObject({
  ...envelope("onrecord/suggestions"),
  article: idSchema,
  articleVersion: z.string(),
  annotator: idSchema,
  suggestions: z.array(fileSuggestionSchema),
});
/** `suggestions/<annotator>.json`: what the decisions taught. */
export const lessonsFileSchema = z.looseObject({
  ...envelope("onrecord/lessons"),
  annotator: idSchema,
  lessons: z.array(lessonSchema),
});

export type ProjectFile = z.infer<typeof projectFileSchema>;
export type AnnotatorFile = z.infer<typeof annotatorFileSchema>;
export type ArticleFile = z.infer<typeof articleFileSchema>;
export type AnnotationsFile = z.infer<typeof annotationsFileSchema>;

export const fileFormats = {
  "project-1": projectFileSchema,
  "annotator-1": annotatorFileSchema,
  "article-1": articleFileSchema,
  "annotations-1": annotationsFileSchema,
  "suggestions-1": suggestionsFileSchema,
  "lessons-1": lessonsFileSchema,
} as const;

export const writeProject = (project: Project): string =>
  canonicalJson(projectFileSchema, { ...project, ...head("project") });

export const writeAnnotator = (id: string, name: string): string =>
  canonicalJson(annotatorFileSchema, { ...head("annotator"), id, name });

export const writeArticle = (file: Pick<ArticleFile, "previous" | "created" | "annotator" | "article">): string =>
  canonicalJson(articleFileSchema, { ...file, ...head("article") });

/** The bytes of one annotator's work on one article. `unknown` holds fields of the file that came from elsewhere. */
export function writeAnnotations(
  open: ArticleState,
  annotator: string,
  articleVersion: string,
  unknown: Record<string, unknown> = {},
): string {
  return canonicalJson(annotationsFileSchema, {
    ...unknown,
    ...head("annotations"),
    article: open.article.id,
    articleVersion,
    annotator,
    state: open.work.state,
    ...contentsToFile(open),
  });
}

/** The bytes of one annotator's decisions on the suggestions for one article. */
export const writeSuggestions = (
  open: ArticleState,
  annotator: string,
  articleVersion: string,
  unknown: Record<string, unknown> = {},
): string =>
  canonicalJson(suggestionsFileSchema, {
    ...unknown,
    ...head("suggestions"),
    article: open.article.id,
    articleVersion,
    annotator,
    suggestions: suggestionsToFile(open),
  });

/** The bytes of what one annotator's decisions taught, in order of ids. */
export const writeLessons = (
  lessons: Iterable<Lesson>,
  annotator: string,
  unknown: Record<string, unknown> = {},
): string =>
  canonicalJson(lessonsFileSchema, {
    ...unknown,
    ...head("lessons"),
    annotator,
    lessons: [...lessons].sort((a, b) => (a.id < b.id ? -1 : 1)),
  });
