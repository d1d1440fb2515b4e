import type { Lexicon } from "./lexicon.ts";
import { bare, type Evidence, type Gazetteer, knownAt, type NamedSpan, type NameType } from "./names.ts";
import type { TokenRange } from "./passages.ts";
import type { Token } from "./tokens.ts";

const ACRONYM = /^(?:\p{Lu}[\p{Lu}\p{N}]{1,5}|(?:\p{Lu}\.){2,})$/u;

/** Whether a word is an acronym: in capitals, with digits only after two letters, not in the plural. */
export function isAcronym(text: string): boolean {
  return ACRONYM.test(text) && !/^\p{Lu}\p{N}/u.test(text);
}

/** A chunk of capitalised words with what stands around it. */
interface Chunk {
  words: readonly Token[];
  first: Token;
  last: Token;
  before: Token | undefined;
  after: Token | undefined;
  tokens: readonly Token[];
  to: number;
  from: number;
}

type Typed = readonly [NameType, number, string] | null;

/** What a chunk of capitalised words names, by its own words and those around it; null when it names nothing of the three. */
export function typedName(
  tokens: readonly Token[],
  { from, to }: TokenRange,
  known: NameType | "office" | null,
  isTitled: boolean,
  evidence: Evidence,
  gazetteer: Gazetteer,
  lexicon: Lexicon,
): NamedSpan | null {
  const words = tokens.slice(from, to);
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return null;
  const chunk: Chunk = { words, first, last, before: tokens[from - 1], after: tokens[to], tokens, from, to };
  const typed = typeOf(chunk, known, isTitled, evidence, gazetteer, lexicon);
  if (!typed) return null;
  const [type, confidence, reason] = typed;
  const text = words.map((word) => word.text).join(" ");
  return { span: { start: first.start, end: last.end }, text, type, office: null, confidence, reason };
}

function typeOf(
  chunk: Chunk,
  known: NameType | "office" | null,
  isTitled: boolean,
  evidence: Evidence,
  gazetteer: Gazetteer,
  lexicon: Lexicon,
): Typed {
  const { words, first } = chunk;
  const isSingle = words.length === 1;
  const isSurname = isSingle && evidence.surnames.has(first.text);
  if (known && known !== "office" && !(known === "Place" && isSurname)) return knownName(chunk, known, gazetteer);
  if (isSingle && (gazetteer.others.has(first.text) || isDemonym(chunk, gazetteer, lexicon))) return null;
  if (isSingle && !isTitled && !isSurname && isPlainWord(first, evidence, gazetteer, lexicon)) return null;
  if (isTitled) return ["Person", 0.9, "a title before it"];
  return (
    byItsWords(chunk, evidence, gazetteer) ??
    byItsPlace(chunk, evidence, gazetteer, lexicon) ??
    byDefault(chunk, evidence, gazetteer, lexicon)
  );
}

/** A name of the lists, unless it only begins one of something else: "the Paris Agreement". */
function knownName({ after }: Chunk, type: NameType, gazetteer: Gazetteer): Typed {
  if (type === "Place" && after && gazetteer.others.has(after.text) && /^\p{Lu}/u.test(after.text)) return null;
  return [type, 0.9, "a name that is known"];
}

/** People or things of a place: "Belgians", "Gabonese teams". */
function isDemonym({ first, after }: Chunk, gazetteer: Gazetteer, lexicon: Lexicon): boolean {
  if (gazetteer.nationalities.has(first.text)) return true;
  if (lexicon.patterns.peopleOf.test(first.lower)) return true;
  return after?.tag === "noun" && lexicon.patterns.ofPlace.test(first.lower) && !gazetteer.given.has(first.text);
}

/** Whether a capital says nothing because the word stands first in its sentence and may be any. */
function isPlainWord(first: Token, evidence: Evidence, gazetteer: Gazetteer, lexicon: Lexicon): boolean {
  if (!first.initial || evidence.capitalised.has(first.text) || gazetteer.given.has(first.text)) return false;
  return (
    lexicon.nouns.has(first.lower) ||
    lexicon.verbs.has(first.lower) ||
    lexicon.adjectives.has(first.lower) ||
    evidence.small.has(first.lower) ||
    lexicon.patterns.wordEnding.test(first.lower)
  );
}

