import type { Boot } from "./boot.ts";
import type { Weights } from "./weights.ts";

/** What a start costs and what each dependency weighs, as Markdown. */
export function startReport(boot: Boot, weights: Weights): string {
  const round = (value: number) => value.toFixed(value < 10 ? 1 : 0);
  const heavy = weights.packages.filter((one) => one.kilobytes >= 2);
  return [
    "# Start",
    "",
    `Loaded before the first paint: ${round(weights.start)} kB (${round(weights.startCompressed)} kB compressed) of ${round(weights.all)} kB.`,
    "",
    "| first paint | article readable | compile | evaluate | main thread |",
    "|--:|--:|--:|--:|--:|",
    `| ${[boot.firstPaint, boot.readable, boot.compile, boot.evaluate, boot.task].map((value) => `${round(value)} ms`).join(" | ")} |`,
    "",
    "| package | kB | loaded |",
    "|---|--:|---|",
    ...heavy.map((one) => `| ${one.package} | ${round(one.kilobytes)} | ${one.atStart ? "at the start" : "later"} |`),
    "",
  ].join("\n");
}
