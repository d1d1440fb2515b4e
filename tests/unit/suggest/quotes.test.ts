import { describe, expect, it } from "vitest";
import { quotesIn } from "./support.ts";

const only = (text: string) => {
  const found = quotesIn(text);
  expect(found).toHaveLength(1);
  return found[0];
};

describe("a direct quotation", () => {
  it("has the speaker before or after its cue", () => {
    expect(only("“We will vote on Friday,” Mayor Jane Doe said.")).toEqual({
      who: "Mayor Jane Doe",
      cue: "said",
      what: "We will vote on Friday,",
      form: "direct",
    });
    expect(only('"We will vote on Friday," said Mayor Jane Doe.')).toMatchObject({
      who: "Mayor Jane Doe",
      cue: "said",
    });
    expect(only("The mayor said: “We will vote on Friday.”")).toMatchObject({ who: "The mayor", form: "direct" });
  });

  it("is one quote in pieces where its attribution splits it", () => {
    const text = "“We will vote,” the mayor said in a statement. “And then we will go home.”";
    expect(only(text)).toMatchObject({ what: "We will vote, … And then we will go home.", who: "the mayor" });
    expect(only("“We will vote,” the mayor said, “and then we will go home.”")).toMatchObject({
      what: "We will vote, … and then we will go home.",
    });
  });

  it("goes on in a paragraph of its own, and begins after a colon at a paragraph's end", () => {
    const going = "“We will vote,” the mayor said.\n\n“Nobody is against it.”";
    expect(only(going)).toMatchObject({ what: "We will vote, … Nobody is against it.", who: "the mayor" });
    const introduced = "The mayor said in a letter:\n\n“We will vote. Nobody is against it.”";
    expect(only(introduced)).toMatchObject({
      what: "We will vote. Nobody is against it.",
      cue: "said",
      who: "The mayor",
    });
  });

  it("is not made of scare quotes, titles and apostrophes", () => {
    expect(quotesIn("The so-called “experts” came to the workers’ club in the ’90s.")).toEqual([]);
    expect(quotesIn("Her film “The Long Road” runs in twelve cities.")).toEqual([]);
  });

  it("keeps what is reported inside of it to itself", () => {
    expect(only("“I think he said that he would go,” the mayor said.")).toMatchObject({ who: "the mayor" });
  });
});

describe("an indirect or mixed quotation", () => {
  it("ends where its clause ends", () => {
    const [said, added] = quotesIn("Doe said that the bridge was safe, but added that she would not cross it.");
    expect(said).toMatchObject({ who: "Doe", cue: "said", what: "the bridge was safe", form: "indirect" });
    expect(added).toMatchObject({ who: "Doe", cue: "added", what: "she would not cross it" });
  });

  it("needs no that", () => {
    expect(only("The council believes the bridge was safe.")).toMatchObject({
      who: "The council",
      cue: "believes",
      what: "the bridge was safe",
    });
  });

  it("may come before its cue", () => {
    expect(only("The bridge was closed in March, the Daily Herald reported on Wednesday.")).toEqual({
      who: "the Daily Herald",
      cue: "reported",
      what: "The bridge was closed in March",
      form: "indirect",
    });
  });

  it("is mixed where some of it stands in marks", () => {
    expect(only("Doe said the bridge was “a danger to us all” and had to go.")).toMatchObject({
      what: "the bridge was “a danger to us all” and had to go",
      form: "mixed",
    });
  });

  it("comes after according to, or before it", () => {
    const what = "the bridge was closed";
    expect(only(`According to the police, ${what}.`)).toMatchObject({ who: "the police", cue: "According to", what });
    expect(only("The bridge was closed, according to the police.")).toMatchObject({
      who: "the police",
      what: "The bridge was closed",
    });
  });

  it("passes over when, where and to whom", () => {
    expect(only("Doe told reporters on Tuesday night that the bridge was safe.")).toMatchObject({
      cue: "told",
      what: "the bridge was safe",
    });
  });

  it("takes what is wanted, asked for and judged, with its whole cue", () => {
    expect(only("Doe has repeatedly urged the council to close the bridge.")).toMatchObject({
      cue: "has repeatedly urged",
      what: "the council to close the bridge",
    });
    expect(only("The union repeated a call for him to resign.")).toMatchObject({
      who: "The union",
      cue: "repeated a call",
      what: "for him to resign",
    });
    expect(only("Doe’s claim that the bridge was safe is being looked at.")).toMatchObject({
      who: "Doe’s",
      cue: "claim",
    });
  });

  it("finds its speaker over appositions, relative clauses and participles", () => {
    expect(only("Jane Doe, a spokeswoman for the city, said the bridge was safe.")).toMatchObject({
      who: "Jane Doe, a spokeswoman for the city",
    });
    const [confirmed, saying] = quotesIn("The city confirmed the closure, saying the bridge was old.");
    expect(confirmed).toMatchObject({ who: "The city", cue: "confirmed", what: "the closure" });
    expect(saying).toMatchObject({ who: "The city", cue: "saying", what: "the bridge was old" });
  });
});

