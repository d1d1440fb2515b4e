import type { Entity } from "../annotation/records.ts";
import type { NamedSpan } from "./names.ts";

type Registered = Pick<Entity, "id" | "type" | "name" | "aliases">;

/** One person, organization or place of an article with all its namings. */
export interface Cluster {
  type: string;
  /** The fullest name. */
  name: string;
  registered: string | null;
  offices: Set<string>;
  confidence: number;
  reason: string;
}

export interface Clustering {
  clusters: Cluster[];
  /** The cluster of each name, by its place in the given list. */
  of: Cluster[];
}

const SAME_PLACE: Readonly<Record<string, string>> = {
  us: "united states",
  usa: "united states",
  america: "united states",
  "united states of america": "united states",
  uk: "united kingdom",
  britain: "united kingdom",
  "great britain": "united kingdom",
};

/** Puts the names of an article together that mean the same: register first, then full names, last names, acronyms. */
export function clusterNames(names: readonly NamedSpan[], register: readonly Registered[]): Clustering {
  const clusters = new Map<string, Cluster>();
  const known = registeredNames(register);
  const fullNames = fullNamesByPart(names);
  const acronyms = expansions(names);
  for (const { text, type } of names) {
    const last = normal(text).split(" ").at(-1) ?? "";
    if (type === "Organization" && last !== normal(text) && !acronyms.has(last)) acronyms.set(last, normal(text));
  }
  const of = names.map((name) => {
    const key = keyOf(name, fullNames, acronyms);
    const entry = known.get(normal(name.text)) ?? known.get(key.split(":")[1] ?? "");
    const id = entry ? `registered:${entry.id}` : key;
    const cluster = clusters.get(id) ?? newCluster(name, entry);
    clusters.set(id, cluster);
    if (!entry && name.text.length > cluster.name.length && !/^[\p{Lu}.]+$/u.test(name.text)) cluster.name = name.text;
    if (name.office) cluster.offices.add(name.office);
    cluster.confidence = Math.max(cluster.confidence, name.confidence);
    return cluster;
  });
  return { clusters: [...clusters.values()], of };
}

function newCluster(name: NamedSpan, entry: Registered | undefined): Cluster {
  return {
    type: entry?.type ?? name.type,
    name: entry?.name ?? name.text,
    registered: entry?.id ?? null,
    offices: new Set(),
    confidence: name.confidence,
    reason: entry ? "The register has this name." : `Named in the article: ${name.reason}.`,
  };
}

/** A name without what differs between its spellings. */
export const normal = (text: string): string =>
  text.toLowerCase().replace(/[.’']/g, "").replace(/^the /, "").replace(/\s+/g, " ");

/** The register by names and aliases, and by the last names that only one person has. */
function registeredNames(register: readonly Registered[]): Map<string, Registered> {
  const byName = new Map<string, Registered>();
  const shared = new Set<string>();
  for (const entity of register) for (const name of [entity.name, ...entity.aliases]) byName.set(normal(name), entity);
  for (const entity of register) {
    const last = normal(entity.name).split(" ").at(-1) ?? "";
    if (entity.type !== "Person" || last === normal(entity.name)) continue;
    const other = byName.get(last);
    if (other && other !== entity) shared.add(last);
    else byName.set(last, entity);
  }
  for (const last of shared)
    if (!register.some(({ name, aliases }) => [name, ...aliases].map(normal).includes(last))) byName.delete(last);
  return byName;
}

/** Full names of people by their last and first names; the first that is named in full wins. */
function fullNamesByPart(names: readonly NamedSpan[]): Map<string, string> {
  const parts = new Map<string, string>();
  for (const { text, type } of names) {
    const words = normal(text)
      .replace(/ (?:jr|sr|ii|iii)$/, "")
      .split(" ");
    if (type !== "Person" || words.length < 2) continue;
    const full = `${words[0]} ${words.at(-1)}`;
    for (const part of [words.at(-1) ?? "", words[0] ?? ""]) if (!parts.has(part)) parts.set(part, full);
  }
  return parts;
}

/** Long names by their acronym: FBI for Federal Bureau of Investigation. */
function expansions(names: readonly NamedSpan[]): Map<string, string> {
  const long = new Map<string, string>();
  for (const { text, type } of names) {
    const initials = text
      .split(/[\s-]+/)
      .filter((word) => /^\p{Lu}/u.test(word))
      .map((word) => word.charAt(0))
      .join("");
    if (type === "Organization" && initials.length >= 2 && /\s/.test(text) && !long.has(initials))
      long.set(initials, normal(text));
  }
  return long;
}

function keyOf(
  { text, type }: NamedSpan,
  fullNames: ReadonlyMap<string, string>,
  acronyms: ReadonlyMap<string, string>,
): string {
  const plain = normal(text);
  if (type === "Person") {
    const words = plain.replace(/ (?:jr|sr|ii|iii)$/, "").split(" ");
    const full = words.length > 1 ? `${words[0]} ${words.at(-1)}` : (fullNames.get(plain) ?? plain);
    return `Person:${full}`;
  }
  if (type === "Place") return `Place:${SAME_PLACE[plain] ?? plain}`;
  return `Organization:${acronyms.get(text.replace(/\./g, "")) ?? acronyms.get(plain) ?? plain}`;
}
