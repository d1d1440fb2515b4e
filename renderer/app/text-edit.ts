import { replaceText, type TextChange } from "../../shared/annotation/actions/text.ts";
import type { Article } from "../../shared/annotation/records.ts";
import type { TextDraft } from "../../shared/host/contract.ts";
import type { TextEditor } from "../editor/text-editor.ts";
import { ask } from "./requests.ts";
import { saveSettings } from "./settings.ts";
import { refreshArticles, showArticle } from "./showing.ts";
import { shownArticle, store } from "./store.ts";
import { toast } from "./toast.ts";
import { author, perform } from "./work.ts";

/** So long after the last key the draft is handed to the host. */
const draftAfter = 150;

let editor: TextEditor | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;

/** The editor in which an article's text is being edited, or null. */
export const textEditor = (): TextEditor | null => editor;
export const setTextEditor = (next: TextEditor | null): void => {
  editor = next;
};

/** Makes the shown article's text editable, from its own text or from a draft of it. */
export function startTextEdit(draft: TextDraft | null = null): void {
  const open = shownArticle(store.getState());
  if (!open) return;
  store.setState({
    textEdit: { article: open.article.id, draft, changed: draft !== null },
    selection: null,
    current: null,
    currentQuote: null,
    picking: null,
    placing: null,
    finding: false,
  });
}

/** Keeps what is being typed through a crash. */
export function textEdited(): void {
  const { textEdit } = store.getState();
  if (!textEdit) return;
  if (!textEdit.changed) store.setState({ textEdit: { ...textEdit, changed: true } });
  if (timer) clearTimeout(timer);
  timer = setTimeout(() => {
    if (editor) void keepDraft(textEdit.article, editor.result());
  }, draftAfter);
}

async function keepDraft(article: string, draft: TextDraft | null): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  const { opened } = store.getState();
  if (opened) await ask("article.keepDraft", { session: opened.session, article, draft });
}

/** Ends the editing of a text, if one is going on: what it became is one operation. @returns false where it cannot end
 *  because nothing is left of the text. */
export function finishTextEdit(): boolean {
  const { textEdit, state } = store.getState();
  if (!textEdit || !state || !editor) return true;
  const result = editor.result();
  if (result.blocks.length === 0) {
    toast("An article needs some text", ["Write something, or press Esc to discard the changes."], { tone: "problem" });
    return false;
  }
  store.setState({ textEdit: null });
  const { article } = state.articles.get(textEdit.article) ?? {};
  if (article && textEdit.changed) applyText(article.id, "Edit text", { ...result, ...retitled(article, result) });
  void keepDraft(textEdit.article, null);
  return true;
}

/** Leaves the text as it was before it was edited; what was written can be brought back as long as the notice stands. */
export function discardTextEdit(): void {
  const { textEdit } = store.getState();
  if (!textEdit || !editor) return;
  const draft = editor.result();
  store.setState({ textEdit: null });
  void keepDraft(textEdit.article, null);
  if (!textEdit.changed) return;
  toast("Changes to the text discarded", [], {
    action: {
      label: "Bring them back",
      run: () => void showArticle(textEdit.article).then(() => startTextEdit(draft)),
    },
  });
}

/** A title that was the headline's words stays them. */
function retitled(article: Article, next: Pick<Article, "text" | "blocks">): Partial<Article> {
  const headline = ({ text, blocks }: Pick<Article, "text" | "blocks">) =>
    blocks.flatMap(({ kind, start, end }) => (kind === "headline" ? [text.slice(start, end)] : []))[0];
  const title = headline(next);
  return title !== undefined && headline(article) === article.title ? { title } : {};
}

/** Gives an article another text as one undoable step, and says what became of its annotations. */
export function applyText(
  id: string,
  label: string,
  fields: Pick<Article, "text" | "blocks"> & Partial<Omit<Article, "id">>,
): void {
  const { state } = store.getState();
  if (!state) return;
  const change = replaceText(state, author, id, label, fields);
  if (!perform(change.operation)) return;
  toast("The text has a new version", linesOf(change));
  if (change.orphaned > 0) {
    store.setState({ tab: "orphans" });
    void saveSettings({ rightPanel: true });
  }
  void refreshArticles();
}

function linesOf({ followed, changed, orphaned }: TextChange): string[] {
  if (followed + changed + orphaned === 0) return [];
  const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  return [
    ...(followed > 0 ? [`${count(followed, "annotation stands", "annotations stand")} word for word in it.`] : []),
    ...(changed > 0 ? [`${count(changed, "covers", "cover")} changed words.`] : []),
    ...(orphaned > 0
      ? [`${count(orphaned, "has", "have")} lost words: place or drop each in the list “To place”.`]
      : []),
  ];
}
