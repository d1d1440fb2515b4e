import type { Groups, Tag } from "./lexicon.ts";
import type { TokenRange } from "./passages.ts";
import type { Token } from "./tokens.ts";
import { hasFiniteVerb } from "./verbs.ts";

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

/** The part of a clause before the next comma. */
export function withoutApposition(clause: Clause, from: number): Clause {
  const highest = Math.min(clause.to, from + LONGEST_PHRASE);
  for (let at = from; at < highest; at++) if (lowerAt(clause, at) === ",") return { ...clause, to: at };
  return { ...clause, to: highest };
}

/** Tokens of one frame: phrases are looked for between `from` and `to` only. */
export interface Clause extends TokenRange {
  tokens: readonly Token[];
  /** The words of the language that rules ask for. */
  groups: Groups;
}

/** How far a phrase is followed: longer ones are none, and every search costs the same at most. */
const LONGEST_PHRASE = 40;

/** How many tokens a title or a catchword in marks has at most inside a phrase. */
const LONGEST_TITLE = 12;

const NOUN_LIKE = new Set<Tag>(["noun", "name", "adjective", "number", "gerund", "time"]);

const OPENS_PHRASE = new Set<Tag>(["determiner", "possessive"]);

const HEADS = new Set<Tag>([
  "noun",
  "name",
  "pronoun",
  "number",
  "object",
  "adjective",
  "determiner",
  "interrogative",
  "that",
]);

/** The token at an index, or undefined outside of the clause. */
export const tokenAt = ({ tokens, from, to }: Clause, at: number): Token | undefined =>
  at >= from && at < to ? tokens[at] : undefined;

export const tagAt = (clause: Clause, at: number): Tag | undefined => tokenAt(clause, at)?.tag;

export const lowerAt = (clause: Clause, at: number): string => tokenAt(clause, at)?.lower ?? "";

/** The noun phrase that ends right before `end`, with what hangs on it by prepositions and commas. */
export function nounPhraseBefore(clause: Clause, end: number): TokenRange | null {
  const head = end - 1;
  const token = tokenAt(clause, head);
  if (!token) return null;
  if (token.text === ")") return bracketedBefore(clause, end);
  if (token.text === ",") return appositionBefore(clause, head);
  if (token.tag === "interrogative" || token.tag === "that") return relativeBefore(clause, head);
  if (clause.groups.reflexives.has(token.lower) && /^(?:name|noun|pronoun)$/.test(tagAt(clause, head - 1) ?? "")) {
    const inner = nounPhraseBefore(clause, head);
    return inner && { from: inner.from, to: end };
  }
  if (token.tag === "pronoun" || token.tag === "object") {
    return {
      from: clause.groups.personalRelatives.has(token.lower) ? (relativeBefore(clause, head)?.from ?? head) : head,
      to: end,
    };
  }
  if (!isHead(clause, head)) return null;
  return withCoordination(clause, { from: simplePhraseStart(clause, head), to: end });
}

function simplePhraseStart(clause: Clause, head: number): number {
  let start = head;
  const lowest = Math.max(clause.from, head - LONGEST_PHRASE);
  let opened = OPENS_PHRASE.has(tagAt(clause, head) ?? "noun") && isOpening(clause, head);
  while (start > lowest) {
    const before = tokenAt(clause, start - 1);
    if (!before) break;
    if (!opened && isPluralBeforeName(clause, start)) break;
    if (!opened && (NOUN_LIKE.has(before.tag) || before.text === "&" || before.text === "/")) start--;
    else if (!opened && isAttributive(clause, start - 1)) start--;
    else if (!opened && OPENS_PHRASE.has(before.tag)) {
      start--;
      opened = isOpening(clause, start);
    } else if (
      before.tag === "mark" &&
      before.quotation >= 0 &&
      start - 1 > lowest &&
      isShortQuoted(clause, start - 1)
    ) {
      start = quotedStart(clause, start - 1);
    } else if (isLink(clause, start - 1)) {
      start -= 2;
      opened = OPENS_PHRASE.has(tagAt(clause, start) ?? "noun") && isOpening(clause, start);
    } else if (
      !opened &&
      before.tag === "adverb" &&
      /^(?:determiner|possessive)$/.test(tagAt(clause, start - 2) ?? "")
    ) {
      start--;
    } else if (isReducedRelative(clause, start - 1)) {
      start -= 3;
      opened = false;
      start++;
    } else if (opened && clause.groups.quantifiers.has(before.lower)) start--;
    else break;
  }
  return /^(?:number|determiner)$/.test(tagAt(clause, start) ?? "") ? withApproximation(clause, start) : start;
}

