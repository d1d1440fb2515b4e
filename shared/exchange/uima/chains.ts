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
  free: () => number,
  isOwn: boolean,
): Structure[] {
  const marked = new Map(file.entities.map((entity) => [entity.id, chainMark(entity)]));
  const groups = groupsOf(regions, structures);
  const unclear = unclearEntities(groups, structures);
  return [...groups].flatMap(([entity, members]): Structure[] => {
    const made: Structure[] = [];
    const linked = new Map<string, Structure[]>();
    for (const region of members) {
      const chain = rawOf(region.fields).chain;
      const structure = structures.get(region.id);
      if (chain !== undefined && structure) linked.set(chain, [...(linked.get(chain) ?? []), structure]);
    }
    const names = members.filter(({ id, label }) => structures.get(id)?.type === layer.name && label !== mentionLabel);
    if (isOwn || marked.get(entity) === layer.chain || (names.length > 0 && unclear.has(entity))) {
      const links = names.flatMap((region) => linkAt(region, structures.get(region.id), free, isOwn));
      made.push(...links);
      linked.set(layer.chain, [...(linked.get(layer.chain) ?? []), ...links]);
    }
    for (const [type, links] of linked) if (links.length > 0) made.push(chainOf(type, links, free));
    return made;
  });
}

const chainMark = (entity: AnnotationFile["entities"][number]): string | null => {
  const own: unknown = entity[kept];
  return isObject(own) && typeof own.chain === "string" ? own.chain : null;
};

function groupsOf(regions: readonly Region[], structures: ReadonlyMap<string, Structure>): Map<string, Region[]> {
  const groups = new Map<string, Region[]>();
  for (const region of regions) {
    const id = region.entity?.id;
    if (id === undefined || !structures.has(region.id)) continue;
    groups.set(id, [...(groups.get(id) ?? []), region]);
  }
  return groups;
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

function linkAt(region: Region, name: Structure | undefined, free: () => number, isOwn: boolean): Structure[] {
  if (!name) return [];
  const { sofa = null, begin = null, end = null } = name.features;
  const form = region.fields?.form;
  const isSaid = typeof form === "string" && (isOwn || form !== "name");
  const features: Features = { ...(isSaid ? { referenceType: form } : {}), ...rawOf(region.fields).reference };
  return [{ id: free(), type: layer.link, features: { sofa, begin, end, ...features }, views: [...name.views] }];
}

/** A chain of links in the order of the text. */
function chainOf(type: string, links: readonly Structure[], free: () => number): Structure {
  const place = ({ features }: Structure) => numberOf(features.begin);
  const sorted = [...links].sort((a, b) => place(a) - place(b) || a.id - b.id);
  sorted.forEach((link, at) => {
    const next = sorted[at + 1];
    if (next) link.features = { ...link.features, next: { ref: next.id } };
  });
  const [first] = sorted;
  const features: Features = first ? { sofa: first.features.sofa ?? null, first: { ref: first.id } } : {};
  return { id: free(), type, features, views: [...(first?.views ?? [])] };
}
