import { stat } from "node:fs/promises";
import type { Command } from "commander";
import type { Scheme } from "../shared/annotation/records.ts";
import type { ExchangeFile, Format, Loss } from "../shared/exchange/format.ts";
import { summed } from "../shared/exchange/loss.ts";
import {
  complain,
  inputOf,
  jobsHelp,
  jobsOf,
  progressLine,
  readable,
  reportText,
  unsaid,
  writable,
} from "./exchange-commands.ts";
import { removeAbandoned, writeAtomically } from "./services/atomic-write.ts";
import { convertAll } from "./services/exchange/convert.ts";
import { growingStream } from "./services/exchange/growing-stream.ts";
import {
  fileOutput,
  folderOutput,
  isOneFile,
  type Output,
  type OutputState,
  streamOutput,
} from "./services/exchange/outputs.ts";
import { type Done, progressFile } from "./services/exchange/progress-file.ts";

interface ConvertOptions {
  from?: Format;
  to: Format;
  out?: string;
  report?: string | true;
  rejects?: string;
  extension: boolean;
  option: string[];
  jobs: number;
  resume?: boolean;
  json?: boolean;
}

const examples = `
Examples:
  onrecord convert corpus/ --to label-studio --out tasks.json --report
  onrecord convert my-project --to brat --out brat-corpus
  onrecord convert --from prodigy --to onrecord-lines --rejects bad.jsonl < tasks.jsonl > annotations.jsonl
  onrecord convert corpus.jsonl --to doccano --out doccano.jsonl --jobs 8
  onrecord convert corpus.jsonl --to doccano --out doccano.jsonl --jobs 8 --resume   # after it was interrupted

Exit code 0: everything was converted. 1: something was not; the rest is there.`;

/** Adds `convert` to the command line. `from` finds a path where the person typed it. */
export function addConvertCommand(program: Command, from: (path: string) => string): void {
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
    .option("-j, --jobs <number>", jobsHelp, jobsOf, 1)
    .option("--resume", "go on with the same conversion where it was interrupted; from the beginning where it was not")
    .option("--json", "print the result as one JSON object (to standard error where the output takes standard output)")
    .addHelpText("after", examples)
    .action(async (paths: string[], options: ConvertOptions) => {
      if (options.resume && options.out === undefined)
        program.error("error: --resume needs --out: what went to standard output is not known");
      await convert(paths, options, from);
    });
}

/** Milliseconds between two notes of how far it has come. */
const noteEvery = 2_000;

const fromTheStart: Omit<Done, "of"> = {
  records: 0,
  articles: 0,
  problems: 0,
  losses: [],
  extra: [],
  output: null,
  rejected: 0,
};

async function convert(paths: string[], options: ConvertOptions, from: (path: string) => string): Promise<void> {
  const { to } = options;
  const conversion = { ...unsaid, to: to.id, extension: options.extension, chosen: options.option };
  // What is packed at the end cannot be gone on with: such a run begins anew.
  const note =
    options.out === undefined || to.packs
      ? null
      : progressFile(from(options.out), { paths, conversion, from: options.from?.id });
  const begun = (options.resume && (await note?.read())) || fromTheStart;
  const done = { ...fromTheStart, ...begun };
  const rejects = await rejectsInto(options.rejects === undefined ? null : from(options.rejects), begun.rejected);
  const progress = progressLine();
  let output: Output | null = null;
  let noted = 0;
  const input = after(inputOf(paths, options.from, from), begun.records);
  for await (const one of convertAll(input, conversion, options.jobs)) {
    for (const problem of one.problems) {
      done.problems++;
      if (rejects) rejects.put({ ...problem, record: one.record ?? undefined });
      else complain(problem);
    }
    done.losses = summed([...done.losses, ...one.losses]);
    done.extra = summed([...done.extra, ...one.extra]);
    for (const { files, scheme } of one.articles) {
      output ??= await outputFor(options, isOneFile(to, files), from, begun.output);
      await putOrLeaveNothing(output, to, files, scheme);
      progress.tell(++done.articles);
    }
    done.records++;
    if (!note || Date.now() - noted < noteEvery) continue;
    const [state, rejected] = [output ? await output.state() : begun.output, (await rejects?.bytes()) ?? 0];
    await note.write({ ...done, output: state, rejected });
    noted = Date.now();
  }
  progress.end();
  if (begun.output)
    output ??= await outputFor(options, Object.keys(begun.output.growing).length === 1, from, begun.output);
  const files = (await output?.end()) ?? 0;
  await rejects?.end();
  await note?.remove();
  if (done.problems > 0) process.exitCode = 1;
  const { articles, problems, losses, extra } = done;
  await tell({ articles, files, problems, losses, extra }, options, from);
}

/** What is packed leaves no file that another run could go on with. */
async function putOrLeaveNothing(output: Output, to: Format, files: readonly ExchangeFile[], scheme: Scheme) {
  try {
    await output.put(files, scheme);
  } catch (error) {
    if (to.packs) await output.abandon().catch(() => undefined);
    throw error;
  }
}

interface Result {
  articles: number;
  files: number;
  problems: number;
  losses: readonly Loss[];
  extra: readonly Loss[];
}

async function tell(result: Result, options: ConvertOptions, from: (path: string) => string): Promise<void> {
  if (typeof options.report === "string")
    await writeAtomically(from(options.report), `${JSON.stringify(result, null, 2)}\n`);
  else if (options.report) process.stderr.write(reportText(result.losses, result.extra, options.to));
  if (options.json) (options.out === undefined ? process.stderr : process.stdout).write(`${JSON.stringify(result)}\n`);
  else process.stderr.write(`${result.articles} articles converted, ${result.problems} problems.\n`);
}

/** The input without the records that are done with. */
async function* after<T>(input: AsyncIterable<T>, records: number): AsyncGenerator<T> {
  let left = records;
  for await (const one of input) {
    if (left > 0) left--;
    else yield one;
  }
}

/** The file with the records that could not be read, as it was when that many bytes were in it. */
async function rejectsInto(path: string | null, bytes: number) {
  if (path === null) return null;
  const { stream, bytes: written } = await growingStream(path, bytes);
  return {
    put: (record: unknown) => void stream.write(`${JSON.stringify(record)}\n`),
    bytes: written,
    end: () => new Promise<void>((resolve) => stream.end(resolve)),
  };
}

/** The output of a run: a folder for formats of several files, otherwise one file or standard output. */
async function outputFor(
  options: ConvertOptions,
  oneFile: boolean,
  from: (path: string) => string,
  begun: OutputState | null,
): Promise<Output> {
  const { out, to } = options;
  if (out === undefined) {
    if (oneFile) return streamOutput(to, process.stdout);
    throw new Error(`${to.title} is written as several files: name a folder for them with --out`);
  }
  const there = await stat(from(out)).catch(() => null);
  const isFolder = !oneFile || there?.isDirectory() === true || /[\\/]$/.test(out);
  // What the interrupted run was in the middle of writing.
  if (isFolder && begun) await removeAbandoned([from(out)], undefined, 0);
  return isFolder ? folderOutput(to, from(out), begun) : fileOutput(to, from(out), begun);
}
