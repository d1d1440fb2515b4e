import { clauseEnd } from "./clause-end.ts";
import { adjunctEnd } from "./content.ts";
import type { CueEntry, Lexicon } from "./lexicon.ts";
import type { TokenRange } from "./passages.ts";
import { type Clause, lowerAt, nounPhraseAfter, tagAt, tokenAt } from "./phrases.ts";
import { hasFiniteVerb, type VerbGroup } from "./verbs.ts";

interface Left {
  pieces: TokenRange[];
  speaker: TokenRange | null;
}

/** Content that stands before its attribution, and what goes on after it: "…, he said, …". */
export function leftOf(
  clause: Clause,
  group: VerbGroup,
  subject: TokenRange | null,
  after: number,
  right: (TokenRange & { complement: string }) | null,
  entry: CueEntry,
  lexicon: Lexicon,
): Left | null {
  if (tagAt(clause, group.head) === "gerund" && !group.finite) return null;
  const isAfter = subject && subject.to <= group.from && subject.to >= group.from - 2;
  const edge = isAfter ? subject.from : group.from;
  const border = tokenAt(clause, edge - 1);
  if (!border || (border.text !== "," && border.tag !== "mark")) return null;
  const quoted = border.tag === "mark" && border.quotation >= 0 ? border.quotation : -1;
  if (border.tag === "mark" && quoted < 0) return null;
  if (quoted < 0 && !entry.complements.has("left")) return null;
  if (right && quoted < 0 && right.complement !== "quotation") {
    if (isAfter || (right.complement !== "bare" && right.complement !== "noun")) return null;
  }
  const piece = leftPiece(clause, edge, quoted);
  if (!piece) return null;
  if (quoted < 0 && right?.complement === "quotation") return null;
  let speaker = isAfter ? subject : null;
  let end = after;
  if (!isAfter) {
    speaker = nounPhraseAfter(clause, after);
    if (!speaker) return null;
    end = speaker.to;
    if (quoted < 0 && tagAt(clause, group.head) !== "verb") return null;
  }
  const pieces = [piece];
  const goesOn = rightPiece(clause, end, quoted >= 0, lexicon);
  if (goesOn) pieces.push(goesOn);
  return { pieces, speaker };
}

/** Content that ends right before a token; `quoted` is the quotation that closes there, or -1. */
export function leftPiece(clause: Clause, edge: number, quoted: number): TokenRange | null {
  const to = edge - 1;
  if (quoted >= 0) {
    let from = to;
    while (from > clause.from && clause.tokens[from - 1]?.quotation === quoted) from--;
    const lead = tokenAt(clause, from - 1);
    if (clause.groups.leadsOfQuotations.has(lowerAt(clause, clause.from)) && lead) return null;
    const isWhole = lead && !/^[:,]$/.test(lead.text) && lead.tag !== "coordinator" && edge - clause.from < 80;
    return { from: isWhole ? clauseStart(clause, from - 1) : from, to: edge };
  }
  const from = clauseStart(clause, to - 1);
  if (to - from < 2 || !hasFiniteVerb({ ...clause, from, to })) return null;
  if (clause.groups.leadsOfClauses.has(lowerAt(clause, from))) return null;
  return { from, to };
}

/** Where the clause that a token stands in begins, without its conjunction and a loose adverb. */
export function clauseStart(clause: Clause, at: number): number {
  let from = at;
  while (from > clause.from && !/^[;:—]$/.test(lowerAt(clause, from - 1))) from--;
  while (from < at && clause.tokens[from]?.tag === "coordinator") from++;
  for (let lead = from; lead < Math.min(at, from + 2); lead++) {
    if (tagAt(clause, lead) !== "adverb") break;
    if (lowerAt(clause, lead + 1) === ",") return lead + 2;
  }
  return from;
}

/** The rest of a split quotation after its attribution. */
function rightPiece(clause: Clause, end: number, quoted: boolean, lexicon: Lexicon): TokenRange | null {
  let at = end;
  for (let skipped = 0; skipped < 4; skipped++) {
    const next = adjunctEnd(clause, at);
    if (next <= at) break;
    at = next;
  }
  const token = tokenAt(clause, at);
  if (!token) return null;
  if (quoted) {
    for (let look = at; look < Math.min(clause.to, at + 25); look++) {
      const mark = tokenAt(clause, look);
      if (mark?.tag !== "mark" || mark.quotation < 0) continue;
      const lead = lowerAt(clause, look - 1);
      if (lead !== "," && lead !== ":" && look !== at) return null;
      let to = look;
      while (to < clause.to && clause.tokens[to]?.quotation === mark.quotation) to++;
      return { from: look, to };
    }
    return null;
  }
  if (token.text !== "," || at !== end) return null;
  const next = tokenAt(clause, at + 1);
  if (
    !next ||
    next.tag === "coordinator" ||
    next.tag === "gerund" ||
    next.tag === "subordinator" ||
    next.tag === "interrogative" ||
    clause.groups.personalRelatives.has(next.lower)
  )
    return null;
  const to = clauseEnd(clause, at + 1, "bare", lexicon);
  return to - at > 2 ? { from: at + 1, to } : null;
}
