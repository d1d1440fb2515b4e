import { findQuotations } from "../article/quotations.ts";
import type { GoldDocument, GoldQuote, Offsets, SystemDocument } from "./gold.ts";

// The measures of the field: content exact and partial as in Pareti et al. 2013, each contiguous span as in sequence
// labelling, quote and speaker jointly, entities strictly, check-worthiness by average precision. Spans are compared by
// the words that they touch, so that punctuation and quotation marks never count.

/** Precision, recall and their harmonic mean, from 0 to 1, with how many each side had. */
export interface Measure {
  precision: number;
  recall: number;
  f1: number;
  system: number;
  gold: number;
}

/** The measures of all documents together; a layer that no gold document has is null. */
export interface Report {
  documents: number;
  /** Gold documents of which the system said nothing. */
  missing: number;
  quotes: QuoteReport | null;
  /** Same start, end and type, over all types and by type. */
  entities: Record<string, Measure> | null;
  checkWorthiness: CheckReport | null;
}

export interface QuoteReport {
  contentExact: Measure;
  contentPartial: Measure;
  directPartial: Measure;
  indirectPartial: Measure;
  mixedPartial: Measure;
  cueExact: Measure;
  /** Each contiguous span by itself. */
  speakerSpan: Measure;
  cueSpan: Measure;
  contentSpan: Measure;
  /** Quote at an overlap of half of the union or more, and the right speaker. */
  joint: Measure;
  matched: number;
  /** Over the matched quotes, the share whose speaker shares a word with the gold's, and has its head word. */
  speakerAny: number;
  speakerHead: number;
}

export interface CheckReport {
  sentences: number;
  checkworthy: number;
  /** Mean over the documents that have a check-worthy sentence. */
  meanAveragePrecision: number;
  averagePrecision: number;
}

type Form = "direct" | "indirect" | "mixed";
const FORMS: readonly Form[] = ["direct", "indirect", "mixed"];
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

class Tally {
  right = { system: 0, gold: 0 };
  all = { system: 0, gold: 0 };

  add(side: "system" | "gold", right: number): void {
    this.all[side]++;
    this.right[side] += right;
  }

  measure(): Measure {
    const precision = this.all.system ? this.right.system / this.all.system : 0;
    const recall = this.all.gold ? this.right.gold / this.all.gold : 0;
    const f1 = precision + recall ? (2 * precision * recall) / (precision + recall) : 0;
    return { precision, recall, f1, system: this.all.system, gold: this.all.gold };
  }
}

/** Compares documents with their gold standard one pair at a time, and holds nothing but counts. */
export class Evaluation {
  #documents = 0;
  #missing = 0;
  #quotes: QuoteTallies | null = null;
  #entities: Map<string, Tally> | null = null;
  #check: CheckTallies | null = null;

  add(gold: GoldDocument, system: SystemDocument | undefined): void {
    this.#documents++;
    if (!system) this.#missing++;
    if (gold.quotes) {
      this.#quotes ??= new QuoteTallies();
      this.#quotes.add(gold.text, gold.quotes, system?.quotes ?? []);
    }
    if (gold.entities) {
      this.#entities ??= new Map();
      addEntities(this.#entities, gold.entities, system?.entities ?? []);
    }
    if (gold.sentences?.some(({ checkworthy }) => checkworthy !== undefined)) {
      this.#check ??= new CheckTallies();
      this.#check.add(gold.id, gold.sentences, system?.sentences ?? []);
    }
  }

  report(): Report {
    const entities = this.#entities && [...this.#entities].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      documents: this.#documents,
      missing: this.#missing,
      quotes: this.#quotes?.report() ?? null,
      entities: entities && Object.fromEntries(entities.map(([type, tally]) => [type, tally.measure()])),
      checkWorthiness: this.#check?.report() ?? null,
    };
  }
}

interface Words {
  starts: number[];
  ends: number[];
  quoted: boolean[];
}

function wordsOf(text: string): Words {
  const words: Words = { starts: [], ends: [], quoted: [] };
  for (const { 0: word, index } of text.matchAll(WORD)) {
    words.starts.push(index);
    words.ends.push(index + word.length);
    words.quoted.push(false);
  }
  for (const line of text.matchAll(/[^\n\r]+/g)) {
    for (const { open, contentEnd } of findQuotations(text, line.index, line.index + line[0].length)) {
      if (!/["“”„«»]/.test(text.charAt(open))) continue;
      for (const at of touched(words, [[open, contentEnd]])) words.quoted[at] = true;
    }
  }
  return words;
}

/** The words that spans touch, in order. */
function touched({ starts, ends }: Words, spans: readonly Offsets[]): Set<number> {
  const found = new Set<number>();
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; (starts[at] ?? Number.POSITIVE_INFINITY) < end; at++) found.add(at);
  }
  return found;
}

interface Prepared {
  quote: GoldQuote;
  words: Set<number>;
  key: string;
  cue: string;
  speaker: Set<number>;
  form: Form;
}

const keyOf = (words: Iterable<number>) => [...words].join(",");

