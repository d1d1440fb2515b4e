import type { Lexicon } from "./lexicon.ts";
import type { TokenRange } from "./passages.ts";
import { type Clause, tagAt, tokenAt } from "./phrases.ts";
import { type VerbGroup, verbGroupAt } from "./verbs.ts";
import { subjectBefore } from "./whole-subject.ts";

/** Whose verb it is: `speakers` are those of the cues before it, by where they stand. */
export function subjectOf(
  clause: Clause,
  group: VerbGroup,
  speakers: Map<number, TokenRange | null>,
  lexicon: Lexicon,
): TokenRange | null {
  const before = tokenAt(clause, group.from - 1);
  const isGerund = tagAt(clause, group.head) === "gerund" && !group.finite;
  if (before && !isGerund && group.finite) {
    if (before.tag === "coordinator") return clauseSubject(clause, group.from - 1, speakers, lexicon);
    const noun = subjectBefore(clause, group.from);
    if (noun) return noun;
    if (before.text === ",") return clauseSubject(clause, group.from - 1, speakers, lexicon);
    return null;
  }
  if (before) return clauseSubject(clause, group.from - 1, speakers, lexicon);
  return null;
}

/** Whoever a participle, an infinitive or a coordinated verb goes on with: the subject of the verb before. */
function clauseSubject(
  clause: Clause,
  before: number,
  speakers: Map<number, TokenRange | null>,
  lexicon: Lexicon,
): TokenRange | null {
  const lowest = Math.max(clause.from, before - 60);
  const outside = tokenAt(clause, before)?.quotation ?? -1;
  let nearest: TokenRange | null = null;
  for (let at = before; at >= lowest; at--) {
    if ((tokenAt(clause, at)?.quotation ?? -1) !== outside) continue;
    const known = speakers.get(at);
    if (known) return known;
    if (nearest) continue;
    const token = tokenAt(clause, at);
    if (token?.tag !== "verb" && token?.tag !== "auxiliary" && token?.tag !== "modal") continue;
    const group = verbGroupAt(clause, at, lexicon.chainVerbs);
    if (group.finite || token.tag !== "verb") nearest = subjectBefore(clause, group.from);
  }
  return nearest;
}
