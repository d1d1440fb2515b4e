import { setWorkState } from "../../shared/annotation/actions/annotation.ts";
import { removeArticle } from "../../shared/annotation/actions/project.ts";
import type { WorkState } from "../../shared/annotation/records.ts";
import { pick } from "../app/choosing.ts";
import { importArticles } from "../app/import-articles.ts";
import { ask } from "../app/requests.ts";
import { closeProject, openProject, openSample, saveNow, saveProjectAs } from "../app/session.ts";
import { ensureArticle, refreshArticles } from "../app/showing.ts";
import { type AppState, store } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { undo } from "../app/undo.ts";
import { author, flush, perform } from "../app/work.ts";
import { exchangeCommands } from "../exchange/commands.ts";
import type { Command } from "./command.ts";
import { hasArticle } from "./target.ts";

const hasProject = (app: AppState) => app.opened !== null;

async function openChosen(): Promise<void> {
  const [handle] = await pick("open");
  if (handle) await openProject(handle);
}

async function importChosen(fields: "unknown" | "all"): Promise<void> {
  const handles = await pick("import");
  await importArticles(
    handles.map((handle) => ({ handle })),
    { fields },
  );
}

async function saveElsewhere(app: AppState): Promise<void> {
  if (!app.opened || !app.state) return;
  const name = app.opened.kind === "file" ? `${app.article ?? "article"}.onrecord.json` : app.state.project.name;
  const [folder] = await pick("project-folder", name);
  if (folder) await saveProjectAs(folder, name);
}

async function exportChosen(app: AppState, suggestions = false): Promise<void> {
  if (!app.opened || app.article === null) return;
  await flush();
  const { session } = app.opened;
  const [target] = await pick("export", `${app.article}.onrecord.json`);
  if (!target) return;
  const written = await ask("article.export", {
    session,
    article: app.article,
    annotators: "mine",
    target,
    suggestions,
  });
  if (!written?.location) return;
  const what = suggestions
    ? "the article, all its annotations, and what is suggested and not decided: those say that nobody accepted them."
    : "the article and all its annotations; nothing was left out.";
  toast("Exported", [`${written.location} holds ${what}`]);
}

export async function removeArticleById(id: string): Promise<void> {
  if (!(await ensureArticle(id))) return;
  const { state } = store.getState();
  if (!state) return;
  perform(removeArticle(state, author, id));
  await refreshArticles();
  toast("Article removed from the project", ["Its file and annotations stay in the folder."], {
    action: { label: "Undo", run: () => void undo().then(refreshArticles) },
  });
}

const workState = (state: WorkState, title: string, keys: string[]): Command => ({
  id: `article.${state}`,
  title,
  group: "Article",
  keys,
  when: hasArticle,
  run: (app) => {
    if (app.state && app.article !== null) perform(setWorkState(app.state, author, app.article, state));
  },
});

export const projectCommands: Command[] = [
  {
    id: "project.new",
    title: "New project…",
    group: "Project",
    keys: ["Mod+Shift+N"],
    inFields: true,
    run: () => store.setState({ dialog: "newProject" }),
  },
  {
    id: "project.open",
    title: "Open…",
    group: "Project",
    keys: ["Mod+O"],
    keywords: "file folder annotation",
    inFields: true,
    run: () => void openChosen(),
  },
  { id: "project.sample", title: "Open the sample project", group: "Project", keys: [], run: () => void openSample() },
  {
    id: "project.save",
    title: "Save now",
    group: "Project",
    keys: ["Mod+S"],
    inFields: true,
    when: hasProject,
    run: () => void saveNow(),
  },
  {
    id: "project.saveAs",
    title: "Save a copy elsewhere and go on there…",
    group: "Project",
    keys: ["Mod+Shift+S"],
    keywords: "save as copy move duplicate",
    inFields: true,
    when: hasProject,
    run: (app) => void saveElsewhere(app),
  },
  {
    id: "project.guidelines",
    title: "Guidelines",
    group: "Project",
    keys: ["G"],
    keywords: "handbook rules instructions",
    when: hasProject,
    run: () => store.setState({ dialog: "guidelines" }),
  },
  {
    id: "project.scheme",
    title: "Label scheme…",
    group: "Project",
    keys: [],
    keywords: "types colours labels attributes",
    when: hasProject,
    run: () => store.setState({ dialog: "scheme" }),
  },
  {
    id: "project.close",
    title: "Close project",
    group: "Project",
    keys: [],
    when: hasProject,
    run: () => void closeProject(),
  },
  {
    id: "article.import",
    title: "Import articles…",
    group: "Article",
    keys: ["Mod+I"],
    keywords: "add text html docx pdf mail eml rss atom feed newsml nitf json zip",
    inFields: true,
    when: hasProject,
    run: () => void importChosen("unknown"),
  },
  {
    id: "article.importFields",
    title: "Import JSON Lines, choosing fields…",
    group: "Article",
    keys: [],
    keywords: "jsonl ndjson mapping names columns",
    when: hasProject,
    run: () => void importChosen("all"),
  },
  {
    id: "article.paste",
    title: "New article from pasted text…",
    group: "Article",
    keys: [],
    keywords: "clipboard",
    when: hasProject,
    run: () => store.setState({ dialog: "paste" }),
  },
  {
    id: "article.export",
    title: "Export annotation JSON…",
    group: "Article",
    keys: ["Mod+E"],
    inFields: true,
    when: hasArticle,
    endsTextEdit: true,
    run: (app) => void exportChosen(app),
  },
  {
    id: "article.exportSuggested",
    title: "Export annotation JSON with suggestions…",
    group: "Article",
    keys: [],
    keywords: "undecided pending",
    when: hasArticle,
    endsTextEdit: true,
    run: (app) => void exportChosen(app, true),
  },
  ...exchangeCommands,
  {
    id: "article.edit",
    title: "Article details…",
    group: "Article",
    keys: [],
    keywords: "rename title byline metadata date",
    when: hasArticle,
    run: (app) => store.setState({ dialog: "article", editing: app.article }),
  },
  {
    id: "article.remove",
    title: "Remove article from the project",
    group: "Article",
    keys: [],
    when: (app) => hasArticle(app) && app.opened?.kind === "folder",
    run: (app) => {
      if (app.article !== null) void removeArticleById(app.article);
    },
  },
  workState("done", "Article is done", ["Mod+Enter"]),
  workState("doing", "Article is in work", []),
  workState("todo", "Article is to do", []),
];
