import { describe, expect, it } from "vitest";
import { setFields } from "../../shared/annotation/actions/annotation.ts";
import { markMention } from "../../shared/annotation/actions/mention.ts";
import { violations } from "../../shared/annotation/invariants.ts";
import { apply, conflicts, invert, type Operation, operationSchema } from "../../shared/annotation/operation.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { author, plain } from "../builders.ts";
import { check, start } from "./support/sitting.ts";

const broken = (state: ProjectState, open: ArticleState) =>
  violations(state, open).filter((violation) => !violation.warning);

describe("a sequence of operations", () => {
  it("leaves what was there before when all of it is undone in reverse order", () => {
    check(({ operations, end }) => {
      const undone = operations.toReversed().reduce((state, operation) => apply(state, invert(operation)), end);
      expect(plain(undone)).toEqual(plain(start()));
    });
  });

  it("breaks no rule after any of them", () => {
    check(({ states }) => {
      for (const state of states) for (const open of state.articles.values()) expect(broken(state, open)).toEqual([]);
    });
  });

  it("changes nothing when it is replayed over a state that holds it already", () => {
    check(({ operations, end }) => {
      expect(plain(operations.reduce(apply, end))).toEqual(plain(end));
    });
  });

  it("replays from the start without a conflict, also after it was written as JSON and read", () => {
    check(({ operations, end }) => {
      let state = start();
      for (const operation of operations) {
        const read = operationSchema.parse(JSON.parse(JSON.stringify(operation)));
        expect(conflicts(state, read)).toEqual([]);
        state = apply(state, read);
      }
      expect(plain(state)).toEqual(plain(end));
    });
  });

  it("is in conflict with a state that somebody else has changed", () => {
    const by = author();
    const made = markMention(start(), by, "story", { start: 0, end: 5 }, "Person");
    const first = setFields(apply(start(), made.operation ?? nothing), by, "story", made.id, "Note", { note: "mine" });
    const theirs = setFields(apply(start(), made.operation ?? nothing), by, "story", made.id, "Note", {
      note: "theirs",
    });
    const state = apply(apply(start(), made.operation ?? nothing), theirs ?? nothing);
    expect(conflicts(state, first ?? nothing)).toHaveLength(1);
  });
});

const nothing: Operation = { label: "", at: "2026-01-01T00:00:00Z", changes: [] };
