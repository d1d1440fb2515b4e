import { createOffsetIndex } from "../article/offsets.ts";
import { tokensIn } from "../suggest/tokens.ts";

/** A token of a text, in code points. */
export interface TextToken {
  start: number;
  end: number;
  text: string;
}

/** Words and marks of a text, cut wherever an annotation begins or ends, so that every one of them covers whole tokens.
 *  They cover every character that is not white space. */
export function textTokens(text: string, boundaries: Iterable<number>): TextToken[] {
  const index = createOffsetIndex(text);
  const cuts = [...new Set(boundaries)].sort((a, b) => a - b);
  const characters = Array.from(text);
  let next = 0;
  return tokensIn(text, 0, text.length).flatMap((token) => {
    const [start, end] = [index.toCodePoint(token.start), index.toCodePoint(token.end)];
    const at = [start];
    while ((cuts[next] ?? Number.POSITIVE_INFINITY) <= start) next++;
    for (; (cuts[next] ?? Number.POSITIVE_INFINITY) < end; next++) at.push(cuts[next] ?? end);
    return at.map((from, piece) => {
      const to = at[piece + 1] ?? end;
      return { start: from, end: to, text: characters.slice(from, to).join("") };
    });
  });
}
