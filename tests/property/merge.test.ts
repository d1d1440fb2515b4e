import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference } from "../../shared/annotation/difference.ts";
import { violations } from "../../shared/annotation/invariants.ts";
import { choices, merge, settle } from "../../shared/annotation/merge.ts";
import { apply, conflicts, invert, type Operation } from "../../shared/annotation/operation.ts";
import type { Mention, Quote } from "../../shared/annotation/records.ts";
import { squash } from "../../shared/annotation/squash.ts";
import type { ProjectState } from "../../shared/annotation/state.ts";
import { applied, article, author, entity, mention, plain, project, projectWith, quote } from "../builders.ts";

const text = "abcdefghijklmnopqrstuvwxyz ".repeat(4);
const ids = ["m1", "m2", "m3", "m4"];
const start = projectWith(
  article(text),
  { mentions: ids.slice(0, 3).map((id, at) => mention(id, { start: at, end: at + 3 }, null)) },
  [entity("e1", "Jane Doe"), entity("e2", "The Post")],
);

/** One change of a record to one of a few values, so that two sides often meet. */
const step = fc.record({ record: fc.nat(9), value: fc.nat(3), also: fc.nat(3) });
const sitting = fc.array(step, { maxLength: 8 });

/** Applies steps; what would break a rule is left out, as the program's own actions do. */
function sat(state: ProjectState, steps: readonly { record: number; value: number; also: number }[]) {
  const operations: Operation[] = [];
  let current = state;
  for (const { record, value, also } of steps) {
    const changes = changeOf(current, record, value, also);
    const operation = { label: `Step ${record}`, at: "2026-11-24T10:00:00.000Z", changes };
    const next = changes.length > 0 ? apply(current, operation) : current;
    if (next === current || isBroken(next)) continue;
    operations.push(operation);
    current = next;
  }
  return { state: current, operations };
}

function changeOf(state: ProjectState, record: number, value: number, also: number): Operation["changes"] {
  const open = state.articles.get("story");
  if (record < 4) {
    const id = ids[record] ?? "m1";
    const before = open?.mentions.get(id) ?? null;
    const fresh = mention(id, { start: record, end: record + 3 }, null);
    const after: Mention | null =
      value === 0 ? null : { ...(before ?? fresh), note: `note ${value}`, entity: `e${1 + (also % 2)}` };
    return before === null && after === null ? [] : [{ table: "mention", article: "story", id, before, after }];
  }
  if (record < 6) {
    const id = `q${record}`;
    const before = open?.quotes.get(id) ?? null;
    const said = { speakers: [{ mention: ids[also] ?? "m1" }] };
    const after: Quote | null = value === 0 ? null : quote(id, [{ start: 30, end: 40 + value }], said);
    return before === null && after === null ? [] : [{ table: "quote", article: "story", id, before, after }];
  }
  if (record < 8) {
    const id = `e${record - 5}`;
    const before = state.entities.get(id) ?? null;
    if (!before) return [];
    const fields = also % 2 === 0 ? { note: `note ${value}` } : { aliases: [`alias ${value}`] };
    return [{ table: "entity", id, before, after: { ...before, ...fields } }];
  }
  const before = state.project;
  const after =
    also % 2 === 0
      ? { ...before, guidelines: `Rule ${value}.` }
      : { ...before, scheme: { ...before.scheme, verdicts: [`verdict ${value}`] } };
  return [{ table: "project", id: before.id, before, after }];
}

const isBroken = (state: ProjectState) =>
  [...state.articles.values()].some((open) => violations(state, open).some(({ warning }) => !warning));

