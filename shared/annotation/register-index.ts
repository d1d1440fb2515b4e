import { Map as ImmutableMap } from "immutable";
import { fold } from "../article/fold.ts";
import { normaliseSpaces } from "../article/spaces.ts";
import type { Entity } from "./records.ts";
import type { Table } from "./state.ts";

/** What the names of a register's entities are found by. The base is made once; what operations change since then lies
 *  beside it, so that an operation costs the same however large the register is. */
interface RegisterIndex {
  base: Base;
  changed: ImmutableMap<string, Entity | null>;
}

interface Base {
  /** In the order of their names. */
  entries: readonly Entry[];
  called: ReadonlyMap<string, readonly Entity[]>;
}

interface Entry {
  /** The name, folded. */
  key: string;
  /** Name, aliases and type, folded. */
  all: string;
  entity: Entity;
}

/** After so many changes the base is made anew. */
const mostChanged = 500;

const indexes = new WeakMap<Table<Entity>, RegisterIndex>();

/** Whether an entity stands for itself, and was not merged into another that is there. */
const isLive = (entities: Table<Entity>, { mergedInto }: Entity): boolean =>
  mergedInto === null || !entities.has(mergedInto);

/** A name as marking compares it: without case, the article before it, and the form of its apostrophes. */
export const comparableName = (text: string): string =>
  normaliseSpaces(text).trim().replace(/ +/g, " ").replace(/[’‘]/g, "'").replace(/^the /i, "").toLowerCase();

/** Takes the index of a register over to the one in which an entity was put, or removed by null. */
export function carryIndex(before: Table<Entity>, after: Table<Entity>, id: string, entity: Entity | null): void {
  const known = indexes.get(before);
  if (!known || before === after) return;
  const changed = known.changed.set(id, entity);
  const isMany = changed.size > mostChanged;
  indexes.set(after, isMany ? { base: rebased(known.base, changed), changed: ImmutableMap() } : { ...known, changed });
}

/** Makes the index now rather than when the first name is looked for. */
export function prepareIndex(entities: Table<Entity>): void {
  indexOf(entities);
}

/** The entities that have exactly that name or alias, by `comparableName`. */
export function entitiesCalled(entities: Table<Entity>, name: string): Entity[] {
  const { base, changed } = indexOf(entities);
  const wanted = comparableName(name);
  const old = (base.called.get(wanted) ?? []).filter(({ id }) => !changed.has(id));
  const fresh = [...changed.values()].filter((entity) => entity !== null && namesOf(entity).includes(wanted));
  return [...old, ...fresh].filter((entity): entity is Entity => entity !== null && isLive(entities, entity));
}

/** At most `limit` entities in whose names, aliases or type every typed word is found, in any case and without regard to
 *  accents: those whose name begins with what was typed first, each in the order of their names. */
export function entitiesLike(entities: Table<Entity>, typed: string, limit: number): Entity[] {
  const { base, changed } = indexOf(entities);
  const wanted = fold(typed);
  const words = wanted.split(" ").filter(Boolean);
  const isFresh = ({ entity }: Entry) => !changed.has(entity.id) && isLive(entities, entity);
  const beside = [...changed.values()].flatMap((entity) =>
    entity && isLive(entities, entity) ? [entryOf(entity)] : [],
  );
  const begins = ({ key }: Entry) => key.startsWith(wanted);
  const holds = ({ all }: Entry) => words.every((word) => all.includes(word));
  const first = merged(
    takeFrom(base.entries, firstAt(base.entries, wanted), begins, isFresh, limit),
    beside.filter(begins),
  );
  if (first.length >= limit || wanted === "") return first.slice(0, limit).map(({ entity }) => entity);
  const has = (entry: Entry) => !begins(entry) && holds(entry) && isFresh(entry);
  const others: Entry[] = [];
  for (const entry of base.entries) {
    if (first.length + others.length >= limit) break;
    if (has(entry)) others.push(entry);
  }
  const rest = merged(
    others,
    beside.filter((entry) => !begins(entry) && holds(entry)),
  );
  return [...first, ...rest].slice(0, limit).map(({ entity }) => entity);
}

function indexOf(entities: Table<Entity>): RegisterIndex {
  const known = indexes.get(entities);
  if (known) return known;
  const entries = [...entities.values()].map(entryOf).sort(byKey);
  const made = { base: baseOf(entries), changed: ImmutableMap<string, Entity | null>() };
  indexes.set(entities, made);
  return made;
}

function rebased({ entries }: Base, changed: ImmutableMap<string, Entity | null>): Base {
  const beside = [...changed.values()].flatMap((entity) => (entity ? [entryOf(entity)] : []));
  return baseOf(
    merged(
      entries.filter(({ entity }) => !changed.has(entity.id)),
      beside,
    ),
  );
}

function baseOf(entries: readonly Entry[]): Base {
  const called = new Map<string, Entity[]>();
  for (const { entity } of entries) {
    for (const name of new Set(namesOf(entity))) {
      const same = called.get(name);
      if (same) same.push(entity);
      else called.set(name, [entity]);
    }
  }
  return { entries, called };
}

const entryOf = (entity: Entity): Entry => {
  const key = fold(entity.name);
  return { key, all: [key, ...entity.aliases.map(fold), fold(entity.type)].join(" "), entity };
};

const namesOf = ({ name, aliases }: Entity): string[] => [name, ...aliases].map(comparableName);
const byKey = (a: Entry, b: Entry): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.entity.id < b.entity.id ? -1 : a.entity.id > b.entity.id ? 1 : 0;

/** Two lists in order as one: the second, short and in no order, goes into the first. */
function merged(entries: readonly Entry[], few: readonly Entry[]): Entry[] {
  if (few.length === 0) return [...entries];
  const sorted = [...few].sort(byKey);
  const all: Entry[] = [];
  let next = 0;
  for (const entry of entries) {
    for (let one = sorted[next]; one && byKey(one, entry) < 0; one = sorted[next]) {
      all.push(one);
      next += 1;
    }
    all.push(entry);
  }
  return [...all, ...sorted.slice(next)];
}

/** The place of the first entry that is not before that key. */
function firstAt(entries: readonly Entry[], key: string): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.key ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function takeFrom(
  entries: readonly Entry[],
  from: number,
  isIn: (entry: Entry) => boolean,
  fits: (entry: Entry) => boolean,
  limit: number,
): Entry[] {
  const taken: Entry[] = [];
  for (let at = from; at < entries.length && taken.length < limit; at++) {
    const entry = entries[at];
    if (!entry || !isIn(entry)) break;
    if (fits(entry)) taken.push(entry);
  }
  return taken;
}
