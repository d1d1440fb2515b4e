import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { Reach, SuggesterSettings } from "../../../shared/host/suggesters.ts";
import type { Suggester } from "../../../shared/suggest/suggester.ts";
import { fail } from "../problems.ts";
import { type Asking, endOf, requestOf } from "./asking.ts";
import { replyLines } from "./lines.ts";
import { replyingSuggester, suggestionsIn } from "./reply.ts";

type Command = Extract<Reach, { kind: "command" }>;

const stderrKept = 600;
/** So long a program may take to end when it is asked to, before it is ended. */
const graceMs = 1_000;

/** A suggester that is a program of this machine: one process for an article, ended with the reply. `folder` is where it
 *  runs: never a project, whose files a program might take for its own. */
export function commandSuggester(
  settings: SuggesterSettings,
  reach: Command,
  folder: string,
  asking: Asking,
): Suggester {
  const { name } = settings;
  return replyingSuggester(name, async function* (onBegin) {
    const signal = endOf(asking, settings);
    signal.throwIfAborted();
    const child = await start(name, reach, folder);
    const said = tailOf(child);
    const stop = () => end(child);
    signal.addEventListener("abort", stop);
    try {
      child.stdin.end(`${JSON.stringify(requestOf(asking))}\n`);
      const lines = replyLines(name, child.stdout);
      yield* suggestionsIn(name, lines, asking, onBegin, async () => howItEnded(child, said));
    } catch (error) {
      // Ending the program breaks its reply off.
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
      end(child);
    }
  });
}

async function start(name: string, { program, arguments: args }: Command, folder: string) {
  const child = spawn(program, args, {
    cwd: folder,
    shell: false,
    windowsHide: true,
    // A group of its own, so that what it starts ends with it.
    detached: process.platform !== "win32",
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Who does not read its request, or ends early, says so by the reply.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => undefined);
  const problem = await new Promise<Error | null>((resolve) => {
    child.once("spawn", () => resolve(null));
    child.once("error", resolve);
  });
  if (problem) {
    const isMissing = "code" in problem && problem.code === "ENOENT";
    const reason = isMissing ? `there is no program ${program}` : `${program} cannot be run (${problem.message})`;
    fail(name, reason, "Correct the program in the suggester's settings, or install it.");
  }
  return child;
}

/** Collects the last of what a program complains of. */
function tailOf(child: ChildProcessWithoutNullStreams): () => string {
  let tail = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    tail = (tail + text).slice(-stderrKept);
  });
  return () => tail.replace(/\s+/g, " ").trim();
}

async function howItEnded(child: ChildProcessWithoutNullStreams, said: () => string): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "close");
  const { exitCode, signalCode } = child;
  const complaint = said() === "" ? "and said nothing on standard error" : `and said: ${said()}`;
  if (exitCode === 0) return `it ended without the line of kind “end” ${complaint}`;
  return `it ended with ${signalCode ?? `exit code ${exitCode}`} ${complaint}`;
}

/** Ends a program and what it started. */
function end(child: ChildProcessWithoutNullStreams): void {
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
  signalTo(child, "SIGTERM");
  const timer = setTimeout(() => signalTo(child, "SIGKILL"), graceMs);
  timer.unref();
}

function signalTo(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  try {
    if (process.platform === "win32") child.kill(signal);
    else if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}
