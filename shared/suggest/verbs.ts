import type { TokenRange } from "./passages.ts";
import { type Clause, lowerAt, tagAt, tokenAt } from "./phrases.ts";
import type { Token } from "./tokens.ts";

/** Whether a clause has a verb that is finite, outside of infinitives. */
export function hasFiniteVerb(clause: Clause): boolean {
  return finiteVerb(clause) >= 0;
}

/** The first finite verb of a stretch, or -1. */
export function finiteVerb(clause: Clause): number {
  for (let at = clause.from; at < clause.to; at++) {
    const token = clause.tokens[at];
    if (!token) break;
    if (token.tag === "auxiliary" && !clause.groups.nonfinite.has(token.lower)) return at;
    if (token.tag === "modal") return at;
    if (token.tag === "verb" && !clause.groups.infinitiveMarks.has(lowerAt(clause, at - 1))) {
      const forms = token.verb?.forms;
      if (!forms || forms.has("past") || forms.has("third") || forms.has("base")) return at;
    }
  }
  return -1;
}

/** A verb with the auxiliaries, adverbs and chained verbs before it: "has also called", "went on to say". */
export interface VerbGroup extends TokenRange {
  head: number;
  passive: boolean;
  finite: boolean;
}

/** The group that a verb is the head of. */
export function verbGroupAt(clause: Clause, head: number, chains: ReadonlySet<string>): VerbGroup {
  let from = head;
  let hasAuxiliary = false;
  let passive = false;
  let linked = false;
  let lead = head;
  while (from > clause.from && head - from < 12) {
    const before = tokenAt(clause, from - 1);
    if (!before) break;
    if (before.tag === "auxiliary" || before.tag === "modal") {
      if (!hasAuxiliary && lead === head) passive = isPassive(clause, head, before);
      hasAuxiliary = true;
      from--;
    } else if (
      before.tag === "negation" ||
      (before.tag === "adverb" && !clause.groups.degrees.has(before.lower)) ||
      (clause.groups.floating.has(before.lower) && tagAt(clause, from - 2) === "auxiliary")
    )
      from--;
    else if (before.tag === "to" && tokenAt(clause, lead)?.verb?.forms.has("base")) {
      const chained = chainBefore(clause, from - 1, chains);
      if (chained < 0) break;
      from = chained;
      lead = chained;
      linked = true;
    } else break;
  }
  while (from < head && /^(?:adverb)$/.test(tagAt(clause, from) ?? "") && lowerAt(clause, from - 1) === ",") from++;
  const bareInfinitive = clause.groups.infinitiveMarks.has(lowerAt(clause, from - 1)) && !linked;
  const isGerund = tagAt(clause, lead) === "gerund";
  return {
    from,
    to: head + 1,
    head,
    passive,
    finite: hasAuxiliary || !(isGerund || bareInfinitive),
  };
}

function isPassive(clause: Clause, head: number, auxiliary: Token): boolean {
  const forms = tokenAt(clause, head)?.verb?.forms;
  return (
    clause.groups.passives.has(auxiliary.lower) &&
    forms?.has("participle") === true &&
    tagAt(clause, head) === "verb" &&
    !forms.has("base")
  );
}

/** The verb that an infinitive hangs on, when it joins the cue; -1 otherwise. */
function chainBefore(clause: Clause, to: number, chains: ReadonlySet<string>): number {
  for (let at = to - 1; at >= Math.max(clause.from, to - 2); at--) {
    const token = tokenAt(clause, at);
    if (!token) break;
    if (token.tag === "auxiliary") return clause.groups.chaining.has(token.lower) ? at : -1;
    if (token.verb && (token.tag === "verb" || token.tag === "gerund")) return chains.has(token.verb.base) ? at : -1;
    if (token.tag !== "preposition" && token.tag !== "adverb") break;
  }
  return -1;
}
