import { z } from "zod";
import { sameRecord } from "../annotation/operation.ts";
import { type Entity, entitySchema, idSchema, timeSchema } from "../annotation/records.ts";
import type { Table } from "../annotation/state.ts";
import { canonicalLine } from "./canonical.ts";
import { isTooDeep } from "./json-file.ts";
import type { Problem } from "./problem.ts";

const newEntitySchema = entitySchema.omit({ mergedInto: true }).extend({ created: timeSchema.optional() });

/** One change that an annotator made to the entity register: a line of `entities/<annotator>.jsonl`. */
export const registerRecordSchema = z.discriminatedUnion("do", [
  z.looseObject({ at: timeSchema, do: z.literal("create"), entity: newEntitySchema }),
  z.looseObject({
    at: timeSchema,
    do: z.literal("set"),
    entity: idSchema,
    field: z.string().min(1),
    /** Left out where the field itself is gone. */
    value: z.unknown().optional(),
  }),
  z.looseObject({ at: timeSchema, do: z.literal("merge"), from: idSchema, into: idSchema }),
  z.looseObject({ at: timeSchema, do: z.literal("revoke"), from: idSchema }),
  z.looseObject({ at: timeSchema, do: z.literal("delete"), entity: idSchema }),
]);
export type RegisterRecord = z.infer<typeof registerRecordSchema>;

export interface RegisterLog {
  annotator: string;
  records: RegisterRecord[];
}

/** The register that any set of logs describes, whatever the order in which the logs arrive. Records are taken in order
 *  of (time, annotator, place in the log); the newest wins per field; a merge that would close a cycle is ignored; what
 *  was set of an entity before its creation, by a clock that is behind, holds against what it was created with. */
export function foldRegister(logs: readonly RegisterLog[]): Map<string, Entity> {
  const records = logs
    .flatMap(({ annotator, records: own }) => own.map((record, line) => ({ annotator, line, record })))
    .sort(
      (a, b) =>
        compare(Date.parse(a.record.at), Date.parse(b.record.at)) ||
        compare(a.annotator, b.annotator) ||
        compare(a.line, b.line),
    )
    .map(({ record }) => record);

  const fields = new Map<string, Map<string, unknown>>();
  const created = new Map<string, string>();
  const alive = new Map<string, boolean>();
  const merged = new Map<string, string>();
  const fieldsOf = (id: string) => fields.get(id) ?? fields.set(id, new Map()).get(id) ?? new Map<string, unknown>();

  for (const record of records) {
    switch (record.do) {
      case "create": {
        const { id, created: since = record.at, ...values } = record.entity;
        const early = created.has(id) ? [] : fieldsOf(id);
        fields.set(id, new Map([...Object.entries(values), ...early]));
        created.set(id, since);
        alive.set(id, true);
        break;
      }
      case "set":
        if (record.value === undefined) fieldsOf(record.entity).delete(record.field);
        else fieldsOf(record.entity).set(record.field, record.value);
        break;
      case "merge":
        if (!closesCycle(merged, record.from, record.into)) merged.set(record.from, record.into);
        break;
      case "revoke":
        merged.delete(record.from);
        break;
      case "delete":
        alive.set(record.entity, false);
        merged.delete(record.entity);
        break;
    }
  }

  const register = new Map<string, Entity>();
  for (const [id, at] of created) {
    if (!alive.get(id)) continue;
    const parsed = entitySchema.safeParse({
      ...Object.fromEntries(fieldsOf(id)),
      id,
      mergedInto: merged.get(id) ?? null,
      created: at,
    });
    if (parsed.success) register.set(id, parsed.data);
  }
  return register;
}

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

function closesCycle(merged: ReadonlyMap<string, string>, from: string, into: string): boolean {
  for (let at: string | undefined = into; at !== undefined; at = merged.get(at)) if (at === from) return true;
  return false;
}

/** The records that turn one entity into another, all at one time. Undefined on either side: no such entity. */
export function registerChanges(before: Entity | undefined, after: Entity | undefined, at: string): RegisterRecord[] {
  if (!after) return before ? [{ at, do: "delete", entity: before.id }] : [];
  const { mergedInto, ...entity } = after;
  const records: RegisterRecord[] = [];
  if (!before) records.push({ at, do: "create", entity });
  else {
    const { id: _id, created: _created, ...now } = entity;
    const { id: _wasId, created: _wasCreated, mergedInto: _wasMerged, ...then } = before;
    for (const field of new Set([...Object.keys(now), ...Object.keys(then)])) {
      const value = now[field as keyof typeof now];
      if (!sameRecord(before[field], value)) records.push({ at, do: "set", entity: after.id, field, value });
    }
  }
  const wasMerged = before?.mergedInto ?? null;
  if (wasMerged !== null && mergedInto !== wasMerged) records.push({ at, do: "revoke", from: after.id });
  if (mergedInto !== null && mergedInto !== wasMerged)
    records.push({ at, do: "merge", from: after.id, into: mergedInto });
  return records;
}

/** The records that turn one register into another. Merges come last: on their way from one set of merges to another,
 *  what is still to be revoked must not make a new one look like a cycle. */
export function registerDifference(before: Table<Entity>, after: Table<Entity>, at: string): RegisterRecord[] {
  const ids = new Set([...after.keys(), ...before.keys()]);
  const records = [...ids].flatMap((id) => {
    const [then, now] = [before.get(id), after.get(id)];
    return then === now ? [] : registerChanges(then, now, at);
  });
  const isMerge = (record: RegisterRecord) => record.do === "merge";
  return [...records.filter((record) => !isMerge(record)), ...records.filter(isMerge)];
}

/** A time that is not before `last`: a clock that was set back goes on from the last record plus one millisecond, as long
 *  as years have four digits. */
export function timeAfter(now: string, last: string | null): string {
  if (last === null || Date.parse(now) > Date.parse(last)) return now;
  return new Date(Math.min(Date.parse(last) + 1, lastTime)).toISOString();
}

const lastTime = Date.parse("9999-12-31T23:59:59.999Z");

export const registerLine = (record: RegisterRecord): string => canonicalLine(registerRecordSchema, record);

export interface ReadLog {
  records: RegisterRecord[];
  problems: Problem[];
  /** UTF-16 length of the part that ends in a whole line: what stands after it is a torn last line. */
  wholeLength: number;
}

/** Reads a register log. A torn last line is left out and reported as repaired; a bad line in the middle is reported
 *  and skipped, and the rest still counts. */
export function readRegisterLog(file: string, content: string): ReadLog {
  const wholeLength = content.lastIndexOf("\n") + 1;
  const records: RegisterRecord[] = [];
  const problems: Problem[] = [];
  const lines = content.slice(0, wholeLength).split("\n").slice(0, -1);
  lines.forEach((line, index) => {
    const parsed = registerRecordSchema.safeParse(jsonOrNull(line));
    if (parsed.success) records.push(parsed.data);
    else {
      problems.push({
        file,
        path: `line ${index + 1}`,
        reason: "the line is not a register record",
        remedy: "The rest of the register was read; restore the line from a backup or version control.",
      });
    }
  });
  if (wholeLength < content.length) {
    problems.push({
      file,
      path: `line ${lines.length + 1}`,
      reason: "the last line was cut off while it was written",
      remedy: "It is dropped; everything before it was read.",
    });
  }
  return { records, problems, wholeLength };
}

function jsonOrNull(line: string): unknown {
  try {
    return isTooDeep(line) ? null : JSON.parse(line);
  } catch {
    return null;
  }
}
