import type { Complement, CueClass, LanguagePack, VerbForm, WordGroups } from "./language.ts";

/** What a word can be. A verb's reading in its place is decided by `tagTokens`. */
export type Tag =
  | "determiner"
  | "possessive"
  | "pronoun"
  | "object"
  | "preposition"
  | "coordinator"
  | "subordinator"
  | "interrogative"
  | "that"
  | "to"
  | "auxiliary"
  | "modal"
  | "negation"
  | "adverb"
  | "adjective"
  | "number"
  | "time"
  | "noun"
  | "name"
  | "verb"
  | "gerund"
  | "mark"
  | "punctuation";

/** One way in which a verb, with its particles, can be a cue. */
export interface CueEntry {
  particles: readonly string[];
  complements: ReadonlySet<Complement>;
  kind: string;
  confidence: number;
}

export interface VerbReading {
  base: string;
  forms: ReadonlySet<VerbForm>;
}

/** A pack's groups of words, made ready for looking up. */
export type Groups = Readonly<Record<keyof WordGroups, ReadonlySet<string>>>;

/** Expressions made of a pack's groups. */
export interface Patterns {
  /** Where the head of a noun phrase ends. */
  headEnd: RegExp;
  /** A noun for an organization at the end. */
  body: RegExp;
  /** The ending of a noun for a person. */
  person: RegExp;
  /** A description of somebody named already; the words after the article are its group. */
  description: RegExp;
  /** How words for the people of a place end, and words for what is of a place. */
  peopleOf: RegExp;
  ofPlace: RegExp;
  /** How words end that are seldom names. */
  wordEnding: RegExp;
}

/** A language pack made ready for looking up. */
export interface Lexicon {
  pack: LanguagePack;
  groups: Groups;
  patterns: Patterns;
  closed: ReadonlyMap<string, Tag>;
  verbs: ReadonlyMap<string, VerbReading>;
  /** Cues by the base form of their verb, those with most particles first. */
  cues: ReadonlyMap<string, readonly CueEntry[]>;
  times: ReadonlySet<string>;
  nouns: ReadonlySet<string>;
  adjectives: ReadonlySet<string>;
  cueAdjectives: ReadonlySet<string>;
  cueNouns: ReadonlySet<string>;
  lightVerbs: ReadonlySet<string>;
  chainVerbs: ReadonlySet<string>;
}

const CLOSED: readonly [keyof LanguagePack["words"], Tag][] = [
  ["adverbs", "adverb"],
  ["prepositions", "preposition"],
  ["determiners", "determiner"],
  ["numbers", "number"],
  ["times", "time"],
  ["otherPronouns", "object"],
  ["subjectPronouns", "pronoun"],
  ["possessives", "possessive"],
  ["subordinators", "subordinator"],
  ["interrogatives", "interrogative"],
  ["coordinators", "coordinator"],
  ["negations", "negation"],
  ["auxiliaries", "auxiliary"],
  ["modals", "modal"],
];

/** Makes a pack ready for looking up: once for a language, not for an article. */
export function lexiconOf(pack: LanguagePack): Lexicon {
  const closed = new Map<string, Tag>();
  for (const [list, tag] of CLOSED) for (const word of pack.words[list]) closed.set(word, tag);
  closed.set("that", "that").set("to", "to");
  const cues = cueEntries(pack.cueVerbs);
  const verbs = new Map<string, { base: string; forms: Set<VerbForm> }>();
  for (const base of [...cues.keys(), ...pack.words.verbs]) addVerb(verbs, base, pack);
  return {
    pack,
    groups: groupsOf(pack.groups),
    patterns: patternsOf(pack.groups),
    closed,
    verbs,
    cues,
    times: new Set(pack.words.times),
    nouns: new Set([...pack.words.nouns, ...pack.cueNouns.flatMap((noun) => [noun, plural(noun)])]),
    adjectives: new Set([...pack.words.adjectives, ...pack.cueAdjectives]),
    cueAdjectives: new Set(pack.cueAdjectives),
    cueNouns: new Set(pack.cueNouns.flatMap((noun) => [noun, plural(noun)])),
    lightVerbs: new Set(pack.lightVerbs),
    chainVerbs: new Set(pack.chainVerbs.map((verb) => verb.split("_")[0] ?? verb)),
  };
}

function groupsOf(groups: WordGroups): Groups {
  return Object.fromEntries(
    Object.entries(groups).map(([name, words]) => [name, new Set(words)]),
  ) as Partial<Groups> as Groups;
}

function patternsOf(groups: WordGroups): Patterns {
  const { nounPhraseEnds, bodies, personEndings, demonstratives } = groups;
  const oneOf = (words: readonly string[]) => `(?:${words.join("|")})`;
  return {
    headEnd: new RegExp(`[,(;:—–]|\\s${oneOf(nounPhraseEnds)}\\s`, "i"),
    body: new RegExp(`\\b${oneOf(bodies)}$`, "i"),
    person: new RegExp(`${oneOf(personEndings)}$`),
    peopleOf: new RegExp(`.{2}${oneOf(groups.peopleEndings)}$`),
    ofPlace: new RegExp(`.{2}${oneOf(groups.placeAdjectiveEndings)}$`),
    wordEnding: new RegExp(`${oneOf(groups.wordEndings)}$`),
    description: new RegExp(`^${oneOf(demonstratives)}\\s+(.+)$`, "i"),
  };
}

function cueEntries(classes: readonly CueClass[]): Map<string, CueEntry[]> {
  const byWords = new Map<string, { complements: Set<Complement>; kind: string; confidence: number }>();
  for (const { name, complements, confidence, words } of classes) {
    for (const word of words) {
      const known = byWords.get(word);
      if (known) for (const complement of complements) known.complements.add(complement);
      else byWords.set(word, { complements: new Set(complements), kind: name, confidence });
    }
  }
  const cues = new Map<string, CueEntry[]>();
  for (const [word, entry] of byWords) {
    const [base = "", ...particles] = word.split("_");
    cues.set(base, [...(cues.get(base) ?? []), { particles, ...entry }]);
  }
  for (const entries of cues.values()) entries.sort((a, b) => b.particles.length - a.particles.length);
  return cues;
}

function addVerb(verbs: Map<string, { base: string; forms: Set<VerbForm> }>, base: string, pack: LanguagePack): void {
  for (const [form, spellings] of Object.entries(pack.inflect(base)) as [VerbForm, readonly string[]][]) {
    for (const spelling of spellings) {
      const known = verbs.get(spelling);
      if (!known) verbs.set(spelling, { base, forms: new Set([form]) });
      else if (known.base === base) known.forms.add(form);
    }
  }
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
