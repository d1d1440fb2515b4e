import { is } from "immutable";
import { z } from "zod";
import { put } from "./derived.ts";
import {
  type AnnotationKind,
  articleSchema,
  claimSchema,
  entitySchema,
  idSchema,
  lessonSchema,
  mentionSchema,
  orphanSchema,
  projectSchema,
  quoteSchema,
  relationSchema,
  suggestionSchema,
  timeSchema,
  workSchema,
} from "./records.ts";
import { articleState, openArticle, type ProjectState, type Table, tableOfKind } from "./state.ts";

/** What may be changed, and by which schema its records are parsed. One entry per table: everything else derives. */
const projectTables = {
  project: projectSchema,
  entity: entitySchema,
  lesson: lessonSchema,
  article: articleSchema,
} as const;
const articleTables = {
  work: workSchema,
  mention: mentionSchema,
  quote: quoteSchema,
  claim: claimSchema,
  relation: relationSchema,
  orphan: orphanSchema,
  suggestion: suggestionSchema,
} as const;

const change = <N extends string, R extends z.ZodType>(table: N, record: R) =>
  z.strictObject({ table: z.literal(table), id: idSchema, before: record.nullable(), after: record.nullable() });
const inArticle = <N extends string, R extends z.ZodType>(table: N, record: R) =>
  change(table, record).extend({ article: idSchema });

/** One record before and after. `before: null` adds it, `after: null` removes it. */
export const changeSchema = z.discriminatedUnion("table", [
  change("project", projectTables.project),
  change("entity", projectTables.entity),
  change("lesson", projectTables.lesson),
  change("article", projectTables.article),
  inArticle("work", articleTables.work),
  inArticle("mention", articleTables.mention),
  inArticle("quote", articleTables.quote),
  inArticle("claim", articleTables.claim),
  inArticle("relation", articleTables.relation),
  inArticle("orphan", articleTables.orphan),
  inArticle("suggestion", articleTables.suggestion),
]);
export type Change = z.infer<typeof changeSchema>;

/** One thing a person did: every record that it changed, before and after. Because both sides are carried, an
 *  operation inverts by swapping them, replays without harm over a state that already holds it, and is its own diff. */
export const operationSchema = z.strictObject({
  label: z.string(),
  at: timeSchema,
  changes: z.array(changeSchema),
});
export type Operation = z.infer<typeof operationSchema>;

/** The operation that undoes `operation`. */
export function invert(operation: Operation): Operation {
  return {
    ...operation,
    changes: operation.changes.map((one) => ({ ...one, before: one.after, after: one.before }) as Change).reverse(),
  };
}

/** The articles that an operation touches, in order of first appearance; empty when it only changes the project. */
export function articlesOf(operation: Operation): string[] {
  const ids = new Set<string>();
  for (const one of operation.changes) {
    if ("article" in one) ids.add(one.article);
    else if (one.table === "article") ids.add(one.id);
  }
  return [...ids];
}

/** The state after `operation`. Every record becomes its `after`, whatever it was: see `conflicts` for the check.
 *  @throws RangeError when an annotation belongs to an article that is not open. */
export function apply(state: ProjectState, operation: Operation): ProjectState {
  return operation.changes.reduce(applyChange, state);
}

function applyChange(state: ProjectState, one: Change): ProjectState {
  switch (one.table) {
    case "project":
      return one.after ? { ...state, project: one.after } : state;
    case "entity":
      return { ...state, entities: put(state.entities, one.id, one.after) };
    case "lesson":
      return { ...state, lessons: put(state.lessons, one.id, one.after) };
    case "article": {
      if (!one.after) return { ...state, articles: state.articles.delete(one.id) };
      const open = state.articles.get(one.id);
      const next = open ? { ...open, article: one.after } : articleState(one.after);
      return { ...state, articles: state.articles.set(one.id, next) };
    }
    case "work": {
      const open = openArticle(state, one.article);
      const work = one.after ?? { id: one.article, state: "todo" as const };
      return { ...state, articles: state.articles.set(one.article, { ...open, work }) };
    }
    default: {
      const open = openArticle(state, one.article);
      const name = tableNamed(one.table);
      const table: Table<unknown> = open[name];
      return {
        ...state,
        articles: state.articles.set(one.article, { ...open, [name]: put(table, one.id, one.after) }),
      };
    }
  }
}

const tables = { ...tableOfKind, orphan: "orphans", suggestion: "suggestions" } as const;
const tableNamed = (table: AnnotationKind | "orphan" | "suggestion") => tables[table];

/** The changes whose `before` is not what the state holds: the operation was made against another state. */
export function conflicts(state: ProjectState, operation: Operation): Change[] {
  const found: Change[] = [];
  let current = state;
  for (const one of operation.changes) {
    if (!sameRecord(recordOf(current, one), one.before)) found.push(one);
    current = applyChange(current, one);
  }
  return found;
}

/** What a state holds where a change is made; null where there is nothing. */
export function recordOf(state: ProjectState, one: Change): unknown {
  switch (one.table) {
    case "project":
      return state.project;
    case "entity":
      return state.entities.get(one.id) ?? null;
    case "lesson":
      return state.lessons.get(one.id) ?? null;
    case "article":
      return state.articles.get(one.id)?.article ?? null;
    case "work":
      return state.articles.get(one.article)?.work ?? null;
    default:
      return state.articles.get(one.article)?.[tableNamed(one.table)].get(one.id) ?? null;
  }
}

/** Deep equality of two plain JSON values, key order aside. */
export function sameRecord(a: unknown, b: unknown): boolean {
  if (a === b || is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && sameRecord(value, right.get(key)))
  );
}
