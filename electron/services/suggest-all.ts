import { basename } from "node:path";
import type { Article } from "../../shared/annotation/records.ts";
import { newsScheme } from "../../shared/annotation/scheme.ts";
import { suggesterSchema } from "../../shared/host/suggesters.ts";
import { builtInSuggester } from "../../shared/suggest/built-in.ts";
import { english } from "../../shared/suggest/english/pack.ts";
import type { Dropped } from "../../shared/suggest/protocol/verify.ts";
import type { Suggester } from "../../shared/suggest/suggester.ts";
import { type Batched, inOrder, startPool } from "./pool.ts";
import { fail } from "./problems.ts";
import { type InputLine, type LineResult, type OutputForm, suggestLine } from "./suggest-stream.ts";
import { commandSuggester } from "./suggesters/command.ts";

/** What is asked for each line. Plain data, for threads. */
export interface Asked {
  /** The input's name, for people. */
  file: string;
  form: OutputForm;
  /** The program that is asked instead of the built-in rules, and what it is given. */
  program: string | null;
  arguments: readonly string[];
}

/** What a thread does with lines. */
export function suggestBatch(asked: Asked): Batched<InputLine, LineResult> {
  const suggesterOf = suggesterBy(asked);
  return {
    async run(batch) {
      const results: LineResult[] = [];
      for (const one of batch) results.push(await suggestLine(asked.file, one, suggesterOf, asked.form));
      return results;
    },
  };
}

/** Suggestions for articles that come as JSON Lines: one result for each line, in their order, in as many threads as
 *  `jobs` says; only a few articles are in memory at a time. Lines that cannot be read, and articles that their suggester
 *  fails on, give a problem and do not stop the others; blank lines are passed over. */
export async function* suggestAll(
  lines: AsyncIterable<string> | Iterable<string>,
  asked: Asked,
  jobs: number,
): AsyncGenerator<LineResult> {
  const { file, form } = asked;
  const suggesterOf = suggesterBy(asked);
  if (jobs <= 1) {
    for await (const one of numbered(lines)) yield await suggestLine(file, one, suggesterOf, form);
    return;
  }
  const pool = startPool<InputLine, LineResult>(new URL("./suggest-thread.ts", import.meta.url), asked, jobs);
  try {
    yield* inOrder(pool, numbered(lines), ({ line }) => line.length * lineWeight);
  } finally {
    await pool.close();
  }
}

/** How much longer suggesting takes than converting as many characters: batches are that much smaller. */
const lineWeight = 8;

async function* numbered(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<InputLine> {
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() !== "") yield { number, line };
  }
}

/** The suggester that is asked: the built-in one, or a program, which is started anew for each article.
 *  @throws ProblemError where it names no program. */
function suggesterBy({ program, arguments: given }: Asked): (article: Article) => Suggester {
  const builtIn = builtInSuggester(english);
  if (program === null) return () => builtIn;
  const reach = { kind: "command" as const, program, arguments: [...given] };
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
