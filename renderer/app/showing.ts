import { articleState, withArticle } from "../../shared/annotation/state.ts";
import { problemSentence } from "../../shared/format/problem.ts";
import type { TextDraft } from "../../shared/host/contract.ts";
import { everyArticle } from "../../shared/host/listing.ts";
import { ask, request } from "./requests.ts";
import { store } from "./store.ts";
import { finishTextEdit, startTextEdit } from "./text-edit.ts";
import { toast } from "./toast.ts";
import { relist } from "./work.ts";

/** Makes sure that an article is in the state. @returns whether it is. */
export async function ensureArticle(article: string): Promise<boolean> {
  const { opened, state } = store.getState();
  if (!opened || !state) return false;
  if (state.articles.has(article)) return true;
  const read = await ask("article.open", { session: opened.session, article });
  if (!read) return false;
  // Asked for twice at once: what was done to the first answer stays.
  if (store.getState().state?.articles.has(article)) return true;
  const loaded = articleState(read.article, read);
  store.setState((app) => ({
    state: app.state ? withArticle(app.state, loaded) : null,
    problems: [...app.problems, ...read.problems],
  }));
  for (const notice of read.notices) toast(notice.title, notice.lines);
  if (read.draft) offerDraft(article, read.draft);
  if (read.problems.length > 0) {
    toast("Some annotations could not be read", read.problems.slice(0, 3).map(problemSentence), { tone: "problem" });
  }
  return true;
}

function offerDraft(article: string, draft: TextDraft): void {
  toast("An edit of this text was not finished", ["What was written is kept until it is finished or discarded."], {
    tone: "problem",
    action: { label: "Go on editing", run: () => void showArticle(article).then(() => startTextEdit(draft)) },
  });
}

/** The article that was asked for last: what comes later of another one is not shown. */
let wanted: string | null = null;

const nothingChosen = {
  selection: null,
  current: null,
  currentQuote: null,
  piece: 0,
  picking: null,
  placing: null,
  moved: false,
};

export async function showArticle(article: string): Promise<void> {
  const before = store.getState().article;
  wanted = article;
  await showBeginning(article);
  const isThere = await ensureArticle(article);
  if (wanted !== article) return;
  if (!isThere) {
    if (store.getState().coming) store.setState({ coming: null, article: before });
    return;
  }
  store.setState({ peeking: false });
  if (store.getState().article === article || !finishTextEdit()) return;
  store.setState({ ...nothingChosen, article, coming: null });
}

/** Shows how a long article begins while the whole is on its way. */
async function showBeginning(article: string): Promise<void> {
  const { opened, state } = store.getState();
  if (!opened || state?.articles.has(article)) return;
  const read = await request("article.beginning", { session: opened.session, article });
  if (!read.ok || read.value.beginning === null || wanted !== article || !finishTextEdit()) return;
  store.setState({ ...nothingChosen, article: null, coming: read.value.beginning });
}

/** Brings what is shown in line with the articles that there are: one that is gone is shown no more. */
export async function refreshArticles(): Promise<void> {
  await relist();
  const { opened, article, state } = store.getState();
  if (!opened || article === null || state?.articles.get(article)?.article.removed === false) return;
  store.setState({ article: null, current: null, currentQuote: null, selection: null });
  const [first] =
    (await ask("project.articles", { session: opened.session, ...everyArticle, offset: 0, limit: 1 }))?.articles ?? [];
  if (first) await showArticle(first.id);
}
