import { describe, expect, it } from "vitest";
import { linkMention } from "../../../shared/annotation/actions/mention.ts";
import { setCue, setParty } from "../../../shared/annotation/actions/quote.ts";
import {
  acceptSuggestion,
  acceptSuggestions,
  forgetLessons,
  keepSuggestions,
  rejectSuggestions,
} from "../../../shared/annotation/actions/suggestion.ts";
import { replaceText } from "../../../shared/annotation/actions/text.ts";
import { invert } from "../../../shared/annotation/operation.ts";
import { openArticle, type ProjectState } from "../../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { applied, article, author, entity, mention, plain, projectWith, spanOf, suggestion } from "../../builders.ts";

const text = "Jane Doe spoke. The bridge is safe, Doe said. Madrid agreed.";
const name = (words: string, nth = 1) =>
  suggestion("mention", [spanOf(text, words, nth)], {
    form: "name",
    means: { entity: null, type: "Person", name: "Jane Doe" },
  });
const quote = suggestion("quote", [spanOf(text, "The bridge is safe")], {
  form: "indirect",
  cue: [spanOf(text, "said")],
  speaker: { span: spanOf(text, "Doe", 2), form: "name" },
  means: { entity: null, type: "Person", name: "Jane Doe" },
});

describe("an accepted suggestion", () => {
  it("is an annotation that says who proposed it, and one undo takes everything back", () => {
    const state = projectWith(article(text));
    const { operation, id } = acceptSuggestion(state, author(), "story", quote);
    const after = applied(state, operation);
    const open = openArticle(after, "story");
    const made = open.quotes.get(id);
    expect(made).toMatchObject({ form: "indirect", origin: { kind: "suggested", producer: "test", confidence: 0.5 } });
    const [speaker] = [...open.mentions.values()];
    expect(made?.speakers).toEqual([{ mention: speaker?.id }]);
    expect(after.entities.get(speaker?.entity ?? "")?.name).toBe("Jane Doe");
    expect(open.work.state).toBe("doing");
    if (!operation) throw new Error("nothing was done");
    expect(plain(applied(after, invert(operation)))).toEqual(plain(state));
  });

  it("uses the mention and the entity that are there", () => {
    const doe = mention("m1", spanOf(text, "Doe", 2), "e1");
    const state = projectWith(article(text), { mentions: [doe] }, [entity("e1", "Jane Doe")]);
    const { operation, id } = acceptSuggestion(state, author(), "story", quote);
    const open = openArticle(applied(state, operation), "story");
    expect(open.quotes.get(id)?.speakers).toEqual([{ mention: "m1" }]);
    expect(open.mentions.size).toBe(1);
  });

  it("names a new entity by the words that the analyst made of it", () => {
    const state = projectWith(article(text));
    const one = suggestion("mention", [spanOf(text, "Doe")], {
      form: "name",
      means: { entity: null, type: "Person", name: "Doe" },
    });
    const after = applied(state, acceptSuggestion(state, author(), "story", one, [spanOf(text, "Jane Doe")]).operation);
    expect([...after.entities.values()].map((known) => known.name)).toEqual(["Jane Doe"]);
  });

  it("makes one entity of many mentions of it, in one step", () => {
    const state = projectWith(article(text));
    const after = applied(state, acceptSuggestions(state, author(), "story", [name("Jane Doe"), name("Doe", 2)]));
    expect(after.entities.size).toBe(1);
    expect(openArticle(after, "story").mentions.size).toBe(2);
  });
});

