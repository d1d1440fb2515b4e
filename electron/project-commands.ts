import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { newsScheme } from "../shared/annotation/scheme.ts";
import { articleFields, type FieldMap, isJsonLinesName } from "../shared/article/json-fields.ts";
import type { Format, Loss } from "../shared/exchange/format.ts";
import { sameIdChoices } from "../shared/exchange/intake/choices.ts";
import { emptyTally, summedTally } from "../shared/exchange/intake/share.ts";
import { summed } from "../shared/exchange/loss.ts";
import { writeAnnotation } from "../shared/format/annotation-file.ts";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { sorted } from "../shared/host/article-names.ts";
import { progressLine, readable, reportText, writable } from "./exchange-commands.ts";
import { importInto } from "./services/articles/batch-import.ts";
import { writeAtomically } from "./services/atomic-write.ts";
import { type BatchOptions, importAnnotations } from "./services/exchange/batch.ts";
import { type Articles, streamExport, writeExport } from "./services/exchange/exporting.ts";
import { startOf } from "./services/exchange/inputs.ts";
import { labelsFrom } from "./services/exchange/label-file.ts";
import { withoutCompanions } from "./services/exchange/service.ts";
import { fail } from "./services/problems.ts";
import { openProfile, profileFolder } from "./services/profile.ts";
import { annotatorOf, projectFileName } from "./services/store/folder/reading.ts";
import { folderBackend } from "./services/store/folder.ts";
import { withSuggestions } from "./services/suggested-document.ts";

type From = (path: string) => string;

interface ImportOptions {
  project?: string;
  from?: Format;
  annotator?: string;
  mapLabels?: string;
  fields?: FieldMap;
  same: BatchOptions["choices"]["same"];
  changed: BatchOptions["choices"]["changed"];
  sameId: BatchOptions["choices"]["sameId"];
  byName: boolean;
  report?: string | true;
  json?: boolean;
}

interface ExportOptions {
  to?: Format;
  articles?: string[];
  annotator?: string;
  out?: string;
  withSuggestions?: boolean;
  extension: boolean;
  option: string[];
  report?: string | true;
  json?: boolean;
}

const importExamples = `
Examples:
  onrecord import my-project articles/*.html
  onrecord import my-project tasks.json --annotator "Ann Lee" --report
  onrecord import my-project brat-corpus/ --map-labels labels.json --json
  onrecord import articles/*.html --project my-project
  onrecord import my-project news.jsonl --fields text=story,title=headline,publisher=source.name
  onrecord import my-project archive.zip feed.xml "release.eml"

labels.json: {"labels": {"PER": "Person", "CITATION": "quote", "MISC": "leave"}, "relations": {"said-by": "speaker"}}
Labels that it does not name become types of their own names.

Exit code 0: everything is in the project. 1: something is not; the rest is.`;

const exportExamples = `
Examples:
  onrecord export my-project --to brat --out brat-corpus --report
  onrecord export my-project --to csv --out tables --option safe-cells
  onrecord export my-project --to label-studio --article council-vote --annotator a_1x2y3z --out tasks.json
  onrecord export my-project --article council-vote -o council-vote.onrecord.json

Exit code 0: everything was written. 1: something was not; an output is there whole, or not at all.`;

