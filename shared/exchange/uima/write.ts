import { sentencesIn } from "../../article/sentences.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import { spanConverter } from "../../format/spans.ts";
import { blankFile } from "../blank.ts";
import { type Extension, fingerprint } from "../extension.ts";
import { factsOf } from "../line-documents.ts";
import { contiguous, type Link, linkTypes, type Region, regionsOf, withRegions } from "../regions.ts";
import { textTokens } from "../tokens.ts";
import { jsonForXml } from "../xml.ts";
import {
  byReference,
  type Cas,
  type CasType,
  type Features,
  type Item,
  isReference,
  type Sofa,
  type Structure,
  type Value,
} from "./cas.ts";
import { chainsOf } from "./chains.ts";
import {
  isSlotLink,
  type Kept,
  kept,
  keptSchema,
  labelOfLayer,
  layer,
  layerOf,
  type Raw,
  rawOf,
  relationBetween,
  slot,
  slotTypes,
  withOwnTypes,
} from "./layers.ts";
import { fieldFeatures, marksOf } from "./marks.ts";
import { identifierOfEntity } from "./read.ts";

export interface WrittenCas {
  cas: Cas;
  /** The id of a structure → the id of the annotation that it says. */
  ids: Map<number, string>;
}

/** The CAS that says a file: what it kept of another, with its annotations as they are now. */
export function casOf(file: AnnotationFile, extension: Extension | null): WrittenCas {
  const base = keptOf(file);
  const { regions, links } = contiguous(regionsOf(file));
  const free = idsBeside(base, [...regions.map(({ id }) => id), ...links.flatMap(({ id }) => id ?? [])]);
  const sofa = sofaOf(file, base, free);
  const rest = restOf(base, sofa, regions);
  const structures = regionStructures(file, regions, rest, sofa, free);
  const ids = new Map([...structures].map(([id, structure]) => [structure.id, id]));
  const types = base?.types ?? [];
  const there = base
    ? linksThere([...new Set([...rest.structures, ...structures.values()])], sofa, types, ids, links)
    : { known: new Set<Link>(), gone: new Set<number>() };
  const fresh = base === null ? textStructures(file, regions, sofa, free) : [];
  const made = linksOf(
    links.filter((link) => !there.known.has(link)),
    structures,
    free,
    ids,
  );
  const chains = chainsOf(file, regions, structures, free, base === null);
  const own = ownStructure(file, extension, base === null, sofa, free);
  const all = new Set([...fresh, ...rest.structures, ...structures.values(), ...made, ...chains, ...own]);
  const left = withoutLost([...all].filter(({ id }) => !there.gone.has(id)));
  const cas = { types: withOwnTypes(types, left), sofas: base ? sofasOf(base, sofa) : [sofa], structures: left };
  return { cas, ids };
}

/** What the file kept, if it is still of its text. */
function keptOf(file: AnnotationFile): Kept | null {
  const parsed = keptSchema.safeParse(file[kept]);
  return parsed.success && parsed.data.text === fingerprint(file.article.text) ? parsed.data : null;
}

/** Gives the id that an annotation's own says, where it is a free number, or else the next one. */
function idsBeside(base: Kept | null, wanted: readonly string[]): (id?: string) => number {
  const asNumber = (id: string) => (/^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0);
  const taken = new Set([...(base?.sofas ?? []), ...(base?.structures ?? [])].map(({ id }) => id));
  let next = [...taken, ...wanted.map(asNumber)].reduce((most, id) => Math.max(most, id), 0);
  return (id) => {
    const own = id === undefined ? 0 : asNumber(id);
    const free = own > 0 && !taken.has(own) ? own : ++next;
    taken.add(free);
    return free;
  };
}

function sofaOf(file: AnnotationFile, base: Kept | null, free: () => number): Sofa {
  const given = base?.sofas.find(({ id }) => id === base.sofa);
  const isBare = given && file.article.text === "";
  if (given) return isBare ? given : { ...given, text: file.article.text };
  return {
    id: free(),
    name: "_InitialView",
    text: file.article.text,
    features: { sofaNum: 1, mimeType: "text" },
  };
}

/** The views that were kept; a CAS without any has none as long as there is no text. */
function sofasOf({ sofas, sofa: given }: Kept, sofa: Sofa): Sofa[] {
  if (given === null) return sofa.text === "" ? [] : [sofa];
  return sofas.map((one) => (one.id === sofa.id ? sofa : one));
}