describe("a decision on a suggestion", () => {
  it("is remembered with the article, and teaches", () => {
    const state = projectWith(article(text));
    const who = author();
    const rejected = applied(state, rejectSuggestions(state, who, "story", [quote]));
    const after = applied(rejected, acceptSuggestion(rejected, who, "story", name("Jane Doe")).operation);
    expect([...openArticle(after, "story").suggestions.values()].map((one) => one.decision)).toEqual([
      "rejected",
      "accepted",
    ]);
    const lessons = [...after.lessons.values()].map(({ about, words, accepted, rejected }) => [
      about,
      words,
      accepted,
      rejected,
    ]);
    expect(lessons).toContainEqual(["cue", "said", 0, 1]);
    expect(lessons).toContainEqual(["name", "Jane Doe", 1, 0]);
  });

  it("is forgotten on request, one or all, and nothing else changes", () => {
    const state = projectWith(article(text));
    const who = author();
    const taught = applied(state, rejectSuggestions(state, who, "story", [quote, name("Jane Doe")]));
    const [first] = taught.lessons.keys();
    const less = applied(taught, forgetLessons(taught, who, [first ?? ""]));
    expect(less.lessons.size).toBe(taught.lessons.size - 1);
    const none = applied(taught, forgetLessons(taught, who));
    expect(none.lessons.size).toBe(0);
    expect(openArticle(none, "story")).toBe(openArticle(taught, "story"));
  });

  it("moves with its words when the text changes, is dropped with them, and comes back by undo", () => {
    const state = projectWith(article(text));
    const who = author();
    const rejected = applied(state, rejectSuggestions(state, who, "story", [quote, name("Jane Doe")]));
    const edited = "It rained. The bridge is safe, Doe said. Madrid agreed.";
    const { operation } = replaceText(rejected, who, "story", "Edit", {
      text: edited,
      blocks: blocksOfPlainText(edited),
    });
    const after = applied(rejected, operation);
    const spans = [...openArticle(after, "story").suggestions.values()].map((one) => one.spans);
    expect(spans).toEqual([[spanOf(edited, "The bridge is safe")]]);
    if (!operation) throw new Error("nothing was done");
    expect(plain(applied(after, invert(operation)))).toEqual(plain(rejected));
  });
});

describe("a suggestion that is kept", () => {
  it("waits in the article, once, until it is decided", () => {
    const state = projectWith(article(text));
    const who = author();
    const kept = applied(state, keepSuggestions(state, who, "story", [quote]));
    expect(keepSuggestions(kept, who, "story", [quote])).toBeNull();
    const [waiting] = [...openArticle(kept, "story").suggestions.values()];
    if (!waiting) throw new Error("nothing is kept");
    const decided = applied(kept, rejectSuggestions(kept, who, "story", [waiting]));
    expect([...openArticle(decided, "story").suggestions.values()]).toMatchObject([
      { id: waiting.id, decision: "rejected" },
    ]);
  });
});

describe("a correction of what was accepted", () => {
  const register = [entity("e1", "Jane Doe"), entity("e2", "John Doe")];
  const counts = (state: ProjectState) =>
    [...state.lessons.values()].map(({ about, words, means, accepted, rejected }) => [
      about,
      words,
      means?.entity ?? null,
      accepted,
      rejected,
    ]);

  it("teaches whom a name means, in the step that links it anew", () => {
    const state = projectWith(article(text), {}, register);
    const one = name("Doe", 2);
    const accepted = acceptSuggestion(state, author(), "story", one);
    const before = applied(state, accepted.operation);
    const operation = linkMention(before, author(), "story", accepted.id, { entity: "e2" });
    const after = applied(before, operation);
    expect(counts(after)).toContainEqual(["name", "Doe", "e1", 0, 1]);
    expect(counts(after)).toContainEqual(["name", "Doe", "e2", 1, 0]);
    if (!operation) throw new Error("nothing was done");
    expect(plain(applied(after, invert(operation)))).toEqual(plain(before));
  });

  it("teaches who is meant by a description, and which words are a cue", () => {
    const said = "The bridge is safe, the mayor told them. Jane Doe left.";
    const state = projectWith(article(said), {}, register);
    const described = suggestion("quote", [spanOf(said, "The bridge is safe")], {
      form: "indirect",
      cue: [spanOf(said, "them")],
      speaker: { span: spanOf(said, "the mayor"), form: "nominal" },
      means: { entity: "e1", type: "Person", name: "Jane Doe" },
    });
    const accepted = acceptSuggestion(state, author(), "story", described);
    let after = applied(state, accepted.operation);
    after = applied(after, setParty(after, author(), "story", accepted.id, "speakers", { entity: "e2" }));
    after = applied(after, setCue(after, author(), "story", accepted.id, [spanOf(said, "told")]));
    expect(counts(after)).toContainEqual(["speaker", "the mayor", "e1", 0, 1]);
    expect(counts(after)).toContainEqual(["speaker", "the mayor", "e2", 1, 0]);
    expect(counts(after)).toContainEqual(["cue", "them", null, 0, 1]);
    expect(counts(after)).toContainEqual(["cue", "told", null, 1, 0]);
  });

  it("teaches nothing where a person marked it", () => {
    const doe = mention("m1", spanOf(text, "Doe", 2), "e1");
    const state = projectWith(article(text), { mentions: [doe] }, register);
    const after = applied(state, linkMention(state, author(), "story", "m1", { entity: "e2" }));
    expect(after.lessons.size).toBe(0);
  });
});
