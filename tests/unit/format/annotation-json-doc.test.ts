import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  annotationSchemas,
  articleSchema,
  attributeSchema,
  entitySchema,
  entityTypeSchema,
  evidenceSchema,
  relationTypeSchema,
  schemeSchema,
} from "../../../shared/annotation/records.ts";
import { annotationFileSchema, readAnnotation, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { fileSpanSchema } from "../../../shared/format/spans.ts";

const document = readFileSync(new URL("../../../docs/annotation-json.md", import.meta.url), "utf8");
const example = /## A worked example[\s\S]*?```json\n([\s\S]*?)```/.exec(document)?.[1] ?? "";

describe("the document of the format", () => {
  it("has an example that opens without a problem and is written to the same bytes", () => {
    const read = readAnnotation("example.onrecord.json", example, Buffer.byteLength(example));
    if (!read.ok) throw new Error(read.problem.reason);
    expect(read.problems).toEqual([]);
    expect(writeAnnotation(read.document)).toBe(example);
  });

  it("has an example with every kind of annotation, a quote in pieces and a character outside the BMP", () => {
    const file = annotationFileSchema.parse(JSON.parse(example));
    for (const list of [file.mentions, file.quotes, file.claims, file.relations]) expect(list).not.toEqual([]);
    expect(file.quotes[0]?.content.length).toBe(2);
    expect(file.article.text).toMatch(/[\u{10000}-\u{10ffff}]/u);
  });

  it("names every field of every record", () => {
    const annotations = Object.values(annotationSchemas(fileSpanSchema));
    const others = [entitySchema.omit({ mergedInto: true }), articleSchema, schemeSchema, entityTypeSchema];
    const small = [attributeSchema, relationTypeSchema, evidenceSchema, annotationFileSchema];
    for (const schema of [...annotations, ...others, ...small]) {
      for (const field of Object.keys(schema.shape))
        expect(document).toMatch(new RegExp(`[\`{, ]${field.replace("$", "\\$")}\\b`));
    }
  });

  it("links only to places that it has", () => {
    const anchors = Array.from(document.matchAll(/^#+ (.+)$/gm), ([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    for (const [, anchor] of document.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  });
});
