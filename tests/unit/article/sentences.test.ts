import { describe, expect, it } from "vitest";
import { sentenceAt, sentencesIn } from "../../../shared/article/sentences.ts";

const sentencesOf = (text: string) =>
  Array.from(sentencesIn(text, 0, text.length), ({ start, end }) => text.slice(start, end));

describe("sentences", () => {
  it.each([
    [["He left.", "She stayed!", "Did they?", "Yes."]],
    [["Sen. Al Franken met Mr. Smith and Eric T. Schneiderman.", "They talked."]],
    [["He was acting as a U.S. senator in Washington, D.C. yesterday.", "Then he left the U.S.", "He said so."]],
    [["It rose 3.5 percent to $1,000.5 on Jan. 3.", "No. 10 was told at 9 a.m. Tuesday."]],
    [["“It is beyond the pale.”", "He left."]],
    [['"I will go." ', "The mayor went."].map((sentence) => sentence.trim())],
    [["“Will you go?” she asked.", "“No!” Anna Bell said."]],
    [["Acme Inc. said so.", "They bought Acme Inc.", "The price fell."]],
    [["Well … perhaps.", "So be it…", "The end"]],
    [["(He left.)", "[She stayed.]"]],
    [["It was me, not I.", "He knew."]],
    [["彼は行った。", "私も。"]],
  ])("%j", (sentences) => {
    const joined = sentences.join(sentences[0]?.endsWith("。") ? "" : "\u00a0");
    expect(sentencesOf(joined)).toEqual(sentences);
  });

  it("at an offset: the one that holds it, or the one before", () => {
    const text = "One. Two.  Three.";
    const at = (offset: number) => {
      const { start, end } = sentenceAt(text, 0, text.length, offset);
      return text.slice(start, end);
    };
    expect([0, 3, 4, 5, 9, 10, 11, 17].map(at)).toEqual([
      "One.",
      "One.",
      "One.",
      "Two.",
      "Two.",
      "Two.",
      "Three.",
      "Three.",
    ]);
  });

  it("stay within their block", () => {
    const text = "A b\n\nOne. Two\n\nC d.";
    expect(sentenceAt(text, 5, 13, 13)).toEqual({ start: 10, end: 13 });
    expect(sentenceAt(" ", 0, 0, 0)).toEqual({ start: 0, end: 0 });
  });
});
