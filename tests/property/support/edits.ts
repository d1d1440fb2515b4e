import type { TextRange } from "../../../shared/article/offsets.ts";
import { sentencesIn } from "../../../shared/article/sentences.ts";

/** A character of an edited text: which one of the original it is, or which word of the original it now stands for. */
interface Letter {
  char: string;
  origin: number | null;
  instead: TextRange | null;
}

/** One text in the making, of which every character knows where it came from. */
export interface EditedText {
  text: string;
  /** The share of a span of the original (white space aside) of which the characters are still there. */
  kept(span: TextRange): number;
  /** Whether these pieces are where an editor who made the edits would say that the span now stands: all that is left of
   *  it, each from and to a character of its own or one of a word put in its place. */
  isRight(span: TextRange, placed: readonly TextRange[]): boolean;
}

export const editKinds = [
  "replace word",
  "mend letter",
  "insert word",
  "delete word",
  "move sentence",
  "insert sentence",
  "delete sentence",
  "insert paragraph",
  "delete paragraph",
] as const;
export type EditKind = (typeof editKinds)[number];

/** Makes `count` random edits of the given kinds to a text. Words, sentences and paragraphs that are put in come from
 *  `others`. */
export function editedText(
  text: string,
  kinds: readonly EditKind[],
  count: number,
  others: readonly string[],
  random: () => number,
): EditedText {
  const letters: Letter[] = Array.from({ length: text.length }, (_, at) => ({
    char: text.charAt(at),
    origin: at,
    instead: null,
  }));
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const now = () => letters.map(({ char }) => char).join("");
  const ranges = (source: string, pattern: RegExp): TextRange[] =>
    Array.from(source.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }));
  const words = (source: string) => ranges(source, /\p{L}[\p{L}\p{N}]+/gu);
  const paragraphs = (source: string) => ranges(source, /[^\n]*\S[^\n]*/gu);
  const sentences = (source: string) =>
    paragraphs(source).flatMap(({ start, end }) => [...sentencesIn(source, start, end)]);
  const foreign = (of: (source: string) => TextRange[]): string => {
    const source = pick(others) ?? text;
    const range = pick(of(source));
    return range ? source.slice(range.start, range.end) : "more";
  };
  const put = (at: number, what: string, instead: TextRange | null = null) => {
    const added = Array.from({ length: what.length }, (_, index) => ({
      char: what.charAt(index),
      origin: null,
      instead,
    }));
    letters.splice(at, 0, ...added);
  };
  const cut = ({ start, end }: TextRange) => letters.splice(start, end - start);
  /** The original word that a word of now is or stands for; null for one that was put in. */
  const originalOf = ({ start, end }: TextRange): TextRange | null => {
    const [first, last] = [letters[start], letters[end - 1]];
    if (first?.instead) return first.instead;
    if (first?.origin == null || last?.origin == null) return null;
    return { start: first.origin, end: last.origin + 1 };
  };

  const edits: Record<EditKind, () => void> = {
    "replace word"() {
      const word = pick(words(now()));
      if (!word) return;
      const instead = originalOf(word);
      cut(word);
      put(word.start, foreign(words), instead);
    },
    "mend letter"() {
      const word = pick(words(now()).filter(({ start, end }) => end - start >= 5));
      if (!word) return;
      const instead = originalOf(word);
      const at = word.start + 1 + Math.floor(random() * (word.end - word.start - 2));
      const spelled = now().slice(word.start, word.end);
      const wrong = String.fromCharCode(97 + Math.floor(random() * 26));
      cut(word);
      put(word.start, spelled.slice(0, at - word.start) + wrong + spelled.slice(at - word.start + 1), instead);
    },
    "insert word"() {
      const word = pick(words(now()));
      if (word) put(word.start, `${foreign(words)} `);
    },
    "delete word"() {
      const word = pick(words(now()));
      if (!word) return;
      const blankAfter = letters[word.end]?.char === " " ? 1 : 0;
      cut({ start: word.start, end: word.end + blankAfter });
    },
    "move sentence"() {
      const all = sentences(now());
      const from = pick(all);
      const to = pick(all);
      if (!from || !to || from.start === to.start) return;
      const moved = cut(from);
      const shift = to.start > from.start ? from.end - from.start : 0;
      letters.splice(to.end - shift, 0, { char: " ", origin: null, instead: null }, ...moved);
    },
    "insert sentence"() {
      const after = pick(sentences(now()));
      if (after) put(after.end, ` ${foreign(sentences)}`);
    },
    "delete sentence"() {
      const sentence = pick(sentences(now()));
      if (sentence) cut(sentence);
    },
    "insert paragraph"() {
      const after = pick(paragraphs(now()));
      if (after) put(after.end, `\n\n${foreign(paragraphs)}`);
    },
    "delete paragraph"() {
      const all = paragraphs(now());
      const paragraph = all.length > 2 ? pick(all) : undefined;
      if (paragraph) cut(paragraph);
    },
  };
  for (let left = count; left > 0; left--) edits[pick(kinds) ?? "replace word"]();
  const counts = (char: string) => /\S/u.test(char);
  const isKept = ({ origin, char }: Letter, span: TextRange) =>
    origin !== null && origin >= span.start && origin < span.end && counts(char);
  const standsFor = ({ instead }: Letter, span: TextRange) =>
    instead !== null && instead.start >= span.start && instead.end <= span.end;
  const placeOf = new Map(letters.map(({ origin }, at) => [origin, at]));
  const keptIn = ({ start, end }: TextRange) =>
    Array.from({ length: end - start }, (_, at) => start + at).flatMap((origin) =>
      counts(text.charAt(origin)) ? (placeOf.get(origin) ?? []) : [],
    );
  return {
    text: now(),
    kept: (span) => keptIn(span).length / text.slice(span.start, span.end).replace(/\s/gu, "").length,
    isRight(span, placed) {
      const isOwn = (at: number) => {
        const letter = letters[at];
        return letter !== undefined && (isKept(letter, span) || standsFor(letter, span));
      };
      return (
        placed.length > 0 &&
        placed.every(({ start, end }) => isOwn(start) && isOwn(end - 1)) &&
        keptIn(span).every((at) => placed.some(({ start, end }) => at >= start && at < end))
      );
    },
  };
}
