import { addArticles } from "../../shared/annotation/actions/project.ts";
import type { Operation } from "../../shared/annotation/operation.ts";
import type { Problem } from "../../shared/format/problem.ts";
import type { ImportSource, Result } from "../../shared/host/contract.ts";
import { knownFields, type WithFields, withFields } from "./fields.ts";
import { request, withProgress } from "./requests.ts";
import { refreshArticles, showArticle } from "./showing.ts";
import { store } from "./store.ts";
import { showProblem, tellProblems, toast } from "./toast.ts";
import { undo } from "./undo.ts";
import { author, perform } from "./work.ts";

interface ImportOptions {
  /** Of which JSON Lines it is asked which fields say what: those whose text is not known, or all. */
  fields?: "unknown" | "all";
  /** An import that this one takes the place of, where nothing was done since. */
  instead?: Operation;
}

/** Brings articles into the project as one undoable step, and shows the first. */
export async function importArticles(sources: ImportSource[], options: ImportOptions = {}): Promise<void> {
  const { opened, fieldsQuestion } = store.getState();
  if (!opened || sources.length === 0) return;
  if (fieldsQuestion) return toast("Answer which fields are what first, then import the others");
  const ready = await withFields(sources, options.fields ?? "unknown");
  if (!ready || store.getState().opened?.session !== opened.session) return;
  if (options.instead && store.getState().undo.at(-1) === options.instead) await undo();
  const read = await readArticles(opened.session, ready.sources);
  const { state } = store.getState();
  if (!read || !state) return;
  tell(read.problems);
  if (read.notices.length > 0) toast("Imported, with remarks", read.notices);
  const [first] = read.articles;
  if (!first) return;
  const operation = addArticles(state, author, read.articles);
  if (!perform(operation)) return;
  await refreshArticles();
  await showArticle(first.id);
  if (operation) tellFields(ready, sources, operation, read.articles.length);
}

/** Has sources read. Whoever cancels does not wait for the host to notice. @returns null where nothing came of it. */
async function readArticles(session: string, sources: ImportSource[]): Promise<Result<"article.read"> | null> {
  const reply = await withProgress("Importing", (task, signal) => {
    const stopped = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null)));
    return Promise.race([request("article.read", { session, sources, task }), stopped]);
  });
  if (reply?.ok && !reply.value.cancelled) return reply.value;
  if (reply?.ok === false) showProblem(reply.problem);
  else toast("Nothing was imported", ["It was cancelled."]);
  return null;
}

/** A few notices are read as they come; more are a list. */
const mostNotices = 3;

function tell(problems: Problem[]): void {
  if (problems.length <= mostNotices) {
    for (const problem of problems) showProblem(problem);
    return;
  }
  store.setState((app) => ({ problems: [...app.problems, ...problems] }));
  tellProblems(problems);
}

/** Says by which fields JSON Lines were read that nobody was asked about, with the way to say it otherwise. */
function tellFields({ known }: WithFields, sources: ImportSource[], operation: Operation, count: number): void {
  if (known.length === 0) return;
  const again = () => {
    if (store.getState().undo.at(-1) === operation)
      return importArticles(sources, { fields: "all", instead: operation });
    toast("Something was done since these articles came in", [
      "Remove them, then use “Import JSON Lines, choosing fields…”.",
    ]);
  };
  toast(
    count === 1 ? "One article imported" : `${count.toLocaleString("en")} articles imported`,
    known.map(knownFields),
    {
      action: { label: "Fields…", run: () => void again() },
    },
  );
}
