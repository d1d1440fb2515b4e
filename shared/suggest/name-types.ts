import type { Lexicon } from "./lexicon.ts";
import { bare, type Evidence, type Gazetteer, knownAt, type NamedSpan, type NameType } from "./names.ts";
import type { TokenRange } from "./passages.ts";
import type { Token } from "./tokens.ts";

const ACRONYM = /^(?:\p{Lu}[\p{Lu}\p{N}]{1,5}|(?:\p{Lu}\.){2,})$/u;

/** Whether a word is an acronym: in capitals, with digits only after two letters, not in the plural. */
export function isAcronym(text: string): boolean {
  return ACRONYM.test(text) && !/^\p{Lu}\p{N}/u.test(text);
}

/** What a chunk of capitalised words names, by its own words and those around it; null when it names nothing of the three. */
export function typedName(
  tokens: readonly Token[],
  chunk: TokenRange,
  known: NameType | "office" | null,
  isTitled: boolean,
  evidence: Evidence,
  gazetteer: Gazetteer,
  lexicon: Lexicon,
): NamedSpan | null {
  const words = tokens.slice(chunk.from, chunk.to);
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return null;
  const span = { start: first.start, end: last.end };
  const text = words.map((word) => word.text).join(" ");
  const named = (type: NameType, confidence: number, reason: string): NamedSpan => ({
    span,
    text,
    type,
    office: null,
    confidence,
    reason,
  });
  if (known && known !== "office") return named(known, 0.9, "a name that is known");
  if (words.length === 1 && (gazetteer.others.has(first.text) || gazetteer.nationalities.has(first.text))) return null;
  const isInitial = first.initial && words.length === 1;
  if (
    isInitial &&
    !evidence.capitalised.has(first.text) &&
    !isTitled &&
    !gazetteer.given.has(first.text) &&
    !evidence.surnames.has(first.text)
  ) {
    const isWord =
      lexicon.nouns.has(first.lower) ||
      lexicon.verbs.has(first.lower) ||
      lexicon.adjectives.has(first.lower) ||
      evidence.small.has(first.lower) ||
      /(?:ly|ing|ed|s)$/.test(first.lower);
    if (isWord) return null;
  }
  if (isTitled) return named("Person", 0.9, "a title before it");
  const heads = words.map(({ text: word }) => word);
  if (heads.length > 1 && gazetteer.organizationHeads.has(heads.at(-1) ?? ""))
    return named("Organization", 0.85, `"${heads.at(-1)}" names a body`);
  if (
    heads.some(
      (word, nth) =>
        gazetteer.organizationHeads.has(word) &&
        (heads[nth + 1] === "of" || heads[nth + 1] === "for" || heads[nth + 1] === "on"),
    )
  )
    return named("Organization", 0.85, "it is called like a body");
  if (heads.length > 1 && (gazetteer.placeHeads.has(heads.at(-1) ?? "") || gazetteer.placeHeads.has(heads[0] ?? "")))
    return named("Place", 0.8, "it is called like a place");
  if (gazetteer.given.has(bare(first.text)) && words.length > 1) return named("Person", 0.9, "a given name");
  if (evidence.surnames.has(last.text) && words.length <= 2)
    return named("Person", 0.85, "the last name of somebody named in full");
  if (words.length === 1 && isAcronym(first.text)) return named("Organization", 0.6, "an acronym");
  const before = tokens[chunk.from - 1];
  const after = tokens[chunk.to];
  if (words.length === 1 && before && /^(?:in|at|near|from|across|throughout|outside)$/.test(before.lower))
    return named("Place", 0.6, `"${before.lower}" before it`);
  if (
    after?.text === "," &&
    knownAt(tokens, chunk.to + 1, Math.min(tokens.length, chunk.to + 4), gazetteer, evidence)?.kind === "Place" &&
    before?.tag === "preposition"
  )
    return named("Place", 0.75, "a place after it");
  if (words.length === 1 && (lexicon.nouns.has(first.lower) || evidence.small.has(first.lower))) return null;
  if (before?.lower === "the") return named("Organization", 0.5, "an article before a name");
  if (gazetteer.others.has(last.text) || words.length > 4) return null;
  if (words.length > 1)
    return /^\p{Lu}/u.test(last.text) && !lexicon.nouns.has(last.lower)
      ? named("Person", 0.65, "a capitalised name")
      : null;
  if (gazetteer.given.has(first.text)) return named("Person", 0.7, "a given name");
  const acts = after && /^(?:verb|auxiliary|modal|possessive|adverb)$/.test(after.tag);
  const isActor = acts || before?.tag === "verb" || after?.text === "," || before?.tag === "coordinator";
  return isActor && !/(?:ing|ed|ly)$/.test(first.lower) ? named("Person", 0.5, "a capitalised name that acts") : null;
}
