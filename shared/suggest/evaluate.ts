import type { GoldDocument, SystemDocument } from "./gold.ts";
import { type CheckReport, CheckTallies } from "./measures/check-worthiness.ts";
import { type QuoteReport, QuoteTallies } from "./measures/quotes.ts";
import { type Measure, Tally } from "./measures/tally.ts";

// The measures of the field: content exact and partial as in Pareti et al. 2013, each contiguous span as in sequence
// labelling, quote and speaker jointly, entities strictly, check-worthiness by average precision. Spans are compared by
// the words that they touch, so that punctuation and quotation marks never count.

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
