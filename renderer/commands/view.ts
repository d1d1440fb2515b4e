import { ask } from "../app/requests.ts";
import { saveSettings } from "../app/settings.ts";
import { type AppState, store } from "../app/store.ts";
import { flush } from "../app/work.ts";
import type { Command } from "./command.ts";

async function reload(app: AppState): Promise<void> {
  await flush();
  if (app.runtime === "electron") await ask("window.reload", {});
  else location.reload();
}

export const viewCommands: Command[] = [
  {
    id: "view.palette",
    title: "Commands, entities and articles",
    group: "View",
    keys: ["Mod+K"],
    inFields: true,
    run: () => store.setState({ dialog: "palette" }),
  },
  {
    id: "view.keys",
    title: "All keys",
    group: "View",
    keys: ["?", "F1"],
    keywords: "help cheat sheet shortcuts",
    run: () => store.setState({ dialog: "keys" }),
  },
  {
    id: "view.settings",
    title: "Settings…",
    group: "View",
    keys: ["Mod+,"],
    keywords: "theme font size keys name",
    inFields: true,
    run: () => store.setState({ dialog: "settings" }),
  },
  {
    id: "view.reload",
    title: "Load the window again",
    group: "View",
    keys: [],
    keywords: "reload refresh restart",
    endsTextEdit: true,
    run: (app) => void reload(app),
  },
  {
    id: "view.articles",
    title: "Show or hide the article list",
    group: "View",
    keys: ["["],
    run: (app) => {
      if (window.matchMedia("(max-width: 960px)").matches) store.setState({ peeking: !app.peeking });
      else void saveSettings({ leftPanel: !app.settings.leftPanel });
    },
  },
  {
    id: "view.inspector",
    title: "Show or hide the inspector",
    group: "View",
    keys: ["]"],
    run: (app) => void saveSettings({ rightPanel: !app.settings.rightPanel }),
  },
  {
    id: "view.larger",
    title: "Larger text",
    group: "View",
    keys: ["Mod+=", "Mod++"],
    run: (app) => void saveSettings({ textSize: Math.min(32, app.settings.textSize + 1) }),
  },
  {
    id: "view.smaller",
    title: "Smaller text",
    group: "View",
    keys: ["Mod+-"],
    run: (app) => void saveSettings({ textSize: Math.max(12, app.settings.textSize - 1) }),
  },
  {
    id: "view.theme",
    title: "Light or dark",
    group: "View",
    keys: [],
    keywords: "theme night",
    run: (app) => void saveSettings({ theme: app.settings.theme === "dark" ? "light" : "dark" }),
  },
  {
    id: "view.about",
    title: "About Onrecord",
    group: "View",
    keys: [],
    keywords: "version licence license third-party notices",
    inFields: true,
    run: () => store.setState({ dialog: "about" }),
  },
];