/** A cue without a word in it, a colon say, is known by its offsets. */
function spanKey(words: Words, spans: readonly Offsets[]): string {
  return keyOf(touched(words, spans)) || spans.map(([start, end]) => `${start}-${end}`).join(" ");
}

class QuoteTallies {
  readonly #exact = new Tally();
  readonly #partial = new Tally();
  readonly #byForm: Record<Form, Tally> = { direct: new Tally(), indirect: new Tally(), mixed: new Tally() };
  readonly #cue = new Tally();
  readonly #spans = { speaker: new Tally(), cue: new Tally(), content: new Tally() };
  readonly #joint = new Tally();
  #matched = 0;
  #any = 0;
  #head = 0;

  add(text: string, goldQuotes: readonly GoldQuote[], systemQuotes: readonly GoldQuote[]): void {
    const words = wordsOf(text);
    const gold = prepare(words, goldQuotes);
    const system = uniqueBy(prepare(words, systemQuotes), ({ key }) => key);
    this.#addContents(gold, system);
    addSets(this.#cue, cuesOf(gold), cuesOf(system));
    for (const layer of ["speaker", "cue", "content"] as const) {
      const pieces = (quotes: readonly GoldQuote[]) =>
        new Set(quotes.flatMap((quote) => (quote[layer] ?? []).map((span) => spanKey(words, [span]))));
      addSets(this.#spans[layer], pieces(goldQuotes), pieces(systemQuotes));
    }
    this.#addMatches(text, words, gold, system);
  }

  #addContents(gold: readonly Prepared[], system: readonly Prepared[]): void {
    for (const [side, these, others] of [
      ["system", system, gold],
      ["gold", gold, system],
    ] as const) {
      const keys = new Set(others.map(({ key }) => key));
      const covered = new Set(others.flatMap(({ words }) => [...words]));
      for (const { key, words, form } of these) {
        const share = [...words].filter((word) => covered.has(word)).length / words.size;
        this.#exact.add(side, keys.has(key) ? 1 : 0);
        this.#partial.add(side, share);
        this.#byForm[form].add(side, share);
      }
    }
  }

  #addMatches(text: string, words: Words, gold: readonly Prepared[], system: readonly Prepared[]): void {
    const matches = oneToOne(gold, system);
    const right = { gold: new Set<Prepared>(), system: new Set<Prepared>() };
    for (const { gold: wanted, system: given, overlap } of matches) {
      const isAny = wanted.speaker.size ? shared(wanted.speaker, given.speaker) > 0 : given.speaker.size === 0;
      const head = headWord(text, words, wanted.quote.speaker ?? []);
      this.#matched++;
      if (isAny) this.#any++;
      if (wanted.speaker.size ? given.speaker.has(head) : isAny) this.#head++;
      if (!isAny || overlap < 0.5) continue;
      right.gold.add(wanted);
      right.system.add(given);
    }
    for (const quote of gold) this.#joint.add("gold", right.gold.has(quote) ? 1 : 0);
    for (const quote of system) this.#joint.add("system", right.system.has(quote) ? 1 : 0);
  }

  report(): QuoteReport {
    return {
      contentExact: this.#exact.measure(),
      contentPartial: this.#partial.measure(),
      directPartial: this.#byForm.direct.measure(),
      indirectPartial: this.#byForm.indirect.measure(),
      mixedPartial: this.#byForm.mixed.measure(),
      cueExact: this.#cue.measure(),
      speakerSpan: this.#spans.speaker.measure(),
      cueSpan: this.#spans.cue.measure(),
      contentSpan: this.#spans.content.measure(),
      joint: this.#joint.measure(),
      matched: this.#matched,
      speakerAny: this.#matched ? this.#any / this.#matched : 0,
      speakerHead: this.#matched ? this.#head / this.#matched : 0,
    };
  }
}

function prepare(words: Words, quotes: readonly GoldQuote[]): Prepared[] {
  return quotes.flatMap((quote) => {
    const content = touched(words, quote.content);
    if (content.size === 0) return [];
    const cue = quote.cue?.length ? spanKey(words, quote.cue) : "";
    const form = quote.form ?? typographicForm(words, content);
    return [{ quote, words: content, key: keyOf(content), cue, speaker: touched(words, quote.speaker ?? []), form }];
  });
}

function typographicForm({ quoted }: Words, content: ReadonlySet<number>): Form {
  const inside = [...content].filter((at) => quoted[at]).length;
  return FORMS[inside === content.size ? 0 : inside === 0 ? 1 : 2] ?? "mixed";
}

function uniqueBy<T>(list: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(list.map((one) => [key(one), one] as const).reverse()).values()].reverse();
}

const cuesOf = (quotes: readonly Prepared[]) => new Set(quotes.map(({ cue }) => cue).filter((cue) => cue !== ""));

function addSets(tally: Tally, gold: ReadonlySet<string>, system: ReadonlySet<string>): void {
  for (const one of gold) tally.add("gold", system.has(one) ? 1 : 0);
  for (const one of system) tally.add("system", gold.has(one) ? 1 : 0);
}

function shared(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  let count = 0;
  for (const one of a) if (b.has(one)) count++;
  return count;
}

