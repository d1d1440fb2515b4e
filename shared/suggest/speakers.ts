import type { MentionForm, Span } from "../annotation/records.ts";
import { trimSpaces } from "../article/spaces.ts";
import type { Cluster } from "./clusters.ts";
import type { Lexicon } from "./lexicon.ts";

/** A name in the text with what it means. */
export interface NamedMention {
  span: Span;
  cluster: Cluster;
}

/** Who a speaker's phrase means: the words to mark, and the entity where it is known. */
export interface Resolved {
  span: Span;
  form: MentionForm;
  cluster: Cluster | null;
}

/** Finds out whom a speaker's phrase means, from what was named before it. `previous` is who spoke last. */
export function resolveSpeaker(
  text: string,
  phrase: Span,
  mentions: readonly NamedMention[],
  previous: Cluster | null,
  lexicon: Lexicon,
): Resolved {
  const words = text.slice(phrase.start, phrase.end);
  if (lexicon.groups.pronouns.has(words.toLowerCase()))
    return {
      span: phrase,
      form: "pronoun",
      cluster: antecedent(words.toLowerCase(), phrase.start, mentions, previous, lexicon),
    };
  const cut = lexicon.patterns.headEnd.exec(words);
  const headEnd = phrase.start + (cut && cut.index > 0 ? cut.index : words.length);
  const inside = mentionsWithin(mentions, phrase);
  const head = inside.findLast(({ span }) => span.end === headEnd) ?? apposed(text, phrase, headEnd, inside);
  if (head) return { span: head.span, form: "name", cluster: head.cluster };
  return {
    span: trimSpaces(text, phrase.start, headEnd),
    form: "nominal",
    cluster: described(text.slice(phrase.start, headEnd), phrase.start, mentions, previous, lexicon),
  };
}

/** "the press secretary, Peter Cook": a person named right after the comma. */
function apposed(text: string, phrase: Span, headEnd: number, inside: readonly NamedMention[]): NamedMention | null {
  if (text.charAt(headEnd) !== ",") return null;
  const named = inside.find(
    ({ span, cluster }) => span.start > headEnd && span.start <= headEnd + 2 && cluster.type === "Person",
  );
  return named && named.span.end <= phrase.end ? named : null;
}

function mentionsWithin(mentions: readonly NamedMention[], { start, end }: Span): NamedMention[] {
  const found: NamedMention[] = [];
  for (let at = firstFrom(mentions, start); at < mentions.length; at++) {
    const mention = mentions[at];
    if (!mention || mention.span.start >= end) break;
    if (mention.span.end <= end) found.push(mention);
  }
  return found;
}

/** Index of the first mention that starts at or after an offset. */
function firstFrom(mentions: readonly NamedMention[], offset: number): number {
  let low = 0;
  let high = mentions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mentions[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const REACH = 40;

function* before(mentions: readonly NamedMention[], offset: number): Generator<NamedMention> {
  const last = firstFrom(mentions, offset) - 1;
  for (let at = last; at >= Math.max(0, last - REACH); at--) {
    const mention = mentions[at];
    if (mention) yield mention;
  }
}

function antecedent(
  pronoun: string,
  offset: number,
  mentions: readonly NamedMention[],
  previous: Cluster | null,
  { groups }: Lexicon,
): Cluster | null {
  if (groups.pronounsOfAnybody.has(pronoun)) return null;
  if (groups.relativePronouns.has(pronoun)) {
    for (const { cluster } of before(mentions, offset)) return cluster;
    return null;
  }
  const wanted = groups.pronounsOfPeople.has(pronoun) ? "Person" : "Organization";
  if (previous?.type === wanted) return previous;
  for (const { cluster } of before(mentions, offset)) if (cluster.type === wanted) return cluster;
  return null;
}

function described(
  phrase: string,
  offset: number,
  mentions: readonly NamedMention[],
  previous: Cluster | null,
  { patterns }: Lexicon,
): Cluster | null {
  const noun = patterns.description.exec(phrase)?.[1]?.toLowerCase();
  if (!noun) return null;
  for (const { cluster } of before(mentions, offset)) if (cluster.offices.has(noun)) return cluster;
  if (!patterns.body.test(noun) && patterns.person.test(noun)) return previous?.type === "Person" ? previous : null;
  if (!patterns.body.test(noun) || noun.includes(" ")) return null;
  for (const { cluster } of before(mentions, offset)) if (cluster.type === "Organization") return cluster;
  return null;
}
