import { checkWorthinessLevels, mentionForms, quoteForms, statuses } from "../../annotation/records.ts";
import { spanConverter } from "../../format/spans.ts";
import { claimLabel, type Link, linkTypes, mentionLabel, quoteLabel, type Region } from "../regions.ts";
import {
  type Cas,
  isReference,
  numberOf,
  refOf,
  type Sofa,
  type Structure,
  shortName,
  typeSystemOf,
  type Value,
} from "./cas.ts";
import {
  isNamedByLayer,
  isSlotLink,
  labelOfLayer,
  layer,
  layerOf,
  ownTypes,
  placeFeatures,
  type Raw,
  relationBetween,
  slot,
  slotTypes,
  withoutFeatures,
} from "./layers.ts";

export interface MarkedRegion extends Region {
  structure: Structure;
  raw: Raw;
}
export interface MarkedLink extends Link {
  structure: Structure;
  raw: Raw;
  /** Of a slot: the region that has it and its feature. */
  host: { region: string; feature: string } | null;
}
/** Mentions that a chain says are of one entity. */
export interface MarkedChain {
  id: number;
  type: string;
  members: string[];
}

/** What in a CAS can be annotations: labelled regions of the text, links between them, and chains of them. */
export interface Marks {
  sofa: Sofa | null;
  regions: MarkedRegion[];
  links: MarkedLink[];
  chains: MarkedChain[];
  /** Structures that these say. */
  said: Set<number>;
}

/** The view that is the article: the first with a text. */
export const articleSofa = ({ sofas }: Cas): Sofa | null => sofas.find(({ text }) => text !== null) ?? sofas[0] ?? null;

export function marksOf(cas: Cas): Marks {
  const sofa = articleSofa(cas);
  const byId = new Map(cas.structures.map((structure) => [structure.id, structure]));
  const regions = new Map(regionsIn(cas, sofa).map((region) => [region.structure.id, region]));
  const said = new Set<number>();
  const chains = chainsIn(cas, byId, regions, said);
  const links: MarkedLink[] = [];
  for (const region of regions.values()) links.push(...slotsOf(region, byId, regions, said));
  for (const structure of cas.structures) {
    const link = relationOf(structure, regions);
    if (!link) continue;
    links.push(link);
    said.add(structure.id);
    regions.delete(structure.id);
  }
  for (const id of regions.keys()) said.add(id);
  const possible = withoutCrossings(links, [...regions.values()], said);
  return { sofa, regions: [...regions.values()], links: possible, chains, said };
}

/** The links without those that say of annotations that are no pieces of one, in its order, that they are. */
function withoutCrossings(
  links: readonly MarkedLink[],
  regions: readonly MarkedRegion[],
  said: Set<number>,
): MarkedLink[] {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const ends = new Map(regions.map((region) => [region.id, endOf(region)]));
  return links.filter((link) => {
    if (link.type !== linkTypes.continued) return true;
    const [whole, piece] = [byId.get(link.from), byId.get(link.to)];
    const isNext = whole && piece && placeOf(piece) >= (ends.get(whole.id) ?? 0);
    const isOne = isNext && whole.structure.type === piece.structure.type;
    if (isOne) ends.set(whole.id, endOf(piece));
    else said.delete(link.structure.id);
    return isOne;
  });
}

/** Layers of words and sentences, and what describes the document: kept, and no annotations of Onrecord. */
function isInfrastructure(type: string): boolean {
  return (
    /^(?:Token|Sentence)$/.test(shortName(type)) ||
    /\.core\.api\.(?:segmentation|lexmorph|syntax|metadata|anomaly)\./.test(type) ||
    type === layer.own
  );
}

const endsOf = ({ features }: Structure): [number, number] | null => {
  const [from, to] = [
    refOf(features.Governor ?? features.Source ?? null),
    refOf(features.Dependent ?? features.Target ?? null),
  ];
  return from === null || to === null ? null : [from, to];
};

function regionsIn(cas: Cas, sofa: Sofa | null): MarkedRegion[] {
  const types = typeSystemOf(cas.types, ownTypes);
  const text = sofa?.text ?? "";
  const { codePoint, utf16 } = spanConverter(text);
  return cas.structures
    .flatMap((structure): MarkedRegion[] => {
      const { id, type, features } = structure;
      if (isInfrastructure(type) || types.isA(type, "uima.tcas.DocumentAnnotation")) return [];
      if (endsOf(structure) || refOf(features.sofa ?? null) !== sofa?.id) return [];
      const [begin, end] = [numberOf(features.begin), numberOf(features.end)];
      if (!(begin >= 0 && begin < end && end <= text.length)) return [];
      const [start, stop] = [codePoint(begin), codePoint(end)];
      if (utf16(start) !== begin || utf16(stop) !== end) return [];
      const { label, fields, raw } = sayingOf(structure);
      const spans = [{ start, end: stop, text: text.slice(begin, end) }];
      return [{ id: String(id), label, spans, fields, structure, raw }];
    })
    .sort((a, b) => placeOf(a) - placeOf(b) || endOf(b) - endOf(a) || a.structure.id - b.structure.id);
}

