import { describe, expect, it } from "vitest";
import {
  acceptSuggestion,
  acceptSuggestions,
  forgetLessons,
  keepSuggestions,
  rejectSuggestions,
} from "../../../shared/annotation/actions/suggestion.ts";
import { replaceText } from "../../../shared/annotation/actions/text.ts";
import { invert } from "../../../shared/annotation/operation.ts";
import { openArticle } from "../../../shared/annotation/state.ts";
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
