import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type Command, InvalidArgumentError } from "commander";
import { unnamed, unstamped } from "../shared/exchange/blank.ts";
import { exportDocument } from "../shared/exchange/exchange.ts";
import type { Format, Loss } from "../shared/exchange/format.ts";
import { summed } from "../shared/exchange/loss.ts";
import { formatOf, formats } from "../shared/exchange/registry.ts";
import { type Counts, countedOf, withCounts } from "../shared/exchange/stats.ts";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { writeAtomically } from "./services/atomic-write.ts";
import { type InputOptions, readInputs, readLines, type Taken } from "./services/exchange/inputs.ts";
import { fileOutput, folderOutput, isOneFile, type Output, streamOutput } from "./services/exchange/outputs.ts";

interface ConvertOptions {
  from?: Format;
  to: Format;
  out?: string;
  report?: string | true;
  rejects?: string;
  extension: boolean;
  option: string[];
  json?: boolean;
}

const examples = `
Examples:
  onrecord convert corpus/ --to label-studio --out tasks.json --report
  onrecord convert my-project --to brat --out brat-corpus
  onrecord convert --from prodigy --to onrecord-lines --rejects bad.jsonl < tasks.jsonl > annotations.jsonl

Exit code 0: everything was converted. 1: something was not; the rest is there.`;

/** Adds `convert`, `stats` and `formats` to the command line. `from` finds a path where the person typed it. */
export function addExchangeCommands(program: Command, from: (path: string) => string): void {
  program
    .command("convert")
    .description(
      "turn files of one annotation format into another; JSON Lines from standard input where no file is given",
    )
    .argument("[input...]", "files, folders of files, or project folders")
    .option("--from <format>", "the format of the input; guessed from the content by default", readable)
    .requiredOption("--to <format>", "the format to write", writable)
    .option("-o, --out <path>", "a file, or a folder for formats of several files; standard output by default")
    .option("--report [file]", "say what the format cannot hold; as JSON into a file where one is named")
    .option("--rejects <file>", "write what could not be read there, one JSON object a line with the reason")
    .option("--no-extension", "write only the format's own terms, and lose what they cannot say")
    .option("--option <id...>", "options of the format: safe-cells for csv and tsv", [])
    .option("--json", "print the result as one JSON object (to standard error where the output takes standard output)")
    .addHelpText("after", examples)
    .action(async (paths: string[], options: ConvertOptions) => {
      await convert(inputOf(paths, options.from, from), options, from);
    });

  program
    .command("stats")
    .description(
      "count what annotation files of any format hold; JSON Lines from standard input where no file is given",
    )
    .argument("[input...]", "files, folders of files, or project folders")
    .option("--from <format>", "the format of the input; guessed from the content by default", readable)
    .option("--json", "print one JSON object")
    .action(async (paths: string[], options: { from?: Format; json?: boolean }) => {
      let counts: Counts = {};
      for await (const { documents, problems } of inputOf(paths, options.from, from)) {
        for (const document of documents) counts = withCounts(counts, countedOf(document));
        for (const problem of problems) complain(problem);
      }
      const lines = Object.entries(counts).map(([what, count]) => `${what}\t${count}`);
      process.stdout.write(options.json ? `${JSON.stringify(counts)}\n` : `${lines.join("\n")}\n`);
    });

  program
    .command("formats")
    .description("list the formats, what each counts offsets in, and what it cannot carry")
    .option("--json", "print one JSON object for each format")
    .action((options: { json?: boolean }) => {
      for (const { id, title, endings, unit, carries, read, write } of formats) {
        const facts = { id, title, endings, unit, reads: read !== undefined, writes: write !== undefined, carries };
        const ways = [read ? "in" : "", write ? "out" : ""].filter((way) => way !== "").join(", ");
        process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : `${id}\t${title}\t${ways}\t${unit}\n`);
      }
    });
}

function inputOf(paths: string[], format: Format | undefined, from: (path: string) => string): AsyncIterable<Taken> {
  const options: InputOptions = {
    from: format ?? null,
    // What the input does not say stays unsaid, so that the same input always gives the same output.
    now: unstamped,
    annotator: { id: unnamed, name: "Imported" },
  };
  if (paths.length > 0)
    return readInputs(
      paths.map((shown) => ({ shown, path: from(shown) })),
      options,
    );
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  return readLines("standard input", lines, options);
}

