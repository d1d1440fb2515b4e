import { type Change, type Operation, sameRecord } from "./operation.ts";

/** Names the record that a change is about, whatever its table. */
export const placeOf = (one: Change): string =>
  "article" in one ? `${one.table} ${one.article} ${one.id}` : `${one.table} ${one.id}`;

/** One operation that does what many do one after the other: of each record the first `before` and the last `after`.
 *  What is as it was in the end is left out, and so is the work on articles that are gone in the end. */
export function squash(operations: readonly Operation[], label: string): Operation {
  const net = new Map<string, Change>();
  for (const { changes } of operations) {
    for (const one of changes) {
      const first = net.get(placeOf(one));
      net.set(placeOf(one), (first ? { ...one, before: first.before } : one) as Change);
    }
  }
  const all = [...net.values()];
  const gone = new Set(all.flatMap((one) => (one.table === "article" && one.after === null ? [one.id] : [])));
  const changes = all.filter(
    (one) => !sameRecord(one.before, one.after) && !("article" in one && gone.has(one.article)),
  );
  return { label, at: operations.at(-1)?.at ?? new Date(0).toISOString(), changes };
}
