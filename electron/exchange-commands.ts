import { createInterface } from "node:readline";
import { type Command, InvalidArgumentError } from "commander";
import { unnamed, unstamped } from "../shared/exchange/blank.ts";
import type { Format, Loss } from "../shared/exchange/format.ts";
import { formatOf, formats } from "../shared/exchange/registry.ts";
import { type Counts, withCounts } from "../shared/exchange/stats.ts";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { articleEndings, sharedEndings } from "../shared/host/article-names.ts";
import { convertAll } from "./services/exchange/convert.ts";
import { type Found, findInputs, findLines, type InputOptions, type Taken } from "./services/exchange/inputs.ts";

/** Adds `stats` and `formats` to the command line. `from` finds a path where the person typed it. */
export function addExchangeCommands(program: Command, from: (path: string) => string): void {
  program
    .command("stats")
    .description(
      "count what annotation files of any format hold; JSON Lines from standard input where no file is given",
    )
    .argument("[input...]", "files, folders of files, or project folders")
    .option("--from <format>", "the format of the input; guessed from the content by default", readable)
    .option("-j, --jobs <number>", jobsHelp, jobsOf, 1)
    .option("--json", "print one JSON object")
    .action(async (paths: string[], options: { from?: Format; jobs: number; json?: boolean }) => {
      let counts: Counts = {};
      const counting = { ...unsaid, to: null, extension: false, chosen: [] };
      for await (const one of convertAll(inputOf(paths, options.from, from), counting, options.jobs)) {
        counts = withCounts(counts, one.counts);
        for (const problem of one.problems) complain(problem);
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
      const endings = [...articleEndings, ...sharedEndings];
      const articles = { id: "articles", title: "Articles without annotations", endings, reads: true, writes: false };
      const line = `${articles.id}\t${articles.title} (${endings.join(", ")})\tin`;
      process.stdout.write(options.json ? `${JSON.stringify(articles)}\n` : `${line}\n`);
    });
}

/** What the input does not say stays unsaid, so that the same input always gives the same output. */
export const unsaid = { now: unstamped, annotator: { id: unnamed, name: "Imported" } };

/** What `--jobs` does. */
export const jobsHelp = "how many processor cores convert at once; the order stays";

/** The number that `--jobs` was given. */
export function jobsOf(value: string): number {
  const jobs = Number(value);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs;
  throw new InvalidArgumentError("Say a number from 1 to 256.");
}

/** The records of files, folders and projects; of standard input, JSON Lines, where there are none. */
export function inputOf(
  paths: string[],
  format: Format | undefined,
  from: (path: string) => string,
): AsyncIterable<Found | Taken> {
  const options: InputOptions = { from: format ?? null, ...unsaid };
  if (paths.length > 0)
    return findInputs(
      paths.map((shown) => ({ shown, path: from(shown) })),
      options,
    );
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  return findLines("standard input", lines, options);
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

/** Says a problem on standard error; the exit code tells of it too. */
export function complain(problem: Problem): void {
  process.stderr.write(`${problemSentence(problem)}\n`);
  process.exitCode = 1;
}
