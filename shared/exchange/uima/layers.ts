import { z } from "zod";
import { claimLabel, cueLabel, linkTypes, mentionLabel, quoteLabel } from "../regions.ts";
import {
  type CasType,
  type Features,
  featuresSchema,
  type Structure,
  sofaSchema,
  structureSchema,
  typeSchema,
} from "./cas.ts";

const dkpro = "de.tudarmstadt.ukp.dkpro.core.api";
/** Types of DKPro Core that INCEpTION has built in, and layers of one's own, which it calls `webanno.custom`. */
export const layer = {
  token: `${dkpro}.segmentation.type.Token`,
  sentence: `${dkpro}.segmentation.type.Sentence`,
  document: `${dkpro}.metadata.type.DocumentMetaData`,
  name: `${dkpro}.ner.type.NamedEntity`,
  link: `${dkpro}.coref.type.CoreferenceLink`,
  chain: `${dkpro}.coref.type.CoreferenceChain`,
  quote: "webanno.custom.Quote",
  cue: "webanno.custom.Cue",
  claim: "webanno.custom.Claim",
  /** What only Onrecord reads: facts of the article, and the extension. */
  own: "webanno.custom.OnrecordDocument",
} as const;

/** The feature of quotes and claims that says who speaks, is spoken to, and so on, with the role as its type. */
export const slot = "links";
const slotType = (host: string) => `${host}LinksLink`;
export const slotTypes: Readonly<Record<string, string>> = {
  [layer.quote]: slotType(layer.quote),
  [layer.claim]: slotType(layer.claim),
};

/** Whether a link between annotations of two layers is a slot of the first, or else a relation. */
export const isSlotLink = (type: string, from: string, to: string): boolean =>
  slotTypes[from] !== undefined && from !== to && type !== linkTypes.continued;

/** The layer of an annotation by its label. */
export function layerOf(label: string): string {
  if (label === quoteLabel) return layer.quote;
  if (label === cueLabel) return layer.cue;
  return label === claimLabel ? layer.claim : layer.name;
}

/** The label of an annotation whose layer has no value. */
export function labelOfLayer(type: string): string {
  const labels: Record<string, string> = {
    [layer.name]: mentionLabel,
    [layer.quote]: quoteLabel,
    [layer.cue]: cueLabel,
    [layer.claim]: claimLabel,
  };
  return labels[type] ?? type.slice(type.lastIndexOf(".") + 1);
}

/** Whether a layer says its label by its name alone. */
export const isNamedByLayer = (type: string): boolean =>
  ([layer.quote, layer.cue, layer.claim] as string[]).includes(type);

/** The relation layer between annotations of one layer, or of any where they differ. */
export const relationBetween = (from: string, to: string): string =>
  from === to && relationLayers.has(from)
    ? `webanno.custom.${from.slice(from.lastIndexOf(".") + 1)}Relation`
    : anyRelation;
const anyRelation = "webanno.custom.Relation";
const relationLayers = new Set<string>([layer.name, layer.quote, layer.cue, layer.claim]);

const string = "uima.cas.String";
const annotation = "uima.tcas.Annotation";
const text = (...names: string[]) => names.map((name) => ({ name, range: string }));
const type = (name: string, above: string, ...features: CasType["features"]): CasType => ({
  name,
  super: above,
  features,
});
const relation = (name: string, ends: string) =>
  type(name, annotation, { name: "Governor", range: ends }, { name: "Dependent", range: ends }, ...text("value"));
const linkOf = (host: string) =>
  type(slotType(host), "uima.cas.TOP", ...text("role"), { name: "target", range: annotation });
const linksTo = (host: string) => ({ name: slot, range: "uima.cas.FSArray", element: slotType(host) });

