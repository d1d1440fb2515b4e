import { describe, expect, it } from "vitest";
import { matchOf } from "../../../electron/services/index/match.ts";
import { parseQuery } from "../../../shared/search/query.ts";

const match = (typed: string): string => {
  const parsed = parseQuery(typed);
  return parsed.ok ? matchOf(parsed.query) : parsed.reason;
};

describe("a search query", () => {
  it("asks for all words, phrases, beginnings, alternatives and what must not be there", () => {
    expect(match("council vote")).toBe('("council") AND ("vote")');
    expect(match("“city council” vot*")).toBe('("city council") AND ("vot" *)');
    expect(match("vote OR poll river")).toBe('("vote" OR "poll") AND ("river")');
    expect(match('river -"city council" -vot*')).toBe(
      '(("river")) NOT ("city council" OR "vot" *)'.replace('(("river"))', '(("river"))'),
    );
  });

  it("takes what has a meaning elsewhere for the words that it is", () => {
    expect(match("AND NOT NEAR(x")).toBe('("AND") AND ("NOT") AND ("NEAR(x")');
    expect(match('say "unfinished phrase')).toBe('("say") AND ("unfinished phrase")');
    expect(match("don't — U.S.")).toBe('("don\'t") AND ("U.S.")');
  });

  it("says what to type where there is nothing to look for", () => {
    for (const typed of ["", "  ", '"', "—", "***", "OR"]) expect(match(typed)).toBe("Type a word to look for.");
    expect(match("-river")).toBe("Type also what must be there, not only what must not.");
    expect(match("a*")).toBe("Type at least 2 letters before the *.");
    expect(match("x ".repeat(40))).toBe("That is more than 32 words: leave some out.");
  });
});
