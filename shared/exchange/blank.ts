import type { EntityType, Scheme } from "../annotation/records.ts";
import { newsScheme } from "../annotation/scheme.ts";
import { blocksOfPlainText } from "../article/blocks.ts";
import {
  type AnnotationFile,
  annotationFormat,
  annotationSchemaName,
  annotationVersion,
} from "../format/annotation-file.ts";
import { articleToFile } from "../format/contents.ts";

/** Stands for a time that a foreign file does not say, until `stamped` knows the time of the import. */
export const unstamped = "1970-01-01T00:00:00.000Z";
/** Stands for an annotator whom a foreign file does not name. */
export const unnamed = "imported";

export interface ArticleFacts {
  id: string;
  text: string;
  title?: string;
  byline?: string | null;
  publisher?: string | null;
  date?: string | null;
  url?: string | null;
  language?: string | null;
}

/** An annotation file that says nothing yet of an article. */
export function blankFile(facts: ArticleFacts): AnnotationFile {
  const { id, ...article } = articleToFile({
    byline: null,
    publisher: null,
    date: null,
    url: null,
    language: null,
    ...facts,
    id: clippedId(facts.id),
    title: facts.title ?? facts.id,
    blocks: blocksOfPlainText(facts.text),
    source: { kind: "paste", name: null, sha256: null, encoding: null, bom: false },
    removed: false,
  });
  return {
    $schema: annotationSchemaName,
    format: annotationFormat,
    version: annotationVersion,
    project: { id: unnamed, name: "Imported", guidelines: "" },
    article: { id, version: unnamed, ...article },
    annotators: [{ id: unnamed, name: "Imported", state: "doing" }],
    entities: [],
    mentions: [],
    quotes: [],
    claims: [],
    relations: [],
    scheme: newsScheme,
  };
}

const clippedId = (id: string) => (id === "" ? "article" : id.slice(0, 200));

/** The fields that every annotation has, where a foreign file says none of them. */
export const unsaid = () => ({
  note: "",
  attributes: {},
  status: "draft" as const,
  annotator: unnamed,
  origin: { kind: "human" as const },
  created: unstamped,
  modified: unstamped,
});

const palette = ["#0b66a8", "#0a7f5c", "#b06a00", "#a3266b", "#5b5bd6", "#7a6a00", "#00798c", "#9a4d1f"];

/** The scheme with types for the labels that it does not have. */
export function schemeWith(scheme: Scheme, entityTypes: Iterable<string>, relationTypes: Iterable<string>): Scheme {
  const types = new Map(scheme.entityTypes.map((type) => [type.id, type]));
  for (const id of entityTypes) {
    const color = palette[types.size % palette.length] ?? "#0b66a8";
    const type: EntityType = { id, color, key: null, description: "", attributes: [] };
    if (!types.has(id)) types.set(id, type);
  }
  const relations = new Map(scheme.relationTypes.map((type) => [type.id, type]));
  for (const id of relationTypes) if (!relations.has(id)) relations.set(id, { id, description: "" });
  return { ...scheme, entityTypes: [...types.values()], relationTypes: [...relations.values()] };
}

/** The file with the time of the import, and its annotator, where the foreign file said none. */
export function stamped(file: AnnotationFile, now: string, annotator: { id: string; name: string }): AnnotationFile {
  const time = (said: string) => (said === unstamped ? now : said);
  const stamp = <R extends { annotator: string; created: string; modified: string }>(record: R): R => ({
    ...record,
    annotator: record.annotator === unnamed ? annotator.id : record.annotator,
    created: time(record.created),
    modified: time(record.modified),
  });
  return {
    ...file,
    annotators: file.annotators.map((one) => (one.id === unnamed ? { ...one, ...annotator } : one)),
    entities: file.entities.map((entity) => ({ ...entity, created: time(entity.created) })),
    mentions: file.mentions.map(stamp),
    quotes: file.quotes.map(stamp),
    claims: file.claims.map(stamp),
    relations: file.relations.map(stamp),
  };
}
