import type { AnnotationFile } from "../format/annotation-file.ts";

/** A list of records of annotation JSON, or one of its objects. */
export const recordTables = ["entities", "mentions", "quotes", "claims", "relations", "orphans"] as const;
export type RecordTable = (typeof recordTables)[number];
export type Place = RecordTable | "article" | "document";

/** One field of one record that two files say differently. `field` is "" for a whole record; a side that has nothing is
 *  undefined. */
export interface Difference {
  place: Place;
  id: string;
  field: string;
  was: unknown;
  is: unknown;
}

type Fields = Record<string, unknown>;

/** What makes `from` into `to`. Records are the same when their ids are. */
export function differences(from: AnnotationFile, to: AnnotationFile): Difference[] {
  const [before, after] = [partsOf(from), partsOf(to)];
  return [
    ...fieldDifferences("document", "", before.document, after.document),
    ...fieldDifferences("article", "", before.article, after.article),
    ...recordTables.flatMap((place) => tableDifferences(place, before.tables[place], after.tables[place])),
  ];
}

function tableDifferences(place: RecordTable, from: Map<string, Fields>, to: Map<string, Fields>): Difference[] {
  const gone = [...from]
    .filter(([id]) => !to.has(id))
    .map(([id, was]) => ({ place, id, field: "", was, is: undefined }));
  const rest = [...to].flatMap(([id, is]): Difference[] => {
    const was = from.get(id);
    return was ? fieldDifferences(place, id, was, is) : [{ place, id, field: "", was: undefined, is }];
  });
  return [...gone, ...rest];
}

function fieldDifferences(place: Place, id: string, from: Fields, to: Fields): Difference[] {
  const fields = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...fields].flatMap((field) => {
    const [was, is] = [own(from, field), own(to, field)];
    return same(was, is) ? [] : [{ place, id, field, was, is }];
  });
}

/** `file` with the differences made, each only where `holds` says that it still fits what is there. */
export function withDifferences(
  file: AnnotationFile,
  list: readonly Difference[],
  holds: (difference: Difference, there: unknown) => boolean,
): AnnotationFile {
  const parts = partsOf(file);
  for (const difference of list) {
    const { place, id, field, is } = difference;
    if (place === "document" || place === "article") {
      if (holds(difference, own(parts[place], field))) parts[place] = withField(parts[place], field, is);
      continue;
    }
    const table = parts.tables[place];
    const record = table.get(id);
    if (field === "") {
      if (!holds(difference, record)) continue;
      if (is === undefined) table.delete(id);
      else table.set(id, { ...(is as Fields) });
    } else if (record && holds(difference, own(record, field))) table.set(id, withField(record, field, is));
  }
  return fileOf(parts);
}

const own = (fields: Fields, field: string): unknown => (Object.hasOwn(fields, field) ? fields[field] : undefined);

function withField(fields: Fields, field: string, value: unknown): Fields {
  const rest = Object.entries(fields).filter(([key]) => key !== field);
  return Object.fromEntries(value === undefined ? rest : [...rest, [field, value]]);
}

interface Parts {
  document: Fields;
  article: Fields;
  tables: Record<RecordTable, Map<string, Fields>>;
}

function partsOf(file: AnnotationFile): Parts {
  const { article, entities, mentions, quotes, claims, relations, orphans, ...document } = file as Fields;
  const table = (list: unknown) => new Map(((list ?? []) as Fields[]).map((record) => [String(record.id), record]));
  return {
    document,
    article: article as Fields,
    tables: {
      entities: table(entities),
      mentions: table(mentions),
      quotes: table(quotes),
      claims: table(claims),
      relations: table(relations),
      orphans: table(orphans),
    },
  };
}

function fileOf({ document, article, tables }: Parts): AnnotationFile {
  const lists = Object.fromEntries(recordTables.map((place) => [place, [...tables[place].values()]]));
  if (tables.orphans.size === 0) delete lists.orphans;
  return { ...document, article, ...lists } as unknown as AnnotationFile;
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => same(item, b[at]));
  }
  const [x, y] = [defined(a as Fields), defined(b as Fields)];
  return (
    x.length === y.length && x.every((key) => Object.hasOwn(b, key) && same((a as Fields)[key], (b as Fields)[key]))
  );
}

const defined = (fields: Fields) => Object.keys(fields).filter((key) => fields[key] !== undefined);