describe("the speaker", () => {
  const whoIn = (text: string) => quotesIn(text).map(({ who }) => who);

  it("is found over times, insertions and words that float before the verb", () => {
    expect(whoIn("Doe on Tuesday said the bridge was safe.")).toEqual(["Doe"]);
    expect(whoIn("Doe last week announced that the bridge was safe.")).toEqual(["Doe"]);
    expect(whoIn("Doe, however, said the bridge was safe.")).toEqual(["Doe"]);
    expect(whoIn("Doe and Roe both said the bridge was safe.")).toEqual(["Doe and Roe"]);
    expect(whoIn("Doe — who built it — said the bridge was safe.")).toEqual(["Doe"]);
  });

  it("is the noun with the clause or participle that describes it", () => {
    expect(whoIn("A woman who had lived in Madrid said the bridge was safe.")).toEqual([
      "A woman who had lived in Madrid",
    ]);
    expect(whoIn("A survey published on Friday found that the bridge was safe.")).toEqual([
      "A survey published on Friday",
    ]);
    expect(whoIn("A person familiar with the plan said the bridge was safe.")).toEqual([
      "A person familiar with the plan",
    ]);
  });

  it("is that of the cue before a coordinated one, not of what was said", () => {
    expect(whoIn("Doe said that he was ill and added that the bridge was safe.")).toEqual(["Doe", "Doe"]);
  });

  it("is the agent of a passive, with what the agent said", () => {
    expect(only("Doe was told by the mayor that the bridge was safe.")).toMatchObject({
      who: "the mayor",
      what: "the bridge was safe",
    });
  });

  it("goes on in the quotation that stands alone after an attribution", () => {
    expect(only("“It is safe,” Doe said, looking at the bridge. “Everybody can cross.”")).toMatchObject({
      who: "Doe",
      what: "It is safe, … Everybody can cross.",
    });
    const [first, second] = quotesIn("Doe said the bridge was safe.\n\n“Everybody can cross.”");
    expect(first).toMatchObject({ who: "Doe" });
    expect(second).toMatchObject({ who: "Doe", what: "Everybody can cross." });
  });

  it("is named by a quantifier that stands alone, and by a verb's form that is a name", () => {
    expect(whoIn("Almost half said they were ill.")).toContain("Almost half");
    expect(whoIn("“It is safe,” said Will Doe, an engineer.")).toEqual(["Will Doe, an engineer"]);
  });
});

describe("a transcript", () => {
  it("names its speakers before a colon", () => {
    expect(only("DOE: We will vote on Friday.")).toMatchObject({
      who: "DOE",
      cue: ":",
      what: "We will vote on Friday.",
    });
  });
});