/** By a word that names a body, a place or a person. */
function byItsWords({ words, first, last }: Chunk, evidence: Evidence, gazetteer: Gazetteer): Typed {
  const { organizationHeads, placeHeads, given } = gazetteer;
  const isMany = words.length > 1;
  if (isMany && organizationHeads.has(last.text)) return ["Organization", 0.85, `"${last.text}" names a body`];
  const isBody = ({ text }: Token, nth: number) =>
    organizationHeads.has(text) && /^(?:of|for|on)$/.test(words[nth + 1]?.text ?? "");
  if (words.some(isBody)) return ["Organization", 0.85, "it is called like a body"];
  if (words.length > 2 && given.has(bare(first.text)) && !words.some(({ text }) => /^\p{Ll}/u.test(text)))
    return ["Person", 0.9, "a given name"];
  if (isMany && (placeHeads.has(last.text) || placeHeads.has(first.text)))
    return ["Place", 0.8, "it is called like a place"];
  if (isMany && given.has(bare(first.text))) return ["Person", 0.9, "a given name"];
  if (evidence.surnames.has(last.text) && words.length <= 2)
    return ["Person", 0.85, "the last name of somebody named in full"];
  if (!isMany && isAcronym(first.text)) return ["Organization", 0.6, "an acronym"];
  return null;
}

/** By the words around it: "in the town of", "a spokesman for", "… region", "…, Indiana". */
function byItsPlace(chunk: Chunk, evidence: Evidence, gazetteer: Gazetteer, { groups }: Lexicon): Typed {
  const { words, first, before, after, tokens, from, to } = chunk;
  const isPlural = words.length > 3 || words.some(({ text }) => /^\p{Ll}/u.test(text));
  if (after && groups.placeNouns.has(after.lower)) return ["Place", 0.7, `"${after.lower}" after it`];
  if (before?.lower === "of" && groups.placeNouns.has(tokens[from - 2]?.lower ?? ""))
    return ["Place", 0.75, `"${tokens[from - 2]?.lower} of" before it`];
  if (after && groups.staff.has(after.lower)) return ["Organization", 0.65, `"${after.lower}" after it`];
  if (before && words.length === 1 && groups.placePrepositions.has(before.lower))
    return ["Place", 0.6, `"${before.lower}" before it`];
  if (before?.lower === "in" && !isPlural && !/\d/.test(first.text)) return ["Place", 0.55, '"in" before it'];
  const isListed = !before || before.tag === "preposition" || before.text === "," || before.tag === "punctuation";
  const next =
    after?.text === "," ? knownAt(tokens, to + 1, Math.min(tokens.length, to + 4), gazetteer, evidence) : null;
  if (isListed && next?.kind === "Place" && tokens[to + 1 + next.length]?.tag !== "possessive")
    return ["Place", 0.7, "a place after it"];
  const rest =
    groups.directions.has(first.lower) && words.length > 1 ? knownAt(tokens, from + 1, to, gazetteer, evidence) : null;
  return rest?.kind === "Place" ? ["Place", 0.8, "a part of a place"] : null;
}

function byDefault(chunk: Chunk, evidence: Evidence, gazetteer: Gazetteer, lexicon: Lexicon): Typed {
  const { words, first, last, before, after } = chunk;
  const isSingle = words.length === 1;
  if (isSingle && (lexicon.nouns.has(first.lower) || evidence.small.has(first.lower))) return null;
  if (before?.lower === "the") return ["Organization", 0.5, "an article before a name"];
  if (gazetteer.others.has(last.text) || words.length > 4) return null;
  if (!isSingle) {
    const isName = /^\p{Lu}/u.test(last.text) && !lexicon.nouns.has(last.lower);
    return isName ? ["Person", 0.65, "a capitalised name"] : null;
  }
  if (gazetteer.given.has(first.text)) return ["Person", 0.7, "a given name"];
  if (lexicon.patterns.wordEnding.test(first.lower) && !first.lower.endsWith("s")) return null;
  const acts = after && /^(?:verb|auxiliary|modal|possessive|adverb)$/.test(after.tag);
  const isActor = acts || before?.tag === "verb" || after?.text === "," || before?.tag === "coordinator";
  return isActor ? ["Person", 0.5, "a capitalised name that acts"] : null;
}
