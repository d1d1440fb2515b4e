// npm run bench:learning -- FILE…: what accepting and rejecting teaches, on gold standards (JSON Lines). An analyst is played who
// accepts what the gold has and rejects the rest, article after article; printed is how much of what is offered is right.
import { createReadStream } from "node:fs";
import { basename, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseLine } from "../electron/services/suggest-stream.ts";
import { subjectsOf, taught } from "../shared/annotation/lessons.ts";
import type { Lesson, Span, StoredSuggestion } from "../shared/annotation/records.ts";
import { type Table, tableOf } from "../shared/annotation/state.ts";
import { blocksOfPlainText } from "../shared/article/blocks.ts";
import { type GoldDocument, goldDocumentSchema } from "../shared/suggest/gold.ts";
import { overlap, usualLeast } from "../shared/suggest/offered.ts";
import { offersOf } from "../shared/suggest/offers.ts";
import { suggesterFor } from "../shared/suggest/packs.ts";
import { learntFrom, weigh } from "../shared/suggest/weigh.ts";

const parts = 4;
/** A quote that shares so much of the union with one of the gold is accepted. */
const rightFrom = 0.7;

const suggester = suggesterFor("en");

function isRight({ quotes = [], entities = [] }: GoldDocument, { kind, spans, means }: StoredSuggestion): boolean {
  const [span] = spans;
  if (kind === "mention")
    return entities.some(({ type, start, end }) => type === means?.type && start === span?.start && end === span.end);
  const spansOf = (offsets: readonly (readonly [number, number])[]): Span[] =>
    offsets.map(([start, end]) => ({ start, end }));
  return quotes.some(({ content }) => overlap(spansOf(content), spans) >= rightFrom);
}

interface Counts {
  offered: number;
  right: number;
}

/** Goes through the articles in order. @returns what was offered of each, by kind. */
function review(documents: readonly GoldDocument[], isLearning: boolean): Record<"quote" | "mention", Counts>[] {
  let lessons: Table<Lesson> = tableOf([]);
  return documents.map((document) => {
    const counts = { quote: { offered: 0, right: 0 }, mention: { offered: 0, right: 0 } };
    const { text } = document;
    const request = { text, blocks: blocksOfPlainText(text), register: [], lessons: [...lessons.values()] };
    const offers = suggester ? offersOf(suggester, "analyst") : () => [];
    const learnt = learntFrom(lessons);
    for (const one of [...(suggester?.suggest(request) ?? [])].flatMap(offers)) {
      const isJudged = one.kind === "quote" ? document.quotes : one.kind === "mention" ? document.entities : undefined;
      const weighed = isJudged ? weigh(text, one, learnt) : null;
      if (!weighed || weighed.confidence < usualLeast || one.kind === "claim") continue;
      const right = isRight(document, one);
      counts[one.kind].offered += 1;
      if (right) counts[one.kind].right += 1;
      if (!isLearning) continue;
      for (const subject of subjectsOf(text, one, one.means)) {
        const lesson = taught(lessons, subject, right);
        lessons = lessons.set(lesson.id, lesson);
      }
    }
    return counts;
  });
}

function row(counts: readonly Counts[]): string {
  return Array.from({ length: parts }, (_, part) => {
    const own = counts.slice((part * counts.length) / parts, ((part + 1) * counts.length) / parts);
    const sum = (side: keyof Counts) => own.reduce((total, one) => total + one[side], 0);
    return `${((100 * sum("right")) / Math.max(1, sum("offered"))).toFixed(1).padStart(5)} of ${String(sum("offered")).padStart(4)}`;
  }).join("   ");
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write("usage: npm run bench:learning -- FILE…\n");
  process.exitCode = 2;
}
for (const file of files) {
  const documents: GoldDocument[] = [];
  for await (const line of createInterface({ input: createReadStream(resolve(process.env.INIT_CWD ?? ".", file)) })) {
    const read = line.trim() === "" ? null : parseLine(line, goldDocumentSchema);
    if (read?.ok) documents.push(read.value);
  }
  process.stdout.write(
    `${basename(file)}: right, in per cent, of what is offered, in each quarter of ${documents.length} articles\n`,
  );
  for (const kind of ["quote", "mention"] as const) {
    const [without, learning] = [false, true].map((is) => review(documents, is).map((counts) => counts[kind]));
    if (!without?.some(({ offered }) => offered > 0)) continue;
    process.stdout.write(`${kind.padEnd(8)} without learning  ${row(without)}\n`);
    process.stdout.write(`${kind.padEnd(8)} learning          ${row(learning ?? [])}\n`);
  }
}
