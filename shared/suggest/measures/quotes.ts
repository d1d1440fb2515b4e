import type { GoldQuote, Offsets } from "../gold.ts";
import { type Measure, Tally } from "./tally.ts";
import { keyOf, spanKey, touched, type Words, wordsOf } from "./words.ts";

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

type Form = "direct" | "indirect" | "mixed";
const FORMS: readonly Form[] = ["direct", "indirect", "mixed"];

interface Prepared {
  quote: GoldQuote;
  words: Set<number>;
  key: string;
  cue: string;
  speaker: Set<number>;
  form: Form;
}

/** Compares quotes document by document. */
export class QuoteTallies {
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