/** Pairs of quotes that overlap, the best first, each quote at most once. */
function oneToOne(gold: readonly Prepared[], system: readonly Prepared[]) {
  const pairs = gold.flatMap((wanted, g) =>
    system.flatMap((given, s) => {
      const both = shared(wanted.words, given.words);
      const overlap = both / (wanted.words.size + given.words.size - both);
      return both ? [{ gold: wanted, system: given, overlap, order: g * system.length + s }] : [];
    }),
  );
  pairs.sort((a, b) => b.overlap - a.overlap || a.order - b.order);
  const used = new Set<Prepared>();
  return pairs.filter((pair) => {
    if (used.has(pair.gold) || used.has(pair.system)) return false;
    used.add(pair.gold).add(pair.system);
    return true;
  });
}

const AFTER_HEAD =
  /[,(;:—–]|\s(?:of|for|in|at|on|from|with|to|by|who|whom|whose|which|that|as|under|near|during|after|before|and|or)\s|\s-\s/i;

/** The head word of a speaker's phrase: the last one before a comma, bracket, relative pronoun or preposition. */
function headWord(text: string, words: Words, spans: readonly Offsets[]): number {
  const [first] = [...spans].sort((a, b) => a[0] - b[0]);
  if (!first) return -1;
  const phrase = text.slice(...first);
  const cut = AFTER_HEAD.exec(phrase)?.index ?? phrase.length;
  const before = [...touched(words, [[first[0], first[0] + cut]])];
  const all = before.length > 0 ? before : [...touched(words, [first])];
  const last = all.at(-1) ?? -1;
  const isSuffix = /^(?:jr|sr|ii|iii|himself|herself|themselves|itself)$/i.test(
    text.slice(words.starts[last], words.ends[last]),
  );
  return isSuffix ? (all.at(-2) ?? last) : last;
}

type Named = { type: string; start: number; end: number };

function addEntities(tallies: Map<string, Tally>, gold: readonly Named[], system: readonly Named[]): void {
  const keys = (list: readonly Named[]) => new Map(list.map((one) => [`${one.start}-${one.end}-${one.type}`, one]));
  const wanted = keys(gold);
  const given = keys(system);
  for (const [side, these, others] of [
    ["gold", wanted, given],
    ["system", given, wanted],
  ] as const) {
    for (const [key, { type }] of these) {
      for (const name of ["all", type]) {
        const tally = tallies.get(name) ?? new Tally();
        tallies.set(name, tally);
        tally.add(side, others.has(key) ? 1 : 0);
      }
    }
  }
}

interface Ranked {
  isRight: boolean;
  score: number;
  tie: number;
}

class CheckTallies {
  readonly #pooled: Ranked[] = [];
  readonly #precisions: number[] = [];

  add(
    id: string,
    gold: readonly { start: number; end: number; checkworthy?: boolean }[],
    system: readonly { start: number; end: number; score?: number }[],
  ): void {
    const scored = system.filter(({ score }) => score !== undefined).sort((a, b) => a.start - b.start);
    let from = 0;
    const ranked = [...gold]
      .sort((a, b) => a.start - b.start)
      .map(({ start, end, checkworthy }, nth) => {
        while (from < scored.length && (scored[from]?.end ?? 0) <= start) from++;
        return {
          isRight: checkworthy === true,
          score: bestScore(scored, from, start, end),
          tie: hashOf(`${id}#${nth}`),
        };
      });
    this.#pooled.push(...ranked);
    if (ranked.some(({ isRight }) => isRight)) this.#precisions.push(averagePrecision(ranked));
  }

  report(): CheckReport {
    const sum = this.#precisions.reduce((total, one) => total + one, 0);
    return {
      sentences: this.#pooled.length,
      checkworthy: this.#pooled.filter(({ isRight }) => isRight).length,
      meanAveragePrecision: this.#precisions.length ? sum / this.#precisions.length : 0,
      averagePrecision: averagePrecision(this.#pooled),
    };
  }
}

/** The highest score of the sentences that overlap by at least half of the shorter. */
function bestScore(
  scored: readonly { start: number; end: number; score?: number }[],
  from: number,
  start: number,
  end: number,
): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let at = from; at < scored.length; at++) {
    const one = scored[at];
    if (!one || one.start >= end) break;
    const overlap = Math.min(one.end, end) - Math.max(one.start, start);
    if (overlap > 0 && overlap * 2 >= Math.min(one.end - one.start, end - start))
      best = Math.max(best, one.score ?? best);
  }
  return best;
}

function averagePrecision(ranked: readonly Ranked[]): number {
  const order = [...ranked].sort((a, b) => (a.score === b.score ? a.tie - b.tie : b.score > a.score ? 1 : -1));
  let right = 0;
  let sum = 0;
  for (const [at, { isRight }] of order.entries()) {
    if (!isRight) continue;
    right++;
    sum += right / (at + 1);
  }
  return right ? sum / right : 0;
}

/** A fixed order among equal scores, so that a constant score is a random order. */
function hashOf(text: string): number {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619);
  return hash >>> 0;
}
