import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { type Convention, conventions } from "../shared/suggest/gold.ts";
import { jobsOf } from "./exchange-commands.ts";
import { evaluateLines, reportTable } from "./services/evaluate-lines.ts";
import { suggestAll } from "./services/suggest-all.ts";

/** Adds `suggest` and `evaluate` to the command line. `from` finds a path where the person typed it. */
export function addSuggestCommands(program: Command, from: (path: string) => string): void {
  program
    .command("suggest")
    .description("propose annotations: JSON Lines with id and text in, one annotation JSON object a line out")
    .argument("[file]", "read from there instead of from standard input")
    .addOption(new Option("--as <form>", "what to write").choices(["annotation", "gold"]).default("annotation"))
    .addOption(new Option("--convention <name>", "where content ends in gold").choices(conventions).default("onrecord"))
    .option("--language <code>", "the language of the articles", onlyEnglish, "en")
    .option("--with <program>", "ask this program instead of the built-in rules, as docs/suggesters.md says")
    .option("--arg <argument>", "what the program is given, as often as needed; --arg=-x for -x", andMore, [])
    .option("-j, --jobs <number>", "how many processor cores work at once; the order stays", jobsOf, 1)
    .action(async (file: string | undefined, options: SuggestOptions) => {
      if (file !== undefined) await stat(from(file));
      const input = file === undefined ? process.stdin : createReadStream(from(file));
      const form =
        options.as === "gold"
          ? { kind: "gold" as const, convention: options.convention }
          : { kind: "annotation" as const, now: new Date().toISOString() };
      const asked = { file: file ?? "standard input", form, program: options.with ?? null, arguments: options.arg };
      const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
      for await (const result of suggestAll(lines, asked, options.jobs)) {
        if (result.ok) await write(`${result.line}\n`);
        else complain(result.problem);
      }
    });

  program
    .command("evaluate")
    .description("measure suggestions against a gold standard: both JSON Lines as `suggest --as gold` writes them")
    .argument("<gold>", "documents with text, quotes, entities or sentences that people marked")
    .argument("<system>", "what a program suggested for them")
    .option("--json", "print one JSON object")
    .action(async (gold: string, system: string, options: { json?: boolean }) => {
      for (const file of [gold, system]) await stat(from(file));
      const opened = (file: string) => ({ file, lines: linesOf(from(file)) });
      const report = await evaluateLines(opened(gold), opened(system), complain);
      await write(`${options.json ? JSON.stringify(report) : reportTable(report)}\n`);
    });
}

interface SuggestOptions {
  as: string;
  convention: Convention;
  with?: string;
  arg: string[];
  jobs: number;
}

const andMore = (next: string, before: string[]): string[] => [...before, next];

function onlyEnglish(code: string): string {
  if (code !== "en") throw new InvalidArgumentError("There is a language pack for en only.");
  return code;
}

/** The lines of a file, which is opened when the first is asked for: an interface that waits would lose its first lines. */
async function* linesOf(path: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
}

/** Waits while whoever reads is behind, so that nothing piles up in memory. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve();
    else process.stdout.once("drain", resolve);
  });
}

function complain(problem: Problem): void {
  process.stderr.write(`${problemSentence(problem)}\n`);
  process.exitCode = 1;
}
