import { z } from "zod";

/** The bytes of a file for a value of `schema`: keys in the order of the schema, unknown ones after them by name,
 *  two-space indent, final newline. Equal values always give equal bytes. */
export function canonicalJson(schema: z.ZodType, value: unknown): string {
  return `${JSON.stringify(inSchemaOrder(schema, value), null, 2)}\n`;
}

/** The same on one line, for logs. */
export function canonicalLine(schema: z.ZodType, value: unknown): string {
  return `${JSON.stringify(inSchemaOrder(schema, value))}\n`;
}

function inSchemaOrder(schema: z.ZodType, value: unknown): unknown {
  const inner = unwrap(schema);
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? asType(inner.element) : z.unknown();
    return value.map((item) => inSchemaOrder(element, item));
  }
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  const chosen = inner instanceof z.ZodUnion ? fitting(inner, value) : inner;
  if (chosen instanceof z.ZodUnion) return inSchemaOrder(chosen, value);
  const shape: Record<string, z.ZodType> =
    chosen instanceof z.ZodObject ? (chosen.shape as Record<string, z.ZodType>) : {};
  const known = Object.keys(shape).filter((key) => Object.hasOwn(record, key) && record[key] !== undefined);
  const unknown = Object.keys(record)
    .filter((key) => !Object.hasOwn(shape, key) && record[key] !== undefined)
    .sort();
  return Object.fromEntries(
    [...known, ...unknown].map((key) => [
      key,
      inSchemaOrder((Object.hasOwn(shape, key) && shape[key]) || z.unknown(), record[key]),
    ]),
  );
}

/** The object schema inside wrappers such as nullable or optional. */
function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return unwrap(asType(schema.unwrap()));
  }
  return schema;
}

function fitting(union: z.ZodUnion, value: unknown): z.ZodType {
  const options = union.options.map(asType);
  return unwrap(options.find((option) => option.safeParse(value).success) ?? z.unknown());
}

const asType = (schema: unknown): z.ZodType => schema as z.ZodType;
