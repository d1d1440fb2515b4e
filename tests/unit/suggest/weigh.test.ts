import { describe, expect, it } from "vitest";
import { acceptSuggestion, rejectSuggestions } from "../../../shared/annotation/actions/suggestion.ts";
import type { StoredSuggestion } from "../../../shared/annotation/records.ts";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import { learntFrom, registerWith, weigh } from "../../../shared/suggest/weigh.ts";
import { applied, article, author, entity, projectWith, spanOf, suggestion } from "../../builders.ts";

const text = "The mayor said it showed progress. Brexit mattered. The mayor left. The Post said so.";
const means = (name: string, id: string | null = null, type = "Person") => ({ entity: id, type, name });
const brexit = suggestion("mention", [spanOf(text, "Brexit")], { form: "name", means: means("Brexit", null, "Place") });
const showed = suggestion("quote", [spanOf(text, "progress")], { form: "indirect", cue: [spanOf(text, "showed")] });
const speaks = { span: spanOf(text, "The mayor"), form: "nominal" as const };

const start = projectWith(article(text), {}, [entity("e1", "Ada Lowe")]);
const who = author();
const rejecting = (state: ProjectState, one: StoredSuggestion) =>
  applied(state, rejectSuggestions(state, who, "story", [one]));
const accepting = (state: ProjectState, one: StoredSuggestion) =>
  applied(state, acceptSuggestion(state, who, "story", one).operation);
const weighed = (state: ProjectState, one: StoredSuggestion) => weigh(text, one, learntFrom(state.lessons));

describe("a suggestion, after decisions on others", () => {
  it("stays as it is while nothing was decided", () => {
    expect(weighed(start, brexit)).toEqual(brexit);
    expect(weighed(start, showed)).toEqual(showed);
  });

  it("is not made of a name that was rejected as that, until it is accepted as often", () => {
    const rejected = rejecting(start, brexit);
    expect(weighed(rejected, brexit)).toBeNull();
    expect(weighed(rejected, { ...brexit, means: means("Brexit", null, "Person") })).not.toBeNull();
    const accepted = accepting(rejected, brexit);
    const made = accepted.entities.findKey(({ name }) => name === "Brexit") ?? "";
    expect(weighed(accepted, { ...brexit, means: means("Brexit", made, "Place") })).not.toBeNull();
  });

  it("is less sure by a cue that was rejected, and says so", () => {
    const rejected = [1, 2, 3, 4].reduce((state) => rejecting(state, showed), start);
    const now = weighed(rejected, showed);
    expect(now?.confidence).toBeLessThan(0.3);
    expect(now?.reason).toContain("You rejected 4 of 4 quotes by “showed”.");
    const accepted = [1, 2, 3, 4].reduce((state) => accepting(state, showed), start);
    expect(weighed(accepted, showed)?.confidence).toBeGreaterThan(0.5);
  });

  it("takes a description for whom it was taken before", () => {
    const said = { ...showed, speaker: speaks, means: means("Ada Lowe", "e1") };
    const taught = accepting(start, said);
    expect(weighed(taught, { ...showed, speaker: speaks })?.means).toMatchObject({ entity: "e1", name: "Ada Lowe" });
  });

  it("knows an entity by the names under which it was accepted", () => {
    const post = suggestion("mention", [spanOf(text, "The Post")], { form: "name", means: means("Ada Lowe", "e1") });
    const taught = accepting(start, post);
    expect(registerWith(taught.entities.values(), taught.lessons.values())).toMatchObject([{ aliases: ["The Post"] }]);
  });
});