/** Adds `import` and `export` to the command line. `from` finds a path where the person typed it. */
export function addProjectCommands(program: Command, from: From): void {
  program
    .command("import")
    .description(
      "bring articles (.txt .md .html .docx .pdf .eml, feeds, NewsML-G2, NITF, JSON Lines, .zip of these), or annotations of any format, into a project; it is made when it is not there",
    )
    .argument("<path...>", "the project's folder, unless --project names it; then files, and folders of annotations")
    .option("--project <folder>", "the project's folder")
    .option("--from <format>", "the format of all files; guessed from the content by default", readable)
    .option("--annotator <name>", "whose work it becomes; by default as the files say, and yours where they say nobody")
    .option("--map-labels <file>", "what labels become that the scheme does not have")
    .option("--fields <names>", "which fields of JSON Lines are what of an article, such as text=story", fieldsFrom)
    .addOption(choice("--same <choice>", "an article that is there already", ["merge", "new", "skip"], "merge"))
    .addOption(choice("--changed <choice>", "one that has another text there", ["version", "new", "skip"], "new"))
    .addOption(choice("--same-id <choice>", "an annotation that says another thing there", sameIdChoices, "mine"))
    .option("--no-by-name", "do not take an entity for one of the same type and name in the register")
    .option("--report [file]", "say what has no record in Onrecord; as JSON into a file where one is named")
    .option("--json", "print one JSON object for each article")
    .addHelpText("after", importExamples)
    .action(async (paths: string[], options: ImportOptions) => {
      const [folder, ...files] = options.project === undefined ? paths : [options.project, ...paths];
      if (folder === undefined || files.length === 0)
        fail("import", "no file is named", "Name the project's folder first, and then the files.");
      await runImport(from(folder), files, options, from);
    });

  program
    .command("export")
    .description("write articles of a project with their annotations in any format; one as annotation JSON by default")
    .argument("<folder>", "the project's folder")
    .option("--to <format>", "the format to write", writable)
    .option("--article, --articles <id...>", "which articles; all of them by default where --to names a format")
    .option("--annotator <id>", "whose work; by default everybody's")
    .option("--with-suggestions", "also what is suggested and not decided, as annotations that nobody accepted")
    .addOption(new Option("--output <path>").hideHelp())
    .option("-o, --out <path>", "a file, or a folder that is not there yet; standard output by default")
    .option("--no-extension", "write only the format's own terms, and lose what they cannot say")
    .option("--option <id...>", "options of the format: safe-cells for csv and tsv", [])
    .option("--report [file]", "say what the format cannot hold; as JSON into a file where one is named")
    .option("--json", "print the result as one JSON object (to standard error where the output takes standard output)")
    .addHelpText("after", exportExamples)
    .action(async (folder: string, given: ExportOptions & { output?: string }) => {
      const options = given.output === undefined ? given : { ...given, out: given.output };
      const articles = await articlesOf(from(folder), options);
      if (options.to) await runExport(articles, options.to, options, from);
      else await exportOne(articles, options, from);
    });
}

function choice(flags: string, description: string, choices: readonly string[], usual: string): Option {
  return new Option(flags, description).choices(choices).default(usual);
}

async function runImport(folder: string, files: readonly string[], options: ImportOptions, from: From): Promise<void> {
  const profile = await openProfile(profileFolder());
  const named = files.map((name) => ({ name, path: from(name) }));
  const { articles, exchange } = await kindsOf(named, options);
  const annotator = await profile.annotatorOrDefault();
  for await (const result of importInto(folder, articles, annotator, { fields: options.fields ?? {} })) {
    if (result.problem) process.exitCode = 1;
    if (options.json) print(JSON.stringify(result));
    else {
      if (result.problem) complain(result.problem);
      else print(`${result.file}: imported as ${result.article}`);
      for (const notice of result.notices) process.stderr.write(`${notice}\n`);
    }
  }
  if (exchange.length > 0) await runAnnotations(folder, exchange, options, from);
}

/** Articles and annotations apart. Where fields of articles are named, JSON Lines are articles. */
async function kindsOf(files: readonly { name: string; path: string }[], { from, fields }: ImportOptions) {
  if (from) return { articles: [], exchange: files };
  const isLines = ({ name }: { name: string }) => fields !== undefined && isJsonLinesName(name);
  const others = files.filter((file) => !isLines(file));
  const { articles, exchange } = await sorted(others, ({ path }) => startOf(path).catch(() => ""));
  return { articles: [...articles, ...files.filter(isLines)], exchange };
}

/** `text=story,title=headline` as which field says what. */
function fieldsFrom(given: string): FieldMap {
  const pairs = given.split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  const wrong = pairs.find(([field, name, ...more]) => !isField(field) || !name || more.length > 0);
  if (wrong) {
    const known = articleFields.join(", ");
    throw new InvalidArgumentError(`“${wrong.join("=")}” should be such as text=story; fields are ${known}.`);
  }
  return Object.fromEntries(pairs);
}

const isField = (name: string | undefined): boolean => articleFields.some((field) => field === name);