/** "the investigations Trump": a name does not go on from a noun in the plural. */
function isPluralBeforeName(clause: Clause, start: number): boolean {
  const before = tokenAt(clause, start - 1);
  return tagAt(clause, start) === "name" && before?.tag === "noun" && /^\p{Ll}.*[^s]s$/u.test(before.text);
}

/** "about half", "more than 40 percent", "at least 12". */
function withApproximation(clause: Clause, start: number): number {
  const before = lowerAt(clause, start - 1);
  if (clause.groups.approximators.has(before)) return start - 1;
  if (clause.groups.comparing.has(before) && clause.groups.comparatives.has(lowerAt(clause, start - 2)))
    return start - 2;
  if (clause.groups.superlatives.has(before) && clause.groups.placing.has(lowerAt(clause, start - 2))) return start - 2;
  return start;
}

/** "polls taken in Iowa", "a letter obtained by the agency": `at` is the preposition. */
function isReducedRelative(clause: Clause, at: number): boolean {
  if (tagAt(clause, at) !== "preposition") return false;
  const verb = tokenAt(clause, at - 1);
  if (verb?.tag !== "verb" || clause.groups.plainReporters.has(verb.lower)) return false;
  if (verb.verb ? !verb.verb.forms.has("participle") : !verb.lower.endsWith("ed")) return false;
  return /^(?:noun|name)$/.test(tagAt(clause, at - 2) ?? "");
}

/** A determiner or "his" opens a phrase; a possessive 's goes on to the left. */
function isOpening(clause: Clause, at: number): boolean {
  return !/^'s$|^['’]$/.test(lowerAt(clause, at));
}

function isAttributive(clause: Clause, at: number): boolean {
  const token = tokenAt(clause, at);
  const before = tagAt(clause, at - 1);
  return token?.tag === "verb" && (before === "determiner" || before === "possessive" || before === "adverb");
}

function isLink(clause: Clause, at: number): boolean {
  const link = tokenAt(clause, at);
  const before = tokenAt(clause, at - 1);
  if (link?.tag !== "preposition" && link?.tag !== "to") return false;
  return (
    clause.groups.links.has(link.lower) &&
    (before?.tag === "noun" ||
      before?.tag === "name" ||
      before?.tag === "number" ||
      (clause.groups.possessiveLinks.has(link.lower) &&
        (before?.tag === "determiner" || before?.tag === "pronoun" || before?.tag === "adjective")))
  );
}

function isShortQuoted(clause: Clause, at: number): boolean {
  return at - quotedStart(clause, at) <= 5 && tagAt(clause, at - 1) !== "punctuation";
}

function quotedStart(clause: Clause, at: number): number {
  const quotation = tokenAt(clause, at)?.quotation;
  let start = at;
  while (tokenAt(clause, start - 1)?.quotation === quotation) start--;
  return start;
}

/** "Clinton and Sanders", "A, B and C": only where nothing but the phrase stands before the verb. */
function withCoordination(clause: Clause, phrase: TokenRange): TokenRange {
  let { from } = phrase;
  while (from - 2 >= clause.from) {
    const joint = tokenAt(clause, from - 1);
    const isAnd = joint?.tag === "coordinator" && !clause.groups.opposing.has(joint.lower);
    if (!isAnd && !(joint?.text === "," && from < phrase.from)) break;
    const end = isAnd && lowerAt(clause, from - 2) === "," ? from - 2 : from - 1;
    const start = simpleBefore(clause, end)?.from;
    if (start === undefined || /^(?:object|interrogative|that)$/.test(tagAt(clause, end - 1) ?? "")) break;
    if (!beginsClause(clause, start) && lowerAt(clause, start - 1) !== ",") break;
    if (end === from - 2 && beginsClause(clause, start) && isAnd && lowerAt(clause, start - 1) !== ",") break;
    from = start;
  }
  return from < phrase.from && beginsClause(clause, from) ? { from, to: phrase.to } : phrase;
}

