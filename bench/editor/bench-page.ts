import type { BenchMark, Size } from "./document.ts";

/** What the harness calls in the page. */
export interface BenchPage {
  /** Milliseconds from the call to the text on the screen. */
  open(name: string, size: Size): Promise<number>;
  /** Makes one change, marked for the trace, and comes back when it is on the screen; false where it cannot. */
  change(kind: "add" | "remove" | "recolour" | "undo", mark: BenchMark): Promise<boolean>;
}
