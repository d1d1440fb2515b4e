import { z } from "zod";
import { isObject } from "../json.ts";
import {
  type Cas,
  type CasType,
  type Features,
  type FeatureType,
  type Item,
  isReference,
  kindOfRange,
  type Sofa,
  type Structure,
  type TypeSystem,
  typeSystemOf,
  type Value,
} from "./cas.ts";
import { ownTypes } from "./layers.ts";
import { type Encoding, unitsOf } from "./units.ts";

const idSchema = z.number().int();
const viewSchema = z.looseObject({ "%SOFA": idSchema, "%MEMBERS": z.array(idSchema).optional() });
const structureSchema = z.looseObject({ "%ID": idSchema, "%TYPE": z.string() });
/** UIMA CAS JSON 0.4. https://github.com/apache/uima-uimaj-io-jsoncas/blob/main/SPECIFICATION.adoc */
const documentSchema = z.looseObject({
  "%TYPES": z.record(z.string(), z.looseObject({ "%SUPER_TYPE": z.string().optional() })).optional(),
  "%FEATURE_STRUCTURES": z.union([z.array(structureSchema), z.record(z.string(), z.unknown())]).optional(),
  "%VIEWS": z.record(z.string(), viewSchema).optional(),
  "%OFFSET_ENCODING": z.string().optional(),
});

/** What the document does not say as it should: where, and what. */
export interface JsonFault {
  path: string;
  reason: string;
}

/** The CAS that a JSON document says, its offsets counted in UTF-16 units. */
export function casOfJson(value: unknown): Cas | JsonFault {
  const parsed = documentSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { path: (issue?.path ?? []).join("."), reason: issue?.message ?? "it is no CAS" };
  }
  const given = parsed.data["%OFFSET_ENCODING"] ?? "UTF-16";
  const encoding = encodings[given.toUpperCase()];
  if (!encoding) return { path: "%OFFSET_ENCODING", reason: `it counts offsets in ${given}` };
  const raw = structuresIn(parsed.data["%FEATURE_STRUCTURES"]);
  if (!Array.isArray(raw)) return raw;
  const types = typesOf(parsed.data["%TYPES"] ?? {});
  const views = new Map<number, number[]>();
  const sofas = raw.filter((one) => one["%TYPE"] === "uima.cas.Sofa").map(sofaOf);
  for (const [name, { "%SOFA": sofa, "%MEMBERS": members }] of Object.entries(parsed.data["%VIEWS"] ?? {})) {
    if (!sofas.some(({ id }) => id === sofa)) sofas.push({ id: sofa, name, text: null, features: {}, implied: true });
    for (const member of members ?? []) views.set(member, [...(views.get(member) ?? []), sofa]);
  }
  const structures = raw
    .filter((one) => one["%TYPE"] !== "uima.cas.Sofa")
    .map(
      (one): Structure => ({
        id: one["%ID"],
        type: one["%TYPE"],
        features: featuresOf(one),
        views: views.get(one["%ID"]) ?? [],
      }),
    );
  const cas = { types, sofas, structures: inUtf16(structures, sofas, encoding) };
  return { ...cas, structures: withInlineArrays(cas, typeSystemOf(types, ownTypes)) };
}

const encodings: Readonly<Record<string, Encoding>> = { "UTF-8": "utf8", "UTF-16": "utf16", "UTF-32": "utf32" };

type RawStructure = z.infer<typeof structureSchema>;

/** The structures of a list, or of an object that names each by its id. */
function structuresIn(given: z.infer<typeof documentSchema>["%FEATURE_STRUCTURES"]): RawStructure[] | JsonFault {
  if (given === undefined || Array.isArray(given)) return given ?? [];
  const list: RawStructure[] = [];
  for (const [id, one] of Object.entries(given)) {
    const parsed = structureSchema.safeParse(isObject(one) ? { "%ID": Number(id), ...one } : one);
    if (!parsed.success) return { path: `%FEATURE_STRUCTURES.${id}`, reason: "it is no feature structure" };
    list.push(parsed.data);
  }
  return list;
}

function typesOf(given: Record<string, Record<string, unknown>>): CasType[] {
  return Object.entries(given).map(([name, fields]) => ({
    name,
    super: typeof fields["%SUPER_TYPE"] === "string" ? fields["%SUPER_TYPE"] : "uima.cas.TOP",
    features: Object.entries(fields).flatMap(([key, feature]): FeatureType[] => {
      if (key.startsWith("%") || !isObject(feature)) return [];
      const range = typeof feature["%RANGE"] === "string" ? feature["%RANGE"] : "uima.cas.String";
      const isShared = feature["%MULTIPLE_REFERENCES_ALLOWED"] === true;
      const isArray = range.endsWith("[]");
      return [
        {
          name: key,
          range: isArray ? "uima.cas.FSArray" : range,
          ...(isArray ? { element: range.slice(0, -2) } : {}),
          ...(isShared ? { shared: true } : {}),
        },
      ];
    }),
  }));
}

function sofaOf(raw: RawStructure): Sofa {
  const { "%ID": id, "%TYPE": _type, sofaID, sofaString, ...rest } = raw;
  return {
    id,
    name: typeof sofaID === "string" ? sofaID : "_InitialView",
    text: typeof sofaString === "string" ? sofaString : null,
    features: featuresOf(rest),
  };
}