describe("merging two sides of one project", () => {
  it("takes all that only one side changed, asks of the rest, breaks no rule, and can be undone", () => {
    fc.assert(
      fc.property(sitting, sitting, (mine, theirs) => {
        const here = sat(start, mine).state;
        const there = sat(start, theirs).state;
        const news = difference(start, there, "Changes from disk", "2026-11-24T11:00:00.000Z");
        const merged = merge(here, news);
        if (merged.operation) expect(conflicts(here, merged.operation)).toEqual([]);
        const whole = applied(here, merged.operation);
        expect(isBroken(whole)).toBe(false);
        if (merged.operation) expect(plain(apply(whole, invert(merged.operation)))).toEqual(plain(here));
        // A record that only they changed is theirs now, or is asked of.
        const asked = new Set(merged.conflicts.map(({ theirs: one }) => `${one.table} ${one.id}`));
        const mineChanged = new Set(difference(start, here, "", "").changes.map((one) => `${one.table} ${one.id}`));
        const left = difference(whole, there, "", "").changes.map((one) => `${one.table} ${one.id}`);
        for (const one of left) expect(asked.has(one) || mineChanged.has(one)).toBe(true);
        // And what only I changed is as I left it.
        const theirsChanged = new Set(news.changes.map((one) => `${one.table} ${one.id}`));
        for (const one of difference(here, whole, "", "").changes)
          expect(theirsChanged).toContain(`${one.table} ${one.id}`);
      }),
      { numRuns: 500 },
    );
  });

  it("settles what was asked of by any choice without breaking a rule; mine changes nothing, theirs leaves nothing to ask", () => {
    fc.assert(
      fc.property(
        sitting,
        sitting,
        fc.array(fc.constantFrom(...choices), { maxLength: 12 }),
        (mine, theirs, chosen) => {
          const here = sat(start, mine).state;
          const there = sat(start, theirs).state;
          const merged = merge(here, difference(start, there, "Changes from disk", "2026-11-24T11:00:00.000Z"));
          const whole = applied(here, merged.operation);
          const decided = settle(whole, merged.conflicts, chosen, author());
          expect(isBroken(applied(whole, decided))).toBe(false);
          const all = (choice: (typeof choices)[number]) =>
            settle(
              whole,
              merged.conflicts,
              merged.conflicts.map(() => choice),
              author(),
            );
          expect(all("mine")).toBeNull();
          const kept = applied(whole, all("both"));
          for (const id of whole.articles.get("story")?.mentions.keys() ?? []) {
            expect(kept.articles.get("story")?.mentions.get(id)).toEqual(whole.articles.get("story")?.mentions.get(id));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is no news where both sides did the same", () => {
    fc.assert(
      fc.property(sitting, (steps) => {
        const there = sat(start, steps).state;
        expect(merge(there, difference(start, there, "", "2026-11-24T11:00:00.000Z"))).toEqual({
          operation: null,
          conflicts: [],
        });
      }),
    );
  });

  it("puts the project's settings together field by field, and asks where one was set twice", () => {
    const set = (fields: object) => ({ ...start, project: { ...start.project, ...fields } });
    const news = (fields: object) => difference(start, set(fields), "", "2026-11-24T11:00:00.000Z");
    expect(
      applied(set({ name: "Mine" }), merge(set({ name: "Mine" }), news({ guidelines: "Theirs" })).operation).project,
    ).toEqual(project({ name: "Mine", guidelines: "Theirs" }));
    expect(merge(set({ name: "Mine" }), news({ name: "Theirs" })).conflicts).toHaveLength(1);
  });
});

describe("a difference", () => {
  it("turns one state into the other", () => {
    fc.assert(
      fc.property(sitting, sitting, (one, other) => {
        const [before, after] = [sat(start, one).state, sat(start, other).state];
        expect(plain(apply(before, difference(before, after, "", "")))).toEqual(plain(after));
      }),
    );
  });
});

describe("squashed operations", () => {
  it("do in one what they did one after the other, forwards and backwards", () => {
    fc.assert(
      fc.property(sitting, (steps) => {
        const { state, operations } = sat(start, steps);
        const one = squash(operations, "All");
        expect(conflicts(start, one)).toEqual([]);
        expect(plain(apply(start, one))).toEqual(plain(state));
        expect(plain(apply(state, invert(one)))).toEqual(plain(start));
      }),
    );
  });

  it("leave out an article that is gone in the end, with the work on it", () => {
    const made = article("New.", { id: "new" });
    const at = "2026-11-24T10:00:00.000Z";
    const operations: Operation[] = [
      { label: "Import", at, changes: [{ table: "article", id: "new", before: null, after: made }] },
      {
        label: "Mark",
        at,
        changes: [
          {
            table: "mention",
            article: "new",
            id: "n1",
            before: null,
            after: mention("n1", { start: 0, end: 3 }, null),
          },
        ],
      },
      { label: "Undo import", at, changes: [{ table: "article", id: "new", before: made, after: null }] },
    ];
    expect(squash(operations, "All").changes).toEqual([]);
  });
});
