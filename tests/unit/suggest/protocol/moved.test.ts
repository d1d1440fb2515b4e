import { describe, expect, it } from "vitest";
import { suggestionsIn } from "../../../../shared/anchoring/reanchor.ts";
import { article, spanOf, suggestion } from "../../../builders.ts";

describe("suggestions of a text that was changed while they were made", () => {
  it("stand where their words stand now, and are left out where those are gone", () => {
    const before = article("Doe said it was safe.\n\nRoe said nothing of it.");
    const next = article("A new first paragraph.\n\nDoe said it was safe.");
    const made = ["it was safe", "Roe said nothing"].map((words) => suggestion("claim", [spanOf(before.text, words)]));
    const [only, ...none] = suggestionsIn(made, before, next);
    expect(none).toEqual([]);
    expect(only?.spans).toEqual([spanOf(next.text, "it was safe")]);
    expect(suggestionsIn(made, before, before)).toEqual(made);
  });
});
