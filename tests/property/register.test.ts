import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveEntity } from "../../shared/annotation/graph.ts";
import type { Entity } from "../../shared/annotation/records.ts";
import { tableOf } from "../../shared/annotation/state.ts";
import {
  foldRegister,
  type RegisterLog,
  type RegisterRecord,
  readRegisterLog,
  registerDifference,
  registerLine,
  timeAfter,
} from "../../shared/format/register-log.ts";
import { entity, long } from "../builders.ts";

const ids = ["e1", "e2", "e3", "e4"];
const id = fc.constantFrom(...ids);
const time = (ms: number) => new Date(Date.parse(long) + ms).toISOString();
const name = fc.constantFrom("Doe", "Jane Doe", "The Post", "😀", "Zoë");

const change: fc.Arbitrary<(at: string) => RegisterRecord> = fc.oneof(
  fc.tuple(id, name).map(([one, called]) => (at: string): RegisterRecord => {
    const { mergedInto: _mergedInto, created: _created, ...fields } = entity(one, called);
    return { at, do: "create", entity: fields };
  }),
  fc.tuple(id, fc.constantFrom("name", "note", "type"), name).map(
    ([one, field, value]) =>
      (at: string): RegisterRecord => ({ at, do: "set", entity: one, field, value }),
  ),
  fc.tuple(id, id).map(
    ([from, into]) =>
      (at: string): RegisterRecord => ({ at, do: "merge", from, into }),
  ),
  id.map(
    (from) =>
      (at: string): RegisterRecord => ({ at, do: "revoke", from }),
  ),
  id.map(
    (one) =>
      (at: string): RegisterRecord => ({ at, do: "delete", entity: one }),
  ),
);

/** A log as an annotator writes it: times never run backwards, and often meet another annotator's. */
const log = (annotator: string): fc.Arbitrary<RegisterLog> =>
  fc.array(fc.tuple(fc.nat(3), change), { maxLength: 15 }).map((changes) => {
    let at = 0;
    const records = changes.map(([pause, make]) => {
      at += pause;
      return make(time(at));
    });
    return { annotator, records };
  });

const logs = fc.tuple(log("a1"), log("a2"), log("a3"));
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { numRuns: 1000 });

const plain = (register: Map<string, Entity>) => [...register].sort(([a], [b]) => (a < b ? -1 : 1));

const anyEntity = (one: string): fc.Arbitrary<Entity> =>
  fc
    .record({
      name,
      note: name,
      aliases: fc.array(name, { maxLength: 2 }),
      colour: fc.option(name, { nil: undefined }),
      born: fc.nat(1),
    })
    .map(({ colour, born, ...fields }) => ({
      ...entity(one, fields.name, { ...fields, created: time(born) }),
      ...(colour === undefined ? {} : { colour }),
    }));

/** A register in which every merge leads to an entity with a greater id, so that none goes round. */
const register: fc.Arbitrary<Map<string, Entity>> = fc
  .tuple(
    ...ids.map((one) => fc.tuple(fc.boolean(), anyEntity(one), fc.nat(3))),
    fc.shuffledSubarray(ids, { minLength: 4 }),
  )
  .map((parts) => {
    const order = parts[ids.length] as string[];
    const entities = parts.slice(0, ids.length) as [boolean, Entity, number][];
    const there = new Map(entities.filter(([exists]) => exists).map(([, one]) => [one.id, one]));
    return new Map(
      entities.flatMap(([exists, one, into]): [string, Entity][] => {
        const target = order[into];
        const isLater = target !== undefined && order.indexOf(target) > order.indexOf(one.id) && there.has(target);
        return exists ? [[one.id, { ...one, mergedInto: isLater ? target : null }]] : [];
      }),
    );
  });

describe("the entity register", () => {
  it("is the same in whatever order the annotators' logs arrive", () => {
    check(fc.tuple(logs, fc.shuffledSubarray([0, 1, 2], { minLength: 3 })), ([all, order]) => {
      const arrived = order.flatMap((at) => all[at] ?? []);
      expect(plain(foldRegister(arrived))).toEqual(plain(foldRegister(all)));
    });
  });

  it("has no merges that go round in a circle", () => {
    check(logs, (all) => {
      const folded = foldRegister(all);
      for (const start of folded.keys()) {
        const seen = new Set<string>();
        for (let at: string | null = start; at !== null; at = folded.get(at)?.mergedInto ?? null) {
          expect(seen.has(at)).toBe(false);
          seen.add(at);
        }
        expect(resolveEntity(tableOf(folded.values()), start)).not.toBeNull();
      }
    });
  });

  it("is reproduced by the records of its changes, whatever it was before", () => {
    check(fc.array(register, { minLength: 1, maxLength: 4 }), (registers) => {
      let before = tableOf<Entity>([]);
      let last: string | null = null;
      const records: RegisterRecord[] = [];
      for (const next of registers) {
        // An entity keeps the time of its creation for as long as it exists.
        const now: Entity[] = [...next.values()].map((one) => ({
          ...one,
          created: before.get(one.id)?.created ?? one.created,
        }));
        last = timeAfter(long, last);
        records.push(...registerDifference(before, tableOf(now), last));
        before = tableOf(now);
      }
      const lines = records.map(registerLine).join("");
      const read = readRegisterLog("a1.jsonl", lines);
      expect(read.problems).toEqual([]);
      expect(plain(foldRegister([{ annotator: "a1", records: read.records }]))).toEqual(
        plain(new Map(before.entries())),
      );
    });
  });

  it("keeps what a colleague with a slow clock set before the entity's creation", () => {
    const created = registerDifference(tableOf<Entity>([]), tableOf([entity("e1", "Doe")]), time(1000));
    const set: RegisterRecord = { at: time(0), do: "set", entity: "e1", field: "name", value: "Jane Doe" };
    const folded = foldRegister([
      { annotator: "a1", records: created },
      { annotator: "a2", records: [set] },
    ]);
    expect(folded.get("e1")?.name).toBe("Jane Doe");
  });
});

describe("a register log", () => {
  it("is read up to a torn last line, wherever it was torn", () => {
    check(fc.tuple(log("a1"), fc.nat()), ([{ records }, cut]) => {
      const content = records.map(registerLine).join("");
      const torn = content.slice(0, cut % (content.length + 1));
      const read = readRegisterLog("a1.jsonl", torn);
      const whole = torn.slice(0, read.wholeLength);
      expect(read.records).toEqual(records.slice(0, whole.split("\n").length - 1));
      expect(read.problems.length).toBe(whole === torn ? 0 : 1);
    });
  });

  it("is read past a damaged line in the middle, which is named", () => {
    const lines = ["e1", "e2", "e3"].map((one) => registerLine({ at: long, do: "delete", entity: one }));
    lines[1] = "{broken\n";
    const read = readRegisterLog("a1.jsonl", lines.join(""));
    expect(read.records).toHaveLength(2);
    expect(read.problems).toMatchObject([{ file: "a1.jsonl", path: "line 2" }]);
  });

  it("goes on a millisecond after its last record when the clock was set back", () => {
    expect(timeAfter(time(0), time(500))).toBe(time(501));
    expect(timeAfter(time(900), time(500))).toBe(time(900));
    expect(timeAfter(time(900), null)).toBe(time(900));
  });
});
