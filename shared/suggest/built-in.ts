import type { Lesson, Span } from "../annotation/records.ts";
import { type Attribution, attributionsIn } from "./attributions.ts";
import { type ClaimWords, checkWorthiness, claimWordsOf } from "./check-worthiness.ts";
import { type Cluster, type Clustering, clusterNames } from "./clusters.ts";
import type { LanguagePack } from "./language.ts";
import { type Lexicon, lexiconOf } from "./lexicon.ts";
import { evidenceOf, type Gazetteer, gazetteerOf, type NamedSpan, type NameType, namesIn } from "./names.ts";
import { joinedBlocks, type Passage, readPassage, stretches } from "./passages.ts";
import { type NamedMention, resolveSpeaker } from "./speakers.ts";
import type { ClaimSuggestion, LocalSuggester, MentionSuggestion, Suggestion, SuggestionRequest } from "./suggester.ts";

/** Sentences below this are not proposed as claims. */
const CLAIM_THRESHOLD = 0.25;

interface Tools {
  lexicon: Lexicon;
  gazetteer: Gazetteer;
  claimWords: ClaimWords;
}

/** What suggestions that are made by a pack's rules have as their producer. */
export const producerOf = ({ language }: LanguagePack): string => `onrecord-${language}`;

/** The suggester that comes with Onrecord: rules over a language pack, offline. */
export function builtInSuggester(pack: LanguagePack): LocalSuggester {
  const tools = { lexicon: lexiconOf(pack), gazetteer: gazetteerOf(pack.names), claimWords: claimWordsOf(pack.claims) };
  return { producer: producerOf(pack), version: "1", suggest: (request) => suggestions(request, tools) };
}

function* suggestions(request: SuggestionRequest, tools: Tools): Generator<readonly Suggestion[]> {
  const passages = [...passagesOf(request, tools.lexicon)];
  const names = namesOfArticle(passages, request, tools);
  const clustering = clusterNames(names, request.register);
  const ids = new Map(clustering.clusters.map((cluster, nth) => [cluster, `e${nth + 1}`]));
  yield clustering.clusters.map((cluster) => ({
    kind: "entity" as const,
    id: ids.get(cluster) ?? "",
    type: cluster.type,
    name: cluster.name,
    registered: cluster.registered,
    confidence: cluster.confidence,
    reason: cluster.reason,
  }));
  const reader = new Reader(request.text, names, clustering, ids);
  for (const passage of passages) yield [...reader.read(passage, tools)];
}

function* passagesOf({ text, blocks }: SuggestionRequest, lexicon: Lexicon): Generator<Passage> {
  for (const { kind, start, end } of joinedBlocks(text, blocks)) {
    for (const stretch of stretches(text, start, end))
      yield readPassage(text, stretch.start, stretch.end, kind, lexicon);
  }
}

function namesOfArticle(
  passages: readonly Passage[],
  request: SuggestionRequest,
  { lexicon, gazetteer }: Tools,
): NamedSpan[] {
  const evidence = evidenceOf(passages, gazetteer, registeredNames(request));
  const rejected = rejectedNames(request.lessons);
  return passages
    .flatMap((passage) => namesIn(passage, evidence, gazetteer, lexicon))
    .filter(({ text, type }) => !rejected.has(`${type}:${text.toLowerCase()}`));
}

function registeredNames({ register }: SuggestionRequest): Map<string, NameType> {
  const names = new Map<string, NameType>();
  for (const { type, name, aliases } of register) {
    if (type !== "Person" && type !== "Organization" && type !== "Place") continue;
    for (const one of [name, ...aliases]) names.set(one, type);
  }
  return names;
}

/** The names that the analyst said are none of that type, as `type:words`. */
function rejectedNames(lessons: readonly Lesson[]): ReadonlySet<string> {
  const rejected = new Set<string>();
  for (const { about, words, means, ...counts } of lessons) {
    if (about !== "name" || means?.entity !== null || counts.rejected <= counts.accepted) continue;
    rejected.add(`${means.type}:${words.toLowerCase()}`);
  }
  return rejected;
}

/** Who is named as speaking: the whole phrase, the mention in it, and where its passage ends. */
interface Speaking {
  phrase: Span;
  mention: string;
  cluster: Cluster | null;
  end: number;
}

/** Goes through an article's passages in order and remembers who was named and who spoke. */
class Reader {
  readonly #text: string;
  readonly #mentions: NamedMention[];
  readonly #names: readonly NamedSpan[];
  readonly #ids: ReadonlyMap<Cluster, string>;
  #next = 0;
  #count = 0;
  #speaker: Cluster | null = null;
  #said: Speaking | null = null;
  /** Where the passage before the one that is read ends. */
  #before = 0;
  /** The mentions of the passage that is read, by their places. */
  #marked = new Map<string, string>();

