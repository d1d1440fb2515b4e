import { z } from "zod";

/** What another feature structure is named by in a value. */
const referenceSchema = z.object({ ref: z.number().int() });
const primitiveSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const itemSchema = z.union([primitiveSchema, referenceSchema]);
const valueSchema = z.union([itemSchema, z.array(itemSchema)]);
export type Reference = z.infer<typeof referenceSchema>;
export type Item = z.infer<typeof itemSchema>;
export type Value = z.infer<typeof valueSchema>;
export const featuresSchema = z.record(z.string(), valueSchema);
export type Features = z.infer<typeof featuresSchema>;

/** A feature structure of a UIMA CAS. `begin` and `end` of annotations are UTF-16 units of their sofa's text, whatever
 *  the file counts. An array that only one feature holds is the feature's value; a shared one is a structure with
 *  `elements`. */
export const structureSchema = z.object({
  id: z.number().int(),
  type: z.string(),
  features: featuresSchema,
  /** The sofas in whose views it is indexed. */
  views: z.array(z.number()),
});
export type Structure = z.infer<typeof structureSchema>;

const featureSchema = z.object({
  name: z.string(),
  range: z.string(),
  /** Of an array of feature structures: their type. */
  element: z.string().optional(),
  /** Whether an array may be shared, so that it is a structure of its own. */
  shared: z.boolean().optional(),
});
export const typeSchema = z.object({ name: z.string(), super: z.string(), features: z.array(featureSchema) });
export type FeatureType = z.infer<typeof featureSchema>;
export type CasType = z.infer<typeof typeSchema>;

export const sofaSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Null where the view has no text. */
  text: z.string().nullable(),
  features: featuresSchema,
  /** Whether only a view names it, and no structure. */
  implied: z.boolean().optional(),
});
export type Sofa = z.infer<typeof sofaSchema>;

/** A common analysis structure, as XMI, JSON and TSV are read into and written from.
 *  https://uima.apache.org/d/uimaj-current/references.html */
export interface Cas {
  types: CasType[];
  sofas: Sofa[];
  structures: Structure[];
}

export const isReference = (value: unknown): value is Reference =>
  typeof value === "object" && value !== null && !Array.isArray(value) && "ref" in value;
/** The order of the items of a slot: links have ids in the order in which they were made. */
export const byReference = (a: Item, b: Item): number => (isReference(a) ? a.ref : 0) - (isReference(b) ? b.ref : 0);
export const refOf = (value: Value | undefined): number | null => (isReference(value) ? value.ref : null);
export const shortName = (type: string): string => type.slice(type.lastIndexOf(".") + 1);
export const numberOf = (value: Value | undefined): number => (typeof value === "number" ? value : Number.NaN);

const annotation = "uima.tcas.Annotation";
const string = "uima.cas.String";
const base: CasType[] = [
  { name: "uima.cas.AnnotationBase", super: "uima.cas.TOP", features: [{ name: "sofa", range: "uima.cas.Sofa" }] },
  {
    name: annotation,
    super: "uima.cas.AnnotationBase",
    features: [
      { name: "begin", range: "uima.cas.Integer" },
      { name: "end", range: "uima.cas.Integer" },
    ],
  },
  { name: "uima.tcas.DocumentAnnotation", super: annotation, features: [{ name: "language", range: string }] },
  ...["Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double", "String", "FS"].map((name) => ({
    name: `uima.cas.${name}Array`,
    super: "uima.cas.ArrayBase",
    features: [{ name: "elements", range: `uima.cas.${name}Array` }],
  })),
];

/** How the features of types are declared, theirs and those that they inherit. */
export interface TypeSystem {
  feature(type: string, name: string): FeatureType | null;
  /** The features that a type declares itself. */
  own(type: string): FeatureType[];
  /** Whether a type is another or below it. */
  isA(type: string, ancestor: string): boolean;
}

export function typeSystemOf(...lists: readonly (readonly CasType[])[]): TypeSystem {
  const byName = new Map<string, { super: string; features: Map<string, FeatureType> }>();
  for (const { name, super: parent, features } of [base, ...lists].flat()) {
    const known = byName.get(name) ?? { super: parent, features: new Map<string, FeatureType>() };
    for (const feature of features) if (!known.features.has(feature.name)) known.features.set(feature.name, feature);
    byName.set(name, known);
  }
  const lineage = (type: string): string[] => {
    const line: string[] = [];
    for (let at: string | undefined = type; at !== undefined && !line.includes(at); at = byName.get(at)?.super)
      line.push(at);
    return line;
  };
  return {
    feature(type, name) {
      for (const one of lineage(type)) {
        const found = byName.get(one)?.features.get(name);
        if (found) return found;
      }
      return null;
    },
    own: (type) => [...(byName.get(type)?.features.values() ?? [])],
    isA: (type, ancestor) => lineage(type).includes(ancestor),
  };
}

/** What kind of values a feature takes. */
export type Range = "text" | "whole" | "real" | "truth" | "reference" | "references" | "list";

export function kindOfRange({ range }: FeatureType, types: TypeSystem): Range {
  if (range.endsWith("[]") || range === "uima.cas.FSArray") return "references";
  if (/^uima\.cas\.\w+Array$/.test(range)) return "list";
  if (types.isA(range, string)) return "text";
  if (/^uima\.cas\.(?:Byte|Short|Integer|Long)$/.test(range)) return "whole";
  if (/^uima\.cas\.(?:Float|Double)$/.test(range)) return "real";
  return range === "uima.cas.Boolean" ? "truth" : "reference";
}
