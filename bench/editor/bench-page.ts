import type { BenchMark, Size } from "./document.ts";

/** What the harness calls in the page. */
export interface BenchPage {
  /** Milliseconds from the call to the text on the screen. */
  open(name: string, size: Size): Promise<number>;
  /** Milliseconds of the main thread for one change: the call and the frame that shows it. Null where it cannot. */
  change(kind: "add" | "remove" | "recolour" | "undo", mark: BenchMark): Promise<number | null>;
}