interface Rest {
  structures: Structure[];
  /** The structure that says a region without a record, by the region's id. */
  regions: Map<string, Structure>;
}

/** What the file kept, without what says cues and pieces that are gone. */
function restOf(base: Kept | null, sofa: Sofa, regions: readonly Region[]): Rest {
  const found: Rest = { structures: base?.structures ?? [], regions: new Map() };
  if (!base) return found;
  const keyOf = ({ label, spans: [span] }: Region) => `${span?.start}-${span?.end} ${label}`;
  const { regions: marked } = marksOf({ types: base.types, sofas: [sofa], structures: base.structures });
  const left = new Map(marked.map((region) => [keyOf(region), region.structure]));
  for (const region of regions) {
    const structure = left.get(keyOf(region));
    if (!structure || region.fields !== undefined) continue;
    found.regions.set(region.id, structure);
    left.delete(keyOf(region));
  }
  const gone = new Set(left.values());
  return { ...found, structures: found.structures.filter((one) => !gone.has(one)) };
}

function regionStructures(
  file: AnnotationFile,
  regions: readonly Region[],
  rest: Rest,
  sofa: Sofa,
  free: (id?: string) => number,
): Map<string, Structure> {
  const { utf16 } = spanConverter(file.article.text);
  const identifiers = new Map(file.entities.map((entity) => [entity.id, identifierOfEntity(entity)]));
  return new Map(
    regions.map((region) => {
      const known = rest.regions.get(region.id);
      if (known) return [region.id, known] as const;
      const [span] = region.spans;
      const place = { sofa: { ref: sofa.id }, begin: utf16(span?.start ?? 0), end: utf16(span?.end ?? 0) };
      const { type, features } = saidBy(region, identifiers.get(region.entity?.id ?? "") ?? null);
      const views = rawOf(region.fields).indexed === false ? [] : [sofa.id];
      return [region.id, { id: free(region.id), type, features: { ...place, ...features }, views }] as const;
    }),
  );
}

/** Which links the structures say already, and which of those that they say are gone: a link that no record takes, such
 *  as one of an annotation to itself, is none that could be. */
function linksThere(
  structures: readonly Structure[],
  sofa: Sofa,
  types: readonly CasType[],
  ids: ReadonlyMap<number, string>,
  links: readonly Link[],
): { known: Set<Link>; gone: Set<number> } {
  const keyOf = ({ type, from, to }: Link) => JSON.stringify([type, from, to]);
  const left = Map.groupBy(links, keyOf);
  const known = new Set<Link>();
  const gone = new Set<number>();
  const marks = marksOf({ types: [...types], sofas: [sofa], structures: [...structures] });
  const taken = contiguous(regionsOf(withRegions(blankFile({ id: "", text: sofa.text ?? "" }), marks))).links;
  const isTaken = new Set(taken.map(keyOf));
  for (const marked of marks.links) {
    const [from = "", to = ""] = [marked.from, marked.to].map((id) => ids.get(Number(id)));
    const same = left.get(keyOf({ ...marked, from, to }));
    const link = same?.shift();
    if (link) known.add(link);
    else if (!same && isTaken.has(keyOf(marked))) gone.add(marked.structure.id);
  }
  return { known, gone };
}

/** The type and the features of a region, without its place. */
function saidBy(region: Region, identifier: string | null): { type: string; features: Features } {
  const raw = rawOf(region.fields);
  const type = raw.type ?? layerOf(region.label);
  const features: Features = {};
  if (type === layer.name && identifier !== null) features.identifier = identifier;
  for (const [name, fits] of Object.entries(fieldFeatures[region.label] ?? {}))
    if (type === layerOf(region.label) && fits(region.fields?.[name])) features[name] = String(region.fields?.[name]);
  const isByLayer = raw.chain !== undefined || ((raw.label ?? null) === null && region.label === labelOfLayer(type));
  if (!isByLayer) features[raw.label ?? "value"] = region.label;
  return { type, features: { ...features, ...raw.features } };
}

