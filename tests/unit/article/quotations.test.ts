import { describe, expect, it } from "vitest";
import { findQuotations, quotationAt } from "../../../shared/article/quotations.ts";

const contents = (text: string) =>
  findQuotations(text, 0, text.length).map(({ contentStart, contentEnd }) => text.slice(contentStart, contentEnd));

describe("quotations", () => {
  it.each([
    ["“Let me be clear,” he said. “No.”", ["Let me be clear,", "No."]],
    ['he was "honest and correct" in', ["honest and correct"]],
    ['"it wasn\'t," said "Bob"', ["it wasn't,", "Bob"]],
    ["“I don’t think so.”", ["I don’t think so."]],
    ["Sessions’ fellow and Sessions' role in the ’90s and '90s, rock 'n' roll", []],
    ["‘I don’t like the dogs’ bowl,’ she said", ["I don’t like the dogs’ bowl,"]],
    ["'the meetings' were and don't", ["the meetings"]],
    ["the ‘losses’ were the Sessions’ fault", ["losses"]],
    ["“He said ‘no’ to me,” she said", ["He said ‘no’ to me,", "no"]],
    ["\"He told me 'never again' twice\"", ["He told me 'never again' twice", "never again"]],
    ["‘He said “x y” and left’", ["He said “x y” and left", "x y"]],
    ["« Bonjour », dit-il. „Guten Tag“, »Hallo«, ”Hej”", ["Bonjour", "Guten Tag", "Hallo", "Hej"]],
    ["「はい」と『本』", ["はい", "本"]],
    ['“mixed" and "marks”', ["mixed", "marks"]],
    ['"I never—" he said', ["I never—"]],
    ['(“total”) ["x"] —"y"', ["total", "x", "y"]],
    ["he is 6'2\" tall", []],
    ["“”", [""]],
  ])("in %s", (text, expected) => {
    expect(contents(text)).toEqual(expected);
  });

  it("keep the places of their marks", () => {
    expect(findQuotations("x “ab” y", 0, 8)).toEqual([{ open: 2, contentStart: 3, contentEnd: 5, close: 5 }]);
  });

  it("without a closing mark run to the end of the block", () => {
    expect(findQuotations("“ab. \n\n“c”", 0, 6)).toEqual([{ open: 0, contentStart: 1, contentEnd: 4, close: null }]);
  });

  it("without a closing mark end with the quotation around them", () => {
    expect(contents("“a ‘b c” d")).toEqual(["a ‘b c", "b c"]);
  });
});

describe("the quotation at an offset", () => {
  const at = (text: string, offset: number) => {
    const found = quotationAt(text, 0, text.length, offset);
    return found && text.slice(found.contentStart, found.contentEnd);
  };

  it("holds it or touches it with its marks", () => {
    expect([1, 2, 4, 6, 7].map((offset) => at("x “ab” y", offset))).toEqual([null, "ab", "ab", "ab", null]);
  });

  it("is the innermost, but the one in double marks rather than the one in single marks", () => {
    expect(at("“a ‘b’ c”", 4)).toBe("a ‘b’ c");
    expect(at("‘a “b” c’", 4)).toBe("b");
    expect(at("‘a “b” c’", 1)).toBe("a “b” c");
    expect(at("“a «b» c”", 4)).toBe("b");
  });
});
