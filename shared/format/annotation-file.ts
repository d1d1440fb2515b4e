import { z } from "zod";
import { liveEntities, resolveEntity } from "../annotation/graph.ts";
import {
  type Annotation,
  type Claim,
  type Entity,
  entitySchema,
  idSchema,
  type Lesson,
  type Party,
  type Project,
  type Quote,
  schemeSchema,
  timeSchema,
  workStates,
} from "../annotation/records.ts";
import { type ArticleState, emptyProjectState, type ProjectState, tableOf, withArticle } from "../annotation/state.ts";
import { canonicalJson, canonicalLine } from "./canonical.ts";
import {
  articleFromFile,
  articleToFile,
  contentsFromFile,
  contentsShape,
  contentsToFile,
  fileArticleSchema,
  leftOut,
  stateOfContents,
  withoutDangling,
} from "./contents.ts";
import { checkEnvelope, readJson, schemaProblem } from "./json-file.ts";
import type { Problem } from "./problem.ts";
import { suggestionLists, suggestionsFromFile, suggestionsToFile } from "./suggestions.ts";

export const annotationFormat = "onrecord/annotation";
export const annotationVersion = 1;
export const annotationSchemaName = "annotation-1.schema.json";
export const annotationEnding = ".onrecord.json";

const earlierVersionSchema = z.looseObject({
  version: z.string(),
  /** When it gave way to the next one. */
  replaced: timeSchema,
  ...fileArticleSchema.pick({ title: true, text: true, blocks: true }).shape,
});

const versionedArticle = z.looseObject({ id: idSchema, version: z.string(), ...omitId(fileArticleSchema.shape) });
const fileEntity = entitySchema.omit({ mergedInto: true });

/** One article and what its annotators said of it, with the entities they name: the single file of the format. */
export const annotationFileSchema = z.looseObject({
  $schema: z.string().optional(),
  format: z.literal(annotationFormat),
  version: z.literal(annotationVersion),
  project: z.looseObject({ id: idSchema, name: z.string().min(1), guidelines: z.string() }),
  article: versionedArticle,
  annotators: z.array(z.looseObject({ id: idSchema, name: z.string(), state: z.enum(workStates) })),
  entities: z.array(fileEntity),
  ...contentsShape,
  ...suggestionLists,
  /** What the text was before it was edited in this file, oldest first. */
  earlier: z.array(earlierVersionSchema).optional(),
  scheme: schemeSchema,
});
export type AnnotationFile = z.infer<typeof annotationFileSchema>;

function omitId<T extends { id: unknown }>(shape: T): Omit<T, "id"> {
  const { id: _id, ...rest } = shape;
  return rest;
}

export interface FileAnnotator {
  id: string;
  name: string;
  state: "todo" | "doing" | "done";
}

/** A text that an article had before it was edited, its blocks in code points. */
export type EarlierVersion = z.infer<typeof earlierVersionSchema>;

/** What a single annotation file holds, in the program's own units. */
export interface AnnotationDocument {
  project: Project;
  /** Hash of the article version that the offsets refer to. */
  articleVersion: string;
  annotators: FileAnnotator[];
  entities: Entity[];
  /** All annotators' annotations together; each record names its annotator. */
  open: ArticleState;
  /** Texts that the article had before, oldest first. */
  earlier: EarlierVersion[];
  /** What decisions on suggestions taught, where it is kept with the article. */
  lessons?: readonly Lesson[];
  /** Top-level fields that this program does not know, written back as they came. */
  unknown: Record<string, unknown>;
}

/** The bytes of a document. References to merged entities are written as the entity that stands for them. What is exported
 *  has only the entities that the article `used`, and nothing of suggestions; a file to be worked in has `all`. */
export const writeAnnotation = (document: AnnotationDocument, entities: "used" | "all" = "used"): string =>
  annotationJson(annotationFileOf(document, entities));

/** The bytes of what an annotation file says. */
export const annotationJson = (file: AnnotationFile): string => canonicalJson(annotationFileSchema, file);

/** The same on one line. */
export const annotationLine = (file: AnnotationFile): string => canonicalLine(annotationFileSchema, file);

