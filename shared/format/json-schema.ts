import { z } from "zod";
import { annotationFileSchema, annotationSchemaName } from "./annotation-file.ts";
import { fileFormats } from "./project-files.ts";

/** What each schema describes, as its title says it. */
const titles: Record<string, string> = {
  [annotationSchemaName]: "Onrecord annotation file, version 1",
  "project-1.schema.json": "Onrecord project.json, version 1",
  "annotator-1.schema.json": "Onrecord annotators/<annotator>.json, version 1",
  "article-1.schema.json": "Onrecord articles/<article>/<version>.json, version 1",
  "suggestions-1.schema.json": "Onrecord suggestions/<annotator>/<article>.json, version 1",
  "lessons-1.schema.json": "Onrecord suggestions/<annotator>.json, version 1",
  "annotations-1.schema.json": "Onrecord annotations/<annotator>/<article>.json, version 1",
};

/** The published JSON Schemas by file name: the shape of every format, as its files name it in `$schema`. */
export function jsonSchemas(): Map<string, string> {
  const schemas: [name: string, schema: z.ZodType][] = [
    [annotationSchemaName, annotationFileSchema],
    ...Object.entries(fileFormats).map(([name, schema]): [string, z.ZodType] => [`${name}.schema.json`, schema]),
  ];
  return new Map(schemas.map(([name, schema]) => [name, jsonSchema(name, schema)]));
}

function jsonSchema(name: string, schema: z.ZodType): string {
  const { $schema, ...shape } = z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });
  const described = {
    $schema,
    $id: name,
    title: titles[name] ?? name,
    description: "Says the shape. What it cannot say is in docs/annotation-json.md and checked by `onrecord validate`.",
    ...shape,
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}
