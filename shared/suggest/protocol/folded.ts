/** A text as it is compared with what others say is in it: runs of white space as one space, quotation marks and apostrophes
 *  as straight ones. `at[i]` is where character `i` begins in the text itself, and there is one more for the end. */
export interface Folded {
  text: string;
  at: readonly number[];
}

const plain: Record<string, string> = {
  "“": '"',
  "”": '"',
  "„": '"',
  "‟": '"',
  "«": '"',
  "»": '"',
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‛": "'",
};
const space = /\s/u;

export function fold(text: string): Folded {
  const at: number[] = [];
  const parts: string[] = [];
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    const isSpace = space.test(char);
    if (isSpace && parts.at(-1) === " ") continue;
    parts.push(isSpace ? " " : (plain[char] ?? char));
    at.push(index);
  }
  at.push(text.length);
  return { text: parts.join(""), at };
}

/** Words as they are compared, without white space at their ends. */
export const foldWords = (words: string): string => fold(words).text.trim();
