import { describe, expect, it } from "vitest";
import type { StoredSuggestion } from "../../../shared/annotation/records.ts";
import { articleState } from "../../../shared/annotation/state.ts";
import { alikeTo, offered } from "../../../shared/suggest/offered.ts";
import { article, mention, quote, spanOf, suggestion } from "../../builders.ts";

const text = "Jane Doe said the bridge was safe. Doe said the road was not. Madrid agreed.";
const means = { entity: null, type: "Person", name: "Jane Doe" };
const jane = suggestion("mention", [spanOf(text, "Jane Doe")], { form: "name", means });
const doe = suggestion("mention", [spanOf(text, "Doe", 2)], { form: "name", means });
const bridge = suggestion("quote", [spanOf(text, "the bridge was safe")], {
  form: "indirect",
  cue: [spanOf(text, "said")],
});
const road = suggestion("quote", [spanOf(text, "the road was not")], {
  form: "indirect",
  cue: [spanOf(text, "said", 2)],
});
const claim = suggestion("claim", [spanOf(text, "Madrid agreed.")], { confidence: 0.2 });
const all = [road, claim, doe, bridge, jane];
const wanted = { kinds: new Set(["mention", "quote", "claim"] as const), least: 0 };
const idsOf = (some: readonly StoredSuggestion[]) => some.map((one) => one.id);

describe("what is offered", () => {
  it("stands in reading order, of the kinds that are wanted and as sure as that", () => {
    const open = articleState(article(text));
    expect(offered(open, all, wanted)).toEqual([jane, bridge, doe, road, claim]);
    expect(offered(open, all, { kinds: new Set(["quote"] as const), least: 0 })).toEqual([bridge, road]);
    expect(offered(open, all, { ...wanted, least: 0.3 })).not.toContain(claim);
  });

  it("is not what is marked already, exactly or nearly, nor what was decided", () => {
    const marked = articleState(article(text), {
      mentions: [mention("m1", spanOf(text, "Jane Doe"), "e1")],
      quotes: [quote("q1", [spanOf(text, "the bridge was safe.")])],
      suggestions: [{ ...doe, id: "s1", decision: "rejected" }],
    });
    expect(offered(marked, all, wanted)).toEqual([road, claim]);
  });

  it("holds what is kept in the article, and the surer of two for the same place", () => {
    const kept = { ...road, id: "s1", producer: "other", confidence: 0.9 };
    const open = articleState(article(text), { suggestions: [kept] });
    expect(idsOf(offered(open, all, wanted))).toEqual(idsOf([jane, bridge, doe, kept, claim]));
  });
});

describe("what is alike", () => {
  it("is the names of one thing, and the quotes by one cue", () => {
    expect(alikeTo(text, jane, all)).toEqual([doe, jane]);
    expect(alikeTo(text, bridge, all)).toEqual([road, bridge]);
    expect(alikeTo(text, claim, all)).toEqual([claim]);
  });
});
