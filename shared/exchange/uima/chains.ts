import type { AnnotationFile } from "../../format/annotation-file.ts";
import { isObject } from "../json.ts";
import { mentionLabel, type Region } from "../regions.ts";
import { type Features, numberOf, type Structure } from "./cas.ts";
import { kept, layer, rawOf } from "./layers.ts";

/** The chains that say which mentions are of one entity: those that were read, those of a text of our own, and where
 *  neither identifiers nor the same words say it. Mentions in layers that are links of chains get their next one. */
export function chainsOf(
  file: AnnotationFile,
  regions: readonly Region[],
  structures: ReadonlyMap<string, Structure>,
  free: (id?: string) => number,
  isOwn: boolean,
): Structure[] {
  const marked = new Map(file.entities.map((entity) => [entity.id, chainMark(entity)]));
  const groups = groupsOf(regions, structures);
  const unclear = unclearEntities(groups, structures);
  return [...groups].flatMap(([entity, members]): Structure[] => {
    const made: Structure[] = [];
    const linked = members.flatMap(({ id, fields }): (Link & { chain: string })[] => {
      const { chain, place } = rawOf(fields);
      const structure = structures.get(id);
      return chain !== undefined && structure ? [{ structure, place, chain }] : [];
    });
    const names = members.filter(({ id, label }) => structures.get(id)?.type === layer.name && label !== mentionLabel);
    if (isOwn || marked.get(entity) === layer.chain || (names.length > 0 && unclear.has(entity))) {
      const links = names.flatMap((region) => linkAt(region, structures.get(region.id), free, isOwn));
      made.push(...links.map(({ structure }) => structure));
      linked.push(...links.map((link) => ({ ...link, chain: layer.chain })));
    }
    const chains = Map.groupBy(linked, ({ chain }) => chain);
    for (const [type, links] of chains) made.push(chainOf(type, links, free(/^chain-(\d+)$/.exec(entity)?.[1])));
    return made;
  });
}

const chainMark = (entity: AnnotationFile["entities"][number]): string | null => {
  const own: unknown = entity[kept];
  return isObject(own) && typeof own.chain === "string" ? own.chain : null;
};

function groupsOf(regions: readonly Region[], structures: ReadonlyMap<string, Structure>): Map<string, Region[]> {
  const named = regions.filter(({ id, entity }) => entity?.id !== undefined && structures.has(id));
  return Map.groupBy(named, ({ entity }) => entity?.id ?? "");
}

/** Entities whose mentions would be taken for several, or for those of another, by their identifiers and words. */
function unclearEntities(
  groups: ReadonlyMap<string, Region[]>,
  structures: ReadonlyMap<string, Structure>,
): Set<string> {
  const owners = new Map<string, Set<string>>();
  const keys = new Map<string, Set<string>>();
  for (const [entity, members] of groups)
    for (const { id, label, spans } of members) {
      const { identifier } = structures.get(id)?.features ?? {};
      const words = spans.map(({ text }) => text.replace(/\s+/gu, " ").trim()).join(" … ");
      const key = typeof identifier === "string" ? `=${identifier}` : JSON.stringify([label, words]);
      owners.set(key, (owners.get(key) ?? new Set()).add(entity));
      keys.set(entity, (keys.get(entity) ?? new Set()).add(key));
    }
  const isClear = (own: ReadonlySet<string>) => own.size === 1 && [...own].every((key) => owners.get(key)?.size === 1);
  return new Set([...keys].filter(([, own]) => !isClear(own)).map(([entity]) => entity));
}

function linkAt(region: Region, name: Structure | undefined, free: () => number, isOwn: boolean): Link[] {
  if (!name) return [];
  const { sofa = null, begin = null, end = null } = name.features;
  const { reference, place } = rawOf(region.fields);
  const form = region.fields?.form;
  const isSaid = typeof form === "string" && (isOwn || form !== "name");
  const features: Features = { ...(isSaid ? { referenceType: form } : {}), ...reference };
  const all = { sofa, begin, end, ...features };
  return [{ structure: { id: free(), type: layer.link, features: all, views: [...name.views] }, place }];
}

interface Link {
  structure: Structure;
  place: number | undefined;
}

/** A chain of links in the order of the text, or in the one that they kept. */
function chainOf(type: string, links: readonly Link[], id: number): Structure {
  const isKept = links.every(({ place }) => place !== undefined);
  const placeOf = ({ structure, place = 0 }: Link) => (isKept ? place : numberOf(structure.features.begin));
  const sorted = [...links]
    .sort((a, b) => placeOf(a) - placeOf(b) || a.structure.id - b.structure.id)
    .map(({ structure }) => structure);
  for (const [at, link] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next) link.features = { ...link.features, next: { ref: next.id } };
  }
  const [first] = sorted;
  const features: Features = first ? { sofa: first.features.sofa ?? null, first: { ref: first.id } } : {};
  return { id, type, features, views: [...(first?.views ?? [])] };
}
