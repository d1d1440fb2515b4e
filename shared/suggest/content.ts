import type { Complement } from "./language.ts";
import type { CueEntry, Lexicon } from "./lexicon.ts";
import type { TokenRange } from "./passages.ts";
import {
  type Clause,
  finiteVerb,
  hasFiniteVerb,
  lowerAt,
  nounPhraseAfter,
  tagAt,
  tokenAt,
  verbGroupAt,
} from "./phrases.ts";

/** Content after a cue: the tokens, and by which complement they were taken. */
export interface Complemented extends TokenRange {
  complement: Complement;
}

const SKIPPED = 3;
const RECIPIENT_VERBS =
  /^(?:tell|remind|inform|notify|brief|assure|warn|ask|advise|persuade|convince|show|teach|write|promise|urge|apprise|reassure|update|lecture|instruct|message)$/;

/** The part of a clause before its first comma: what a participle that opens a sentence can reach. */
export function untilComma(clause: Clause, from: number): Clause {
  for (let at = from; at < clause.to; at++) {
    if (
      lowerAt(clause, at) === "," &&
      (tokenAt(clause, at)?.quotation ?? -1) === (tokenAt(clause, from)?.quotation ?? -1)
    ) {
      return { ...clause, to: at };
    }
    if (tagAt(clause, at) === "mark" && lowerAt(clause, at - 1) === ",") return { ...clause, to: at + 1 };
  }
  return clause;
}

/** What a cue introduces, searched from the token after it. */
export function contentAfter(
  clause: Clause,
  after: number,
  entry: CueEntry,
  base: string,
  lexicon: Lexicon,
): Complemented | null {
  const direct = complementAt(clause, after, entry, lexicon);
  const titled = RECIPIENT_VERBS.test(base) && direct?.complement === "quotation" ? quotationEnd(clause, after) : -1;
  if (tagAt(clause, titled) === "that") return complementAt(clause, titled, entry, lexicon);
  if (direct && direct.complement !== "noun" && direct.complement !== "bare") return direct;
  if (RECIPIENT_VERBS.test(base) && entry.particles.length === 0) {
    const recipient = nounPhraseAfter(withoutApposition(clause, after), after);
    const told = recipient && afterAdjuncts(clause, recipient.to, entry, lexicon);
    if (told && (told.complement !== "noun" || base !== "show")) return told;
    if (recipient && !direct) return null;
  }
  if (direct) return direct;
  return afterAdjuncts(clause, after, entry, lexicon);
}

function withoutApposition(clause: Clause, from: number): Clause {
  for (let at = from; at < clause.to; at++) if (lowerAt(clause, at) === ",") return { ...clause, to: at };
  return clause;
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
  if ((token.tag === "adverb" && token.lower !== "then") || token.tag === "number") return at + 1;
  if (token.tag === "determiner" || token.tag === "adjective") {
    const phrase = nounPhraseAfter({ ...clause, to: Math.min(clause.to, at + 4) }, at);
    const last = phrase && tokenAt(clause, phrase.to - 1);
    return phrase &&
      last &&
      (last.tag === "time" || /^(?:year|week|month|night|morning|day|afternoon|evening|time)$/.test(last.lower))
      ? phrase.to
      : at;
  }
  if (
    token.tag === "preposition" ||
    token.tag === "to" ||
    (token.tag === "subordinator" && /^(?:after|before|since|until)$/.test(token.lower))
  ) {
    const phrase = nounPhraseAfter(withoutApposition(clause, at + 1), at + 1);
    return phrase ? phrase.to : at;
  }
  return at;
}

