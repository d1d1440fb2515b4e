import { isUnspaced } from "./letters.ts";
import type { Line } from "./page.ts";

const HYPHEN_END = /([\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*)[-\u2010]$/u;
const GOES_ON = /^["“‘«(]?[\p{L}\p{N}]/u;
const WORD_START = /^["“‘«(]?(\p{Ll}[\p{L}\p{M}]*)/u;
const ADDRESS_END = /(?:https?:\/\/|www\.)\S*$/iu;
const WORDS = /\p{L}[\p{L}\p{M}'’]*(?:[-\u2010]\p{L}[\p{L}\p{M}'’]*)*/gu;
const SOFT_HYPHEN = "\u00ad";
/** First parts of English compounds that keep their hyphen: no word is divided after them and means something else. */
const KEPT = new Set("self ex well half all vice then two three four five six seven eight nine ten".split(" "));
/** Within mother-in-law, state-of-the-art. */
const IN_CHAIN = /\p{L}[-\u2010](?:in|of|the|to|and|at|on|by|up|as|a)[-\u2010]$/iu;

/** What is known of a document's words: those that stand within lines, where no hyphen was put by a line's end. */
export type Words = ReadonlySet<string>;

export function wordsOf(lines: readonly Line[]): Words {
  const words = new Set<string>();
  for (const { text } of lines) {
    const found = [...text.matchAll(WORDS)];
    for (const [i, [word]] of found.entries()) {
      const isAtEnd = i === found.length - 1 && /[-\u2010\u00ad]$/u.test(text);
      if (i > 0 && !isAtEnd) words.add(plain(word));
    }
  }
  return words;
}

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[\u2010]/gu, "-")
    .replaceAll(SOFT_HYPHEN, "");

/** Two lines of a paragraph as one text: divided words whole again, compounds with their hyphens, no space where the script
 *  has none. */
export function joined(text: string, next: string, words: Words): string {
  if (text === "" || next === "") return text + next;
  if (text.endsWith(SOFT_HYPHEN)) return text.slice(0, -1) + next;
  if (/[—/]$/u.test(text) && !/\s[—/]$/u.test(text)) return text + next;
  if (ADDRESS_END.test(text) && /^[\w/?#&=%.-]*[/?#&=%.\w-]/u.test(next) && /[/?#&=%.\-_]$/u.test(text))
    return text + next;
  const before = HYPHEN_END.exec(text)?.[1];
  if (before !== undefined) {
    const after = WORD_START.exec(next)?.[1];
    if (after === undefined) return GOES_ON.test(next) ? text + next : `${text} ${next}`;
    return isCompound(text, before, after, words) ? text + next : text.slice(0, -1) + next;
  }
  if (isUnspaced(text.slice(-1)) && isUnspaced(next.slice(0, 1))) return text + next;
  return `${text} ${next}`;
}

function isCompound(text: string, before: string, after: string, words: Words): boolean {
  const [first, second] = [plain(before), plain(after)];
  if (words.has(`${first}-${second}`)) return true;
  if (words.has(first + second)) return false;
  return IN_CHAIN.test(text) || KEPT.has(first);
}

/** Whether a line ends within a word that the next one goes on with. */
export const isDivided = (text: string, next: string): boolean =>
  text.endsWith(SOFT_HYPHEN) || (HYPHEN_END.test(text) && GOES_ON.test(next));
