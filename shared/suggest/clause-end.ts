import type { Complement } from "./language.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Clause, lowerAt, nounPhraseAfter, tagAt, tokenAt, withoutApposition } from "./phrases.ts";
import { finiteVerb, verbGroupAt } from "./verbs.ts";

/** In tokens outside of quotations: so that a text without punctuation costs no more than another. */
const LONGEST_CLAUSE = 150;

/** Where a clause that begins at a token ends: before the next clause that its speaker does not go on in. */
export function clauseEnd(clause: Clause, from: number, complement: Complement, lexicon: Lexicon): number {
  const outside =
    complement === "quotation"
      ? (tokenAt(clause, from - 1)?.quotation ?? -1)
      : (tokenAt(clause, from)?.quotation ?? -1);
  let depth = 0;
  let at = from;
  for (let steps = 0; at < clause.to && steps < LONGEST_CLAUSE; steps++) {
    const token = tokenAt(clause, at);
    if (!token) break;
    if (token.quotation !== outside) {
      if (outside >= 0) return at;
      const closing = quotationEnd(clause, at);
      if (endsUtterance(clause, closing)) return closing;
      if (endsAtClosingMark(clause, closing, from, complement, lexicon)) return closing;
      if (complement === "quotation" && at === from && stopsAfterQuotation(clause, closing, lexicon)) return closing;
      at = closing;
      continue;
    }
    if (outside >= 0 && token.tag === "mark") return at;
    if (token.text === "(") depth++;
    else if (token.text === ")") {
      if (depth === 0) return at;
      depth--;
    } else if (depth === 0 && (token.text === ";" || /^[.!?…]$/.test(token.text))) return at;
    else if (depth === 0 && token.text === ":" && at > from) return at;
    else if (depth === 0 && /^[—–]$/.test(token.text) && at > from) return at;
    else if (depth === 0 && token.text === "," && endsAtComma(clause, from, at, complement, lexicon)) return at;
    else if (depth === 0 && token.tag === "coordinator" && at > from && startsNewCue(clause, at + 1, lexicon))
      return at;
    else if (depth === 0 && at > from + 1 && PHRASAL.has(complement) && endsPhrase(clause, at)) return at;
    else if (depth === 0 && isSourcePhrase(clause, at, lexicon)) return at;
    else if (depth === 0 && at > from && complement !== "quotation" && endsAtSubordinator(clause, at)) return at;
    at++;
  }
  return Math.min(at, clause.to);
}

/** What tells when something was said after a phrase, or a new verb: "praised him after the rally and left". */
function endsPhrase(clause: Clause, at: number): boolean {
  const token = tokenAt(clause, at);
  if (token?.tag === "subordinator")
    return clause.groups.comparingClauses.has(token.lower)
      ? startsClause(clause, at + 1)
      : clause.groups.circumstances.has(token.lower);
  if (token?.tag !== "coordinator") return false;
  if (clause.groups.opposing.has(token.lower)) return true;
  const next = tokenAt(clause, at + 1);
  const forms = next?.tag === "verb" ? next.verb?.forms : undefined;
  return forms !== undefined && !forms.has("base") && (forms.has("past") || forms.has("third"));
}

/** The token after the quotation that a token stands in. */
export function quotationEnd(clause: Clause, at: number): number {
  const quotation = tokenAt(clause, at)?.quotation;
  let end = at;
  while (end < clause.to && tokenAt(clause, end)?.quotation === quotation) end++;
  return end;
}

/** Whether the quotation that ends here ends a sentence with it. */
function endsUtterance(clause: Clause, closing: number): boolean {
  const last = lowerAt(clause, closing - 1);
  const before = /\p{L}|\p{N}/u.test(last) ? last : lowerAt(clause, closing - 2);
  return /^[.!?…]$/.test(before) && !/^\p{Ll}/u.test(tokenAt(clause, closing)?.text ?? "");
}

/** After a fragment in marks that ends in a comma, or before what tells when it was said. */
function endsAtClosingMark(
  clause: Clause,
  closing: number,
  from: number,
  complement: Complement,
  lexicon: Lexicon,
): boolean {
  const next = tokenAt(clause, closing);
  if (!next) return true;
  if (next.tag === "subordinator" && clause.groups.circumstancesOfQuotations.has(next.lower)) return true;
  if (lowerAt(clause, closing - 2) !== ",") return false;
  return next.tag === "determiner" || endsAtComma(clause, from, closing - 1, complement, lexicon);
}

function stopsAfterQuotation(clause: Clause, closing: number, lexicon: Lexicon): boolean {
  const next = tokenAt(clause, closing);
  if (!next) return true;
  const inner = lowerAt(clause, closing - 2);
  if (/^[,.!?]$/.test(inner)) return !startsPhraseAgain(clause, closing);
  if (next.text === "," || /^[.;:]$/.test(next.text)) return true;
  if (next.tag === "coordinator") return startsNewCue(clause, closing + 1, lexicon);
  return false;
}