/** After a day: "Tuesday night", "Oct. 12, 2016". */
function afterDayTime(clause: Clause, at: number): number {
  if (/^(?:night|morning|afternoon|evening)$/.test(lowerAt(clause, at))) return at + 1;
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
  if (token.tag === "interrogative" || (token.lower === "if" && complements.has("that"))) return taking("that");
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
    if (
      token.tag === "adverb" &&
      !/^(?:there|not|maybe|perhaps|even|only|just|more|less|most)$/.test(token.lower) &&
      !complements.has("noun")
    ) {
      return bareClause(clause, at, lexicon) ? taking("bare") : null;
    }
    if (complements.has("bare") && bareClause(clause, at, lexicon)) return taking("bare");
    return objectInfinitive(clause, at, taking) ?? taking("noun");
  }
  if (token.tag === "subordinator" && /^(?:if|when|while|because|since|as|unless|although|though)$/.test(token.lower)) {
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
    /^(?:be|have|do|get)$/.test(token?.lower ?? "") ||
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

/** Whether a clause begins here: a noun phrase and then a finite verb. */
function bareClause(clause: Clause, at: number, lexicon: Lexicon): boolean {
  const end = clauseEnd(clause, at, "bare", lexicon);
  return hasFiniteVerb({ ...clause, from: at, to: Math.min(end, at + 30) });
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

/** Where a clause that begins at a token ends: before the next clause that its speaker does not go on in. */
export function clauseEnd(clause: Clause, from: number, complement: Complement, lexicon: Lexicon): number {
  const outside =
    complement === "quotation"
      ? (tokenAt(clause, from - 1)?.quotation ?? -1)
      : (tokenAt(clause, from)?.quotation ?? -1);
  let depth = 0;
  let at = from;
  while (at < clause.to) {
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
    else if (depth === 0 && token.lower === "according" && lowerAt(clause, at + 1) === "to") return at;
    else if (depth === 0 && at > from && complement !== "quotation" && endsAtSubordinator(clause, at)) return at;
    at++;
  }
  return Math.min(at, clause.to);
}

/** What tells where or when something was said after a phrase, or a new verb: "praised him at a rally and left". */
function endsPhrase(clause: Clause, at: number): boolean {
  const token = tokenAt(clause, at);
  if (token?.tag === "subordinator") return /^(?:after|when|while|as)$/.test(token.lower);
  if (token?.tag !== "coordinator") return token?.lower === "at" && tagAt(clause, at + 1) === "determiner";
  if (token.lower === "but") return true;
  const next = tokenAt(clause, at + 1);
  const forms = next?.tag === "verb" ? next.verb?.forms : undefined;
  return forms !== undefined && !forms.has("base") && (forms.has("past") || forms.has("third"));
}

function quotationEnd(clause: Clause, at: number): number {
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
  if (next.tag === "subordinator" && /^(?:as|when|while|after|before|because)$/.test(next.lower)) return true;
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
    if (strong && finite && lowerAt(clause, at - 1) !== "to") return true;
  }
  return false;
}

function endsAtComma(clause: Clause, from: number, comma: number, complement: Complement, lexicon: Lexicon): boolean {
  let at = comma + 1;
  const next = tokenAt(clause, at);
  if (!next) return true;
  if (next.tag === "gerund") return true;
  if (PHRASAL.has(complement) && (next.tag === "determiner" || next.tag === "verb" || next.lower === "which"))
    return true;
  if (next.tag === "adverb" && tagAt(clause, at + 1) === "gerund" && isCue(clause, at + 1, lexicon)) return true;
  if (next.lower === "according" || next.lower === "citing" || next.lower === "whereas") return true;
  if (next.tag === "coordinator") {
    if (startsNewCue(clause, at + 1, lexicon)) return true;
    if (PHRASAL.has(complement) && startsClause(clause, at + 1)) return true;
    at++;
  }
  if (/^(?:while|as|although|though|after|even)$/.test(next.lower) && tokenAt(clause, at + 1))
    return next.lower === "as"
      ? attributed(clause, at + 1, lexicon)
      : next.lower !== "even" && complement !== "quotation";
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
  return token?.tag === "subordinator" && token.lower === "while" && tagAt(clause, at - 1) !== "noun";
}
