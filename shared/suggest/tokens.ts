import { isSpace } from "../article/spaces.ts";
import type { Lexicon, Tag, VerbReading } from "./lexicon.ts";

/** A word or a punctuation mark of an article. UTF-16 units. */
export interface Token {
  start: number;
  end: number;
  text: string;
  lower: string;
  tag: Tag;
  verb: VerbReading | null;
  /** Which of the outermost quotations it stands in or is a mark of; -1 for none. */
  quotation: number;
  /** First in its sentence, where a capital says nothing. */
  initial: boolean;
}

const TOKEN =
  /(?:\p{L}\.){2,}|[@#][\p{L}\p{N}_]+|[\p{L}\p{N}-]{1,40}(?:\.[\p{L}\p{N}-]{1,40}){0,2}\.(?:com|org|net|gov|edu|info|co\.\p{Ll}{2}|fr|de|tv)(?![\p{L}\p{N}])|\p{L}[\p{L}\p{M}\p{N}]*(?:[-‐&'’\u00AD]{1,2}[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*|\p{N}+(?:[.,:]\p{N}+)*[\p{L}%]*(?:-[\p{L}\p{N}]+)*|[^\s]/gu;
const CLITIC = /^(.+)(['’](?:s|re|ve|ll|d|m))$/iu;
const ABBREVIATION = /^(?:\p{Lu}|\p{Lu}\p{Ll}{1,4}|[ap]|\p{L}\.\p{L})$/u;
const NOUN_SUFFIX = /(?:tion|sion|ment|ness|ity|ism|ship|hood|ance|ence|ists?|ers?|ors?|ians?)$/u;
const ADJECTIVE_SUFFIX = /(?:ous|ful|ive|able|ible|al|ic|ish|less|ary|ian|ese|ant|ent)$/u;
const QUOTATION_MARKS = /^["“”„‟'‘’‚‛«»‹›「」『』]$/u;

/** The words and marks between two offsets, not yet tagged. */
export function tokensIn(
  text: string,
  start: number,
  end: number,
  sentences: readonly { start: number; end: number }[] = [],
): Token[] {
  const tokens: Token[] = [];
  const stops = new Set(sentences.map((sentence) => sentence.end));
  const push = (from: number, to: number) => {
    const word = text.slice(from, to);
    const lower = word.toLowerCase().replace("’", "'");
    tokens.push({ start: from, end: to, text: word, lower, tag: "noun", verb: null, quotation: -1, initial: false });
  };
  for (const { 0: word, index } of text.slice(start, end).matchAll(TOKEN)) {
    const from = start + index;
    const clitic = CLITIC.exec(word);
    const before = tokens.at(-1);
    if (clitic?.[1]) {
      push(from, from + clitic[1].length);
      push(from + clitic[1].length, from + word.length);
    } else if (
      word === "." &&
      before?.end === from &&
      isAbbreviated(before.text, stops.has(from + 1)) &&
      goesOn(text, from + 1, end)
    ) {
      before.end = from + 1;
      before.text += ".";
    } else push(from, from + word.length);
  }
  return tokens;
}

/** Whether a period belongs to the word before it: at a sentence's end only to an initial or to letters with periods. */
function isAbbreviated(word: string, endsSentence: boolean): boolean {
  return ABBREVIATION.test(word) && (!endsSentence || !/\p{Ll}{2}/u.test(word));
}

/** Whether a sentence can go on after a period: with a word that has no mark before it. */
function goesOn(text: string, at: number, end: number): boolean {
  let next = at;
  while (next < end && isSpace(text.charAt(next))) next++;
  return next < end && next > at ? /[\p{L}\p{N}]/u.test(text.charAt(next)) : /[,;:'’)]/u.test(text.charAt(next));
}

/** Gives every token of a sentence its word class, by its form and its neighbours. */
export function tagTokens(tokens: readonly Token[], from: number, to: number, lexicon: Lexicon): void {
  const titled = isTitleCase(tokens, from, to);
  let first = true;
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (!token) continue;
    token.initial = first && /\p{L}/u.test(token.text);
    if (/[\p{L}\p{N}]/u.test(token.text)) first = false;
    else if (token.text === ":" || opensQuotation(tokens, at)) first = true;
    token.verb = lexicon.verbs.get(token.lower) ?? null;
    token.tag = firstGuess(token, tokens[at - 1], lexicon, titled);
  }
  if (!titled) readInitialNames(tokens, from, to);
  for (let at = from; at < to; at++) decideInContext(tokens, at, from, to, lexicon);
}

/** A mark with the words of its quotation right after it; loose marks count as opening. */
function opensQuotation(tokens: readonly Token[], at: number): boolean {
  const mark = tokens[at];
  if (!mark || !QUOTATION_MARKS.test(mark.text)) return false;
  return mark.quotation < 0 || tokens[at + 1]?.quotation === mark.quotation;
}

function isTitleCase(tokens: readonly Token[], from: number, to: number): boolean {
  let capitals = 0;
  let words = 0;
  for (let at = from; at < to; at++) {
    const { text = "" } = tokens[at] ?? {};
    if (!/^\p{L}{4,}/u.test(text)) continue;
    words++;
    if (/^\p{Lu}/u.test(text)) capitals++;
  }
  return words >= 4 && capitals / words >= 0.8;
}

function firstGuess(token: Token, before: Token | undefined, lexicon: Lexicon, titled: boolean): Tag {
  const { text, lower } = token;
  if (!/[\p{L}\p{N}]/u.test(text)) {
    if ((text === "'" || text === "’") && token.quotation < 0) return "possessive";
    return QUOTATION_MARKS.test(text) ? "mark" : "punctuation";
  }
  if (/^'(?:re|ve|m)$/.test(lower)) return "auxiliary";
  if (/^'(?:ll|d)$/.test(lower)) return "modal";
  if (lower === "'s")
    return before && /^(?:pronoun|that|interrogative|adverb)$/.test(before.tag) ? "auxiliary" : "possessive";
  const capital = /^\p{Lu}/u.test(text);
  const closed = lexicon.closed.get(lower);
  if (closed && !(capital && !token.initial && !titled && /^(?:adverb|number|preposition|modal)$/.test(closed)))
    return closed;
  if (closed === "modal" && lexicon.times.has(lower)) return "time";
  if (/^\p{N}/u.test(text)) return "number";
  if (capital && !token.initial && !titled) return "name";
  if (capital && titled && !token.verb && !lexicon.nouns.has(lower)) return "name";
  if (token.verb?.forms.has("gerund")) return "gerund";
  if (token.verb) return "verb";
  if (lexicon.adjectives.has(lower)) return "adjective";
  if (lexicon.nouns.has(lower)) return "noun";
  if (capital) return "name";
  if (/.ly$/.test(lower)) return "adverb";
  if (/.{2}ing$/.test(lower)) return "gerund";
  if (/.{2}ed$/.test(lower)) return "verb";
  if (NOUN_SUFFIX.test(lower)) return "noun";
  return ADJECTIVE_SUFFIX.test(lower) ? "adjective" : "noun";
}

/** A verb's or noun's form that opens a sentence before another name is a name: "Rose Bowl", "Ted Cruz". */
function readInitialNames(tokens: readonly Token[], from: number, to: number): void {
  for (let at = from; at < to - 1; at++) {
    const token = tokens[at];
    if (
      token?.initial &&
      /^\p{Lu}/u.test(token.text) &&
      tokens[at + 1]?.tag === "name" &&
      /^(?:verb|noun|adjective)$/.test(token.tag)
    ) {
      token.tag = "name";
    }
  }
}

const BEFORE_NOUN = /^(?:determiner|possessive|adjective|number|preposition)$/;
const BEFORE_VERB = /^(?:modal|pronoun|negation|to|auxiliary)$/;
const AFTER_VERB =
  /^(?:determiner|that|pronoun|object|possessive|name|to|interrogative|mark|adverb|adjective|preposition|number|subordinator)$/;
const NOMINAL = /^(?:noun|name|adjective|number|gerund)$/;

function decideInContext(tokens: readonly Token[], at: number, from: number, to: number, lexicon: Lexicon): void {
  const token = tokens[at];
  if (!token) return;
  const before = neighbour(tokens, at - 1, -1, from, to);
  const after = neighbour(tokens, at + 1, 1, from, to);
  if (
    lexicon.groups.objectsToo.has(token.lower) &&
    (!after || !NOMINAL.test(after.tag) || after.verb?.forms.has("base"))
  ) {
    if (!after || !NOMINAL.test(after.tag)) token.tag = "object";
  }
  if (token.tag === "that" && before?.tag === "preposition") token.tag = "determiner";
  if (token.tag === "that" && !before && after && /^(?:verb|auxiliary|modal)$/.test(after.tag)) token.tag = "pronoun";
  if (token.tag === "subordinator" && isAdverbial(token, before, after, lexicon)) token.tag = "adverb";
  if (lexicon.groups.numbersToo.has(token.lower) && after && NOMINAL.test(after.tag)) token.tag = "number";
  if (token.tag !== "verb") return;
  const forms = token.verb?.forms;
  const plainForm = !forms || !(forms.has("base") || forms.has("third"));
  if (plainForm) {
    const isAttribute = before && /^(?:determiner|possessive|adjective|number|preposition|verb)$/.test(before.tag);
    if (isAttribute && after && /^(?:noun|adjective|name)$/.test(after.tag)) token.tag = "adjective";
    else if (before?.tag === "determiner" && after && !/^(?:determiner|that|mark)$/.test(after.tag)) {
      if (!isAloneBefore(before, after, lexicon)) token.tag = "noun";
    }
    return;
  }
  if (!lexicon.nouns.has(token.lower) && isSubject(before) && after?.tag === "pronoun") return;
  if (before && BEFORE_NOUN.test(before.tag)) {
    token.tag = "noun";
    return;
  }
  if (before && BEFORE_VERB.test(before.tag) && !lexicon.groups.numbersToo.has(before.lower)) return;
  const isNounToo = lexicon.nouns.has(token.lower);
  if (!before || before.tag === "punctuation" || before.tag === "mark") {
    const pastToo = forms?.has("past");
    if (!pastToo && !(before && after && /^(?:determiner|that|name|pronoun)$/.test(after.tag))) token.tag = "noun";
    return;
  }
  if (/^(?:noun|name|possessive)$/.test(before.tag) || before.tag === "object") {
    const agrees = forms?.has("third")
      ? !/[^s]s$/.test(before.lower) || before.tag === "name"
      : /s$|people|men|women/.test(before.lower);
    const ends = after?.tag === "punctuation" && (before.tag === "name" || closesAttribution(token, lexicon));
    const follows = after && !ends ? AFTER_VERB.test(after.tag) : true;
    if (isNounToo && !(agrees && after && AFTER_VERB.test(after.tag) && after.tag !== "preposition"))
      token.tag = "noun";
    else if (!follows || !(agrees || forms?.has("past"))) token.tag = "noun";
    return;
  }
  if (
    before.tag === "coordinator" &&
    !(after && /^(?:determiner|that|pronoun|possessive|object|name|to)$/.test(after.tag))
  ) {
    token.tag = "noun";
  }
}

/** Whether a verb can end a sentence after what it reports: "…, the suit says." */
function closesAttribution({ verb }: Token, { cues }: Lexicon): boolean {
  return cues.get(verb?.base ?? "")?.some(({ kind }) => kind === "speech" || kind === "remark") === true;
}

/** "half said they": a quantifier that stands for its noun. */
function isAloneBefore(before: Token, after: Token, { groups }: Lexicon): boolean {
  return groups.standingAlone.has(before.lower) && !NOMINAL.test(after.tag);
}

const isSubject = (token: Token | undefined) =>
  token !== undefined && /^(?:noun|name|number|determiner|gerund)$/.test(token.tag);

/** "once said", "has since added": a conjunction between a subject or an auxiliary and its verb is an adverb. */
function isAdverbial(
  { lower }: Token,
  before: Token | undefined,
  after: Token | undefined,
  { groups }: Lexicon,
): boolean {
  if (!groups.adverbial.has(lower)) return false;
  return after?.tag === "verb" && before !== undefined && /^(?:name|noun|pronoun|auxiliary)$/.test(before.tag);
}

/** The next token in a direction that is no adverb. */
function neighbour(tokens: readonly Token[], at: number, step: 1 | -1, from: number, to: number): Token | undefined {
  let place = at;
  while (place > from && place < to - 1 && tokens[place]?.tag === "adverb") place += step;
  return place >= from && place < to ? tokens[place] : undefined;
}
