import type { LostPiece, Span } from "../annotation/records.ts";

/** So many characters beside a lost piece must be the same, on one side at least. */
const sameBeside = 16;

/** Where the words of a lost piece stand again in a text, between the same neighbours; null where that is nowhere or in
 *  several places. UTF-16 units. */
export function placeLost(text: string, lost: LostPiece): Span | null {
  const found: Span[] = [];
  for (let at = text.indexOf(lost.text); at >= 0 && found.length < 2; at = text.indexOf(lost.text, at + 1)) {
    const span = { start: at, end: at + lost.text.length };
    if (standsBetween(text, span, lost)) found.push(span);
  }
  const [only, ...others] = found;
  return only && others.length === 0 ? only : null;
}

function standsBetween(text: string, span: Span, { before, after }: LostPiece): boolean {
  const left = before.slice(-sameBeside);
  const right = after.slice(0, sameBeside);
  const isLeft = left !== "" && text.slice(0, span.start).endsWith(left);
  const isRight = right !== "" && text.startsWith(right, span.end);
  return (isLeft && left.length === sameBeside) || (isRight && right.length === sameBeside) || (isLeft && isRight);
}
