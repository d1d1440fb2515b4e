import { type BrowserWindow, dialog, type FileFilter } from "electron";
import { type Problem, problemSentence } from "../shared/format/problem.ts";
import { articleEndings, sharedEndings } from "../shared/host/article-names.ts";
import type { PickPurpose } from "./services/host.ts";

const articles: FileFilter = { name: "Articles", extensions: [...articleEndings, ...sharedEndings] };
const annotations: FileFilter = { name: "Onrecord files", extensions: ["json"] };
const everything: FileFilter = { name: "All files", extensions: ["*"] };
const readable: FileFilter = {
  name: "Projects, annotations and articles",
  extensions: [...annotations.extensions, ...articles.extensions],
};
const openHint = "A project (its folder or project.json), an annotation file, or an article";

/** Asks for files or a folder with the system's own dialogs. Empty when the person cancels. */
export async function pick(window: BrowserWindow, purpose: PickPurpose, suggestedName: string): Promise<string[]> {
  if (purpose === "export") return pickTarget(window, suggestedName);
  const { filePaths } = await dialog.showOpenDialog(window, openOptions(purpose));
  return filePaths;
}

async function pickTarget(window: BrowserWindow, suggestedName: string): Promise<string[]> {
  const { filePath } = await dialog.showSaveDialog(window, {
    title: "Export",
    defaultPath: suggestedName,
    filters: [filterFor(suggestedName), everything],
    properties: ["createDirectory", "showOverwriteConfirmation"],
  });
  return filePath ? [filePath] : [];
}

function filterFor(name: string): FileFilter {
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1] ?? "json";
  return ending === "json" ? annotations : { name: `.${ending}`, extensions: [ending] };
}

function openOptions(purpose: Exclude<PickPurpose, "export">): Electron.OpenDialogOptions {
  switch (purpose) {
    case "open":
      return {
        title: `Open: ${openHint.charAt(0).toLowerCase()}${openHint.slice(1)}`,
        message: openHint,
        filters: [readable, annotations, articles, everything],
        // Only macOS has one dialog for files and folders: elsewhere a project is chosen by its project.json.
        properties: process.platform === "darwin" ? ["openFile", "openDirectory"] : ["openFile"],
      };
    case "import":
      return {
        title: "Import articles",
        message: "Text, Markdown, web pages, Word, mail, feeds, news XML, JSON Lines, or archives of these",
        filters: [articles, everything],
        properties: ["openFile", "multiSelections"],
      };
    case "exchange":
      return {
        title: "Import annotations",
        message: "Files of other annotation tools, or of Onrecord",
        filters: [everything],
        properties: ["openFile", "multiSelections"],
      };
    case "exchange-folder":
      return {
        title: "Import annotations",
        message: "A folder of files of other annotation tools, or an Onrecord project",
        buttonLabel: "Choose",
        properties: ["openDirectory"],
      };
    case "project-folder":
      return {
        title: "The folder in which the project is made",
        message: "The project becomes a folder of its own inside this one",
        buttonLabel: "Choose",
        properties: ["openDirectory", "createDirectory", "promptToCreate"],
      };
  }
}

/** Asks before the program ends with work that neither a file nor the journal holds. @returns whether to end. */
export async function mayLoseWork(window: BrowserWindow, problem: Problem): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    message: "Your latest work is saved nowhere",
    detail: `${problemSentence(problem)} Stay to free space or to save the project elsewhere.`,
    buttons: ["Stay", "Quit and lose it"],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

/** Says that the window's page died. @returns whether to load it again. */
export async function reloadAfterCrash(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    message: "The window stopped working",
    detail: "Everything up to your last step is kept. Load the window again to go on.",
    buttons: ["Load it again", "Quit"],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}

/** Offers a newer version. @returns whether to fetch it. */
export async function wantsUpdate(window: BrowserWindow, version: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "info",
    message: `Onrecord ${version} is there`,
    detail: "It is fetched now, and takes over when you quit. You can go on working meanwhile.",
    buttons: ["Fetch it", "Not now"],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}

/** Asks before a command is kept that the program will run. The window cannot answer this for the person. */
export async function mayRunCommand(window: BrowserWindow, name: string, command: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "warning",
    message: `Let Onrecord run this command for “${name}”?`,
    detail: `${command}\n\nIt can do on this machine whatever you can. It is run only when you ask it about an article.`,
    buttons: ["Do not run it", "Allow"],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
