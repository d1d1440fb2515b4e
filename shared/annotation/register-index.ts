import { Map as ImmutableMap } from "immutable";
import { fold } from "../article/fold.ts";
import { normaliseSpaces } from "../article/spaces.ts";
import { derive } from "./derived.ts";
import type { Entity } from "./records.ts";
import type { Table } from "./state.ts";

/** What the names of a register's entities are found by. The base is made once; what operations change since then lies
 *  beside it, so that an operation costs the same however large the register is. */
interface RegisterIndex {
  base: Base;
  changed: ImmutableMap<string, Entry | null>;
}

interface Base {
  /** In the order of their names. */
  entries: readonly Entry[];
  /** What is found of each entry, a line each, and where each line begins: one search goes through all of them. */
  lines: string;
  starts: Uint32Array;
}

interface Entry {
  /** The name, folded. */
  key: string;
  /** Name, aliases and type, folded. */
  all: string;
  entity: Entity;
}

/** With that many changes beside it the base is made anew. */
const mostChanged = 20_000;

/** Whether an entity stands for itself, and was not merged into another that is there. */
const isLive = (entities: Table<Entity>, { mergedInto }: Entity): boolean =>
  mergedInto === null || !entities.has(mergedInto);

/** A name as marking compares it: without case, the article before it, and the form of its apostrophes. */
export const comparableName = (text: string): string =>
  normaliseSpaces(text).trim().replace(/ +/g, " ").replace(/[’‘]/g, "'").replace(/^the /i, "").toLowerCase();

/** Makes the index now rather than when the first name is looked for. */
export function prepareIndex(entities: Table<Entity>): void {
  indexOf(entities);
}

/** The entities that have exactly that name or alias, by `comparableName`. */
export function entitiesCalled(entities: Table<Entity>, name: string): Entity[] {
  const { base, changed } = indexOf(entities);
  const wanted = comparableName(name);
  const isCalled = ({ entity }: Entry) =>
    [entity.name, ...entity.aliases].some((one) => comparableName(one) === wanted);
  const found: Entry[] = [];
  for (const entry of holding(base, wholeWords(fold(wanted)))) if (isCalled(entry)) found.push(entry);
  return [...standing(entities, changed, found), ...beside(entities, changed).filter(isCalled)].map(
    ({ entity }) => entity,
  );
}

/** At most `limit` entities in whose names, aliases or type every typed word is found, in any case and without regard to
 *  accents: those whose name begins with what was typed first, each in the order of their names. */
export function entitiesLike(entities: Table<Entity>, typed: string, limit: number): Entity[] {
  const { base, changed } = indexOf(entities);
  const wanted = fold(typed);
  const words = wanted.split(" ").filter(Boolean);
  const begins = ({ key }: Entry) => key.startsWith(wanted);
  const holds = ({ all }: Entry) => words.every((word) => all.includes(word));
  const isThere = (entry: Entry) => !changed.has(entry.entity.id) && isLive(entities, entry.entity);
  const fresh = beside(entities, changed);

  const first: Entry[] = [];
  for (let at = firstAt(base.entries, wanted); first.length < limit; at++) {
    const entry = base.entries[at];
    if (!entry || !begins(entry)) break;
    if (isThere(entry)) first.push(entry);
  }
  const found = [...first, ...fresh.filter(begins)].sort(byKey);
  const others: Entry[] = [];
  const [longest = ""] = [...words].sort((a, b) => b.length - a.length);
  if (found.length < limit && longest !== "") {
    for (const entry of holding(base, (lines, from) => lines.indexOf(longest, from))) {
      if (found.length + others.length >= limit) break;
      if (!begins(entry) && holds(entry) && isThere(entry)) others.push(entry);
    }
    others.push(...fresh.filter((entry) => !begins(entry) && holds(entry)));
  }
  return [...found, ...others.sort(byKey)].slice(0, limit).map(({ entity }) => entity);
}

/** The entries of which a search through the lines finds something, each once and in order. */
function* holding({ entries, lines, starts }: Base, search: (lines: string, from: number) => number): Generator<Entry> {
  for (let at = search(lines, 0), line = 0; at >= 0; ) {
    line = lineAt(starts, at, line);
    const entry = entries[line];
    if (!entry) return;
    yield entry;
    const next = starts[line + 1];
    if (next === undefined) return;
    at = search(lines, next);
  }
}

/** Finds words only where others do not go on with them. */
const wholeWords = (words: string) => (lines: string, from: number) => {
  if (words === "") return -1;
  const isEdge = (at: number) => at < 0 || at >= lines.length || lines[at] === " " || lines[at] === "\n";
  let at = lines.indexOf(words, from);
  while (at >= 0 && !(isEdge(at - 1) && isEdge(at + words.length))) at = lines.indexOf(words, at + 1);
  return at;
};

/** The line in which a place lies, from a line before it on. */
function lineAt(starts: Uint32Array, at: number, from: number): number {
  let [low, high] = [from, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}

const standing = (entities: Table<Entity>, changed: RegisterIndex["changed"], entries: readonly Entry[]): Entry[] =>
  entries.filter(({ entity }) => !changed.has(entity.id) && isLive(entities, entity));

const beside = (entities: Table<Entity>, changed: RegisterIndex["changed"]): Entry[] =>
  [...changed.values()].filter((entry): entry is Entry => entry !== null && isLive(entities, entry.entity));

const indexOf = derive<Entity, RegisterIndex>({
  build: indexFrom,
  update({ base, changed }, before, after) {
    const entity = after ?? before;
    if (!entity) return { base, changed };
    const next = changed.set(entity.id, after ? entryOf(after) : null);
    if (next.size < mostChanged) return { base, changed: next };
    const left = base.entries.filter((entry) => !next.has(entry.entity.id)).map((entry) => entry.entity);
    return indexFrom([...left, ...[...next.values()].flatMap((entry) => (entry ? [entry.entity] : []))]);
  },
});

function indexFrom(entities: Iterable<Entity>): RegisterIndex {
  const entries = Array.from(entities, entryOf).sort(byKey);
  const starts = new Uint32Array(entries.length);
  let length = 0;
  entries.forEach(({ all }, line) => {
    starts[line] = length;
    length += all.length + 1;
  });
  const base = { entries, lines: entries.map(({ all }) => all).join("\n"), starts };
  return { base, changed: ImmutableMap<string, Entry | null>() };
}

function entryOf(entity: Entity): Entry {
  const key = fold(entity.name);
  return { key, all: [key, ...entity.aliases.map(fold), fold(entity.type)].join(" "), entity };
}

const byKey = (a: Entry, b: Entry): number =>
  a.key < b.key ? -1 : a.key > b.key ? 1 : a.entity.id < b.entity.id ? -1 : a.entity.id > b.entity.id ? 1 : 0;

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