/** Whether nothing of its clause stands before a token. */
export function beginsClause(clause: Clause, at: number): boolean {
  const before = tokenAt(clause, at - 1);
  if (before?.tag === "adverb" && at - 1 === clause.from) return true;
  return !before || /^(?:punctuation|mark|subordinator|that|coordinator|interrogative)$/.test(before.tag);
}

function bracketedBefore(clause: Clause, end: number): TokenRange | null {
  for (let at = end - 2; at >= Math.max(clause.from, end - 12); at--) {
    if (lowerAt(clause, at) !== "(") continue;
    const inner = nounPhraseBefore({ ...clause, to: at }, at);
    return inner && { from: inner.from, to: end };
  }
  return null;
}

/** The phrase before a comma that closes an apposition or a relative clause: "Jane Doe, a spokeswoman, said". */
function appositionBefore(clause: Clause, comma: number): TokenRange | null {
  let inner: TokenRange | null = null;
  for (let at = comma - 1; at > Math.max(clause.from, comma - LONGEST_PHRASE); at--) {
    const token = tokenAt(clause, at);
    if (token?.tag === "mark" && token.quotation >= 0) {
      at = quotedStart(clause, at);
      if (comma - at > LONGEST_TITLE) break;
      continue;
    }
    if (token?.text !== ",") continue;
    if (tagAt(clause, at - 1) === "adverb" && lowerAt(clause, at - 2) === ",") continue;
    const noun = beforeAge(clause, at);
    const opener = tokenAt(clause, at + 1);
    if (!noun || !opener) break;
    if (!beginsClause(clause, noun.from)) {
      if (!/^(?:preposition|verb|to)$/.test(tagAt(clause, noun.from - 1) ?? "")) break;
      inner ??= { from: noun.from, to: comma };
      continue;
    }
    const isLoose = /^(?:preposition|subordinator|gerund|adverb|to|time|verb)$/.test(opener.tag);
    if (isLoose) return noun;
    if (/^(?:coordinator|modal|auxiliary)$/.test(opener.tag)) break;
    return { from: noun.from, to: comma };
  }
  return inner ?? (lowerAt(clause, comma - 1) === ")" ? phraseBefore(clause, comma) : null);
}

/** The phrase before a comma, or before an age that stands between commas. */
function beforeAge(clause: Clause, comma: number): TokenRange | null {
  const isAge = tagAt(clause, comma - 1) === "number" && lowerAt(clause, comma - 2) === ",";
  return phraseBefore(clause, isAge ? comma - 2 : comma);
}

function simpleBefore(clause: Clause, end: number): TokenRange | null {
  const head = tokenAt(clause, end - 1);
  if (head?.text === ")") return bracketedBefore(clause, end);
  if (!head || !isHead(clause, end - 1)) return null;
  return { from: simplePhraseStart(clause, end - 1), to: end };
}

/** Whether a word can be the head of a phrase; a gerund where something stands before it: "national polling". */
function isHead(clause: Clause, at: number): boolean {
  const { tag } = tokenAt(clause, at) ?? {};
  if (tag === "gerund") return /^(?:determiner|possessive|adjective|noun)$/.test(tagAt(clause, at - 1) ?? "");
  return tag !== undefined && HEADS.has(tag);
}

/** The noun phrase that ends before a token, with those it is coordinated with and nothing else. */
export function phraseBefore(clause: Clause, end: number): TokenRange | null {
  const phrase = simpleBefore(clause, end);
  return phrase && withCoordination(clause, phrase);
}

/** The phrase that a relative pronoun stands for, with the pronoun. */
function relativeBefore(clause: Clause, pronoun: number): TokenRange | null {
  if (!clause.groups.relativePronouns.has(lowerAt(clause, pronoun))) return null;
  const end = lowerAt(clause, pronoun - 1) === "," ? pronoun - 1 : pronoun;
  const noun = simpleBefore(clause, end);
  return noun && { from: pronoun, to: pronoun + 1 };
}

