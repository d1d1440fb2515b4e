import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "../../../shared/annotation/operation.ts";
import { entitiesCalled, entitiesLike } from "../../../shared/annotation/register-index.ts";
import { emptyProjectState } from "../../../shared/annotation/state.ts";
import { entity, project } from "../../builders.ts";

const names = [
  "Jeff Sessions",
  "Séverine Sessa",
  "The Post",
  "Post Office",
  "Ana Ses",
  "O’Hara",
  "O'Hara Group",
] as const;
const named = fc.record({
  id: fc.constantFrom("e1", "e2", "e3", "e4", "e5"),
  name: fc.option(fc.constantFrom(...names)),
  alias: fc.constantFrom("", "the AG", "Élan"),
  mergedInto: fc.option(fc.constantFrom("e1", "e2"), { freq: 4 }),
});

describe("the names of a register", () => {
  it("are found with those first that begin so, without regard to case and accents, merged ones never", () => {
    const { entities } = emptyProjectState(project(), [
      entity("e1", "Jeff Sessions", { aliases: ["the AG"] }),
      entity("e2", "Séverine Sessa"),
      entity("e3", "Sessions, the bar"),
      entity("e4", "Sess", { mergedInto: "e1" }),
    ]);
    const like = (typed: string) => entitiesLike(entities, typed, 10).map(({ id }) => id);
    expect(like("sess")).toEqual(["e3", "e1", "e2"]);
    expect(like("SEVER")).toEqual(["e2"]);
    expect(like("ag jeff")).toEqual(["e1"]);
    expect(like("")).toEqual(["e1", "e3", "e2"].sort((a, b) => (a === "e2" ? 1 : b === "e2" ? -1 : 0)));
    expect(entitiesCalled(entities, "THE  ag").map(({ id }) => id)).toEqual(["e1"]);
  });

  it("are after any operations as if the register had just been read", () => {
    fc.assert(
      fc.property(fc.array(named, { maxLength: 40 }), fc.array(fc.boolean()), (changes, looks) => {
        let state = emptyProjectState(project(), [entity("e1", "Jeff Sessions"), entity("e2", "The Post")]);
        changes.forEach(({ id, name, alias, mergedInto }, at) => {
          if (looks[at % Math.max(1, looks.length)]) entitiesLike(state.entities, "s", 5);
          const before = state.entities.get(id) ?? null;
          const after =
            name === null
              ? null
              : entity(id, name, { aliases: alias ? [alias] : [], mergedInto: mergedInto === id ? null : mergedInto });
          state = apply(state, {
            label: "Set",
            at: "2026-11-24T10:00:00.000Z",
            changes: [{ table: "entity", id, before, after }],
          });
        });
        const fresh = emptyProjectState(project(), state.entities.values()).entities;
        for (const typed of ["", "ses", "o", "e", "post", "elan person"])
          expect(entitiesLike(state.entities, typed, 3)).toEqual(entitiesLike(fresh, typed, 3));
        for (const name of [...names, "élan", "ag"])
          expect(new Set(entitiesCalled(state.entities, name))).toEqual(new Set(entitiesCalled(fresh, name)));
      }),
    );
  });
});
