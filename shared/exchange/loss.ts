import { z } from "zod";
import type { AnnotationFile } from "../format/annotation-file.ts";
import { type Difference, recordTables } from "./difference.ts";
import type { CarriedTable, Carries, Loss } from "./format.ts";

export const lossSchema = z.object({ what: z.string(), count: z.number(), examples: z.array(z.string()) });

const mostExamples = 5;

/** Losses of one kind counted together, of any number of documents. */
export function summed(losses: Iterable<Loss>): Loss[] {
  const byWhat = new Map<string, Loss>();
  for (const { what, count, examples } of losses) {
    const known = byWhat.get(what);
    byWhat.set(what, {
      what,
      count: count + (known?.count ?? 0),
      examples: [...(known?.examples ?? []), ...examples].slice(0, mostExamples),
    });
  }
  return [...byWhat.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
}

/** What the differences between what a format gives back and what was meant say is lost. A record that the format gives
 *  back and nobody made, such as a mention that was a cue, is reported as added. */
export const lossesOf = (list: readonly Difference[]): Loss[] =>
  summed(
    list.map(({ place, id, field, is }) => ({
      what: field === "" && is === undefined ? `${place} added` : nameOf(place, field),
      count: 1,
      examples: [id === "" ? field : id],
    })),
  );

const nameOf = (place: string, field: string) =>
  field === "" ? place : place === "document" ? field : `${place}.${field}`;

/** Fields that hold a record together and say nothing by themselves. */
const identity = new Set(["$schema", "format", "version"]);

/** What a format that is only written loses, by what it says that it carries: everything else that is not empty. */
export function declaredLosses(file: AnnotationFile, { fields }: Carries): Loss[] {
  const found: Loss[] = [];
  const check = (place: CarriedTable, id: string, record: object) => {
    const carried = new Set(fields[place]);
    for (const [field, value] of Object.entries(record)) {
      if (!carried.has(field) && !isEmpty(value))
        found.push({ what: `${place}.${field}`, count: 1, examples: [id || field] });
    }
  };
  for (const [field, value] of Object.entries(file)) {
    if (field === "article") check("article", "", file.article);
    else if (!isTable(field)) {
      if (!identity.has(field) && !isEmpty(value)) found.push({ what: field, count: 1, examples: [field] });
    } else {
      for (const record of file[field] ?? []) {
        if (field === "orphans" || !fields[field]) found.push({ what: field, count: 1, examples: [record.id] });
        else check(field, record.id, record);
      }
    }
  }
  return summed(found);
}

const isTable = (field: string): field is (typeof recordTables)[number] =>
  (recordTables as readonly string[]).includes(field);

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