/** The structures of links: slots of the annotation that they come from, or relations. */
function linksOf(
  links: readonly Link[],
  regions: ReadonlyMap<string, Structure>,
  free: (id?: string) => number,
  ids: Map<number, string>,
): Structure[] {
  return links.flatMap((link): Structure[] => {
    const [from, to] = [regions.get(link.from), regions.get(link.to)];
    if (!from || !to || link.type === linkTypes.coreference) return [];
    const raw = rawOf(link.fields);
    const id = free(link.id ?? undefined);
    if (link.id !== null) ids.set(id, link.id);
    const isOwnSlot = raw.type === undefined && isSlotLink(link.type, from.type, to.type);
    const type = raw.slot === undefined ? (isOwnSlot ? slotTypes[from.type] : undefined) : raw.type;
    if (type === undefined) return [relationStructure(link, raw, id, from, to)];
    const feature = raw.slot ?? slot;
    const before = from.features[feature];
    const items: Item[] = [...(Array.isArray(before) ? before : []), { ref: id }].sort(byReference);
    from.features = { ...from.features, [feature]: items };
    const role: Features = raw.label === null && link.type === feature ? {} : { role: link.type };
    const views = raw.indexed ? from.views : [];
    return [{ id, type, features: { ...role, target: { ref: to.id }, ...raw.features }, views }];
  });
}

function relationStructure(link: Link, raw: Raw, id: number, from: Structure, to: Structure): Structure {
  const type = raw.type ?? relationBetween(from.type, to.type);
  const isNamed = raw.label === null && link.type === type.slice(type.lastIndexOf(".") + 1);
  const place = { sofa: to.features.sofa ?? null, begin: to.features.begin ?? null, end: to.features.end ?? null };
  const [first, second] = raw.ends === "Source" ? ["Source", "Target"] : ["Governor", "Dependent"];
  const ends: Features = { [first]: { ref: from.id }, [second]: { ref: to.id } };
  const label: Features = isNamed ? {} : { [raw.label ?? "value"]: link.type };
  const views = raw.indexed === false ? [] : to.views.slice(0, 1);
  return { id, type, features: { ...place, ...ends, ...label, ...raw.features }, views };
}

/** What INCEpTION and its kin need of a text: its facts, sentences and tokens. */
function textStructures(file: AnnotationFile, regions: readonly Region[], sofa: Sofa, free: () => number): Structure[] {
  const { text, id, title, url, language, blocks } = file.article;
  const { utf16 } = spanConverter(text);
  const at = (type: string, begin: number, end: number, features: Features = {}): Structure => ({
    ...{ id: free(), type, views: [sofa.id] },
    features: { sofa: { ref: sofa.id }, begin, end, ...features },
  });
  const document = at(layer.document, 0, text.length, {
    language: language ?? "x-unspecified",
    ...{ documentTitle: title, documentId: id, documentUri: url, isLastSegment: false },
  });
  const sentences = blocks
    .flatMap(({ start, end }) => Array.from(sentencesIn(text, utf16(start), utf16(end))))
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => at(layer.sentence, start, end));
  const boundaries = regions.flatMap(({ spans: [span] }) => (span ? [span.start, span.end] : []));
  const tokens = textTokens(text, boundaries).map(({ start, end }) => at(layer.token, utf16(start), utf16(end)));
  return [document, ...sentences, ...tokens];
}

function ownStructure(
  file: AnnotationFile,
  extension: Extension | null,
  isOwn: boolean,
  sofa: Sofa,
  free: () => number,
): Structure[] {
  if (!isOwn && !extension) return [];
  const facts: Features = isOwn ? { facts: jsonForXml(factsOf(file)) } : {};
  const room: Features = extension ? { extension: jsonForXml(extension) } : {};
  return [{ id: free(), type: layer.own, features: { sofa: { ref: sofa.id }, ...facts, ...room }, views: [sofa.id] }];
}

/** The structures without references to what is gone, and without the relations and slots that had such an end. */
function withoutLost(structures: readonly Structure[]): Structure[] {
  const ids = new Set(structures.map(({ id }) => id));
  const ends = ["Governor", "Dependent", "Source", "Target", "target"];
  const isLost = (value: Value | undefined) => isReference(value) && value.ref !== 0 && !ids.has(value.ref);
  const left = structures.filter(({ features }) => !ends.some((name) => isLost(features[name])));
  if (left.length < structures.length) return withoutLost(left);
  return left.map((structure) => {
    const entries = Object.entries(structure.features).map(([name, value]): [string, Value] => {
      if (name === "sofa") return [name, value];
      return [name, Array.isArray(value) ? value.filter((item) => !isLost(item)) : isLost(value) ? null : value];
    });
    return { ...structure, features: Object.fromEntries(entries) };
  });
}