async function convert(input: AsyncIterable<Taken>, options: ConvertOptions, from: (path: string) => string) {
  const rejects = options.rejects === undefined ? null : createWriteStream(from(options.rejects));
  const progress = progressLine();
  let output: Output | null = null;
  let losses: Loss[] = [];
  let extra: Loss[] = [];
  let [articles, problemCount] = [0, 0];
  for await (const taken of input) {
    for (const problem of taken.problems) {
      problemCount++;
      if (rejects) rejects.write(`${JSON.stringify({ ...problem, record: taken.record ?? undefined })}\n`);
      else complain(problem);
    }
    losses = summed([...losses, ...taken.losses]);
    for (const document of taken.documents) {
      const written = exportDocument(options.to, document, {
        extension: options.extension,
        chosen: new Set(options.option),
      });
      output ??= await outputFor(options, isOneFile(options.to, written.files), from);
      await output.put(written.files, document.project.scheme);
      losses = summed([...losses, ...written.losses]);
      extra = summed([...extra, ...written.extra]);
      progress.tell(++articles);
    }
  }
  progress.end();
  const files = (await output?.end()) ?? 0;
  rejects?.end();
  if (problemCount > 0) process.exitCode = 1;
  const result = { articles, files, problems: problemCount, losses, extra };
  if (typeof options.report === "string")
    await writeAtomically(from(options.report), `${JSON.stringify(result, null, 2)}\n`);
  else if (options.report) process.stderr.write(reportText(losses, extra, options.to));
  if (options.json) (options.out === undefined ? process.stderr : process.stdout).write(`${JSON.stringify(result)}\n`);
  else process.stderr.write(`${articles} articles converted, ${problemCount} problems.\n`);
}

/** The output of a run: a folder for formats of several files, otherwise one file or standard output. */
async function outputFor(options: ConvertOptions, oneFile: boolean, from: (path: string) => string): Promise<Output> {
  const { out, to } = options;
  if (out === undefined) {
    if (oneFile) return streamOutput(to, process.stdout);
    throw new Error(`${to.title} is written as several files: name a folder for them with --out`);
  }
  const there = await stat(from(out)).catch(() => null);
  const isFolder = !oneFile || there?.isDirectory() === true || /[\\/]$/.test(out);
  return isFolder ? folderOutput(to, from(out)) : fileOutput(to, from(out));
}

const named = (way: "read" | "write") => (id: string) => {
  const format = formatOf(id);
  if (format?.[way]) return format;
  const known = formats.filter((one) => one[way]).map((one) => one.id);
  throw new InvalidArgumentError(`Onrecord ${way}s ${known.join(", ")}.`);
};
export const readable = named("read");
export const writable = named("write");

/** What is lost and what only Onrecord reads again, as lines. */
export function reportText(losses: readonly Loss[], extra: readonly Loss[], to: Format): string {
  const list = (some: readonly Loss[]) =>
    some.map(({ what, count, examples }) => `  ${what}\t${count}\t${examples.join(", ")}\n`).join("");
  const kept = extra.length > 0 ? `Only Onrecord reads these, from ${to.carries.extension}:\n${list(extra)}` : "";
  return `${kept}${losses.length > 0 ? `Lost:\n${list(losses)}` : "Nothing is lost.\n"}`;
}

/** Says on a terminal how far it has come, once a second. */
export function progressLine() {
  const started = Date.now();
  let told = started;
  return {
    tell(count: number) {
      const now = Date.now();
      if (!process.stderr.isTTY || now - told < 1000) return;
      told = now;
      process.stderr.write(`\r${count} articles, ${Math.round((count * 1000) / (now - started))} a second`);
    },
    end() {
      if (told !== started) process.stderr.write("\n");
    },
  };
}

function complain(problem: Problem): void {
  process.stderr.write(`${problemSentence(problem)}\n`);
  process.exitCode = 1;
}
