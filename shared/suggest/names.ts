import type { Span } from "../annotation/records.ts";
import type { NameLists } from "./language.ts";
import type { Lexicon } from "./lexicon.ts";
import { isAcronym, typedName } from "./name-types.ts";
import type { Passage, TokenRange } from "./passages.ts";
import type { Token } from "./tokens.ts";

export type NameType = "Person" | "Organization" | "Place";

/** One naming of a person, organization or place in the text. */
export interface NamedSpan {
  span: Span;
  text: string;
  type: NameType;
  /** The office before a person's name, in lower case: president. */
  office: string | null;
  confidence: number;
  reason: string;
}

/** A pack's name lists made ready for looking up. */
export interface Gazetteer {
  given: ReadonlySet<string>;
  honorifics: ReadonlySet<string>;
  nationalities: ReadonlySet<string>;
  others: ReadonlySet<string>;
  placeHeads: ReadonlySet<string>;
  organizationHeads: ReadonlySet<string>;
  connectors: ReadonlySet<string>;
  particles: ReadonlySet<string>;
  links: ReadonlySet<string>;
  articles: ReadonlySet<string>;
  bodyLinks: ReadonlySet<string>;
  /** Phrases by their first word, longest first. */
  phrases: ReadonlyMap<string, readonly { words: readonly string[]; kind: "office" | NameType }[]>;
}

/** Makes a pack's name lists ready for looking up. */
export function gazetteerOf(names: NameLists): Gazetteer {
  const phrases = new Map<string, { words: string[]; kind: "office" | NameType }[]>();
  const add = (list: readonly string[], kind: "office" | NameType) => {
    for (const phrase of list) {
      const words = phrase.split(" ");
      const first = words[0] ?? "";
      phrases.set(first, [...(phrases.get(first) ?? []), { words, kind }]);
    }
  };
  add(names.offices, "office");
  add(names.organizations, "Organization");
  add(names.places, "Place");
  for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length);
  return {
    given: new Set(names.givenNames),
    honorifics: new Set(names.honorifics),
    nationalities: new Set(names.nationalities),
    others: new Set(names.others),
    placeHeads: new Set(names.placeHeads),
    organizationHeads: new Set(names.organizationHeads),
    connectors: new Set(names.connectors),
    particles: new Set(names.particles),
    links: new Set(names.links),
    articles: new Set(names.articles),
    bodyLinks: new Set(names.bodyLinks),
    phrases,
  };
}

/** What an article as a whole says of its capitalised words. */
export interface Evidence {
  /** Words that are capitalised inside a sentence somewhere. */
  capitalised: ReadonlySet<string>;
  /** Words that are written small somewhere. */
  small: ReadonlySet<string>;
  /** Last names of the people named in full. */
  surnames: ReadonlySet<string>;
  /** Names of the register, by their words joined with spaces. */
  registered: ReadonlyMap<string, NameType>;
}