const placeOf = ({ spans: [span] }: Region) => span?.start ?? 0;
const endOf = ({ spans: [span] }: Region) => span?.end ?? 0;

/** The features that say a label, the one that is looked at first in front. */
const labelFeatures = ["value", "label", "category", "PosValue"];

const longestLabel = 200;

function labelFeatureOf({ features }: Structure): string | null {
  return (
    labelFeatures.find((name) => {
      const value = features[name];
      return typeof value === "string" && value !== "" && value.length <= longestLabel;
    }) ?? null
  );
}

/** The label, the fields and the rest of what a span says. */
function sayingOf(structure: Structure): { label: string; fields: Record<string, unknown>; raw: Raw } {
  const { type, features } = structure;
  const labelFeature = isNamedByLayer(type) ? null : labelFeatureOf(structure);
  const label = labelFeature === null ? labelOfLayer(type) : String(features[labelFeature]);
  const fields: Record<string, unknown> = {};
  for (const [name, fits] of Object.entries(fieldFeatures[label] ?? {}))
    if (isNamedByLayer(type) && fits(features[name])) fields[name] = features[name];
  const used = [...placeFeatures, labelFeature ?? "", ...Object.keys(fields)];
  const isSaid = labelFeature === "value" && label !== labelOfLayer(type);
  const isOwn = type === layerOf(label) && (isSaid || labelFeature === null);
  return {
    label,
    fields,
    raw: {
      ...(isOwn ? {} : { type, label: labelFeature }),
      ...(structure.views.length > 0 ? {} : { indexed: false }),
      features: withoutFeatures(features, used),
    },
  };
}

const oneOf = (list: readonly string[]) => (value: unknown) => typeof value === "string" && list.includes(value);
const isWords = (value: unknown) => typeof value === "string" && value !== "";

/** Features that are fields of the records of Onrecord, and what they may be. */
export const fieldFeatures: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  [quoteLabel]: { form: oneOf(quoteForms), status: oneOf(statuses), note: isWords },
  [claimLabel]: {
    gist: isWords,
    checkWorthiness: oneOf(checkWorthinessLevels),
    verdict: isWords,
    status: oneOf(statuses),
    note: isWords,
  },
};

/** The structures with a target that a slot holds. */
export function slotItems(value: Value | undefined, byId: ReadonlyMap<number, Structure>): Structure[] {
  return (Array.isArray(value) ? value : []).flatMap((item) => {
    const structure = isReference(item) ? byId.get(item.ref) : undefined;
    return structure && isReference(structure.features.target) ? [structure] : [];
  });
}

/** The links of the slots of a region: features that hold structures with a target. What leads elsewhere stays. */
function slotsOf(
  region: MarkedRegion,
  byId: ReadonlyMap<number, Structure>,
  regions: ReadonlyMap<number, MarkedRegion>,
  said: Set<number>,
): MarkedLink[] {
  const links: MarkedLink[] = [];
  const rest = { ...region.raw.features };
  for (const [feature, value] of Object.entries(rest)) {
    if (!Array.isArray(value)) continue;
    const left = value.filter((item) => {
      const structure = isReference(item) ? byId.get(item.ref) : undefined;
      const target = regions.get(refOf(structure?.features.target ?? null) ?? -1);
      if (!structure || !target || said.has(structure.id)) return true;
      const { role } = structure.features;
      const type = typeof role === "string" && role !== "" ? role : feature;
      // Pieces are joined by relations alone.
      if (type === linkTypes.continued) return true;
      const host = region.structure.type;
      const features = withoutFeatures(structure.features, ["target", ...(role === type ? ["role"] : [])]);
      const isOwn =
        feature === slot &&
        structure.type === slotTypes[host] &&
        role === type &&
        isSlotLink(type, host, target.structure.type);
      const raw: Raw = {
        ...(isOwn ? {} : { slot: feature, type: structure.type, label: role === type ? "role" : null }),
        ...(structure.views.length > 0 ? { indexed: true } : {}),
        features,
      };
      said.add(structure.id);
      links.push({
        ...{ id: String(structure.id), type, from: region.id, to: target.id },
        ...{ structure, raw, host: { region: region.id, feature } },
      });
      return false;
    });
    if (left.length > 0) rest[feature] = left;
    else delete rest[feature];
  }
  region.raw = { ...region.raw, features: rest };
  return links;
}

