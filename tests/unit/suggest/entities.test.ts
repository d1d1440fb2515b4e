import { describe, expect, it } from "vitest";
import { entitiesOf, mentionsOf, namesIn, quotesOf, suggest } from "./support.ts";

const text =
  "Jane Doe met President Juan Pérez in Madrid. Doe, who leads the World Health Institute (WHI), praised Pérez.\n\n" +
  "The WHI said it would stay. “We like it here,” she said.";

describe("the names of an article", () => {
  it("are people, organizations and places, without their titles", () => {
    expect(namesIn("Sen. Jane Doe and Mr. Smith spoke at Lake Erie about the Department of Justice.")).toEqual([
      "Person: Jane Doe",
      "Person: Smith",
      "Place: Lake Erie",
      "Organization: Department of Justice",
    ]);
  });

  it("are not words that only begin a sentence, months or languages", () => {
    expect(namesIn("Officials met on Monday in March. Speaking French, they agreed.")).toEqual([]);
  });

  it("are told apart by the words around them", () => {
    expect(namesIn("The mayor of Altdorf met a Zentex spokeswoman in the Karst region of East Africa.")).toEqual([
      "Place: Altdorf",
      "Organization: Zentex",
      "Place: Karst",
      "Place: East Africa",
    ]);
    expect(namesIn("The Paris Agreement holds, and Belgians and Gabonese teams agree.")).toEqual([]);
    expect(namesIn("They voted for Korea. The match ended.")).toEqual(["Place: Korea"]);
  });

  it("are put together by last name and by acronym", () => {
    const all = suggest(text);
    expect(entitiesOf(all).map(({ name }) => name)).toEqual([
      "Jane Doe",
      "Juan Pérez",
      "Madrid",
      "World Health Institute",
    ]);
    const [doe] = entitiesOf(all);
    const ofDoe = mentionsOf(all).filter(({ entity, form }) => entity === doe?.id && form === "name");
    expect(ofDoe.map(({ span }) => text.slice(span.start, span.end))).toEqual(["Jane Doe", "Doe"]);
  });

  it("are the register's where it has them, under its type", () => {
    const register = [{ id: "e7", type: "Organization", name: "Doe Holdings", aliases: ["Doe"] }];
    const all = suggest("Doe said the bridge was safe.", { register });
    expect(entitiesOf(all)).toMatchObject([{ registered: "e7", name: "Doe Holdings", type: "Organization" }]);
    expect(quotesOf(all)).toMatchObject([{ speakerEntity: entitiesOf(all)[0]?.id }]);
  });

  it("leave out what the analyst rejected", () => {
    const means = { entity: null, type: "Place", name: "Madrid" };
    const rejected = { id: "l1", about: "name" as const, words: "Madrid", means, accepted: 0, rejected: 1 };
    const names = entitiesOf(suggest(text, { lessons: [rejected] })).map(({ name }) => name);
    expect(names).not.toContain("Madrid");
    const accepted = { ...rejected, accepted: 1 };
    expect(entitiesOf(suggest(text, { lessons: [accepted] })).map(({ name }) => name)).toContain("Madrid");
  });
});

describe("the speaker of a quote", () => {
  it("is a mention, and the entity that it means by name, office or pronoun", () => {
    const story =
      "President Juan Pérez came late. The president said he was sorry. “I missed my train,” he added. Nobody laughed.";
    const all = suggest(story);
    const [perez] = entitiesOf(all);
    const quotes = quotesOf(all);
    expect(quotes.map(({ speakerEntity }) => speakerEntity)).toEqual([perez?.id, perez?.id]);
    const speakers = quotes.map(({ speakerMention }) => mentionsOf(all).find(({ id }) => id === speakerMention)?.form);
    expect(speakers).toEqual(["nominal", "pronoun"]);
  });

  it("is the name in the phrase that speaks, not one that it mentions", () => {
    const all = suggest("A spokesman for Jane Doe said she was ill. Her lawyer, Sam Roe, denied it.");
    const [first, second] = quotesOf(all);
    expect(first?.speakerEntity).toBeNull();
    expect(entitiesOf(all).find(({ id }) => id === second?.speakerEntity)?.name).toBe("Sam Roe");
  });
});