function startsPhraseAgain(clause: Clause, at: number): boolean {
  return tagAt(clause, at) === "coordinator" && tokenAt(clause, at + 1)?.tag === "mark";
}

const isCue = (clause: Clause, at: number, lexicon: Lexicon): boolean => {
  const token = tokenAt(clause, at);
  return (token?.tag === "verb" || token?.tag === "gerund") && token.verb !== null && lexicon.cues.has(token.verb.base);
};

/** Whether a coordinated verb phrase or clause with a cue of its own begins here: "and added that", "but he said". */
function startsNewCue(clause: Clause, from: number, lexicon: Lexicon): boolean {
  let at = from;
  while (at < from + 3 && /^(?:adverb|auxiliary)$/.test(tagAt(clause, at) ?? "")) at++;
  const verb = tokenAt(clause, at);
  if (isCue(clause, at, lexicon) && verb?.tag === "verb") {
    const strong = lexicon.cues.get(verb.verb?.base ?? "")?.some(({ kind }) => kind === "speech" || kind === "remark");
    const finite = verb.verb?.forms.has("past") || verb.verb?.forms.has("third");
    if (strong && finite && !clause.groups.infinitiveMarks.has(lowerAt(clause, at - 1))) return true;
  }
  return false;
}

function endsAtComma(clause: Clause, from: number, comma: number, complement: Complement, lexicon: Lexicon): boolean {
  let at = comma + 1;
  const next = tokenAt(clause, at);
  if (!next) return true;
  if (next.tag === "gerund") return true;
  if (
    PHRASAL.has(complement) &&
    (next.tag === "determiner" ||
      next.tag === "verb" ||
      clause.groups.additions.has(next.lower) ||
      clause.groups.personalRelatives.has(next.lower))
  )
    return true;
  if (next.tag === "adverb" && tagAt(clause, at + 1) === "gerund" && isCue(clause, at + 1, lexicon)) return true;
  if (clause.groups.sourceOpeners.has(next.lower)) return true;
  if (next.tag === "coordinator") {
    if (startsNewCue(clause, at + 1, lexicon)) return true;
    if (complement !== "quotation" && startsClause(clause, at + 1)) return true;
    at++;
  }
  if (clause.groups.clausesApart.has(next.lower) && tokenAt(clause, at + 1))
    return clause.groups.comparingClauses.has(next.lower)
      ? attributed(clause, at + 1, lexicon)
      : !clause.groups.stressing.has(next.lower) && complement !== "quotation";
  if (attributed(clause, at, lexicon)) return true;
  return from === comma;
}

const PHRASAL = new Set<Complement>(["noun", "infinitive", "object-infinitive", "gerund"]);

/** Whether a subject and its finite verb follow. */
function startsClause(clause: Clause, at: number): boolean {
  const subject = nounPhraseAfter(withoutApposition(clause, at), at);
  if (!subject) return false;
  const verb = finiteVerb({ ...clause, from: subject.to, to: Math.min(clause.to, subject.to + 2) });
  return verb >= 0;
}

/** Whether ", Trump said" or ", and he added" begins here: a subject with a cue of its own. */
function attributed(clause: Clause, at: number, lexicon: Lexicon): boolean {
  const subject = nounPhraseAfter(withoutApposition(clause, at), at);
  if (!subject) return isCue(clause, at, lexicon) && tagAt(clause, at) === "verb" && inverted(clause, at, lexicon);
  let verb = subject.to;
  while (verb < subject.to + 4 && /^(?:adverb|auxiliary|modal|negation)$/.test(tagAt(clause, verb) ?? "")) verb++;
  if (!isCue(clause, verb, lexicon) || tagAt(clause, verb) !== "verb") return false;
  const strong = lexicon.cues
    .get(tokenAt(clause, verb)?.verb?.base ?? "")
    ?.some(({ kind }) => kind === "speech" || kind === "remark");
  return strong === true && verbGroupAt(clause, verb, lexicon.chainVerbs).finite;
}

function inverted(clause: Clause, at: number, lexicon: Lexicon): boolean {
  const entries = lexicon.cues.get(tokenAt(clause, at)?.verb?.base ?? "");
  return entries?.some(({ complements }) => complements.has("left")) === true;
}

function endsAtSubordinator(clause: Clause, at: number): boolean {
  const token = tokenAt(clause, at);
  return token?.tag === "subordinator" && clause.groups.whiles.has(token.lower) && tagAt(clause, at - 1) !== "noun";
}

/** Whether a phrase before a source begins here: "according to". */
function isSourcePhrase(clause: Clause, at: number, { pack }: Lexicon): boolean {
  const [phrase = ""] = pack.sourcePhrases;
  return phrase.split(" ").every((word, nth) => lowerAt(clause, at + nth) === word);
}
