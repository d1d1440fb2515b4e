import { z } from "zod";
import { fieldMapSchema } from "../article/json-fields.ts";
import { problemSchema } from "../format/problem.ts";
import { method } from "./method.ts";

/** A file that the host knows, or how a dropped one begins (base64), cut after a line or whole. */
const beginningSchema = z.union([
  z.strictObject({ handle: z.string().min(1) }),
  z.strictObject({ name: z.string().min(1), base64: z.string() }),
]);

const previewSchema = z.object({
  title: z.string(),
  byline: z.string().nullable(),
  publisher: z.string().nullable(),
  date: z.string().nullable(),
  url: z.string().nullable(),
  language: z.string().nullable(),
  /** How its text begins. */
  start: z.string(),
  isWhole: z.boolean(),
  words: z.number().int(),
  /** What was left out of it, in a sentence each. */
  notices: z.array(z.string()),
});

export const fieldsFoundSchema = z.object({
  name: z.string(),
  /** How many records were looked at: the first of the file. */
  records: z.number().int(),
  fields: z.array(
    z.object({ name: z.string(), count: z.number().int(), isText: z.boolean(), samples: z.array(z.string()) }),
  ),
  /** What was chosen for these fields: now, or the last time; empty where nothing was. */
  chosen: fieldMapSchema,
  /** Which field says what, by the choice and by usual names. Without a text it has to be asked. */
  map: fieldMapSchema,
  /** The field with the longest strings, where no name says which is the text. */
  likelyText: z.string().nullable(),
  /** The first article as it would come in; null where no record gives one. */
  preview: previewSchema.nullable(),
  /** What is wrong with records that were looked at, each with its line. */
  problems: z.array(problemSchema),
});
export type FieldsFound = z.infer<typeof fieldsFoundSchema>;

/** Requests about the fields of JSON Lines. */
export const fieldMethods = {
  /** What fields a file of JSON Lines has, and what its first article becomes; null for any other file. `fields` is what
   *  is chosen now, null to go by what was chosen the last time. */
  "article.fields": method(
    z.strictObject({ source: beginningSchema, fields: fieldMapSchema.nullable() }),
    z.object({ found: fieldsFoundSchema.nullable() }),
  ),
} as const;
