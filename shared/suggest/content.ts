import { clauseEnd, quotationEnd } from "./clause-end.ts";
import type { Complement } from "./language.ts";
import type { CueEntry, Lexicon } from "./lexicon.ts";
import type { TokenRange } from "./passages.ts";
import { type Clause, lowerAt, nounPhraseAfter, tagAt, tokenAt, withoutApposition } from "./phrases.ts";
import { finiteVerb, hasFiniteVerb } from "./verbs.ts";

/** Content after a cue: the tokens, and by which complement they were taken. */
export interface Complemented extends TokenRange {
  complement: Complement;
}

const SKIPPED = 3;

/** What a cue introduces, searched from the token after it. */
export function contentAfter(
  clause: Clause,
  after: number,
  entry: CueEntry,
  base: string,
  lexicon: Lexicon,
): Complemented | null {
  const direct = complementAt(clause, after, entry, lexicon);
  const titled =
    lexicon.groups.recipientVerbs.has(base) && direct?.complement === "quotation" ? quotationEnd(clause, after) : -1;
  if (tagAt(clause, titled) === "that") return complementAt(clause, titled, entry, lexicon);
  if (direct && direct.complement !== "noun" && direct.complement !== "bare") return direct;
  if (lexicon.groups.recipientVerbs.has(base) && entry.particles.length === 0) {
    const recipient = nounPhraseAfter(withoutApposition(clause, after), after);
    const told = recipient && afterAdjuncts(clause, recipient.to, entry, lexicon);
    if (told && (told.complement !== "noun" || base !== "show")) return told;
    if (recipient && !direct) return null;
  }
  if (direct) return direct;
  return afterAdjuncts(clause, after, entry, lexicon);
}

/** Content after "in a statement", "on Thursday", "to reporters" …, or at once. */
function afterAdjuncts(clause: Clause, from: number, entry: CueEntry, lexicon: Lexicon): Complemented | null {
  let at = from;
  for (let skipped = 0; skipped <= SKIPPED; skipped++) {
    const found = complementAt(clause, at, entry, lexicon);
    if (
      found &&
      (at === from ||
        found.complement === "that" ||
        found.complement === "quotation" ||
        (found.complement === "bare" && skipped > 0) ||
        found.complement === "infinitive")
    )
      return found;
    const next = adjunctEnd(clause, at);
    if (next <= at) return null;
    at = next;
  }
  return null;
}

/** End of one adjunct that begins at a token; the token itself when there is none. */
export function adjunctEnd(clause: Clause, at: number): number {
  const token = tokenAt(clause, at);
  if (!token) return at;
  if (token.tag === "time") return afterDayTime(clause, at + 1);
  if ((token.tag === "adverb" && !clause.groups.sequence.has(token.lower)) || token.tag === "number") return at + 1;
  if (token.tag === "determiner" || token.tag === "adjective") {
    const phrase = nounPhraseAfter({ ...clause, to: Math.min(clause.to, at + 4) }, at);
    const last = phrase && tokenAt(clause, phrase.to - 1);
    return phrase && last && (last.tag === "time" || clause.groups.timeNouns.has(last.lower)) ? phrase.to : at;
  }
  if (
    token.tag === "preposition" ||
    token.tag === "to" ||
    (token.tag === "subordinator" && clause.groups.timeConjunctions.has(token.lower))
  ) {
    const phrase = nounPhraseAfter(withoutApposition(clause, at + 1), at + 1);
    return phrase ? phrase.to : at;
  }
  return at;
}

/** After a day: "Tuesday night", "Oct. 12, 2016". */
function afterDayTime(clause: Clause, at: number): number {
  if (clause.groups.dayParts.has(lowerAt(clause, at))) return at + 1;
  return tagAt(clause, at) === "number" ? at + 1 : at;
}

