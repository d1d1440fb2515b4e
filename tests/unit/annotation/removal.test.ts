import { describe, expect, it } from "vitest";
import { removeAnnotation } from "../../../shared/annotation/actions/annotation.ts";
import { deleteEntity, mergeEntities } from "../../../shared/annotation/actions/entity.ts";
import { violations } from "../../../shared/annotation/invariants.ts";
import { apply, invert, type Operation } from "../../../shared/annotation/operation.ts";
import { articleState, openArticle, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { article, author, claim, entity, mention, plain, projectWith, quote, relation } from "../../builders.ts";

const at = (start: number) => ({ start, end: start + 2 });
const state: ProjectState = withArticle(
  projectWith(
    article("aa bb cc dd ee ff"),
    {
      mentions: [mention("m1", at(0), "e1"), mention("m2", at(3), "e2")],
      quotes: [
        quote("q1", [at(6)], { speakers: [{ mention: "m1" }, { mention: "m2" }], addressees: [{ entity: "e1" }] }),
        quote("q2", [at(9)], { speakers: [{ entity: "e1" }] }),
      ],
      claims: [
        claim("c1", [at(6)], { quote: "q1", claimant: { quote: "q1" } }),
        claim("c2", [at(9)], { claimant: { entity: "e1" } }),
      ],
      relations: [relation("r1", "c1", "c2"), relation("r2", "r1", "e1"), relation("r3", "c2", "r2")],
    },
    [entity("e1", "Doe"), entity("e2", "Post"), entity("e3", "J. Doe", { mergedInto: "e1" })],
  ),
  articleState(article("xx", { id: "other" }), {
    mentions: [mention("m7", { start: 0, end: 2 }, "e1")],
    relations: [relation("r7", "m7", { article: "story", id: "c1" })],
  }),
);

function does(operation: Operation | null): ProjectState {
  if (!operation) throw new Error("nothing happened");
  const next = apply(state, operation);
  for (const open of next.articles.values()) expect(violations(next, open)).toEqual([]);
  expect(plain(apply(next, invert(operation)))).toEqual(plain(state));
  return next;
}
const story = (of: ProjectState) => openArticle(of, "story");

describe("removing", () => {
  it("a mention takes it from the speakers, and one undo brings it back", () => {
    const { operation, clearedReferences, removedRelations } = removeAnnotation(state, author(), "story", "m1");
    expect(story(does(operation)).quotes.get("q1")?.speakers).toEqual([{ mention: "m2" }]);
    expect([clearedReferences, removedRelations]).toEqual([1, 0]);
  });

  it("a quote leaves its claims without quote and claimant", () => {
    const { operation, clearedReferences } = removeAnnotation(state, author(), "story", "q1");
    expect(story(does(operation)).claims.get("c1")).toMatchObject({ quote: null, claimant: null });
    expect(clearedReferences).toBe(1);
  });

  it("a claim removes the relations that end there, in every open article, and those that end at them", () => {
    const { operation, removedRelations } = removeAnnotation(state, author(), "story", "c1");
    const next = does(operation);
    expect([...story(next).relations.keys(), ...openArticle(next, "other").relations.keys()]).toEqual([]);
    expect(removedRelations).toBe(4);
  });

  it("an entity leaves its mentions, unlinked, and clears whoever speaks, is spoken to or claims", () => {
    const next = does(deleteEntity(state, author(), "e1"));
    expect(story(next).mentions.get("m1")?.entity).toBeNull();
    expect(openArticle(next, "other").mentions.get("m7")?.entity).toBeNull();
    expect(story(next).quotes.get("q1")).toMatchObject({
      addressees: [],
      speakers: [{ mention: "m1" }, { mention: "m2" }],
    });
    expect(story(next).quotes.get("q2")?.speakers).toEqual([]);
    expect(story(next).claims.get("c2")?.claimant).toBeNull();
    expect(next.entities.get("e3")?.mergedInto).toBeNull();
    expect([...story(next).relations.keys()]).toEqual(["r1"]);
  });

  it("something that is not there does nothing", () => {
    expect(removeAnnotation(state, author(), "story", "m99").operation).toBeNull();
    expect(deleteEntity(state, author(), "e99")).toBeNull();
  });
});

describe("merging entities", () => {
  it("makes one point to the other, which takes over its names", () => {
    const next = does(mergeEntities(state, author(), "e1", "e2"));
    expect(next.entities.get("e1")?.mergedInto).toBe("e2");
    expect(next.entities.get("e2")?.aliases).toEqual(["Doe"]);
  });

  it("does nothing where they are one already, whichever way it is asked", () => {
    for (const [from, into] of [
      ["e3", "e1"],
      ["e1", "e3"],
      ["e1", "e1"],
      ["e1", "nobody"],
    ] as const)
      expect(mergeEntities(state, author(), from, into)).toBeNull();
  });
});
