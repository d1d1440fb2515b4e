import {
  type Cas,
  isReference,
  kindOfRange,
  numberOf,
  refOf,
  type Structure,
  shortName,
  type TypeSystem,
  typeSystemOf,
} from "../uima/cas.ts";
import { layer as layers } from "../uima/layers.ts";
import { articleSofa, slotItems } from "../uima/marks.ts";
import { type Column, chainOfLinks, type Layer } from "./header.ts";

export const anyAnnotation = "uima.tcas.Annotation";

/** A layer with its annotations in the order of the text. */
export interface FilledLayer {
  layer: Layer;
  structures: Structure[];
}

/** What of a CAS can stand in TSV: the layers of spans, chains and relations that have annotations. */
export interface Layers {
  list: FilledLayer[];
  byId: ReadonlyMap<number, Structure>;
  /** Of each link of a chain: its chain's number and its place there, both from 1. */
  places: ReadonlyMap<number, { number: number; place: number }>;
}

export function layersOf(cas: Cas): Layers {
  const types = typeSystemOf(cas.types);
  const sofa = articleSofa(cas);
  const byId = new Map(cas.structures.map((structure) => [structure.id, structure]));
  const inText = cas.structures.filter((structure) => isSpan(structure, sofa?.id ?? 0, types));
  const chains = chainsIn(cas);
  const groups = Map.groupBy(inText, ({ type }) => type);
  const names = new Set([...cas.types.map(({ name }) => name), ...groups.keys()]);
  const list = [...names].flatMap((type): FilledLayer[] => {
    const members = groups.get(type) ?? [];
    const isRelation = members.some(isRelationStructure);
    const structures = sorted(isRelation ? members.filter(isRelationStructure) : members);
    if (structures.length === 0) return [];
    const kind = isRelation ? "relation" : chains.linkTypes.has(type) ? "chain" : "span";
    const base = isRelation ? baseOf(type, structures, byId, types) : null;
    return [{ layer: { kind, type, base, columns: columnsOf(kind, type, structures, byId, types) }, structures }];
  });
  const order = ["span", "chain", "relation"];
  list.sort((a, b) => order.indexOf(a.layer.kind) - order.indexOf(b.layer.kind));
  return { list, byId, places: placesOf(list, chains.members) };
}

const isRelationStructure = ({ features }: Structure): boolean =>
  isReference(features.Governor) && isReference(features.Dependent);

function isSpan({ type, features }: Structure, sofa: number, types: TypeSystem): boolean {
  if (/^(?:Token|Sentence)$/.test(shortName(type)) || types.isA(type, "uima.tcas.DocumentAnnotation")) return false;
  return refOf(features.sofa ?? null) === sofa && numberOf(features.begin) <= numberOf(features.end);
}

const sorted = (structures: readonly Structure[]): Structure[] =>
  [...structures].sort(
    ({ features: a, id: first }, { features: b, id: second }) =>
      numberOf(a.begin) - numberOf(b.begin) || numberOf(b.end) - numberOf(a.end) || first - second,
  );

/** The chains of a CAS: their links in order, and the types of these. */
function chainsIn({ structures }: Cas): { members: Structure[][]; linkTypes: Set<string> } {
  const byId = new Map(structures.map((structure) => [structure.id, structure]));
  const members: Structure[][] = [];
  for (const { features, type } of structures) {
    const list: Structure[] = [];
    let next = type.endsWith("Chain") ? byId.get(refOf(features.first ?? null) ?? -1) : undefined;
    while (next && !list.includes(next) && chainOfLinks(next.type) === type) {
      list.push(next);
      next = byId.get(refOf(next.features.next ?? null) ?? -1);
    }
    if (list.length > 0) members.push(list);
  }
  return { members, linkTypes: new Set(members.flat().map(({ type }) => type)) };
}

function placesOf(list: readonly FilledLayer[], chains: readonly Structure[][]) {
  const chainOf = new Map(chains.flatMap((members) => members.map((link) => [link.id, members] as const)));
  const places = new Map<number, { number: number; place: number }>();
  for (const { layer, structures } of list) {
    if (layer.kind !== "chain") continue;
    let number = 0;
    for (const structure of structures) {
      if (places.has(structure.id)) continue;
      number++;
      const members = chainOf.get(structure.id) ?? [structure];
      for (const [at, { id }] of members.entries()) places.set(id, { number, place: at + 1 });
    }
  }
  return places;
}

/** The layer whose annotations a relation layer is between: as its type says, or as most of its relations have it. */
function baseOf(
  type: string,
  structures: readonly Structure[],
  byId: ReadonlyMap<number, Structure>,
  types: TypeSystem,
): string {
  const said = types.feature(type, "Governor")?.range;
  if (said !== undefined && said !== anyAnnotation) return said;
  const counts = new Map<string, number>();
  for (const { features } of structures) {
    const [from, to] = [features.Governor, features.Dependent].map((end) => byId.get(refOf(end ?? null) ?? -1)?.type);
    if (from !== undefined && from === to) counts.set(from, (counts.get(from) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? layers.name;
}

const structural = new Set(["sofa", "begin", "end", "Governor", "Dependent", "next"]);

function columnsOf(
  kind: Layer["kind"],
  type: string,
  structures: readonly Structure[],
  byId: ReadonlyMap<number, Structure>,
  types: TypeSystem,
): Column[] {
  if (kind === "chain") return ["referenceRelation", "referenceType"].map((name) => ({ kind: "feature", name }));
  const declaredNames = types.own(type).map(({ name }) => name);
  const others = new Set(structures.flatMap(({ features }) => Object.keys(features)));
  const names = new Set([...declaredNames, ...[...others].sort()]);
  const columns = [...names]
    .filter((name) => !structural.has(name))
    .flatMap((name): Column[] => {
      const declared = types.feature(type, name);
      const items = structures.flatMap(({ features }) => slotItems(features[name], byId));
      const link = items[0]?.type ?? declared?.element;
      const isList = declared !== null && kindOfRange(declared, types) === "references";
      if (items.length > 0 || (isList && link !== undefined))
        return [
          { kind: "roles", name, link: link ?? "", target: targetOf(link ?? "", items, byId, types) },
          { kind: "fillers", name },
        ];
      const isPlain = declared ? !["reference", "references", "list"].includes(kindOfRange(declared, types)) : true;
      const isSaid = structures.some(({ features }) => isPrimitive(features[name]));
      return isPlain && (declared || isSaid) ? [{ kind: "feature", name }] : [];
    });
  if (kind === "relation") return [...columns, { kind: "end" }];
  return columns.length > 0 ? columns : [{ kind: "there" }];
}

export const isPrimitive = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

function targetOf(
  link: string,
  items: readonly Structure[],
  byId: ReadonlyMap<number, Structure>,
  types: TypeSystem,
): string {
  const said = types.feature(link, "target")?.range;
  if (said !== undefined) return said;
  const found = new Set(items.map(({ features }) => byId.get(refOf(features.target ?? null) ?? -1)?.type));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : anyAnnotation;
}
