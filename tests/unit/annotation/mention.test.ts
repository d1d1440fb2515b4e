import { describe, expect, it } from "vitest";
import {
  entityNamed,
  guessForm,
  linkMention,
  markMention,
  markOccurrences,
  otherOccurrences,
} from "../../../shared/annotation/actions/mention.ts";
import { openArticle } from "../../../shared/annotation/state.ts";
import { applied, article, author, entity, mention, plain, projectWith, sitting, spanOf } from "../../builders.ts";

describe("the form of a mention", () => {
  it.each([
    ["he", "pronoun"],
    ["Them", "pronoun"],
    ["Jeff Sessions", "name"],
    ["the Justice Department", "name"],
    ["The Post", "name"],
    ["G20", "name"],
    ["东京", "name"],
    ["the president", "nominal"],
    ["The president", "nominal"],
    ["his lawyer", "nominal"],
    ["a U.S. senator", "name"],
    ["officials", "nominal"],
    ["his", "pronoun"],
  ])("of “%s” is %s", (words, form) => {
    expect(guessForm(words)).toBe(form);
  });

  it("sees a no-break space as a space", () => {
    expect(guessForm("the\u00a0president")).toBe("nominal");
  });
});

const text =
  "Jeff Sessions met the Russians. The Washington Post wrote of Sessions; the U.S. Department of Justice did not. " +
  "He left, and the president waited.";
const people = [
  entity("e1", "Jeff Sessions"),
  entity("e2", "The Washington Post", { type: "Organization" }),
  entity("e3", "U.S. Department of Justice", { type: "Organization" }),
  entity("e4", "Pete Sessions"),
];
const story = article(text);
const told = projectWith(
  story,
  {
    mentions: [
      mention("m1", spanOf(text, "Jeff Sessions"), "e1"),
      mention("m2", spanOf(text, "The Washington Post"), "e2"),
      mention("m3", spanOf(text, "U.S. Department of Justice"), "e3"),
    ],
  },
  people,
);

describe("the entity that words name", () => {
  const named = (words: string, type?: string) => entityNamed(told, "story", words, type)?.id ?? null;

  it("is found by its name, whatever its case, article, apostrophes and spaces", () => {
    expect(named("jeff\u00a0sessions")).toBe("e1");
    expect(named("Washington Post", "Organization")).toBe("e2");
  });

  it("is found by an alias", () => {
    const state = projectWith(story, {}, [entity("e1", "Jeff Sessions", { aliases: ["the AG’s boss"] })]);
    expect(entityNamed(state, "story", "AG's boss")?.id).toBe("e1");
  });

  it("is found by what it was called before in this article", () => {
    const state = projectWith(
      story,
      { mentions: [mention("m1", spanOf(text, "Sessions", 2), "e1")] },
      people.slice(0, 1),
    );
    expect(entityNamed(state, "story", "Sessions")?.id).toBe("e1");
  });

  it("is the one of that type in this article whose name ends with the words", () => {
    expect(named("Sessions", "Person")).toBe("e1");
    expect(named("the Post", "Organization")).toBe("e2");
    expect(named("Department of Justice", "Organization")).toBe("e3");
  });

  it("is nobody where the words end a name inside a word, or where no type is given", () => {
    expect(named("ost", "Organization")).toBeNull();
    expect(named("Sessions")).toBeNull();
    expect(named("Sessions", "Organization")).toBeNull();
    expect(named("", "Person")).toBeNull();
  });

  it("is nobody where two fit", () => {
    const both = applied(told, markMention(told, author(), "story", spanOf(text, "Sessions", 2), "Event").operation);
    const contents = openArticle(both, "story");
    const state = projectWith(
      story,
      { mentions: [...contents.mentions.values(), mention("m9", spanOf(text, "Russians"), "e4")] },
      people,
    );
    expect(entityNamed(state, "story", "Sessions", "Person")).toBeNull();
  });

  it("is not one that is not in this article, but for its whole name", () => {
    const state = projectWith(story, {}, people);
    expect(entityNamed(state, "story", "Sessions", "Person")).toBeNull();
    expect(entityNamed(state, "story", "Pete Sessions", "Person")?.id).toBe("e4");
  });

  it("is the one that another was merged into", () => {
    const merged = people.map((one) => (one.id === "e1" ? { ...one, mergedInto: "e4" } : one));
    const state = projectWith(story, { mentions: [mention("m1", spanOf(text, "Jeff Sessions"), "e1")] }, merged);
    expect(entityNamed(state, "story", "Sessions", "Person")?.id).toBe("e4");
  });
});

