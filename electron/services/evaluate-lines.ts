import type { Problem } from "../../shared/format/problem.ts";
import { Evaluation, type Report } from "../../shared/suggest/evaluate.ts";
import {
  type GoldDocument,
  goldDocumentSchema,
  type SystemDocument,
  systemDocumentSchema,
} from "../../shared/suggest/gold.ts";
import type { Measure } from "../../shared/suggest/measures/tally.ts";
import { parseLine } from "./suggest-stream.ts";

type Lines = AsyncIterable<string> | Iterable<string>;

/** Compares a system's JSON Lines with a gold standard's, joined on `id`. The system's lines are held in memory, the
 *  gold's are not. Lines that cannot be read are left out and told. */
export async function evaluateLines(
  gold: { file: string; lines: Lines },
  system: { file: string; lines: Lines },
  tell: (problem: Problem) => void,
): Promise<Report> {
  const said = new Map<string, SystemDocument>();
  for await (const document of documents(system, systemDocumentSchema, tell)) said.set(document.id, document);
  const evaluation = new Evaluation();
  for await (const document of documents(gold, goldDocumentSchema, tell))
    evaluation.add(document, said.get(document.id));
  return evaluation.report();
}

async function* documents<T extends GoldDocument | SystemDocument>(
  { file, lines }: { file: string; lines: Lines },
  schema: Parameters<typeof parseLine>[1] & { _output: T },
  tell: (problem: Problem) => void,
): AsyncGenerator<T> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    const read = parseLine(line, schema);
    if (read.ok) yield read.value as T;
    else {
      const remedy = "See the format under “Measuring suggestions” in the README.";
      tell({ file, path: `line ${number}`, reason: read.reason, remedy });
    }
  }
}

/** A report as a table for people, in per cent. */
export function reportTable({ documents, missing, quotes, entities, checkWorthiness }: Report): string {
  const lines = [`documents ${documents}, without suggestions ${missing}`];
  if (quotes) {
    lines.push(
      row("quotes: content exact", quotes.contentExact),
      row("  content partial", quotes.contentPartial),
      row("  direct partial", quotes.directPartial),
      row("  indirect partial", quotes.indirectPartial),
      row("  mixed partial", quotes.mixedPartial),
      row("  cue exact", quotes.cueExact),
      row("one span: source", quotes.speakerSpan),
      row("  cue", quotes.cueSpan),
      row("  content", quotes.contentSpan),
      row("quote and speaker", quotes.joint),
      `speaker of ${quotes.matched} matched quotes: any word ${percent(quotes.speakerAny)}, head ${percent(quotes.speakerHead)}`,
    );
  }
  for (const [type, measure] of Object.entries(entities ?? {})) lines.push(row(`entities: ${type}`, measure));
  if (checkWorthiness) {
    const { sentences, checkworthy, meanAveragePrecision, averagePrecision } = checkWorthiness;
    lines.push(
      `check-worthiness: ${checkworthy} of ${sentences} sentences; mean average precision ${meanAveragePrecision.toFixed(4)}, pooled ${averagePrecision.toFixed(4)}`,
    );
  }
  return lines.join("\n");
}

const percent = (share: number) => (100 * share).toFixed(1).padStart(5);

function row(name: string, { precision, recall, f1, system, gold }: Measure): string {
  return `${name.padEnd(24)} P ${percent(precision)}  R ${percent(recall)}  F ${percent(f1)}  (suggested ${system}, gold ${gold})`;
}