function featuresOf(raw: Record<string, unknown>): Features {
  const features: Features = {};
  const isElements = /\[\]$|FSArray$/.test(String(raw["%TYPE"]));
  for (const [key, value] of Object.entries(raw)) {
    if (key === "%ELEMENTS")
      features.elements = Array.isArray(value) ? value.map((one) => itemOf(one, isElements)) : itemOf(value, false);
    else if (key.startsWith("@")) features[key.slice(1)] = itemOf(value, true);
    else if (!key.startsWith("%"))
      features[key.replace(/^#/, "")] = Array.isArray(value)
        ? value.map((one) => itemOf(one, false))
        : itemOf(value, false);
  }
  return features;
}

function itemOf(value: unknown, isReferenceId: boolean): Item {
  if (typeof value === "number") return isReferenceId ? { ref: value } : value;
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

function inUtf16(structures: readonly Structure[], sofas: readonly Sofa[], encoding: Encoding): Structure[] {
  if (encoding === "utf16") return [...structures];
  const units = new Map(sofas.map(({ id, text }) => [id, unitsOf(text ?? "", encoding)]));
  return structures.map((structure) => {
    const { sofa, begin, end } = structure.features;
    const convert = isReference(sofa) ? units.get(sofa.ref) : undefined;
    if (!convert || typeof begin !== "number" || typeof end !== "number") return structure;
    return { ...structure, features: { ...structure.features, begin: convert(begin), end: convert(end) } };
  });
}

/** The structures with each array that one feature alone holds as the value of that feature. */
function withInlineArrays({ structures }: Cas, types: TypeSystem): Structure[] {
  const uses = new Map<number, number>();
  const count = (value: Value) => {
    for (const item of [value].flat()) if (isReference(item)) uses.set(item.ref, (uses.get(item.ref) ?? 0) + 1);
  };
  for (const { features } of structures) for (const value of Object.values(features)) count(value);
  const arrays = new Map(
    structures
      .filter(({ id, features, views, type }) => {
        const isArray = type.endsWith("[]") || /^uima\.cas\.\w+Array$/.test(type);
        return isArray && Array.isArray(features.elements) && views.length === 0 && uses.get(id) === 1;
      })
      .map(({ id, features }) => [id, features.elements ?? []] as const),
  );
  const inlined = new Set<number>();
  const whole = structures.map((structure): Structure => {
    const entries = Object.entries(structure.features).map(([name, value]): [string, Value] => {
      const feature = types.feature(structure.type, name);
      const elements = isReference(value) ? arrays.get(value.ref) : undefined;
      if (!isReference(value) || !elements || !feature || feature.shared) return [name, value];
      const kind = kindOfRange(feature, types);
      if (kind !== "references" && kind !== "list") return [name, value];
      inlined.add(value.ref);
      return [name, elements];
    });
    return { ...structure, features: Object.fromEntries(entries) };
  });
  return whole.filter(({ id }) => !inlined.has(id));
}

/** Writes a CAS as JSON, with offsets in UTF-16 units, which is what a document that says nothing counts. */
export function casToJson({ types, sofas, structures }: Cas): string {
  const system = typeSystemOf(types, ownTypes);
  let free = Math.max(0, ...sofas.map(({ id }) => id), ...structures.map(({ id }) => id));
  const arrays: Record<string, unknown>[] = [];
  const ofFeature = (type: string, name: string, value: Value): [string, unknown] => {
    const feature = system.feature(type, name);
    if (isReference(value)) return [`@${name}`, value.ref];
    if (Array.isArray(value) && name !== "elements") {
      free++;
      const of = feature?.element ? `${feature.element}[]` : (feature?.range ?? arrayType(value));
      arrays.push({ "%ID": free, "%TYPE": of, "%ELEMENTS": value.map(plainItem) });
      return [`@${name}`, free];
    }
    if (name === "elements") return ["%ELEMENTS", Array.isArray(value) ? value.map(plainItem) : value];
    const isReal = feature && kindOfRange(feature, system) === "real";
    return [isReal && typeof value === "string" ? `#${name}` : name, value];
  };
  const shown = structures.map(({ id, type, features }) => ({
    "%ID": id,
    "%TYPE": type,
    ...Object.fromEntries(Object.entries(features).map(([name, value]) => ofFeature(type, name, value))),
  }));
  const shownSofas = sofas
    .filter(({ implied }) => !implied)
    .map(({ id, name, text, features: { sofaNum, ...rest } }) => ({
      "%ID": id,
      "%TYPE": "uima.cas.Sofa",
      ...(sofaNum === undefined ? {} : { sofaNum }),
      sofaID: name,
      ...Object.fromEntries(Object.entries(rest).map(([key, value]) => ofFeature("uima.cas.Sofa", key, value))),
      ...(text === null ? {} : { sofaString: text }),
    }));
  const all = [...shownSofas, ...shown, ...arrays];
  const views = sofas.map(({ id, name }) => {
    const members = structures.filter((one) => one.views.includes(id)).map((one) => one.id);
    return [name, { "%SOFA": id, "%MEMBERS": members }];
  });
  const document = {
    "%TYPES": Object.fromEntries(types.map((type) => [type.name, typeToJson(type)])),
    ...(all.length === 0 ? {} : { "%FEATURE_STRUCTURES": all }),
    "%VIEWS": Object.fromEntries(views),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const plainItem = (item: Item) => (isReference(item) ? item.ref : item);
const arrayType = (value: readonly Item[]): string => {
  if (value.every(isReference)) return "uima.cas.FSArray";
  return value.every((item) => typeof item === "number") ? "uima.cas.IntegerArray" : "uima.cas.StringArray";
};

const typeToJson = ({ name, super: parent, features }: CasType) => ({
  "%NAME": name,
  "%SUPER_TYPE": parent,
  ...Object.fromEntries(
    features.map((feature) => [
      feature.name,
      {
        "%NAME": feature.name,
        "%RANGE": feature.element ? `${feature.element}[]` : feature.range,
        ...(feature.shared ? { "%MULTIPLE_REFERENCES_ALLOWED": true } : {}),
      },
    ]),
  ),
});