describe("marking a mention", () => {
  it("links a known name and makes no second entity", () => {
    const { operation, id } = markMention(told, author(), "story", spanOf(text, "Sessions", 2), "Person");
    const state = applied(told, operation);
    expect(openArticle(state, "story").mentions.get(id)).toMatchObject({ entity: "e1", form: "name", status: "draft" });
    expect(state.entities.size).toBe(people.length);
    expect(openArticle(state, "story").work.state).toBe("doing");
  });

  it("makes an entity of an unknown name, with plain spaces in it", () => {
    const spaced = projectWith(article("Al\u00a0\nFranken asked."));
    const { operation, id } = markMention(spaced, author(), "story", { start: 0, end: 11 }, "Person");
    const state = applied(spaced, operation);
    const made = openArticle(state, "story").mentions.get(id)?.entity ?? "";
    expect(state.entities.get(made)).toMatchObject({ name: "Al Franken", type: "Person", created: expect.any(String) });
  });

  it("makes no entity of a pronoun or a description: they are linked by hand", () => {
    for (const [words, form] of [
      ["He", "pronoun"],
      ["the president", "nominal"],
    ] as const) {
      const { operation, id } = markMention(told, author(), "story", spanOf(text, words), "Person");
      const state = applied(told, operation);
      expect(openArticle(state, "story").mentions.get(id)).toMatchObject({ entity: null, form });
      expect(state.entities).toEqual(told.entities);
    }
  });

  it("leaves a pronoun that is marked already as it is", () => {
    const he = mention("m8", spanOf(text, "He"), "e1", { form: "pronoun" });
    const state = projectWith(story, { mentions: [he] }, people);
    expect(markMention(state, author(), "story", spanOf(text, "He"), "Place")).toEqual({ operation: null, id: "m8" });
  });

  it("changes the type of a name that is marked already, and forgets the entity of the slip", () => {
    const by = author();
    const start = projectWith(story);
    const slip = markMention(start, by, "story", spanOf(text, "Jeff Sessions"), "Place");
    const made = applied(start, slip.operation);
    const corrected = markMention(made, by, "story", spanOf(text, "Jeff Sessions"), "Person");
    const state = applied(made, corrected.operation);
    expect(corrected.id).toBe(slip.id);
    expect([...state.entities.values()].map(({ type, name }) => [type, name])).toEqual([["Person", "Jeff Sessions"]]);
  });

  it("keeps an entity that was there before this sitting, or that has a note", () => {
    const by = author();
    const old = markMention(told, by, "story", spanOf(text, "Jeff Sessions"), "Place");
    expect(applied(told, old.operation).entities.get("e1")).toBeDefined();
    const noted = entity("e9", "Jeff Sessions", { note: "checked", created: sitting });
    const state = projectWith(story, { mentions: [mention("m1", spanOf(text, "Jeff Sessions"), "e9")] }, [noted]);
    expect(applied(state, linkMention(state, by, "story", "m1", { entity: null })).entities.get("e9")).toEqual(noted);
  });
});

describe("other occurrences", () => {
  const words = "Sessions spoke. Sessions’ aide and Sessions\u00a0Jr. met Obsessions, in Sessions.";
  const find = (taken: Parameters<typeof mention>[]) =>
    otherOccurrences(
      projectWith(article(words), { mentions: taken.map((one) => mention(...one)) }),
      "story",
      spanOf(words, "Sessions"),
    ).map(({ start }) => start);

  it("are the same words as whole words, outside of mentions", () => {
    const first = spanOf(words, "Sessions");
    expect(find([["m1", first, null]])).toEqual([16, words.indexOf("Sessions\u00a0Jr"), words.lastIndexOf("Sessions")]);
    expect(
      find([
        ["m1", first, null],
        ["m2", spanOf(words, "Sessions\u00a0Jr."), null],
      ]),
    ).toHaveLength(2);
  });

  it("take a no-break space for a space", () => {
    const spaced = "New York, New\u00a0York";
    const state = projectWith(article(spaced), { mentions: [mention("m1", { start: 0, end: 8 }, "e1")] });
    expect(otherOccurrences(state, "story", { start: 0, end: 8 })).toEqual([{ start: 10, end: 18 }]);
  });

  it("are marked as the same entity in one step, or nothing happens", () => {
    const state = projectWith(article(words), { mentions: [mention("m1", spanOf(words, "Sessions"), "e1")] });
    const marked = applied(state, markOccurrences(state, author(), "story", "m1"));
    expect([...openArticle(marked, "story").mentions.values()].map((one) => one.entity)).toEqual(Array(4).fill("e1"));
    expect(plain(applied(marked, markOccurrences(marked, author("a2"), "story", "m1")))).toEqual(plain(marked));
    expect(markOccurrences(marked, author("a2"), "story", "m1")).toBeNull();
  });
});
