import { placeLost } from "../../shared/anchoring/lost.ts";
import { dropOrphan, placeOrphan } from "../../shared/annotation/actions/text.ts";
import type { Orphan } from "../../shared/annotation/records.ts";
import { pick } from "../app/choosing.ts";
import { request, withProgress } from "../app/requests.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { applyText, discardTextEdit, finishTextEdit, startTextEdit } from "../app/text-edit.ts";
import { showProblem, toast } from "../app/toast.ts";
import { author, perform } from "../app/work.ts";
import { editorPort } from "../editor/port.ts";
import type { Command } from "./command.ts";
import { hasArticle, makeCurrent, selected, targetSpan } from "./target.ts";

const mayEdit = (app: AppState) => hasArticle(app) && app.opened?.readOnly === false;

/** Asks for the file of a newer version of the shown article's story and takes its text over. */
async function importNewer(app: AppState): Promise<void> {
  const { opened, article } = app;
  if (!opened || article === null) return;
  const [handle] = await pick("import");
  if (!handle) return;
  const { session } = opened;
  const read = await withProgress(null, async (task, signal) => {
    const reply = await request("article.readNewer", { session, article, source: { handle }, task });
    if (reply.ok) return signal.aborted ? null : reply.value;
    if (!signal.aborted) showProblem(reply.problem);
    return null;
  });
  const known = store.getState().state?.articles.get(article)?.article;
  if (!read || !known) return;
  if (read.article.text === known.text) {
    toast("That file holds the same text", ["Nothing was changed."]);
    return;
  }
  const { id: _id, removed: _removed, text, blocks, source, title, ...facts } = read.article;
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  applyText(article, "Import a newer version", { ...told, text, blocks, source, title: title || known.title });
  if (read.notices.length > 0) toast("Imported, with remarks", read.notices);
}

/** Orphans in the order in which their words stood in the text. */
export const orphansInOrder = (orphans: Iterable<Orphan>): Orphan[] =>
  [...orphans].sort((a, b) => (a.lost[0]?.start ?? 0) - (b.lost[0]?.start ?? 0));

/** Begins to place a lost piece: the article is shown where it was, for the person to select where it is now. */
export function startPlacing(orphan: string, index = 0): void {
  const app = store.getState();
  const open = shownArticle(app);
  const piece = open?.orphans.get(orphan)?.lost[index];
  if (!open || !piece) return;
  store.setState({ placing: { orphan, index }, current: null, picking: null, tab: "orphans" });
  const { text } = open.article;
  const found = placeLost(text, piece) ?? neighbourhood(text, piece.before, piece.after, piece.start);
  store.setState({ selection: found, moved: true });
  editorPort()?.reveal(found);
  editorPort()?.select(found);
  editorPort()?.focus();
}

/** A caret where the words around a lost piece still are, or about as far into the text as it was. */
function neighbourhood(text: string, before: string, after: string, start: number) {
  for (const length of [40, 24, 12]) {
    const left = text.indexOf(before.slice(-length));
    if (before.length >= length && left >= 0) return caretAt(left + length);
    const right = text.indexOf(after.slice(0, length));
    if (after.length >= length && right >= 0) return caretAt(right);
  }
  return caretAt(Math.min(start, text.length));
}

const caretAt = (offset: number) => ({ start: offset, end: offset });

function placeHere(app: AppState, exact: boolean): void {
  const { placing, state, article } = app;
  const span = targetSpan(app, exact);
  if (!placing || !state || article === null || !span) return;
  perform(placeOrphan(state, author, article, placing.orphan, placing.index, span));
  goOn(placing.orphan);
  makeCurrent(placing.orphan);
}

export function drop(orphan: string): void {
  const { state, article } = store.getState();
  if (!state || article === null) return;
  perform(dropOrphan(state, author, article, orphan));
  if (store.getState().placing) goOn(orphan);
}

/** Goes on to what is still lost of the same annotation, or to the next orphan. */
function goOn(from: string): void {
  const orphans = orphansInOrder(shownArticle(store.getState())?.orphans.values() ?? []);
  const next = orphans.find(({ id }) => id === from) ?? orphans[0];
  store.setState({ placing: null });
  if (next) startPlacing(next.id);
  else store.setState({ tab: "entities" });
}

export const textCommands: Command[] = [
  {
    id: "text.edit",
    title: "Edit the article's text",
    group: "Article",
    keys: ["F2"],
    keywords: "typo correct change version",
    inFields: true,
    when: mayEdit,
    run: (app) => {
      if (app.textEdit) finishTextEdit();
      else startTextEdit();
    },
  },
  {
    id: "text.discard",
    title: "Discard the changes to the text",
    group: "Article",
    keys: [],
    when: (app) => app.textEdit !== null,
    run: discardTextEdit,
  },
  {
    id: "text.newer",
    title: "Import a newer version of this article…",
    group: "Article",
    keys: [],
    keywords: "update story replace text",
    when: mayEdit,
    endsTextEdit: true,
    run: (app) => void importNewer(app),
  },
  {
    id: "text.versions",
    title: "Versions of the text…",
    group: "Article",
    keys: [],
    keywords: "history difference compare earlier",
    when: hasArticle,
    endsTextEdit: true,
    run: () => store.setState({ dialog: "versions" }),
  },
  {
    id: "text.review",
    title: "Place annotations that lost their words",
    group: "Article",
    keys: [],
    keywords: "orphans review lost",
    when: (app) => (shownArticle(app)?.orphans.size ?? 0) > 0,
    run: (app) => {
      const [first] = orphansInOrder(shownArticle(app)?.orphans.values() ?? []);
      if (first) startPlacing(first.id);
    },
  },
  {
    id: "text.place",
    title: "Place the lost annotation here",
    group: "Article",
    keys: ["Enter"],
    takesExact: true,
    when: (app) => app.placing !== null && selected(app) !== null,
    run: (app, { exact }) => placeHere(app, exact),
  },
];
