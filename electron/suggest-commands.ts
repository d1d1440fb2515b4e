import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Article } from "../shared/annotation/records.ts";
import { newsScheme } from "../shared/annotation/scheme.ts";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { suggesterSchema } from "../shared/host/suggesters.ts";
import { builtInSuggester } from "../shared/suggest/built-in.ts";
import { english } from "../shared/suggest/english/pack.ts";
import { type Convention, conventions } from "../shared/suggest/gold.ts";
import type { Dropped } from "../shared/suggest/protocol/verify.ts";
import type { Suggester } from "../shared/suggest/suggester.ts";
import { evaluateLines, reportTable } from "./services/evaluate-lines.ts";
import { fail } from "./services/problems.ts";
import { suggestLines } from "./services/suggest-stream.ts";
import { commandSuggester } from "./services/suggesters/command.ts";

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
    .action(async (file: string | undefined, options: SuggestOptions) => {
      if (file !== undefined) await stat(from(file));
      const input = file === undefined ? process.stdin : createReadStream(from(file));
      const form =
        options.as === "gold"
          ? { kind: "gold" as const, convention: options.convention }
          : { kind: "annotation" as const, now: new Date().toISOString() };
      const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
      for await (const result of suggestLines(file ?? "standard input", lines, suggesterBy(options), form)) {
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
}

/** The suggester that the options name: the built-in one, or a program, which is started anew for each article. */
function suggesterBy({ with: program, arg }: SuggestOptions): (article: Article) => Suggester {
  const builtIn = builtInSuggester(english);
  if (program === undefined) return () => builtIn;
  const reach = { kind: "command" as const, program, arguments: arg };
  const parsed = suggesterSchema.safeParse({ id: "with", name: basename(program), enabled: true, reach });
  if (!parsed.success) return fail("--with", parsed.error.issues[0]?.message ?? "it names no program", "See --help.");
  const settings = parsed.data;
  const types = newsScheme.entityTypes;
  const cancelled = new AbortController().signal;
  const onDropped = ({ words, reason }: Dropped) =>
    process.stderr.write(`${settings.name}: left out, for “${words}” is ${reason}\n`);
  return (article) => {
    const asking = { article, types, register: null, cancelled, onDropped, onProgress: () => undefined };
    return commandSuggester(settings, reach, process.cwd(), asking);
  };
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
