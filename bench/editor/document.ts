import { chance } from "../../tests/support/chance.ts";

export const sizes = {
  S: { words: 1_000, marks: 100 },
  M: { words: 10_000, marks: 1_000 },
  L: { words: 100_000, marks: 10_000 },
  XL: { words: 500_000, marks: 20_000 },
} as const;
export type Size = keyof typeof sizes;
export const sizeNames = Object.keys(sizes) as Size[];

/** A marked stretch of text, in UTF-16 offsets. */
export interface BenchMark {
  id: string;
  start: number;
  end: number;
  /** name: one to five words. passage: twenty to sixty, a quote or a claim. */
  kind: "name" | "passage";
}

export interface BenchDocument {
  text: string;
  /** Offsets of the paragraphs, which an empty line divides. */
  paragraphs: { start: number; end: number }[];
  /** Offsets of every word. */
  words: { start: number; end: number }[];
  marks: BenchMark[];
}

/** A name that stands in every document about once in 250 words. */
export const frequentName = "Maren Oduya";

const vowels = ["a", "e", "i", "o", "u", "ea", "ou"];
const consonants = ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "ch"];

/** A text of that many words in paragraphs of about thirty, marked: five marks in six on one to five words, the others on
 *  twenty to sixty, so that they hold and cross each other. The same for the same size. */
export function benchDocument(size: Size): BenchDocument {
  const wanted = sizes[size];
  const next = chance(20_261_124);
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const syllables = (count: number) =>
    Array.from({ length: count }, () => pick(consonants) + pick(vowels)).join("") +
    (next() < 0.5 ? pick(consonants) : "");
  const vocabulary = Array.from({ length: 4_000 }, () => syllables(1 + below(3)));
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const names = Array.from({ length: 800 }, () => `${capital(syllables(2))} ${capital(syllables(2))}`);

  const parts: string[] = [];
  const paragraphs: BenchDocument["paragraphs"] = [];
  const words: BenchDocument["words"] = [];
  let length = 0;
  while (words.length < wanted.words) {
    const start = length;
    const many = Math.min(20 + below(21), wanted.words - words.length);
    const line: string[] = [];
    while (line.length < many) {
      const chosen = next();
      if (chosen < 0.004) line.push(...frequentName.split(" "));
      else if (chosen < 0.08) line.push(...pick(names).split(" "));
      else line.push(pick(vocabulary));
    }
    line[0] = capital(line[0] ?? "");
    line[line.length - 1] += ".";
    for (const word of line) {
      words.push({ start: length, end: length + word.replace(/\.$/, "").length });
      length += word.length + 1;
    }
    paragraphs.push({ start, end: length - 1 });
    parts.push(line.join(" "));
    length += 1;
  }
  const marks = Array.from({ length: wanted.marks }, (_, at): BenchMark => {
    const isPassage = at % 6 === 5;
    const many = isPassage ? 20 + below(41) : 1 + below(5);
    const first = below(Math.max(1, words.length - many));
    const start = words[first]?.start ?? 0;
    return {
      id: `b${at}`,
      kind: isPassage ? "passage" : "name",
      start,
      end: words[Math.min(words.length, first + many) - 1]?.end ?? start + 1,
    };
  });
  return { text: parts.join("\n\n"), paragraphs, words, marks };
}