function relationOf(structure: Structure, regions: ReadonlyMap<number, MarkedRegion>): MarkedLink | null {
  const ends = endsOf(structure);
  const [from, to] = (ends ?? []).map((id) => regions.get(id));
  if (!from || !to) return null;
  const { id, type, features } = structure;
  const labelFeature = labelFeatureOf(structure);
  const label = labelFeature === null ? shortName(type) : String(features[labelFeature]);
  const isNamed = "Governor" in features;
  const isOwn =
    type === relationBetween(from.structure.type, to.structure.type) &&
    labelFeature === "value" &&
    !isSlotLink(label, from.structure.type, to.structure.type);
  const isInPlace = (["begin", "end"] as const).every((name) => features[name] === to.structure.features[name]);
  const said = [
    "sofa",
    "Governor",
    "Dependent",
    "Source",
    "Target",
    labelFeature ?? "",
    ...(isInPlace ? placeFeatures : []),
  ];
  const raw: Raw = {
    ...(isOwn ? {} : { type, label: labelFeature }),
    ...(isNamed ? {} : { ends: "Source" }),
    ...(structure.views.length > 0 ? {} : { indexed: false }),
    features: withoutFeatures(features, said),
  };
  return { id: String(id), type: label, from: from.id, to: to.id, structure, raw, host: null };
}

/** The chains all of whose links are regions. A link at the place of a named entity says of it which chain it is in. */
function chainsIn(
  { structures }: Cas,
  byId: ReadonlyMap<number, Structure>,
  regions: Map<number, MarkedRegion>,
  said: Set<number>,
): MarkedChain[] {
  const named = [...regions.values()].filter(
    ({ structure, label }) => structure.type === layer.name && label !== mentionLabel,
  );
  const names = Map.groupBy(named, keyOf);
  return structures.flatMap((chain): MarkedChain[] => {
    const found = membersOf(chain, byId);
    if (found.length === 0) return [];
    const members = found.map(({ id }) => regions.get(id));
    const inText = members.flatMap((member) => (member ? [member] : []));
    if (inText.length < members.length) {
      for (const { structure } of inText) regions.delete(structure.id);
      return [];
    }
    said.add(chain.id);
    // Links stand in the order of the text; where a chain has another, each keeps its place.
    const isInOrder = inText.every((one, at) => at === 0 || placeOf(inText[at - 1] ?? one) <= placeOf(one));
    const ids = inText.map((member, at) => {
      const isOwn = chain.type === layer.chain && member.structure.type === layer.link;
      const name = isOwn ? names.get(keyOf(member))?.shift() : undefined;
      const said = nameOrLink(member, name, chain.type);
      if (!isInOrder) said.raw = { ...said.raw, place: at };
      return said.id;
    });
    for (const member of inText) {
      if (ids.includes(member.id)) continue;
      said.add(member.structure.id);
      regions.delete(member.structure.id);
    }
    return [{ id: chain.id, type: chain.type, members: ids }];
  });
}

/** The region that a link of a chain is: that of a named entity at its place, which says the same, or its own. */
function nameOrLink(member: MarkedRegion, name: MarkedRegion | undefined, chain: string): MarkedRegion {
  const { structure, raw } = member;
  const features = withoutFeatures(structure.features, [...placeFeatures, "next"]);
  if (!name) {
    member.label = labelOfLayer(chain);
    member.raw = { ...raw, type: structure.type, label: null, features, chain };
    return member;
  }
  const { referenceType, ...others } = features;
  const isForm = oneOf(mentionForms)(referenceType);
  if (isForm) name.fields = { ...name.fields, form: referenceType };
  const reference = isForm ? others : features;
  if (Object.keys(reference).length > 0) name.raw = { ...name.raw, reference };
  return name;
}

const keyOf = ({ spans: [span] }: Region) => `${span?.start}-${span?.end}`;

/** The links of a chain in its order; none where the structure is no chain. */
function membersOf(chain: Structure, byId: ReadonlyMap<number, Structure>): Structure[] {
  const members: Structure[] = [];
  if (!chain.type.endsWith("Chain")) return members;
  let next = refOf(chain.features.first ?? null);
  while (next !== null) {
    const link = byId.get(next);
    if (!link || members.includes(link)) break;
    members.push(link);
    next = refOf(link.features.next ?? null);
  }
  return members;
}