/** The types that Onrecord writes, with the features that it uses. */
export const ownTypes: readonly CasType[] = [
  type(layer.token, annotation),
  type(layer.sentence, annotation),
  type(
    layer.document,
    "uima.tcas.DocumentAnnotation",
    ...text("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"),
    { name: "isLastSegment", range: "uima.cas.Boolean" },
  ),
  type(layer.name, annotation, ...text("identifier", "value")),
  type(layer.link, annotation, { name: "next", range: layer.link }, ...text("referenceRelation", "referenceType")),
  type(layer.chain, "uima.cas.AnnotationBase", { name: "first", range: layer.link }),
  type(layer.quote, annotation, ...text("form", "status", "note"), linksTo(layer.quote)),
  linkOf(layer.quote),
  type(layer.cue, annotation),
  type(layer.claim, annotation, ...text("gist", "checkWorthiness", "verdict", "status", "note"), linksTo(layer.claim)),
  linkOf(layer.claim),
  ...[layer.name, layer.quote, layer.cue, layer.claim].map((name) => relation(relationBetween(name, name), name)),
  relation(anyRelation, annotation),
  type(layer.own, "uima.cas.AnnotationBase", ...text("facts", "extension")),
];

/** Types of a file that Onrecord would not declare just so by itself. */
export const foreignTypes = (types: readonly CasType[]): CasType[] =>
  types.filter(({ name, features }) => {
    const own = ownTypes.find((one) => one.name === name);
    return !own || names(own.features) !== names(features);
  });

const names = (features: CasType["features"]): string => features.map(({ name }) => name).join(" ");

/** All that a file declares, with the features that it has not declared and Onrecord writes, and what Onrecord declares
 *  besides, each type after the packages before its own. */
export function withOwnTypes(types: readonly CasType[], structures: readonly Structure[]): CasType[] {
  const used = new Map<string, Set<string>>();
  for (const { type, features } of structures)
    for (const name of Object.keys(features)) used.set(type, (used.get(type) ?? new Set()).add(name));
  const all = types.map((given): CasType => {
    const own = ownTypes.find(({ name }) => name === given.name);
    const known = new Set(given.features.map(({ name }) => name));
    const missing = (own?.features ?? []).filter(({ name }) => !known.has(name) && used.get(given.name)?.has(name));
    return missing.length === 0 ? given : { ...given, features: [...given.features, ...missing] };
  });
  const given = new Set(types.map(({ name }) => name));
  for (const own of ownTypes.filter(({ name }) => !given.has(name))) {
    const before = all.findIndex(({ name }) => packageOf(name) > packageOf(own.name));
    all.splice(before < 0 ? all.length : before, 0, own);
  }
  return all;
}

const packageOf = (type: string): string => type.slice(0, Math.max(0, type.lastIndexOf(".")));

/** Where records and files keep what UIMA says and Onrecord has no field for. */
export const kept = "x-uima";

/** Of an annotation, or of a relation. */
const rawSchema = z.object({
  /** Its layer, where it is another than Onrecord would take. */
  type: z.string().optional(),
  /** The feature that says its label. */
  label: z.string().nullable().optional(),
  features: featuresSchema.optional(),
  /** The type of the chain that a link of one belongs to. */
  chain: z.string().optional(),
  /** Its place in a chain that is not in the order of the text. */
  place: z.number().optional(),
  /** What the link of a coreference chain at the same place says. */
  reference: featuresSchema.optional(),
  /** The feature of the first annotation that a relation is a slot of. */
  slot: z.string().optional(),
  /** Of a relation that names its ends otherwise than INCEpTION does: by `Source` and `Target`. */
  ends: z.literal("Source").optional(),
  /** Whether it is in the index of its view, where that is unusual. */
  indexed: z.boolean().optional(),
});
export type Raw = z.infer<typeof rawSchema>;

/** Of a file: everything but what became annotations, and whose text it is by a fingerprint. */
export const keptSchema = z.object({
  text: z.string(),
  /** The sofa that has the article's text, which is not kept. */
  sofa: z.number().nullable(),
  types: z.array(typeSchema),
  sofas: z.array(sofaSchema),
  structures: z.array(structureSchema),
});
export type Kept = z.infer<typeof keptSchema>;

export function rawOf(fields: Record<string, unknown> | undefined): Raw {
  const parsed = rawSchema.safeParse(fields?.[kept]);
  return parsed.success ? parsed.data : {};
}

export const isEmptyRaw = (raw: Raw): boolean =>
  Object.values(raw).every(
    (value) => value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0),
  );

/** Features that every annotation has. */
export const placeFeatures = ["sofa", "begin", "end"];
export const withoutFeatures = (features: Features, names: readonly string[]): Features =>
  Object.fromEntries(Object.entries(features).filter(([name, value]) => value !== null && !names.includes(name)));
