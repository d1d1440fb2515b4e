import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportDocument, importFiles, whole } from "../../../shared/exchange/exchange.ts";
import type { Format, Loss } from "../../../shared/exchange/format.ts";
import { formats } from "../../../shared/exchange/registry.ts";
import { type AnnotationDocument, readAnnotation, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { documents } from "../support/documents.ts";

const options = { now: "2026-11-24T09:00:00.000Z", annotator: { id: "someone", name: "Someone" } };
const both = formats.filter(({ read, write }) => read && write);
const isLossless = ({ carries, id }: Format) => carries.extension !== null || id.startsWith("onrecord");

const check = (holds: (document: AnnotationDocument) => void) =>
  fc.assert(fc.property(documents, holds), { numRuns: 40 });

function again(format: Format, document: AnnotationDocument, extension: boolean) {
  const exported = exportDocument(format, document, { extension });
  const imported = importFiles(format, whole(format, [exported.files]), options);
  return { ...exported, imported };
}

describe.each(both.filter(isLossless))("$title", (format) => {
  it("gives back any document as it was, from its own terms and the extension", () => {
    check((document) => {
      const { losses, imported } = again(format, document, true);
      expect(losses).toEqual([]);
      expect(imported.problems).toEqual([]);
      expect(imported.documents.map((one) => writeAnnotation(one, "all"))).toEqual([writeAnnotation(document, "all")]);
    });
  });
});

/** The document with ids such as the formats give themselves, so that theirs and ours meet. */
function withForeignIds(document: AnnotationDocument): AnnotationDocument {
  const kinds: Record<string, string> = { m: "T", q: "E", c: "", r: "s" };
  const content = writeAnnotation(document, "all").replace(
    /": "([mqcr])(\d+)"/g,
    (_, kind: string, number: string) => `": "${kinds[kind]}${number}"`,
  );
  const read = readAnnotation("story", content, content.length);
  if (!read.ok) throw new Error(read.problem.reason);
  return read.document;
}

describe.each(both.filter(isLossless))("$title with ids that are its own", (format) => {
  it("gives back any document as it was", () => {
    const renamed = documents.map(withForeignIds);
    fc.assert(
      fc.property(renamed, (document) => {
        const { imported } = again(format, document, true);
        expect(imported.problems).toEqual([]);
        const back = imported.documents.map((one) => writeAnnotation(one, "all"));
        expect(back).toEqual([writeAnnotation(document, "all")]);
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(both)("the loss report of $title without an extension", (format) => {
  it("names all that does not come back, and nothing that does", () => {
    check((document) => {
      const { losses, imported } = again(format, document, false);
      const [back] = imported.documents;
      if (!back) throw new Error(JSON.stringify(imported.problems));
      const reported = new Set(losses.map(({ what }) => what));
      for (const what of comparable) {
        const [table = ""] = what.split(".");
        if (reported.has(what) || reported.has(table)) continue;
        const [given, found] = [valuesOf(document, what), valuesOf(back, what)];
        const isAdded = reported.has(`${table} added`);
        if (!equal(isAdded ? withoutMore(found, given) : found, given))
          expect({ what, found }).toEqual({ what, found: given });
      }
      for (const table of [...tables, "entities", "relations"]) {
        const net = countOf(losses, table) - countOf(losses, `${table} added`);
        expect({ table, net }).toEqual({
          table,
          net: recordsOf(document, table).length - recordsOf(back, table).length,
        });
      }
      expect(losses.filter((loss) => !isLost(loss, document, back))).toEqual([]);
    });
  });

  it("never names a field that the format says it carries", () => {
    const carried = Object.entries(format.carries.fields).flatMap(([table, fields]) =>
      fields.map((field) => `${table}.${field}`),
    );
    check((document) => {
      const { losses } = exportDocument(format, document, { extension: false });
      expect(losses.map(({ what }) => what).filter((what) => carried.includes(what))).toEqual([]);
    });
  });
});

type Fields = Record<string, unknown>;
const plainFields = ["form", "note", "gist", "verdict", "checkWorthiness", "status", "evidence", "annotator", "origin"];
const tables = ["mentions", "quotes", "claims"] as const;

/** Fields that mean the same whatever ids a format gives, by table. */
const comparable = [
  ...["title", "text", "language"].map((field) => `article.${field}`),
  ...tables.flatMap((table) => plainFields.map((field) => `${table}.${field}`)),
];

const recordsOf = (document: AnnotationDocument, table: string): unknown[] => [parsedOf(document)[table] ?? []].flat();

const parsedDocuments = new WeakMap<AnnotationDocument, Record<string, Fields | Fields[]>>();
function parsedOf(document: AnnotationDocument): Record<string, Fields | Fields[]> {
  const known = parsedDocuments.get(document);
  if (known) return known;
  const parsed: Record<string, Fields | Fields[]> = JSON.parse(writeAnnotation(document, "all"));
  parsedDocuments.set(document, parsed);
  return parsed;
}

/** The values of a field in a document, sorted: independent of ids and of how they were compared. */
function valuesOf(document: AnnotationDocument, what: string): string[] {
  const file = parsedOf(document);
  const [table = "", field = ""] = what.split(".");
  const part = file[table] ?? [];
  const records = Array.isArray(part) ? part : [part];
  return records.map((record) => JSON.stringify(record[field]) ?? "").sort();
}

const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const countOf = (losses: readonly Loss[], what: string): number =>
  losses.find((loss) => loss.what === what)?.count ?? 0;

/** The values that are in both, so that what was added does not count. */
function withoutMore(found: readonly string[], given: readonly string[]): string[] {
  const left = [...found];
  return given.filter((value) => {
    const at = left.indexOf(value);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Whether something of that kind is really not in what came back. */
function isLost({ what, count }: Loss, given: AnnotationDocument, back: AnnotationDocument): boolean {
  if (count < 1) return false;
  if (what.endsWith(" added")) return recordsOf(back, what.replace(" added", "")).length >= count;
  const [from, to] = [given, back].map(parsedOf);
  const [table = "", field] = what.split(".");
  if (field === undefined) return JSON.stringify(from?.[table]) !== JSON.stringify(to?.[table]);
  const differs = JSON.stringify(valuesOf(given, what)) !== JSON.stringify(valuesOf(back, what));
  if (plainFields.includes(field)) return differs;
  return differs || JSON.stringify(from?.[table]) !== JSON.stringify(to?.[table]);
}
