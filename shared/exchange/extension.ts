import { z } from "zod";
import type { AnnotationFile } from "../format/annotation-file.ts";
import { type Difference, differences, recordTables, withDifferences } from "./difference.ts";

const place = z.enum([...recordTables, "article", "document"]);

/** What a format cannot say in its own terms, kept where it has room for what others add. Each change names what it is
 *  a change of by a fingerprint: what was edited in the other program since is left as it was edited. */
export const extensionSchema = z.object({
  onrecord: z.literal(1),
  /** The id of a record in the file → its id in Onrecord, where they differ. */
  ids: z.record(z.string(), z.string()),
  entities: z.record(z.string(), z.string()),
  /** Table, id, field, fingerprint of what the file says, and what it should say (missing: nothing). */
  changes: z.array(z.tuple([place, z.string(), z.string(), z.string()]).rest(z.unknown())),
});
export type Extension = z.infer<typeof extensionSchema>;

/** The extension in a value from a file; null where it is none. */
export function extensionFrom(value: unknown): Extension | null {
  const parsed = extensionSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The extension in a text of JSON; null where it is none. */
export function extensionFromText(text: string): Extension | null {
  try {
    return extensionFrom(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What turns `native`, which a format gives back, into the `wanted` file. `ids` are the native ids of annotations. */
export function extensionFor(native: AnnotationFile, wanted: AnnotationFile, ids: Readonly<Record<string, string>>) {
  const entities = entityIds(native, wanted, ids);
  const changes = differences(renamed(native, ids, entities), wanted).map(
    ({ place: at, id, field, was, is }): Extension["changes"][number] =>
      is === undefined ? [at, id, field, fingerprint(was)] : [at, id, field, fingerprint(was), is],
  );
  const moved = Object.fromEntries(Object.entries(ids).filter(([from, to]) => from !== to));
  return { onrecord: 1 as const, ids: moved, entities, changes };
}

/** The file that was written, from what the format gives back and the extension that came with it. */
export function extended(native: AnnotationFile, extension: Extension): AnnotationFile {
  const list = extension.changes.map(([at, id, field, mark, ...is]) => ({
    place: at,
    id,
    field,
    was: mark,
    is: is.length > 0 ? is[0] : undefined,
  }));
  const file = renamed(native, extension.ids, extension.entities);
  return withDifferences(file, list, (difference, there) => fingerprint(there) === difference.was);
}

/** The differences that a format without room for an extension leaves. */
export function lostDifferences(
  native: AnnotationFile,
  wanted: AnnotationFile,
  ids: Readonly<Record<string, string>>,
): Difference[] {
  return differences(renamed(native, ids, entityIds(native, wanted, ids)), wanted);
}

/** Which entity of `wanted` each of `native` is: that of the first mention that they share. */
function entityIds(
  native: AnnotationFile,
  wanted: AnnotationFile,
  ids: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = new Map(wanted.mentions.map(({ id, entity }) => [id, entity]));
  const there = new Set(wanted.entities.map(({ id }) => id));
  const found = new Map<string, string>();
  for (const { id } of native.entities) if (there.has(id)) found.set(id, id);
  const taken = new Set(found.values());
  for (const mention of native.mentions) {
    const here = named.get(Object.hasOwn(ids, mention.id) ? (ids[mention.id] ?? "") : mention.id);
    if (mention.entity === null || !here || found.has(mention.entity) || taken.has(here)) continue;
    found.set(mention.entity, here);
    taken.add(here);
  }
  return Object.fromEntries([...found].filter(([from, to]) => from !== to));
}

function renamed(
  file: AnnotationFile,
  ids: Readonly<Record<string, string>>,
  entityIdsHere: Readonly<Record<string, string>>,
): AnnotationFile {
  const of = (id: string) => (Object.hasOwn(ids, id) ? (ids[id] ?? id) : id);
  const entity = (id: string) => (Object.hasOwn(entityIdsHere, id) ? (entityIdsHere[id] ?? id) : id);
  const party = <P extends object>(one: P): P => {
    if ("mention" in one) return { ...one, mention: of(String(one.mention)) };
    return "entity" in one ? { ...one, entity: entity(String(one.entity)) } : one;
  };
  const known = new Set(file.entities.map(({ id }) => id));
  const end = (one: AnnotationFile["relations"][number]["from"]) =>
    typeof one !== "string" ? one : known.has(one) ? entity(one) : of(one);
  return {
    ...file,
    entities: file.entities.map((record) => ({ ...record, id: entity(record.id) })),
    mentions: file.mentions.map((record) => ({
      ...record,
      id: of(record.id),
      entity: record.entity === null ? null : entity(record.entity),
    })),
    quotes: file.quotes.map((record) => ({
      ...record,
      id: of(record.id),
      speakers: record.speakers.map(party),
      addressees: record.addressees.map(party),
    })),
    claims: file.claims.map((record) => ({
      ...record,
      id: of(record.id),
      quote: record.quote === null ? null : of(record.quote),
      claimant:
        record.claimant && "quote" in record.claimant
          ? { ...record.claimant, quote: of(String(record.claimant.quote)) }
          : record.claimant && party(record.claimant),
    })),
    relations: file.relations.map((record) => ({
      ...record,
      id: of(record.id),
      from: end(record.from),
      to: end(record.to),
    })),
  };
}

/** A short mark of a JSON value, the same whatever the order of its keys: FNV-1a of 32 bits. */
export function fingerprint(value: unknown): string {
  if (value === undefined) return "";
  const text = JSON.stringify(inOrder(value));
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, inOrder(field)]);
}