/** The noun phrase that begins at `start`, with an apposition after it. */
export function nounPhraseAfter(clause: Clause, start: number): TokenRange | null {
  let at = start;
  const highest = Math.min(clause.to, start + LONGEST_PHRASE);
  let hasHead = false;
  if (tagAt(clause, at) === "pronoun" || tagAt(clause, at) === "object") return { from: start, to: start + 1 };
  while (at < highest) {
    const token = tokenAt(clause, at);
    if (!token) break;
    if (
      NOUN_LIKE.has(token.tag) &&
      !(token.tag === "time" && hasHead) &&
      !(token.tag === "gerund" && hasHead && !isCompound(clause, at))
    ) {
      if (token.tag !== "adjective" && token.tag !== "gerund") hasHead = true;
      at++;
    } else if (token.text === "&" || (token.text === "/" && hasHead)) at++;
    else if (OPENS_PHRASE.has(token.tag) && (!hasHead || !isOpening(clause, at))) {
      at++;
      hasHead = hasHead && !isOpening(clause, at - 1) ? false : hasHead;
    } else if (
      hasHead &&
      clause.groups.links.has(token.lower) &&
      startsPhrase(clause, at + 1) &&
      (!clause.groups.dayPrepositions.has(token.lower) || tagAt(clause, at + 1) !== "time")
    ) {
      at++;
      hasHead = false;
    } else if (
      hasHead &&
      token.tag === "coordinator" &&
      clause.groups.adding.has(token.lower) &&
      startsPhrase(clause, at + 1) &&
      !hasFiniteVerb({ ...clause, from: at + 1, to: Math.min(clause.to, at + 8) })
    ) {
      at++;
      hasHead = false;
    } else if (hasHead && token.text === "(") {
      const close = closingBracket(clause, at);
      if (close < 0) break;
      at = close + 1;
    } else if (hasHead && token.text === ",") {
      const end = appositionAfter(clause, at);
      if (end < 0) break;
      at = end;
      break;
    } else break;
  }
  while (
    at > start &&
    /^(?:preposition|coordinator|determiner|possessive)$/.test(tagAt(clause, at - 1) ?? "") &&
    lowerAt(clause, at - 1) !== "'s"
  )
    at--;
  return at > start ? { from: start, to: at } : null;
}

/** "exit polling data", "preliminary exit polling": a gerund that is a noun's part. */
function isCompound(clause: Clause, at: number): boolean {
  if (tagAt(clause, at - 1) !== "noun") return false;
  const after = tokenAt(clause, at + 1);
  return !after || after.tag === "noun" || after.tag === "punctuation" || tokenAt(clause, at + 1)?.tag === "verb";
}

function startsPhrase(clause: Clause, at: number): boolean {
  const tag = tagAt(clause, at);
  return tag !== undefined && (NOUN_LIKE.has(tag) || OPENS_PHRASE.has(tag)) && tag !== "gerund";
}

function closingBracket(clause: Clause, open: number): number {
  for (let at = open + 1; at < Math.min(clause.to, open + 10); at++) if (lowerAt(clause, at) === ")") return at;
  return -1;
}

/** End of ", a spokesman for the campaign" or ", who was there" after a noun phrase; -1 when it is something else. */
function appositionAfter(clause: Clause, comma: number): number {
  const opener = tokenAt(clause, comma + 1);
  if (
    !opener ||
    !(
      OPENS_PHRASE.has(opener.tag) ||
      opener.tag === "noun" ||
      opener.tag === "name" ||
      opener.tag === "adjective" ||
      clause.groups.personalRelatives.has(opener.lower)
    )
  )
    return -1;
  let at = comma + 1;
  while (at < Math.min(clause.to, comma + 30)) {
    const { text = "", tag } = tokenAt(clause, at) ?? {};
    if (text === "," || text === "." || text === ";" || tag === "mark") return at;
    if (
      !clause.groups.personalRelatives.has(opener.lower) &&
      (tag === "auxiliary" || tag === "modal" || tag === "gerund")
    )
      return -1;
    at++;
  }
  return at >= clause.to ? clause.to : -1;
}