  constructor(text: string, names: readonly NamedSpan[], clustering: Clustering, ids: ReadonlyMap<Cluster, string>) {
    this.#text = text;
    this.#names = names;
    this.#ids = ids;
    this.#mentions = names.flatMap(({ span }, nth) => {
      const cluster = clustering.of[nth];
      return cluster ? [{ span, cluster }] : [];
    });
  }

  *read(passage: Passage, { lexicon, claimWords }: Tools): Generator<Suggestion> {
    this.#marked = new Map();
    for (; this.#next < this.#mentions.length; this.#next++) {
      const mention = this.#mentions[this.#next];
      const name = this.#names[this.#next];
      if (!mention || !name || mention.span.start >= passage.end) break;
      const suggestion = this.#mention(
        mention.span,
        "name",
        mention.cluster,
        name.confidence,
        `Named here: ${name.reason}.`,
      );
      this.#marked.set(placeOf(mention.span), suggestion.id);
      yield suggestion;
    }
    for (const attribution of attributionsIn(passage, lexicon)) yield* this.#quote(attribution, passage, lexicon);
    yield* this.#claims(passage, claimWords);
    this.#before = passage.end;
  }

  #mention(
    span: Span,
    form: MentionSuggestion["form"],
    cluster: Cluster | null,
    confidence: number,
    reason: string,
  ): MentionSuggestion {
    return {
      kind: "mention",
      id: this.#id("m"),
      span,
      form,
      entity: (cluster && this.#ids.get(cluster)) ?? null,
      confidence,
      reason,
    };
  }

  *#quote(attribution: Attribution, passage: Passage, lexicon: Lexicon): Generator<Suggestion> {
    if (attribution.content.length === 0) return;
    if (attribution.speaker) this.#said = yield* this.#speaking(attribution.speaker, passage, lexicon);
    const said = attribution.speaker || (attribution.goesOn && this.#isNear()) ? this.#said : null;
    const implicit = attribution.speaker === null && attribution.cue.length === 0 ? this.#speaker : null;
    const speaker = said ? said.cluster : implicit;
    yield {
      kind: "quote",
      id: this.#id("q"),
      form: attribution.form,
      content: attribution.content,
      cue: attribution.cue,
      speaker: said?.phrase ?? null,
      speakerMention: said?.mention ?? null,
      speakerEntity: (speaker && this.#ids.get(speaker)) ?? null,
      confidence: attribution.confidence,
      reason: reasonOf(this.#text, attribution),
    };
  }

  /** Whom a phrase names, with the mention of it: one that is there, or a new one. */
  *#speaking(phrase: Span, { end }: Passage, lexicon: Lexicon): Generator<Suggestion, Speaking> {
    const { span, form, cluster } = resolveSpeaker(this.#text, phrase, this.#mentions, this.#speaker, lexicon);
    this.#speaker = cluster ?? this.#speaker;
    const known = this.#marked.get(placeOf(span));
    if (known !== undefined) return { phrase, mention: known, cluster, end };
    const mention = this.#mention(span, form, cluster, cluster ? 0.6 : 0.4, "Who speaks in a quote.");
    this.#marked.set(placeOf(span), mention.id);
    yield mention;
    return { phrase, mention: mention.id, cluster, end };
  }

  /** Whether who spoke last spoke in this passage or in the one before. */
  #isNear(): boolean {
    return this.#said !== null && this.#said.end >= this.#before;
  }

  *#claims({ sentences, tokens }: Passage, words: ClaimWords): Generator<ClaimSuggestion> {
    let at = 0;
    for (const { start, end } of sentences) {
      const from = at;
      while (at < tokens.length && (tokens[at]?.start ?? 0) < end) at++;
      const { score, reasons } = checkWorthiness(tokens.slice(from, at), words);
      const isProposed = score >= CLAIM_THRESHOLD;
      const reason = isProposed ? `Worth checking: ${reasons.join(", ")}.` : "Little in it can be checked.";
      yield {
        kind: "claim",
        id: this.#id("c"),
        span: { start, end },
        checkWorthiness: score,
        proposed: isProposed,
        confidence: score,
        reason,
      };
    }
  }

  #id(prefix: string): string {
    this.#count++;
    return `${prefix}${this.#count}`;
  }
}

const placeOf = ({ start, end }: Span): string => `${start}-${end}`;

function reasonOf(text: string, { cue, found }: Attribution): string {
  const words = cue.map(({ start, end }) => text.slice(start, end)).join(" … ");
  return words === "" ? `Found by ${found}.` : `“${words}” introduces it (${found}).`;
}