function complementAt(clause: Clause, at: number, entry: CueEntry, lexicon: Lexicon): Complemented | null {
  const token = tokenAt(clause, at);
  if (!token) return null;
  const { complements } = entry;
  const taking = (complement: Complement, from = at): Complemented | null => {
    if (!complements.has(complement)) return null;
    const to = clauseEnd(clause, from, complement, lexicon);
    return to > from ? { from, to, complement } : null;
  };
  const outsideQuotation = tokenAt(clause, at - 1)?.quotation ?? -1;
  if (token.tag === "mark" && token.quotation >= 0 && token.quotation !== outsideQuotation)
    return taking("quotation") ?? taking("noun");
  if (token.text === "," || token.text === ":") {
    const next = tokenAt(clause, at + 1);
    if (next?.tag === "mark" && next.quotation >= 0 && next.quotation !== outsideQuotation)
      return taking("quotation", at + 1);
    if (token.text === ":" && next && (complements.has("bare") || complements.has("quotation"))) {
      return { from: at + 1, to: frameEnd(clause), complement: "quotation" };
    }
    return null;
  }
  if (token.tag === "that") {
    const isPronoun = /^(?:auxiliary|modal|verb)$/.test(tagAt(clause, at + 1) ?? "") || at + 1 >= clause.to;
    return isPronoun && entry.kind !== "speech" && !complements.has("bare") ? taking("noun") : taking("that");
  }
  if (token.tag === "interrogative" || (clause.groups.questioning.has(token.lower) && complements.has("that")))
    return taking("that");
  if (token.tag === "to" && verbAt(clause, at + 1)) return taking("infinitive");
  if (token.tag === "pronoun") return taking("bare") ?? objectInfinitive(clause, at, taking) ?? taking("noun");
  if (token.tag === "object")
    return (
      objectInfinitive(clause, at, taking) ??
      (token.lower.endsWith("thing") || complements.has("noun") ? taking("noun") : null)
    );
  if (token.tag === "gerund")
    return taking("gerund") ?? (bareClause(clause, at, lexicon) ? taking("bare") : null) ?? taking("noun");
  if (
    /^(?:determiner|possessive|noun|name|adjective|number|adverb)$/.test(token.tag) ||
    token.text === "$" ||
    token.text === "#"
  ) {
    if (token.tag === "adverb" && !clause.groups.phraseAdverbs.has(token.lower) && !complements.has("noun")) {
      return bareClause(clause, at, lexicon) ? taking("bare") : null;
    }
    if (complements.has("bare") && bareClause(clause, at, lexicon)) return taking("bare");
    return objectInfinitive(clause, at, taking) ?? taking("noun");
  }
  if (token.tag === "subordinator" && clause.groups.conditions.has(token.lower)) {
    return entry.kind !== "stance" && clauseAfterComma(clause, at) ? taking("bare") : null;
  }
  if (token.tag === "preposition" && complements.has("bare") && clauseAfterComma(clause, at, true))
    return taking("bare");
  return null;
}

const verbAt = (clause: Clause, at: number): boolean => {
  const token = tokenAt(clause, at);
  if (token?.tag === "adverb" || token?.tag === "negation") return verbAt(clause, at + 1);
  return (
    token?.tag === "verb" ||
    token?.verb?.forms.has("base") === true ||
    clause.groups.plainVerbs.has(token?.lower ?? "") ||
    token?.tag === "noun"
  );
};

/** "urged him to leave", "asked the court to wait": with the person asked, except a bare pronoun. */
function objectInfinitive(
  clause: Clause,
  at: number,
  taking: (complement: Complement, from?: number) => Complemented | null,
): Complemented | null {
  const object = nounPhraseAfter(clause, at);
  if (!object || tagAt(clause, object.to) !== "to" || !verbAt(clause, object.to + 1)) return null;
  return taking("object-infinitive", tagAt(clause, at) === "object" ? object.to : at);
}

/** Whether a clause begins here: a noun phrase and then a finite verb, before another clause is coordinated. */
function bareClause(clause: Clause, at: number, lexicon: Lexicon): boolean {
  const end = clauseEnd(clause, at, "bare", lexicon);
  const highest = Math.min(end, at + 30);
  let to = at;
  while (to < highest && !(lowerAt(clause, to) === "," && tagAt(clause, to + 1) === "coordinator")) to++;
  return hasFiniteVerb({ ...clause, from: at, to });
}

/** "if elected, he would": a clause that comes after its own introduction. */
function clauseAfterComma(clause: Clause, at: number, needsComma = false): boolean {
  for (let next = at + 1; next < Math.min(clause.to, at + 14); next++) {
    if (/^(?:that|mark)$/.test(tagAt(clause, next) ?? "")) return false;
    if (lowerAt(clause, next) === "," || (!needsComma && tagAt(clause, next) === "pronoun")) {
      return finiteVerb({ ...clause, from: next, to: Math.min(clause.to, next + 12) }) >= 0;
    }
  }
  return false;
}

function frameEnd(clause: Clause): number {
  let to = clause.to;
  while (to > clause.from && /^[.!?…]$/.test(lowerAt(clause, to - 1))) to--;
  return to;
}