const CAPITAL = /^(?:\p{Lu}|\p{N}+\p{Lu}|(?:al|el|de|d|l)[-’']\p{Lu}|i[A-Z])/u;

/** Reads all passages once for what is said of capitalised words anywhere in the article. */
export function evidenceOf(
  passages: readonly Passage[],
  gazetteer: Gazetteer,
  registered: ReadonlyMap<string, NameType>,
): Evidence {
  const capitalised = new Set<string>();
  const small = new Set<string>();
  const surnames = new Set<string>();
  for (const { tokens } of passages) {
    for (const [at, token] of tokens.entries()) {
      if (/^\p{Ll}/u.test(token.text)) small.add(token.text);
      else if (token.tag === "name" && !token.initial) capitalised.add(token.text);
      if (token.tag !== "name" || !gazetteer.given.has(bare(token.text))) continue;
      let last = at;
      while (
        last < at + 4 &&
        isCapital(tokens[last + 1]) &&
        !gazetteer.organizationHeads.has(tokens[last + 1]?.text ?? "")
      )
        last++;
      if (last > at) surnames.add(tokens[last]?.text ?? "");
    }
  }
  return { capitalised, small, surnames, registered };
}

export const bare = (text: string): string => text.replace(/\.$/, "");
const isCapital = (token: Token | undefined) =>
  token !== undefined && CAPITAL.test(token.text) && token.tag !== "pronoun" && token.tag !== "determiner";

/** The names of a passage in reading order. They do not overlap. */
export function namesIn(passage: Passage, evidence: Evidence, gazetteer: Gazetteer, lexicon: Lexicon): NamedSpan[] {
  const found: NamedSpan[] = [];
  for (const run of runsIn(passage.tokens, gazetteer, lexicon))
    found.push(...namesOfRun(passage.tokens, run, evidence, gazetteer, lexicon));
  return found;
}

function* runsIn(tokens: readonly Token[], gazetteer: Gazetteer, lexicon: Lexicon): Generator<TokenRange> {
  let at = 0;
  while (at < tokens.length) {
    if (!isNameWord(tokens[at], lexicon)) {
      at++;
      continue;
    }
    let to = at + 1;
    while (to < tokens.length && (isNameWord(tokens[to], lexicon) || joins(tokens, to, gazetteer, lexicon))) to++;
    yield { from: at, to };
    at = to;
  }
}

function isNameWord(token: Token | undefined, lexicon: Lexicon): boolean {
  if (!token || !CAPITAL.test(token.text)) return false;
  return token.tag === "name" || !lexicon.closed.has(token.lower) || isAcronym(token.text);
}

/** Whether a small word belongs into a name: "Department of Justice", "Motion Picture Association of America". */
function joins(tokens: readonly Token[], at: number, gazetteer: Gazetteer, lexicon: Lexicon): boolean {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (!token || !gazetteer.connectors.has(token.lower)) return false;
  if (/^(?:'s|’s)$/.test(token.text)) return false;
  if (isNameWord(next, lexicon)) return true;
  return (
    gazetteer.links.has(token.lower) && gazetteer.articles.has(next?.lower ?? "") && isNameWord(tokens[at + 2], lexicon)
  );
}

function namesOfRun(
  tokens: readonly Token[],
  run: TokenRange,
  evidence: Evidence,
  gazetteer: Gazetteer,
  lexicon: Lexicon,
): NamedSpan[] {
  const found: NamedSpan[] = [];
  let office: string | null = null;
  let isTitled = false;
  let at = run.from;
  while (at < run.to) {
    const token = tokens[at];
    if (!token) break;
    if (gazetteer.honorifics.has(bare(token.text))) {
      isTitled = true;
      at++;
      continue;
    }
    const known = knownAt(tokens, at, run.to, gazetteer, evidence);
    if (known?.kind === "office" && !gazetteer.organizationHeads.has(tokens[at + known.length]?.text ?? "")) {
      office = tokens
        .slice(at, at + known.length)
        .map(({ lower }) => bare(lower))
        .join(" ");
      isTitled = true;
      at += known.length;
      continue;
    }
    if (gazetteer.connectors.has(token.lower) && !CAPITAL.test(token.text)) {
      office = null;
      isTitled = false;
      at++;
      continue;
    }
    if (gazetteer.nationalities.has(token.text) && !organizationFollows(tokens, at + 1, run.to, gazetteer)) {
      at++;
      isTitled = false;
      continue;
    }
    const end = chunkEnd(tokens, at, run.to, known, gazetteer);
    const name = typedName(
      tokens,
      { from: at, to: end },
      known && at + known.length === end ? known.kind : null,
      isTitled,
      evidence,
      gazetteer,
      lexicon,
    );
    if (name) found.push({ ...name, office: name.type === "Person" ? office : null });
    office = null;
    isTitled = false;
    at = end;
  }
  return found;
}

/** A name or an office of the lists or the register that begins at a token. */
export function knownAt(
  tokens: readonly Token[],
  at: number,
  to: number,
  gazetteer: Gazetteer,
  evidence: Evidence,
): { kind: "office" | NameType; length: number } | null {
  for (let length = Math.min(6, to - at); length > 0 && evidence.registered.size > 0; length--) {
    const type = evidence.registered.get(
      tokens
        .slice(at, at + length)
        .map(({ text }) => text)
        .join(" "),
    );
    if (type) return { kind: type, length };
  }
  const first = tokens[at]?.text ?? "";
  for (const { words, kind } of gazetteer.phrases.get(first) ?? gazetteer.phrases.get(bare(first)) ?? []) {
    if (
      at + words.length <= to &&
      words.every((word, nth) => tokens[at + nth]?.text === word || bare(tokens[at + nth]?.text ?? "") === word)
    ) {
      return { kind, length: words.length };
    }
  }
  return null;
}

function organizationFollows(tokens: readonly Token[], at: number, to: number, gazetteer: Gazetteer): boolean {
  for (let next = at; next < Math.min(to, at + 4); next++) {
    const { text = "" } = tokens[next] ?? {};
    if (gazetteer.organizationHeads.has(text) || gazetteer.placeHeads.has(text)) return true;
    if (!CAPITAL.test(text)) return false;
  }
  return false;
}

/** Where the name that begins at a token ends inside its run of capitals. */
function chunkEnd(
  tokens: readonly Token[],
  from: number,
  to: number,
  known: { kind: string; length: number } | null,
  gazetteer: Gazetteer,
): number {
  let end = from + (known?.length ?? 1);
  if (known?.kind === "Organization" && !organizationFollows(tokens, end, to, gazetteer))
    return branchEnd(tokens, end, to, gazetteer);
  if (known?.kind === "Place" && !organizationFollows(tokens, end, to, gazetteer)) return end;
  while (end < to) {
    const token = tokens[end];
    if (!token) break;
    if (CAPITAL.test(token.text)) {
      if (
        gazetteer.phrases.get(token.text)?.some(({ kind }) => kind === "office") &&
        !gazetteer.organizationHeads.has(token.text) &&
        end + 1 < to &&
        hasGiven(tokens, end, to, gazetteer)
      )
        break;
      end++;
    } else if (gazetteer.particles.has(token.lower) && CAPITAL.test(tokens[end + 1]?.text ?? "")) end += 2;
    else if (headBefore(tokens, from, end, gazetteer) && gazetteer.bodyLinks.has(token.lower)) {
      let next = end + 1;
      while (next < to && !CAPITAL.test(tokens[next]?.text ?? "")) next++;
      if (token.lower === "and" && !headAfter(tokens, next, to, gazetteer)) break;
      end = next < to ? next + 1 : to;
    } else if (token.text === "&" || token.text === "-") end += 2;
    else break;
  }
  end = Math.min(end, to);
  while (end - 1 > from && gazetteer.nationalities.has(tokens[end - 1]?.text ?? "") && tokens[end]?.tag === "noun")
    end--;
  return end;
}

/** After an organization, the country of its branch: "Sony Australia". */
function branchEnd(tokens: readonly Token[], end: number, to: number, gazetteer: Gazetteer): number {
  const phrases = end < to ? (gazetteer.phrases.get(tokens[end]?.text ?? "") ?? []) : [];
  const isBranch = phrases.some(({ kind, words }) => kind === "Place" && words.length === 1);
  return isBranch && !/\./.test(tokens[end]?.text ?? "") ? end + 1 : end;
}

function hasGiven(tokens: readonly Token[], from: number, to: number, gazetteer: Gazetteer): boolean {
  for (let at = from + 1; at < to; at++) if (gazetteer.given.has(tokens[at]?.text ?? "")) return true;
  return false;
}

function headBefore(tokens: readonly Token[], from: number, end: number, gazetteer: Gazetteer): boolean {
  for (let at = end - 1; at >= from; at--) {
    const { text = "" } = tokens[at] ?? {};
    if (gazetteer.organizationHeads.has(text) || (gazetteer.placeHeads.has(text) && at === end - 1)) return true;
  }
  return false;
}

function headAfter(tokens: readonly Token[], from: number, to: number, gazetteer: Gazetteer): boolean {
  for (let at = from; at < Math.min(to, from + 3); at++)
    if (gazetteer.organizationHeads.has(tokens[at]?.text ?? "")) return true;
  return false;
}