/** What the file of a document says: its lists in order, its offsets in code points. */
export function annotationFileOf(document: AnnotationDocument, entities: "used" | "all" = "used"): AnnotationFile {
  const register = emptyProjectState(document.project, document.entities).entities;
  const resolved = (id: string) => resolveEntity(register, id)?.id ?? id;
  const used = new Set<string>();
  const use = (id: string) => {
    const final = resolved(id);
    used.add(final);
    return final;
  };
  const party = (one: Party): Party => (typeof one.entity === "string" ? { ...one, entity: use(one.entity) } : one);
  const mapRecord = (record: Annotation): Annotation => {
    if ("content" in record) {
      const quote = record as Quote;
      return { ...quote, speakers: quote.speakers.map(party), addressees: quote.addressees.map(party) };
    }
    if ("gist" in record) {
      const claim = record as Claim;
      return typeof claim.claimant?.entity === "string"
        ? { ...claim, claimant: { ...claim.claimant, entity: use(claim.claimant.entity) } }
        : claim;
    }
    if ("from" in record) {
      for (const end of [record.from, record.to]) if (typeof end === "string" && register.has(end)) use(end);
      return record;
    }
    const entity = record.entity as string | null;
    return entity === null ? record : { ...record, entity: use(entity) };
  };
  const contents = contentsToFile(document.open, mapRecord);
  const kept = entities === "used" ? [...used].flatMap((id) => register.get(id) ?? []) : liveEntities(register);
  const written = kept.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ mergedInto: _mergedInto, ...entity }) => entity);
  const { id, ...article } = articleToFile(document.open.article);
  const { scheme, ...project } = document.project;
  const file = {
    ...document.unknown,
    $schema: annotationSchemaName,
    format: annotationFormat,
    version: annotationVersion,
    project,
    article: { id, version: document.articleVersion, ...article },
    annotators: [...document.annotators].sort((a, b) => (a.id < b.id ? -1 : 1)),
    entities: written,
    ...contents,
    ...(entities === "all" ? listsOfSuggestions(document) : {}),
    ...(document.earlier.length > 0 ? { earlier: document.earlier } : {}),
    scheme,
  };
  return file as unknown as AnnotationFile;
}

function listsOfSuggestions({ open, lessons = [] }: AnnotationDocument) {
  return {
    ...(open.suggestions.size > 0 ? { suggestions: suggestionsToFile(open) } : {}),
    ...(lessons.length > 0 ? { lessons: [...lessons].sort((a, b) => (a.id < b.id ? -1 : 1)) } : {}),
  };
}

export type ReadAnnotation =
  | { ok: true; document: AnnotationDocument; state: ProjectState; problems: Problem[] }
  | { ok: false; problem: Problem };

const envelope = annotationFileSchema.omit({
  entities: true,
  mentions: true,
  quotes: true,
  claims: true,
  relations: true,
  orphans: true,
  suggestions: true,
});
const knownKeys = new Set(Object.keys(annotationFileSchema.shape));

/** Reads a single annotation file. `bytes` is its size on disk. What can be read opens; what cannot is in `problems`. */
export function readAnnotation(file: string, content: string, bytes: number): ReadAnnotation {
  const json = readJson(file, content, bytes);
  return json.ok ? readAnnotationValue(file, json.value) : json;
}

/** Reads what was in an annotation file, once it is parsed as JSON. */
export function readAnnotationValue(file: string, value: unknown): ReadAnnotation {
  const foreign = checkEnvelope(file, value, annotationFormat, annotationVersion);
  if (foreign) return { ok: false, problem: foreign };
  const head = envelope.safeParse(value);
  if (!head.success) return { ok: false, problem: schemaProblem(file, head.error) };
  const lists: Record<string, unknown> = { ...head.data };
  const { version: articleVersion, ...stored } = head.data.article;
  const article = articleFromFile(file, fileArticleSchema.parse(stored), "article");
  if ("reason" in article && "remedy" in article) return { ok: false, problem: article as Problem };

  const listed = entitiesFromFile(file, lists.entities);
  const contents = contentsFromFile(file, article.text, lists);
  const { id, name, guidelines, ...projectRest } = head.data.project;
  const project: Project = { ...projectRest, id, name, guidelines, scheme: head.data.scheme };
  const { entities } = listed;
  const [mine] = head.data.annotators;
  const state = emptyProjectState(project, entities);
  const read = stateOfContents(article, contents, mine?.state ?? "todo");
  const kept = suggestionsFromFile(file, article.text, lists.suggestions ?? []);
  const whole = { ...read, suggestions: tableOf(kept.suggestions) };
  const { open, problems } = withoutDangling(file, state, whole, contents.places);
  return {
    ok: true,
    document: {
      project,
      articleVersion,
      annotators: head.data.annotators,
      entities,
      open,
      earlier: head.data.earlier ?? [],
      lessons: head.data.lessons ?? [],
      unknown: Object.fromEntries(Object.entries(head.data).filter(([key]) => !knownKeys.has(key))),
    },
    state: withArticle(state, open),
    problems: [...listed.problems, ...contents.problems, ...kept.problems, ...problems],
  };
}

/** Reads entities one by one: a bad one leaves the others standing. */
function entitiesFromFile(file: string, list: unknown): { entities: Entity[]; problems: Problem[] } {
  const entities = new Map<string, Entity>();
  const problems: Problem[] = [];
  if (!Array.isArray(list)) {
    return { entities: [], problems: [{ file, path: "entities", reason: "it is not a list", remedy: leftOut }] };
  }
  for (const [index, item] of list.entries()) {
    const parsed = fileEntity.safeParse(item);
    if (!parsed.success) {
      problems.push({ ...schemaProblem(file, parsed.error, ["entities", index]), remedy: leftOut });
    } else if (entities.has(parsed.data.id)) {
      const reason = `the id ${parsed.data.id} is used twice`;
      problems.push({ file, path: `entities[${index}].id`, reason, remedy: leftOut });
    } else entities.set(parsed.data.id, { ...parsed.data, mergedInto: null });
  }
  return { entities: [...entities.values()], problems };
}
