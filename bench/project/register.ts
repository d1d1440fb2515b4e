import { apply } from "../../shared/annotation/operation.ts";
import type { Entity } from "../../shared/annotation/records.ts";
import { entitiesCalled, entitiesLike, prepareIndex } from "../../shared/annotation/register-index.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { emptyProjectState } from "../../shared/annotation/state.ts";
import { newsroom } from "./news.ts";

const at = "2026-11-24T09:00:00.000Z";
const typed = ["s", "st", "sta", "stai", "r", "council", "quouckson group", "xyzzy", "é", "on"];

/** What type-ahead over a large register costs, and an operation on it. Milliseconds; `worst` of all that was typed. */
export function measureRegister(count: number): Record<string, number> {
  const entities: Entity[] = newsroom(11, count).names.map(({ id, type, name, alias }) => ({
    id,
    type,
    name,
    aliases: [alias],
    links: [],
    note: "",
    mergedInto: null,
    created: at,
  }));
  const project = { id: "p", name: "P", scheme: newsScheme, guidelines: "" };
  let state = emptyProjectState(project, entities);
  const began = performance.now();
  prepareIndex(state.entities);
  const prepared = performance.now() - began;
  const looks = typed.flatMap((query) => times(20, () => entitiesLike(state.entities, query, 40)));
  const exact = times(200, (n) => entitiesCalled(state.entities, entities[n * 7]?.name ?? ""));
  const operations = times(1_200, (n) => {
    const before = entities[n] ?? null;
    const after = before && { ...before, name: `${before.name} ${n}` };
    state = apply(state, { label: "Rename", at, changes: [{ table: "entity", id: `e_${n}`, before, after }] });
  });
  const later = typed.flatMap((query) => times(20, () => entitiesLike(state.entities, query, 40)));
  return {
    "names prepared, once and in an idle moment": prepared,
    "type-ahead, p50": at50(looks),
    "type-ahead, worst": Math.max(...looks),
    "exact name, worst": Math.max(...exact),
    "an operation, p50": at50(operations),
    "an operation, worst": Math.max(...operations),
    "type-ahead after 1,200 operations, worst": Math.max(...later),
  };
}

function times(count: number, work: (n: number) => unknown): number[] {
  return Array.from({ length: count }, (_, n) => {
    const start = performance.now();
    work(n);
    return performance.now() - start;
  });
}

const at50 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
