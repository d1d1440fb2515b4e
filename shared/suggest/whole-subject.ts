import type { TokenRange } from "./passages.ts";
import { beginsClause, type Clause, lowerAt, nounPhraseBefore, phraseBefore, tagAt, tokenAt } from "./phrases.ts";
import { finiteVerb } from "./verbs.ts";

/** How far a subject is followed back from its verb. */
const REACH = 40;

/** The subject that ends before a token, over what stands between it and its verb ("on Tuesday", "both", ", however,") and
 *  with what describes it ("who had been there", "published last week"). */
export function subjectBefore(clause: Clause, end: number): TokenRange | null {
  const edge = beforeAdjuncts(clause, end);
  const phrase = nounPhraseBefore(clause, edge);
  if (phrase && beginsClause(clause, phrase.from)) return phrase;
  const described = describedBefore(clause, phrase?.from ?? edge);
  if (!described) return phrase;
  const isInserted = tagAt(clause, end - 1) === "punctuation";
  return { from: described.from, to: isInserted ? edge : end };
}

/** The end of a subject, before times, floating quantifiers and insertions between it and the verb. */
function beforeAdjuncts(clause: Clause, end: number): number {
  let at = end;
  for (let steps = 0; steps < 4; steps++) {
    const before = adjunctStart(clause, at);
    if (before === at || before <= clause.from) break;
    at = before;
  }
  return at;
}

/** Where an adjunct that ends before a token starts; the token itself when there is none. */
function adjunctStart(clause: Clause, end: number): number {
  const last = tokenAt(clause, end - 1);
  if (!last) return end;
  if (last.tag === "adverb") return end - 1;
  if (clause.groups.floating.has(last.lower) && isNominal(clause, end - 2)) return end - 1;
  if (last.tag === "time") return beforePreposition(clause, end - 1);
  const before = lowerAt(clause, end - 2);
  if (clause.groups.timeNouns.has(last.lower) && clause.groups.timeModifiers.has(before))
    return beforePreposition(clause, end - 2);
  if (last.tag === "number" && before === "in" && /^\d{4}$/.test(last.text)) return end - 2;
  if (last.text === "," && tagAt(clause, end - 2) === "adverb" && lowerAt(clause, end - 3) === ",") return end - 3;
  return dashedStart(clause, end);
}

function beforePreposition(clause: Clause, at: number): number {
  return tagAt(clause, at - 1) === "preposition" ? at - 1 : at;
}

/** Before an insertion between dashes: "Joyce — who is listed as an attorney — told". */
function dashedStart(clause: Clause, end: number): number {
  const dash = lowerAt(clause, end - 1);
  if (!/^[—–-]$/.test(dash)) return end;
  for (let at = end - 2; at > Math.max(clause.from, end - REACH); at--) if (lowerAt(clause, at) === dash) return at;
  return end;
}

const isNominal = (clause: Clause, at: number): boolean =>
  /^(?:noun|name|pronoun|object|number|determiner)$/.test(tagAt(clause, at) ?? "") || lowerAt(clause, at) === ")";

/** The phrase that opens a clause and is described by a relative clause or a participle up to a token. */
function describedBefore(clause: Clause, end: number): TokenRange | null {
  const lowest = Math.max(clause.from, end - REACH);
  for (let at = end - 1; at > lowest; at--) {
    const token = tokenAt(clause, at);
    if (!token || /^(?:punctuation|mark|subordinator)$/.test(token.tag)) return null;
    const isRelative = clause.groups.relativePronouns.has(token.lower) && isNominal(clause, at - 1);
    if (!isRelative && !isParticiple(clause, at, end)) continue;
    if (isRelative && finiteVerb({ ...clause, from: at + 1, to: end }) < 0) return null;
    const phrase = phraseBefore(clause, at);
    return phrase && beginsClause(clause, phrase.from) ? phrase : null;
  }
  return null;
}

/** A participle right after a noun, with no object of its own if it is a past one: "published Friday", "asking for help";
 *  or an adjective that is used so: "familiar with the plan". */
function isParticiple(clause: Clause, at: number, end: number): boolean {
  const token = tokenAt(clause, at);
  if (!token || !/^(?:noun|name)$/.test(tagAt(clause, at - 1) ?? "")) return false;
  if (token.tag === "gerund") return true;
  if (token.tag === "adjective") return tagAt(clause, at + 1) === "preposition";
  if (token.tag !== "verb" || !(token.verb ? token.verb.forms.has("participle") : token.lower.endsWith("ed")))
    return false;
  return at === end - 1 || /^(?:preposition|time|adverb|to)$/.test(tagAt(clause, at + 1) ?? "");
}
