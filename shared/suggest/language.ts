/** What may follow a cue as its content: a that- or wh-clause, a bare clause, a quotation, a noun phrase, an infinitive,
 *  somebody with an infinitive, a gerund; `left` lets the content stand before ("…, the Post said"). */
export type Complement =
  | "that"
  | "bare"
  | "quotation"
  | "noun"
  | "infinitive"
  | "object-infinitive"
  | "gerund"
  | "left";

/** A kind of cue: the words that belong to it and what may follow them. */
export interface CueClass {
  name: string;
  complements: readonly Complement[];
  /** Confidence in a quote that this cue introduces, from 0 to 1, before the form of its content is known. */
  confidence: number;
  /** Base forms; a particle that belongs to the cue follows after an underscore: `call_for`. */
  words: readonly string[];
}

/** The closed word classes of a language, and the words that decide how open ones are read. */
export interface WordLists {
  determiners: readonly string[];
  possessives: readonly string[];
  subjectPronouns: readonly string[];
  otherPronouns: readonly string[];
  prepositions: readonly string[];
  coordinators: readonly string[];
  subordinators: readonly string[];
  interrogatives: readonly string[];
  auxiliaries: readonly string[];
  modals: readonly string[];
  negations: readonly string[];
  adverbs: readonly string[];
  adjectives: readonly string[];
  times: readonly string[];
  numbers: readonly string[];
  /** Base forms of common verbs that introduce nothing. */
  verbs: readonly string[];
  nouns: readonly string[];
}

export interface NameLists {
  givenNames: readonly string[];
  /** Before a person's name and part of no mention: Mr, Sen. */
  honorifics: readonly string[];
  /** Offices before a person's name: president, attorney general. */
  offices: readonly string[];
  nationalities: readonly string[];
  places: readonly string[];
  /** First or last words that make a name a place: Lake, River. */
  placeHeads: readonly string[];
  organizations: readonly string[];
  /** Words that make a name an organization: Committee, University, Inc. */
  organizationHeads: readonly string[];
  /** Small words that may stand between the words of a name, and those that belong to a last name: van, de. */
  connectors: readonly string[];
  particles: readonly string[];
  /** Those that join it to what stands after an article, and the articles: Department of the Interior. */
  links: readonly string[];
  articles: readonly string[];
  /** Those that go on with an organization's name. */
  bodyLinks: readonly string[];
  /** Capitalised words that name neither: months, holidays, languages. */
  others: readonly string[];
}

/** Words that raise a sentence's check-worthiness, and `opinions`, which lower it. */
export interface ClaimLists {
  quantities: readonly string[];
  comparisons: readonly string[];
  causes: readonly string[];
  accusations: readonly string[];
  topics: readonly string[];
  opinions: readonly string[];
}

