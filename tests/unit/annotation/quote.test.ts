import { describe, expect, it } from "vitest";
import { cycleStatus, setFields, setPiece } from "../../../shared/annotation/actions/annotation.ts";
import { addClaim, quoteAround } from "../../../shared/annotation/actions/claim.ts";
import {
  addQuote,
  addQuotePiece,
  blockAt,
  guessQuoteForm,
  mentionsNear,
  setParty,
  toggleParty,
  withPiece,
} from "../../../shared/annotation/actions/quote.ts";
import { claimantEntity } from "../../../shared/annotation/graph.ts";
import { openArticle } from "../../../shared/annotation/state.ts";
import { applied, article, author, entity, mention, projectWith, quote, spanOf } from "../../builders.ts";

const text =
  "“It is time,” Doe said. “We’re leaving.”\n\nDoe did not “have communications” with them. Doe maintained that he was right.";
const story = article(text);

describe("the form of a quote", () => {
  const formOf = (words: string) => {
    const span = spanOf(text, words);
    return guessQuoteForm(text, blockAt(story, span.start), span);
  };

  it("is direct between marks, taken with them or without", () => {
    expect(["It is time", "It is time,", "“It is time,”", "We’re leaving.", "time"].map(formOf)).toEqual(
      Array(5).fill("direct"),
    );
  });

  it("is mixed where only a part stands between marks", () => {
    expect(formOf("did not “have communications” with them")).toBe("mixed");
  });

  it("is indirect without marks", () => {
    expect(formOf("he was right")).toBe("indirect");
  });
});

describe("the pieces of a quote", () => {
  it("stay apart and in order", () => {
    expect(withPiece([{ start: 10, end: 12 }], { start: 2, end: 5 })).toEqual([
      { start: 2, end: 5 },
      { start: 10, end: 12 },
    ]);
  });

  it("become one where they overlap, but not where they only touch", () => {
    expect(
      withPiece(
        [
          { start: 0, end: 4 },
          { start: 8, end: 12 },
        ],
        { start: 3, end: 9 },
      ),
    ).toEqual([{ start: 0, end: 12 }]);
    expect(withPiece([{ start: 0, end: 4 }], { start: 4, end: 6 })).toHaveLength(2);
  });

  it("are moved, joined where they then overlap, and taken away but for the last one", () => {
    const by = author();
    const start = projectWith(story, {
      quotes: [
        quote("q1", [
          { start: 0, end: 4 },
          { start: 8, end: 12 },
        ]),
      ],
    });
    const content = (...operations: Parameters<typeof applied>[1][]) =>
      openArticle(applied(start, ...operations), "story").quotes.get("q1")?.content;
    expect(content(setPiece(start, by, "story", "q1", "content", 0, { start: 1, end: 9 }))).toEqual([
      { start: 1, end: 12 },
    ]);
    const one = applied(start, setPiece(start, by, "story", "q1", "content", 0, null));
    expect(openArticle(one, "story").quotes.get("q1")?.content).toEqual([{ start: 8, end: 12 }]);
    expect(setPiece(one, by, "story", "q1", "content", 0, null)).toBeNull();
  });
});

const state = projectWith(
  story,
  {
    mentions: [mention("m1", spanOf(text, "Doe"), "e1"), mention("m2", spanOf(text, "Doe", 3), "e1")],
    quotes: [
      quote("q1", [spanOf(text, "It is time,"), spanOf(text, "We’re leaving.")], { cue: [spanOf(text, "said")] }),
      quote("q2", [{ start: 0, end: 60 }]),
    ],
  },
  [entity("e1", "Jane Doe")],
);

describe("the quote around a claim", () => {
  it("is the innermost one with a piece that holds the whole span", () => {
    expect(quoteAround(state, "story", spanOf(text, "is time"))).toBe("q1");
    expect(quoteAround(state, "story", spanOf(text, "time,” Doe"))).toBe("q2");
    expect(quoteAround(state, "story", spanOf(text, "was right"))).toBeNull();
  });

  it("gives the claim its quote and claimant, and its words as a sentence", () => {
    const spoken = applied(state, toggleParty(state, author(), "story", "q1", "speakers", { mention: "m1" }));
    const { operation, id } = addClaim(spoken, author(), "story", [spanOf(text, "It is time,")]);
    const open = openArticle(applied(spoken, operation), "story");
    const made = open.claims.get(id);
    expect(made).toMatchObject({ quote: "q1", claimant: { quote: "q1" }, gist: "It is time." });
    expect(made && claimantEntity(spoken, open, made)?.name).toBe("Jane Doe");
  });
});

describe("a speaker", () => {
  it("is set by the first press and taken away by the second", () => {
    const by = author();
    const set = applied(state, toggleParty(state, by, "story", "q1", "speakers", { mention: "m1" }));
    expect(openArticle(set, "story").quotes.get("q1")?.speakers).toEqual([{ mention: "m1" }]);
    const again = applied(set, toggleParty(set, by, "story", "q1", "speakers", { mention: "m1" }));
    expect(openArticle(again, "story").quotes.get("q1")?.speakers).toEqual([]);
  });

  it("may be somebody new whom the text leaves out", () => {
    const next = applied(
      state,
      setParty(state, author(), "story", "q1", "speakers", { type: "Person", name: "A source" }),
    );
    const [party] = openArticle(next, "story").quotes.get("q1")?.speakers ?? [];
    expect(next.entities.get(String(party?.entity))?.name).toBe("A source");
  });

  it("is looked for nearest to the cue and the words first", () => {
    const near = mentionsNear(state, "story", openArticle(state, "story").quotes.get("q1") ?? quote("q", []));
    expect(near.map(({ id }) => id)).toEqual(["m1", "m2"]);
  });
});

describe("a change to an annotation", () => {
  it("is none where nothing would differ", () => {
    expect(setFields(state, author(), "story", "q1", "Form", { form: "direct" })).toBeNull();
    expect(setFields(state, author(), "story", "gone", "Form", { form: "direct" })).toBeNull();
  });

  it("notes when it was made", () => {
    const next = applied(state, cycleStatus(state, author(), "story", "q1"));
    expect(openArticle(next, "story").quotes.get("q1")).toMatchObject({
      status: "done",
      modified: expect.stringMatching(/^2026-11-24/),
    });
  });

  it("begins the work on an article, but does not reopen what is done", () => {
    expect(
      openArticle(applied(state, addQuote(state, author(), "story", { start: 0, end: 3 }).operation), "story").work
        .state,
    ).toBe("doing");
    const done = projectWith(story, {
      work: { id: "story", state: "done" },
      quotes: [quote("q1", [{ start: 0, end: 2 }])],
    });
    const more = applied(done, addQuotePiece(done, author(), "story", "q1", { start: 4, end: 6 }));
    expect(openArticle(more, "story").work.state).toBe("done");
  });
});
