import { describe, expect, it } from "vitest";
import {
  mentionCounts,
  mentionsOfEntity,
  near,
  neighbour,
  numberOf,
  placedKinds,
  pointingTo,
} from "../../shared/annotation/article-index.ts";
import { changedSince, follow } from "../../shared/annotation/derived.ts";
import { bodyOf, byPosition, idOfEnd, resolveEntity, spansOf } from "../../shared/annotation/graph.ts";
import type { Annotation, Claim, Mention, Quote } from "../../shared/annotation/records.ts";
import { type ArticleState, annotationKinds, type ProjectState, tableOfKind } from "../../shared/annotation/state.ts";
import { check, start } from "./support/sitting.ts";

const all = (open: ArticleState, kind: "mention" | "quote" | "claim") =>
  ([...open[tableOfKind[kind]].values()] as (Mention | Quote | Claim)[]).sort(byPosition);

/** Whether a record names an id in any of its fields: said once more, by looking everywhere. */
function names(record: Annotation, id: string): boolean {
  const parties = [...((record as Quote).speakers ?? []), ...((record as Quote).addressees ?? [])];
  const ends = "from" in record ? [record.from, record.to].map((end) => idOfEnd(end as string)) : [];
  const { claimant } = record as Claim;
  const direct = [(record as Mention).entity, (record as Claim).quote, claimant?.quote, claimant?.entity, ...ends];
  return [...direct, ...parties.flatMap((party) => [party.mention, party.entity])].includes(id);
}

/** Begins with everything derived, so that each operation has to carry it along. */
function followed(): ProjectState {
  const state = start();
  follow(state.entities);
  for (const open of state.articles.values()) look(state, open);
  return state;
}

function look(state: ProjectState, open: ArticleState): void {
  for (const kind of annotationKinds) {
    follow(open[tableOfKind[kind]]);
    pointingTo(open, kind, "e1");
  }
  for (const kind of placedKinds) [...near(open, kind, { start: 0, end: 1 })];
  mentionsOfEntity(state, open, "e1");
}

describe("what is derived from an article's annotations", { timeout: 60_000 }, () => {
  it("numbers them in reading order after any operation", () => {
    check(({ states }) => {
      for (const open of states.flatMap((state) => [...state.articles.values()])) {
        for (const kind of placedKinds) {
          all(open, kind).forEach((record, index, list) => {
            expect(numberOf(open, kind, record)).toEqual({ number: index + 1, of: list.length });
          });
        }
      }
    }, followed);
  });

  it("finds those that touch a span, and the next one before and after any place", () => {
    check(({ end }) => {
      for (const open of end.articles.values()) {
        const everything = placedKinds.flatMap((kind) => all(open, kind)).sort(byPosition);
        const starts = everything.map((one) => bodyOf(one)[0]?.start ?? 0);
        for (let offset = 0; offset <= open.article.text.length; offset += 7) {
          const span = { start: offset, end: offset + 5 };
          for (const kind of placedKinds) {
            const touched = all(open, kind).filter((record) => {
              const spans = spansOf(record);
              const from = Math.min(...spans.map((one) => one.start));
              return from <= span.end && span.start <= Math.max(...spans.map((one) => one.end));
            });
            expect([...near(open, kind, span)].map((one) => one.id)).toEqual(touched.map((one) => one.id));
          }
          const after = everything[starts.findIndex((at) => at >= offset)] ?? everything[0];
          const before = everything[starts.findLastIndex((at) => at < offset)] ?? everything.at(-1);
          expect(neighbour(open, offset, 1)).toBe(after?.id ?? null);
          expect(neighbour(open, offset, -1)).toBe(before?.id ?? null);
        }
        everything.forEach((record, index) => {
          expect(neighbour(open, record, 1)).toBe((everything[index + 1] ?? everything[0])?.id);
          expect(neighbour(open, record, -1)).toBe(everything.at(index - 1)?.id);
        });
      }
    }, followed);
  });

  it("knows who points to what, and counts mentions, merged entities among them", () => {
    check(({ end }) => {
      for (const open of end.articles.values()) {
        const ids = [...end.entities.keys(), ...annotationKinds.flatMap((kind) => [...open[tableOfKind[kind]].keys()])];
        for (const id of ids) {
          for (const kind of annotationKinds) {
            const records: Annotation[] = [...open[tableOfKind[kind]].values()];
            const pointing = records.filter((record) => names(record, id)).map((record) => record.id);
            expect([...pointingTo(open, kind, id)].sort()).toEqual(pointing.sort());
          }
        }
        for (const [id, entity] of end.entities) {
          if (resolveEntity(end.entities, id) !== entity) continue;
          const own = [...open.mentions.values()].filter((one) => resolveEntity(end.entities, one.entity)?.id === id);
          expect(
            mentionsOfEntity(end, open, id)
              .map((one) => one.id)
              .sort(),
          ).toEqual(own.map((one) => one.id).sort());
        }
        const counted = [...mentionCounts(open)].reduce((sum, [, count]) => sum + count, 0);
        expect(counted).toBe([...open.mentions.values()].filter((one) => one.entity !== null).length);
      }
    }, followed);
  });

  it("says which records changed between two states, and never leaves one out", () => {
    check(({ states }) => {
      const first = followed();
      const pairs = states.map((later, index) => [states[index - 3] ?? first, later] as const);
      for (const [earlier, later] of pairs) {
        const changed = changedSince(earlier.entities, later.entities);
        const different = [...new Set([...earlier.entities.keys(), ...later.entities.keys()])].filter(
          (id) => earlier.entities.get(id) !== later.entities.get(id),
        );
        if (changed !== null) expect(different.filter((id) => !changed.has(id))).toEqual([]);
      }
    }, followed);
  });
});
