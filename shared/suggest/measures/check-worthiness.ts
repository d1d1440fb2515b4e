export interface CheckReport {
  sentences: number;
  checkworthy: number;
  /** Mean over the documents that have a check-worthy sentence. */
  meanAveragePrecision: number;
  averagePrecision: number;
}

interface Ranked {
  isRight: boolean;
  score: number;
  tie: number;
}

/** Compares rankings of sentences document by document. */
export class CheckTallies {
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
