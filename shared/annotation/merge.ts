import { violations } from "./invariants.ts";
import { apply, articlesOf, type Change, type Operation, recordOf, sameRecord } from "./operation.ts";
import type { Lesson } from "./records.ts";
import type { ProjectState } from "./state.ts";

/** A record that was changed here and by somebody else, differently. Null on a side: it is removed there. */
export interface Conflict {
  /** Which record: what somebody else made of it, `before` being what both began with. */
  theirs: Change;
  mine: Change["after"];
}

export interface Merged {
  /** What can be taken in as it is; null where that is nothing. */
  operation: Operation | null;
  conflicts: Conflict[];
}

export const choices = ["mine", "theirs", "both"] as const;
export type Choice = (typeof choices)[number];

/** Takes what somebody else changed into a state that was changed too: what only they changed is taken, what both
 *  changed to different ends is a conflict. Of the project and of entities each field is a change of its own. What would
 *  break a rule of the state, such as removing a mention that a new quote names, is a conflict as well. */
export function merge(state: ProjectState, news: Operation): Merged {
  const changes: Change[] = [];
  const conflicts: Conflict[] = [];
  let current = state;
  const broken = brokenIn(state, articlesOf(news));
  const clean = news.changes.filter((one) => sameRecord(recordOf(state, one), one.before));
  const isAllClean = clean.length === news.changes.length && clean.length > 0;
  if (isAllClean && brokenIn(apply(state, news), articlesOf(news)) <= broken) return { operation: news, conflicts };
  for (const theirs of inOrder(news.changes)) {
    const mine = recordOf(current, theirs) as Change["after"];
    if (sameRecord(mine, theirs.after)) continue;
    const after = sameRecord(mine, theirs.before) ? theirs.after : merged(theirs, mine);
    const one = { ...theirs, before: mine, after } as Change;
    const next = after === undefined ? null : apply(current, { ...news, changes: [one] });
    if (next === null || brokenIn(next, articlesOf({ ...news, changes: [one] })) > broken) {
      conflicts.push({ theirs, mine });
    } else {
      changes.push(one);
      current = next;
    }
  }
  return { operation: changes.length === 0 ? null : { ...news, changes }, conflicts };
}

/** The operation that settles conflicts as chosen, one choice for each in order. To keep both keeps mine, and adds theirs
 *  under another id; of what there can only be one of, mine is kept. What would break a rule is left as it is. */
export function settle(
  state: ProjectState,
  conflicts: readonly Conflict[],
  chosen: readonly Choice[],
  author: { now(): string; newId(prefix: string): string },
): Operation | null {
  const label = "Settle changes from disk";
  const at = author.now();
  const changes: Change[] = [];
  let current = state;
  conflicts.forEach(({ theirs }, index) => {
    const one = settled(current, theirs, chosen[index] ?? "mine", author);
    if (!one || sameRecord(one.before, one.after)) return;
    const next = apply(current, { label, at, changes: [one] });
    const articles = articlesOf({ label, at, changes: [one] });
    if (brokenIn(next, articles) > brokenIn(current, articles)) return;
    changes.push(one);
    current = next;
  });
  return changes.length === 0 ? null : { label, at, changes };
}

function settled(
  state: ProjectState,
  theirs: Change,
  choice: Choice,
  author: { newId(prefix: string): string },
): Change | null {
  const mine = recordOf(state, theirs) as Change["after"];
  if (choice === "theirs" || (choice === "both" && mine === null)) return { ...theirs, before: mine } as Change;
  const isSingle = theirs.table === "project" || theirs.table === "article" || theirs.table === "work";
  if (choice === "mine" || isSingle || theirs.after === null) return null;
  const id = author.newId(theirs.table.slice(0, 1));
  return { ...theirs, id, before: null, after: { ...theirs.after, id } } as Change;
}

/** What is added comes before what may refer to it, and what is removed after what may have referred to it. */
function inOrder(changes: readonly Change[]): Change[] {
  const ranks: Record<string, number> = {
    project: 0,
    entity: 1,
    article: 2,
    mention: 3,
    quote: 4,
    claim: 5,
    relation: 6,
  };
  const rank = (one: Change) => (one.after === null ? 20 - (ranks[one.table] ?? 3) : (ranks[one.table] ?? 3));
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

const brokenIn = (state: ProjectState, articles: readonly string[]): number =>
  articles.reduce((sum, id) => {
    const open = state.articles.get(id);
    return sum + (open ? violations(state, open).filter(({ warning }) => !warning).length : 0);
  }, 0);

/** Both sides' changes in one record, field by field; undefined where a field was changed on both. */
function merged(theirs: Change, mine: Change["after"]): Change["after"] | undefined {
  if (theirs.table === "lesson") return summed(theirs.before, mine, theirs.after);
  if (theirs.table !== "project" && theirs.table !== "entity") return undefined;
  const value = mergedFields(theirs.before, mine, theirs.after, theirs.table === "project" ? 1 : 0);
  return value as Change["after"] | undefined;
}

/** Decisions made on both sides count both. */
function summed(before: Change["after"], mine: Change["after"], after: Change["after"]): Change["after"] {
  const [was, here, there] = [before, mine, after] as (Lesson | null)[];
  if (!here || !there) return there ?? null;
  const count = (side: "accepted" | "rejected") => Math.max(0, here[side] + there[side] - (was?.[side] ?? 0));
  return { ...here, accepted: count("accepted"), rejected: count("rejected") };
}

function mergedFields(base: unknown, mine: unknown, theirs: unknown, depth: number): unknown {
  if (!isFields(base) || !isFields(mine) || !isFields(theirs)) return undefined;
  const result: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [was, here, there] = [base[field], mine[field], theirs[field]];
    const value = sameRecord(here, there) || sameRecord(was, there) ? here : sameRecord(was, here) ? there : undefined;
    const inner = value === undefined && depth > 0 ? mergedFields(was, here, there, depth - 1) : value;
    if (inner === undefined && !(here === undefined || there === undefined)) return undefined;
    if (inner !== undefined) result[field] = inner;
  }
  return result;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
