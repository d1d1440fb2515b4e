import { useEffect } from "react";
import { sorted, startUnits } from "../../shared/host/article-names.ts";
import { commands, keyOf } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { exchange } from "../exchange/store.ts";
import { base64Of } from "./fields.ts";
import { importArticles } from "./import-articles.ts";
import { store } from "./store.ts";
import { showProblem, toast } from "./toast.ts";
import { tooMuchDropped, tooMuchText } from "./too-much.ts";

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, [contenteditable="true"], [role="dialog"]') !== null;

/** Files and text that are dropped or pasted on the window become articles; the article that is shown never changes. */
export function useDropAndPaste(): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer) void take(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => {
      if (inField(event.target) || !event.clipboardData) return;
      event.preventDefault();
      const inArticle = event.target instanceof HTMLElement && event.target.closest("[data-zone=editor]") !== null;
      if (inArticle && event.clipboardData.files.length === 0) return;
      void take(event.clipboardData);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    window.addEventListener("paste", paste);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
      window.removeEventListener("paste", paste);
    };
  }, []);
}

async function take(data: DataTransfer): Promise<void> {
  const files = [...data.files];
  const text = data.getData("text/plain");
  if (!store.getState().opened) return toast("Open or make a project first, then drop the articles on it");
  if (files.length > 0) {
    const { articles, exchange: others } = await sorted(files, (file) => file.slice(0, startUnits).text());
    if (others.length > 0) await importAnnotations(others);
    if (isTooMuch(articles, "article.import")) return;
    return importArticles(await Promise.all(articles.map(inBytes)));
  }
  const problem = tooMuchText(text);
  if (problem) return showProblem(problem);
  if (text.trim() !== "") await importArticles([{ text }]);
}

/** Whether files are too much to be handed over. What takes them instead, the command of that id, is said then. */
function isTooMuch(files: readonly File[], id: string): boolean {
  const app = store.getState();
  const title = commands(app).find((one) => one.id === id)?.title ?? "";
  const key = keyLabel(keyOf(app, id), app.platform);
  const problem = tooMuchDropped(files, app.runtime, key === "" ? `“${title}”` : `“${title}” (${key})`);
  if (problem) showProblem(problem);
  return problem !== null;
}

const inBytes = async (file: File) => ({ name: file.name, base64: base64Of(new Uint8Array(await file.arrayBuffer())) });

/** Opens the import dialog with files of other tools, or gives them to the one that is open. */
async function importAnnotations(files: readonly File[]): Promise<void> {
  const { opened, dialog } = store.getState();
  if (opened?.kind !== "folder" || opened.readOnly) {
    const isFile = opened?.kind === "file";
    return toast("Nothing was imported", [
      isFile
        ? "A single file holds one article only. Make a project first, then drop the files on it."
        : "This project is open for reading only.",
    ]);
  }
  if (dialog !== null && dialog !== "import") return toast("Close what is open first, then drop the files once more");
  if (isTooMuch(files, "exchange.import")) return;
  exchange.setState({ dropped: await Promise.all(files.map(inBytes)) });
  store.setState({ dialog: "import" });
}
