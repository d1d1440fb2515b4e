import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { formatOf } from "../shared/exchange/registry.ts";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { addCompletionCommand } from "./completion-command.ts";
import { addConvertCommand } from "./convert-command.ts";
import { addExchangeCommands, inputOf, jobsOf, unsaid } from "./exchange-commands.ts";
import { addProjectCommands } from "./project-commands.ts";
import { addSearchCommand } from "./search-command.ts";
import { convertAll } from "./services/exchange/convert.ts";
import { asProblem } from "./services/problems.ts";
import { openProfile, profileFolder } from "./services/profile.ts";
import { validateFile } from "./services/validate.ts";
import { programVersion } from "./services/version.ts";
import { addSuggestCommands } from "./suggest-commands.ts";
import { startWebHost } from "./web.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** Paths are meant from where the person typed them, also through `npm run`. */
const from = (path: string) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

const program = new Command("onrecord")
  .description("Annotate news: who said what about whom.")
  .version(programVersion(root))
  .showHelpAfterError("Run onrecord --help for the commands and examples.")
  .addHelpText(
    "after",
    `
Examples:
  onrecord validate exported.onrecord.json
  onrecord import my-project articles/*.html
  onrecord import my-project tasks.json --annotator "Ann Lee" --report
  onrecord export my-project --article council-vote -o council-vote.onrecord.json
  onrecord export my-project --to brat --out brat-corpus --report
  onrecord convert corpus/ --to label-studio --out tasks.json
  onrecord suggest < articles.jsonl > suggested.jsonl
  onrecord serve my-project --port 8080 --no-open`,
  );

program
  .command("validate")
  .description(
    "check annotation files and project folders, or lines of annotation JSON from standard input; exit code 1 when something is wrong",
  )
  .argument("[file...]", "annotation JSON files or project folders")
  .option("-j, --jobs <number>", "how many processor cores check lines at once", jobsOf, 1)
  .option("--json", "print one JSON object for each file or line")
  .action(async (files: string[], options: { json?: boolean; jobs: number }) => {
    if (files.length === 0) return validateLines(options);
    for (const file of files) {
      const problems = await validateFile(from(file), file);
      if (problems.length > 0) process.exitCode = 1;
      if (options.json) print(JSON.stringify({ file, valid: problems.length === 0, problems }));
      else if (problems.length === 0) print(`${file}: valid`);
      else for (const problem of problems) print(problemSentence(problem));
    }
  });

program
  .command("serve")
  .description(
    "run the editor for a browser on this machine; prints its address as a line of JSON, and another when that was used",
  )
  .argument("[path]", "a project folder, an annotation file or an article to open")
  .option("--port <number>", "the port; any free one by default", "0")
  .option("--no-open", "do not open the browser")
  .option("--allow-commands", "let the window name commands that suggest annotations, to be run on this machine")
  .action(async (path: string | undefined, options: ServeOptions) => {
    const openAtStart = path === undefined ? null : from(path);
    if (openAtStart) await stat(openAtStart);
    const web = await startWebHost({
      profile: await openProfile(profileFolder()),
      renderer: join(root, "dist", "renderer"),
      assets: join(root, "assets"),
      version: programVersion(root),
      port: Number(options.port),
      openAtStart,
      openExternal: async (url) => openInBrowser(url),
      allowCommands: options.allowCommands === true,
      onAddress: (url) => print(JSON.stringify({ url })),
    });
    print(JSON.stringify({ url: web.url }));
    if (options.open) openInBrowser(web.url);
    const stop = () => void web.close().then(() => process.exit(0));
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });

/** Checks lines of annotation JSON as they come. */
async function validateLines(options: { json?: boolean; jobs: number }): Promise<void> {
  const checking = { ...unsaid, to: null, extension: false, chosen: [] };
  let [line, wrong] = [0, 0];
  for await (const { problems } of convertAll(inputOf([], formatOf("onrecord-lines"), from), checking, options.jobs)) {
    line++;
    const valid = problems.length === 0;
    if (!valid) wrong++;
    if (options.json) print(JSON.stringify({ record: line, valid, problems }));
    else for (const problem of problems) print(problemSentence(problem));
  }
  if (wrong > 0) process.exitCode = 1;
  process.stderr.write(`${line - wrong} records are valid, ${wrong} are not.\n`);
}

addSuggestCommands(program, from);
addProjectCommands(program, from);
addConvertCommand(program, from);
addCompletionCommand(program);
addExchangeCommands(program, from);
addSearchCommand(program, from);

interface ServeOptions {
  port: string;
  open: boolean;
  allowCommands?: boolean;
}

function openInBrowser(url: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", url]
        : ["xdg-open", url];
  const child = spawn(command ?? "xdg-open", args, { stdio: "ignore", detached: true });
  child.on("error", () => process.stderr.write(`Open ${url} in a browser.\n`));
  child.unref();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(problem: Problem): void {
  process.stderr.write(`${problemSentence(problem)}\n`);
}

program.parseAsync().catch((error: unknown) => {
  complain(asProblem(error));
  process.exitCode = 1;
});
