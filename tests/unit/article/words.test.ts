import { describe, expect, it } from "vitest";
import {
  completeWords,
  moveByCharacter,
  moveEndByWord,
  moveStartByWord,
  nextWordEnd,
  previousWordStart,
  wordAt,
  wordsIn,
} from "../../../shared/article/words.ts";

const wordsOf = (text: string) => Array.from(wordsIn(text, 0, text.length), ({ start, end }) => text.slice(start, end));

/** `a[b]c`: the text without its two brackets, and where they stood. */
function selection(marked: string): { text: string; start: number; end: number } {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  return { text: marked.replace("[", "").replace("]", ""), start, end };
}

function marked(text: string, range: { start: number; end: number } | null): string | null {
  return range && `${text.slice(0, range.start)}[${text.slice(range.start, range.end)}]${text.slice(range.end)}`;
}

function complete(from: string): string | null {
  const { text, start, end } = selection(from);
  return marked(text, completeWords(text, start, end));
}

describe("words", () => {
  it.each([
    ["He said they don't, wasn’t O’Brien", ["He", "said", "they", "don't", "wasn’t", "O’Brien"]],
    ["Trump's and Russia’s", ["Trump", "'s", "and", "Russia", "’s"]],
    ["Sessions’ role, Sessions' role", ["Sessions", "role", "Sessions", "role"]],
    ["it's O’Brien’s", ["it", "'s", "O’Brien", "’s"]],
    ["The U.S., Washington, D.C. at 9 a.m. today", ["The", "U.S.", "Washington", "D.C.", "at", "9", "a.m.", "today"]],
    ["the U.S.’s U.S.A U.S.-led", ["the", "U.S.", "’s", "U.S.A", "U.S.", "led"]],
    ["Eric T. Schneiderman", ["Eric", "T", "Schneiderman"]],
    ["1,000.5, 3rd, 7.5m and 2016.", ["1,000.5", "3rd", "7.5m", "and", "2016"]],
    ["full-time ’90s ‘total’", ["full", "time", "90s", "total"]],
    ["“people.” – end.Next", ["people", "end", "Next"]],
    ["cafe\u0301 re\u00adsign naïve", ["cafe\u0301", "re\u00adsign", "naïve"]],
    ["a\u00a0b\u202fc", ["a", "b", "c"]],
    ["𝒳𝒴 😀 ok", ["𝒳𝒴", "ok"]],
    ["Привет, мир", ["Привет", "мир"]],
    ["", []],
  ])("of %s", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it("are cut by dictionary where a script has no spaces", () => {
    expect(wordsOf("東京に行く。").length).toBeGreaterThan(1);
    expect(wordsOf("東京に行く。").join("")).toBe("東京に行く");
    expect(wordsOf("สวัสดีชาวโลก").join("")).toBe("สวัสดีชาวโลก");
  });

  it("that reach out of a range are not in it", () => {
    const text = "one two three";
    expect(Array.from(wordsIn(text, 1, 9))).toEqual([{ start: 4, end: 7 }]);
  });
});

describe("the word at an offset", () => {
  const at = (text: string, offset: number) => {
    const word = wordAt(text, offset);
    return word && text.slice(word.start, word.end);
  };

  it("contains it or touches it", () => {
    expect([0, 2, 3, 4, 8].map((offset) => at("the U.S. “total”", offset))).toEqual([
      "the",
      "the",
      "the",
      "U.S.",
      "U.S.",
    ]);
  });

  it("is the name, not its possessive ending, between the two", () => {
    expect([5, 6, 7].map((offset) => at("Trump's", offset))).toEqual(["Trump", "'s", "'s"]);
  });

  it("is none between other characters", () => {
    expect(wordAt("a – b", 2)).toBeNull();
    expect(wordAt("", 0)).toBeNull();
  });

  it("is found from the middle of an astral letter", () => {
    expect(at("x 𝒳𝒴", 3)).toBe("𝒳𝒴");
  });
});

describe("a caret moving by words", () => {
  it("goes to the ends of words rightwards and to their starts leftwards", () => {
    const text = "Is “it” so?";
    expect([0, 2, 6, 10].map((offset) => nextWordEnd(text, offset))).toEqual([2, 6, 10, 11]);
    expect([11, 8, 4, 0].map((offset) => previousWordStart(text, offset))).toEqual([8, 4, 0, 0]);
  });

  it("gets across punctuation and line ends", () => {
    expect(nextWordEnd("a …\r\n\r\n— b", 1)).toBe(10);
    expect(previousWordStart("a …\r\n\r\n— b", 9)).toBe(0);
  });
});

describe("a selection", () => {
  it.each([
    ["the Was[hington Po]st said", "the [Washington Post] said"],
    ["a[ the\u00a0]Post", "a [the]\u00a0Post"],
    ["Donald [Trump]'s campaign", "Donald [Trump]'s campaign"],
    ["Donald [Trump']s campaign", "Donald [Trump's] campaign"],
    ["Donald [Trump's] campaign", "Donald [Trump's] campaign"],
    ["[Sessions]’ role", "[Sessions]’ role"],
    ["I d[on]’t", "I [don’t]"],
    ["the [U.S]. senator", "the [U.S.] senator"],
    ["[campaign,]” he said", "[campaign,]” he said"],
    ["“American [people.”]", "“American [people.”]"],
    ["full-[ti]me", "full-[time]"],
    ["[, ]x", "[,] x"],
    ["fl\ud83d[\ude00] x", "fl[😀] x"],
    ["👩[\u200d👩]\u200d👧 x", "[👩\u200d👩\u200d👧] x"],
  ])("%s becomes %s", (from, to) => {
    expect(complete(from)).toBe(to);
  });

  it("of nothing but white space is none", () => {
    expect(complete("a[ \u00a0\r\n]b")).toBeNull();
    expect(complete("a[]b")).toBeNull();
  });
});

describe("an annotation's boundary", () => {
  const grow = (from: string) => {
    const { text, start, end } = selection(from);
    return marked(text, { start, end: moveEndByWord(text, end, 1) });
  };
  const shrink = (from: string) => {
    const { text, start, end } = selection(from);
    return marked(text, { start, end: moveEndByWord(text, end, -1) });
  };
  const growStart = (from: string) => {
    const { text, start, end } = selection(from);
    return marked(text, { start: moveStartByWord(text, start, -1), end });
  };
  const shrinkStart = (from: string) => {
    const { text, start, end } = selection(from);
    return marked(text, { start: moveStartByWord(text, start, 1), end });
  };

  it.each([
    ["[a] bcd e", "[a bcd] e"],
    ["[disqualifying],” he", "[disqualifying,”] he"],
    ["[disqualifying,”] he", "[disqualifying,” he]"],
    ["[said] “total” x", "[said “total]” x"],
    ["[Sessions] – our x", "[Sessions – our] x"],
    ["[Trump]'s plan", "[Trump's] plan"],
    ["[b]ad", "[bad]"],
    ["[so] !?", "[so !?]"],
    ["[so]  ", "[so]  "],
  ])("end grows: %s to %s", (from, to) => {
    expect(grow(from)).toBe(to);
  });

  it.each([
    ["[a bcd] e", "[a] bcd e"],
    ["[disqualifying,”] he", "[disqualifying],” he"],
    ["[said “total]” x", "[said] “total” x"],
    ["[so bad]ly", "[so] badly"],
    ["“[so]”", "“[so]”"],
  ])("end shrinks: %s to %s", (from, to) => {
    expect(shrink(from)).toBe(to);
  });

  it.each([
    ["a bcd [e]", "a [bcd e]"],
    ["said “[total]”", "said [“total]”"],
    ["said [“total]”", "[said “total]”"],
    ["it. [He] x", "[it. He] x"],
    ["Trump['s]", "[Trump's]"],
    ["?! [so]", "[?! so]"],
    ["  [so]", "  [so]"],
  ])("start grows: %s to %s", (from, to) => {
    expect(growStart(from)).toBe(to);
  });

  it.each([
    ["[a bcd] e", "a [bcd] e"],
    ["[“total war]”", "“[total war]”"],
    ["b[ad thing]", "bad [thing]"],
    ["[so]", "[so]"],
  ])("start shrinks: %s to %s", (from, to) => {
    expect(shrinkStart(from)).toBe(to);
  });
});

describe("moving by a character", () => {
  it("takes what a reader sees as one", () => {
    expect(moveByCharacter("e\u0301x", 0, 1)).toBe(2);
    expect(moveByCharacter("xe\u0301", 3, -1)).toBe(1);
    expect(moveByCharacter("👩\u200d👩\u200d👧!", 0, 1)).toBe(8);
    expect(moveByCharacter("👩\u200d👩\u200d👧!", 8, -1)).toBe(0);
    expect(moveByCharacter("a\r\nb", 1, 1)).toBe(3);
    expect(moveByCharacter("a\r\nb", 3, -1)).toBe(1);
    expect(moveByCharacter("🇩🇪🇫🇷", 4, 1)).toBe(8);
  });

  it("leaves the middle of one at its edge", () => {
    expect(moveByCharacter("a😀", 2, 1)).toBe(3);
    expect(moveByCharacter("a😀", 2, -1)).toBe(1);
  });

  it("stops at the text's edges", () => {
    expect(moveByCharacter("a", 1, 1)).toBe(1);
    expect(moveByCharacter("a", 0, -1)).toBe(0);
  });

  it("keeps a base with very many marks together", () => {
    const heap = `x${"\u0301".repeat(1000)}`;
    expect(moveByCharacter(`a${heap}b`, 1, 1)).toBe(1002);
    expect(moveByCharacter(`a${heap}b`, 1002, -1)).toBe(1);
  });
});
