import { type Change, type Operation, sameRecord } from "./operation.ts";
import { type ArticleState, annotationKinds, type ProjectState, type Table, tableOfKind } from "./state.ts";

/** The operation that turns one state into another, in what both have open. */
export function difference(before: ProjectState, after: ProjectState, label: string, at: string): Operation {
  const changes: Change[] = [];
  const add = (one: Change) => {
    if (!sameRecord(one.before, one.after)) changes.push(one);
  };
  add({ table: "project", id: before.project.id, before: before.project, after: after.project });
  for (const [id, was, is] of pairs(before.entities, after.entities))
    add({ table: "entity", id, before: was, after: is });
  for (const [id, was, is] of pairs(before.lessons, after.lessons))
    add({ table: "lesson", id, before: was, after: is });
  for (const [id, now] of after.articles) {
    const then = before.articles.get(id);
    if (then && then !== now) for (const one of articleChanges(id, then, now)) add(one);
  }
  return { label, at, changes };
}

function articleChanges(article: string, before: ArticleState, after: ArticleState): Change[] {
  return [
    { table: "article", id: article, before: before.article, after: after.article },
    { table: "work", article, id: article, before: before.work, after: after.work },
    ...annotationKinds.flatMap((kind) => {
      const [then, now]: Table<unknown>[] = [before[tableOfKind[kind]], after[tableOfKind[kind]]];
      if (!then || !now) return [];
      return pairs(then, now).map(([id, was, is]) => ({ table: kind, article, id, before: was, after: is }) as Change);
    }),
    ...pairs(before.orphans, after.orphans).map(
      ([id, was, is]): Change => ({ table: "orphan", article, id, before: was, after: is }),
    ),
    ...pairs(before.suggestions, after.suggestions).map(
      ([id, was, is]): Change => ({ table: "suggestion", article, id, before: was, after: is }),
    ),
  ];
}

/** Every id of two tables with what either holds of it; null where it holds nothing. */
function pairs<T>(before: Table<T>, after: Table<T>): [id: string, before: T | null, after: T | null][] {
  if (before === after) return [];
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].map((id) => [id, before.get(id) ?? null, after.get(id) ?? null]);
}