/** Small groups of words that rules ask for, by what they are to the rules. Verbs in their base form. */
export interface WordGroups {
  /** Before a determiner: all the, half the. */
  quantifiers: readonly string[];
  /** Before a number: about, nearly; `comparatives` with "than", `superlatives` with "at". */
  approximators: readonly string[];
  comparatives: readonly string[];
  superlatives: readonly string[];
  /** Adverbs that belong to no verb after them. */
  degrees: readonly string[];
  relativePronouns: readonly string[];
  /** Verbs whose object is whom something is said to. */
  recipientVerbs: readonly string[];
  timeNouns: readonly string[];
  /** After a day: Tuesday night. */
  dayParts: readonly string[];
  timeConjunctions: readonly string[];
  /** Before a noun of time: last week. */
  timeModifiers: readonly string[];
  /** Quantifiers that may stand between a subject and its verb: they both said. */
  floating: readonly string[];
  /** Determiners that may stand for their noun: many said. */
  standingAlone: readonly string[];
  /** Adverbs that may begin what is said. */
  phraseAdverbs: readonly string[];
  conditions: readonly string[];
  plainVerbs: readonly string[];
  /** Between a noun that reports and what it reports. */
  nounCuePrepositions: readonly string[];
  /** After an adjective of mind: confident of. */
  statePrepositions: readonly string[];
  copulas: readonly string[];
  /** Verbs that report in the passive with an infinitive: is expected to. */
  passiveInfinitives: readonly string[];
  pronouns: readonly string[];
  reflexives: readonly string[];
  pronounsOfPeople: readonly string[];
  /** Pronouns that nothing said before tells the meaning of. */
  pronounsOfAnybody: readonly string[];
  /** Before a description of somebody named already. */
  demonstratives: readonly string[];
  /** Words after which a phrase no longer names its head. */
  nounPhraseEnds: readonly string[];
  /** Nouns for organizations. */
  bodies: readonly string[];
  /** How nouns for people end. */
  personEndings: readonly string[];
  /** Nouns for kinds of places: the town of, the … region. */
  placeNouns: readonly string[];
  placePrepositions: readonly string[];
  /** Before a place: East, Southern. */
  directions: readonly string[];
  /** Nouns for who works for an organization that is named before them. */
  staff: readonly string[];
  /** How words for the people of a place end: Belgians. */
  peopleEndings: readonly string[];
  /** How words for what is of a place end: Gabonese. */
  placeAdjectiveEndings: readonly string[];
  /** How words end that are seldom names. */
  wordEndings: readonly string[];
  /** Prepositions that hang a phrase on the one before it. */
  links: readonly string[];
  /** Those that do so after a determiner too: half of the. */
  possessiveLinks: readonly string[];
  /** Between phrases that are one together; `opposing` is not. */
  adding: readonly string[];
  opposing: readonly string[];
  /** Relative pronouns for people, which begin an addition too. */
  personalRelatives: readonly string[];
  /** After a comparative. */
  comparing: readonly string[];
  /** Before a superlative, and before where something was said. */
  placing: readonly string[];
  /** Before a day. */
  dayPrepositions: readonly string[];
  /** Forms of a verb that are never a participle after a noun. */
  plainReporters: readonly string[];
  /** Adverbs that nothing said is reached over. */
  sequence: readonly string[];
  /** Conjunctions that begin a question that is reported. */
  questioning: readonly string[];
  /** Before who did it, in the passive. */
  agents: readonly string[];
  /** Auxiliaries that begin a participle. */
  perfect: readonly string[];
  /** Adjectives that stand for a noun that reports: made clear that. */
  lightAdjectives: readonly string[];
  /** Before what is called for. */
  aims: readonly string[];
  /** Words that begin another attribution, or another clause, after a comma. */
  sourceOpeners: readonly string[];
  /** Conjunctions that say when something was said after a phrase. */
  circumstances: readonly string[];
  /** Conjunctions that do so after a quotation. */
  circumstancesOfQuotations: readonly string[];
  /** Words that may begin a clause of their own after a comma. */
  clausesApart: readonly string[];
  /** Of those: ones that are so only where somebody says something in it; `stressing` never with a quotation. */
  comparingClauses: readonly string[];
  stressing: readonly string[];
  /** Conjunctions that end what is said. */
  whiles: readonly string[];
  /** Relative pronouns that add something after a phrase. */
  additions: readonly string[];
  /** First words of a sentence whose quotation is no content of its own. */
  leadsOfQuotations: readonly string[];
  /** First words of a clause that is no content. */
  leadsOfClauses: readonly string[];
  /** Auxiliaries that are not finite. */
  nonfinite: readonly string[];
  /** Auxiliaries that an infinitive hangs on. */
  chaining: readonly string[];
  /** Auxiliaries of the passive. */
  passives: readonly string[];
  infinitiveMarks: readonly string[];
  /** Conjunctions that are adverbs between a subject and its verb. */
  adverbial: readonly string[];
  /** Possessives that are objects too, and pronouns that are numbers too. */
  objectsToo: readonly string[];
  numbersToo: readonly string[];
}

/** Everything about one language that the suggester needs, as data. */
export interface LanguagePack {
  language: string;
  words: WordLists;
  groups: WordGroups;
  names: NameLists;
  claims: ClaimLists;
  cueVerbs: readonly CueClass[];
  /** Adjectives and participles after a form of "be" that introduce content: confident that. */
  cueAdjectives: readonly string[];
  /** Nouns that name an utterance or thought and introduce its content: claim that, call for. */
  cueNouns: readonly string[];
  /** Verbs that together with a cue noun make one cue: repeat a call, make a promise. */
  lightVerbs: readonly string[];
  /** Verbs that join an infinitive cue: went on to say. */
  chainVerbs: readonly string[];
  /** Phrases before a source: according to. */
  sourcePhrases: readonly string[];
  /** The forms of a verb, by what they are. */
  inflect(base: string): Record<VerbForm, readonly string[]>;
}

export type VerbForm = "base" | "third" | "past" | "participle" | "gerund";
