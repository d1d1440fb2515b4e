/** Precision, recall and their harmonic mean, from 0 to 1, with how many each side had. */
export interface Measure {
  precision: number;
  recall: number;
  f1: number;
  system: number;
  gold: number;
}

/** Counts what is right of what either side has. */
export class Tally {
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
