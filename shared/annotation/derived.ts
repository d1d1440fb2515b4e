import type { Table } from "./state.ts";

/** How something is found out about a whole table, and kept true when one record changes. */
export interface Derivation<T, D> {
  build(records: Iterable<T>): D;
  /** What `derived` becomes when `before` is replaced by `after`; undefined is a record that is not there. */
  update(derived: D, before: T | undefined, after: T | undefined): D;
}

type Updated = (before: unknown, after: unknown) => unknown;
const known = new WeakMap<object, Map<object, { value: unknown; update: Updated }>>();

/** A function from a table to what `derivation` says of it. It is built when it is first asked for; from then on every
 *  `put` carries it along, so that one change costs the same at any size. Nothing outlives the tables it belongs to. */
export function derive<T, D>(derivation: Derivation<T, D>): (table: Table<T>) => D {
  const entry = (value: D): { value: D; update: Updated } => ({
    value,
    update: (before, after) => entry(derivation.update(value, before as T | undefined, after as T | undefined)),
  });
  return (table) => {
    const values = known.get(table) ?? new Map<object, { value: unknown; update: Updated }>();
    const found = values.get(derivation);
    if (found) return found.value as D;
    const value = derivation.build(table.values());
    // The empty table is one object whatever it is a table of.
    if (table.size === 0) return value;
    values.set(derivation, entry(value));
    known.set(table, values);
    return value;
  };
}

/** The table with one record set, or taken out where it is null, and with everything that was derived from it. */
export function put<T>(table: Table<T>, id: string, record: T | null): Table<T> {
  const next = record === null ? table.delete(id) : table.set(id, record);
  const values = known.get(table);
  if (!values || next === table || next.size === 0) return next;
  const before = table.get(id);
  known.set(
    next,
    new Map(
      Array.from(values, ([derivation, { update }]) => [
        derivation,
        update(before, record ?? undefined) as { value: unknown; update: Updated },
      ]),
    ),
  );
  return next;
}

interface Step {
  id: string;
  previous: Step | null;
}

const trail = derive<{ id: string }, Step>({
  build: () => ({ id: "", previous: null }),
  update: (previous, before, after) => ({ id: (after ?? before)?.id ?? "", previous }),
});

const longestTrail = 50_000;

/** The ids of the records that may differ between two versions of a table; null where the later one was not made from the
 *  earlier by changes that were followed. To be followed, the earlier one must have been passed here before. */
export function changedSince(earlier: Table<{ id: string }>, later: Table<{ id: string }>): Set<string> | null {
  const ids = new Set<string>();
  if (earlier === later) return ids;
  const start = trail(earlier);
  let step: Step | null = trail(later);
  for (let count = 0; step !== start; count += 1) {
    if (step.previous === null || count > longestTrail) return null;
    ids.add(step.id);
    step = step.previous;
  }
  return ids;
}

/** Begins to follow what changes in a table. */
export function follow(table: Table<{ id: string }>): void {
  trail(table);
}