async function runAnnotations(
  folder: string,
  files: readonly { name: string; path: string }[],
  options: ImportOptions,
  from: From,
): Promise<void> {
  const profile = await openProfile(profileFolder());
  const batch: BatchOptions = {
    from: options.from ?? null,
    whose:
      options.annotator === undefined ? { whose: "named", nobody: null } : { whose: "other", name: options.annotator },
    choices: { same: options.same, changed: options.changed, sameId: options.sameId, byName: options.byName },
    answers:
      options.mapLabels === undefined
        ? []
        : await labelsFrom(
            from(options.mapLabels),
            options.mapLabels,
            await schemeIn(folder, await profile.annotatorOrDefault()),
          ),
  };
  const progress = progressLine();
  let losses: Loss[] = [];
  let tally = emptyTally;
  let articles = 0;
  const paths = withoutCompanions(files.map(({ name, path }) => ({ shown: name, path })));
  for await (const one of importAnnotations(folder, paths, profile, batch)) {
    losses = summed([...losses, ...one.losses]);
    tally = summedTally(tally, one.tally);
    if (one.problems.length > 0) process.exitCode = 1;
    if (one.article !== null) progress.tell(++articles);
    if (options.json) print(JSON.stringify(one));
    else {
      for (const problem of one.problems) complain(problem);
      if (one.article !== null)
        print(`${one.file}: ${doneTo[one.action ?? "skip"]} ${one.article}, ${one.tally.added} annotations more`);
    }
  }
  progress.end();
  if (typeof options.report === "string")
    await writeAtomically(from(options.report), `${JSON.stringify({ articles, ...tally, losses }, null, 2)}\n`);
  else if (options.report) {
    const lines = losses.map(({ what, count, examples }) => `  ${what}\t${count}\t${examples.join(", ")}\n`);
    process.stderr.write(
      lines.length > 0 ? `Has no record in Onrecord:\n${lines.join("")}` : "Everything has a record.\n",
    );
  }
}

const doneTo = {
  add: "imported as",
  merge: "added to",
  version: "a newer version of",
  skip: "left out, as it is",
} as const;

async function schemeIn(folder: string, annotator: { id: string; name: string }) {
  if (!(await stat(join(folder, projectFileName)).catch(() => null))) return newsScheme;
  return (await folderBackend(folder, annotator).load()).state.project.scheme;
}

/** The articles that an export is of, with the work that is asked for. */
async function articlesOf(folder: string, options: ExportOptions): Promise<Articles & { chosen: string[] | null }> {
  const profile = await openProfile(profileFolder());
  const { annotator: owner } = options;
  const annotator = owner === undefined ? await profile.annotatorOrDefault() : await annotatorOf(folder, owner);
  const backend = folderBackend(folder, annotator);
  const { state } = await backend.load();
  const chosen = options.articles ?? null;
  const ids = chosen ?? (options.to ? (await backend.articles()).articles.map(({ id }) => id) : []);
  async function* each() {
    yield* ids;
  }
  return {
    name: state.project.name,
    total: ids.length,
    ids: each(),
    chosen,
    async document(id) {
      const decided = await backend.document(state, id, owner === undefined ? "all" : "mine");
      return options.withSuggestions ? withSuggestions(decided, annotator) : decided;
    },
  };
}

async function exportOne(
  { chosen, document }: Awaited<ReturnType<typeof articlesOf>>,
  options: ExportOptions,
  from: From,
) {
  const [only, ...others] = chosen ?? [];
  if (only === undefined || others.length > 0)
    fail("export", "it is not said what to write", "Name one article with --article, or a format with --to.");
  const content = writeAnnotation(await document(only));
  if (options.out) await writeAtomically(from(options.out), content);
  else process.stdout.write(content);
}

async function runExport(articles: Articles, to: Format, options: ExportOptions, from: From): Promise<void> {
  const unknown = options.option.find((id) => !to.options?.some((one) => one.id === id));
  if (unknown !== undefined) throw new InvalidArgumentError(`${to.title} has no option ${unknown}.`);
  const kind = { format: to, extension: options.extension, options: options.option };
  const progress = progressLine();
  const watching = { progress: (done: number) => progress.tell(done), isCancelled: () => false };
  const result =
    options.out === undefined
      ? await streamExport(articles, kind, process.stdout, watching)
      : await writeExport(articles, kind, from(options.out), watching);
  progress.end();
  for (const problem of result.problems) complain(problem);
  if (result.problems.length > 0) process.exitCode = 1;
  const { losses, extra } = result;
  const said = { articles: result.articles, files: result.files, problems: result.problems.length, losses, extra };
  if (typeof options.report === "string")
    await writeAtomically(from(options.report), `${JSON.stringify(said, null, 2)}\n`);
  else if (options.report) process.stderr.write(reportText(losses, extra, to));
  if (options.json) (options.out === undefined ? process.stderr : process.stdout).write(`${JSON.stringify(said)}\n`);
  else process.stderr.write(`${said.articles} articles exported, ${said.problems} problems.\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(problem: Problem): void {
  process.stderr.write(`${problemSentence(problem)}\n`);
}
