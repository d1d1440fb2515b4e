import { articlesOf, conflicts, invert } from "../../shared/annotation/operation.ts";
import { ensureArticle, refreshArticles } from "./showing.ts";
import { store } from "./store.ts";
import { toast } from "./toast.ts";
import { commit } from "./work.ts";

async function step(from: "undo" | "redo"): Promise<void> {
  const operation = store.getState()[from].at(-1);
  if (!operation) return;
  const brought = operation.changes.flatMap((change) =>
    change.table === "article" && change.before === null ? [change.id] : [],
  );
  const articles = articlesOf(operation).filter((article) => from === "undo" || !brought.includes(article));
  for (const article of articles) if (!(await ensureArticle(article))) return;
  const [article] = articles;
  const { article: shown, state } = store.getState();
  if (article !== undefined && !(shown !== null && articles.includes(shown))) {
    store.setState({ article, selection: null, current: null, currentQuote: null, piece: 0 });
  }
  if (!state) return;
  const to = from === "undo" ? "redo" : "undo";
  const done = from === "undo" ? invert(operation) : operation;
  if (conflicts(store.getState().state ?? state, done).length > 0) {
    store.setState((app) => ({ [from]: app[from].slice(0, -1) }) as Partial<typeof app>);
    toast(`“${operation.label}” cannot be ${from === "undo" ? "undone" : "done again"}`, [
      "Somebody else has changed the same since.",
    ]);
    return;
  }
  store.setState((app) => ({ [from]: app[from].slice(0, -1), [to]: [...app[to], operation] }) as Partial<typeof app>);
  commit(store.getState().state ?? state, done);
  const touched = done.changes.find(
    (change) =>
      "article" in change && change.table !== "work" && change.table !== "suggestion" && change.after !== null,
  );
  if (touched) store.setState({ current: touched.id, piece: 0, moved: false });
  if (brought.length > 0) await refreshArticles();
}

export const undo = (): Promise<void> => step("undo");

export const redo = (): Promise<void> => step("redo");
