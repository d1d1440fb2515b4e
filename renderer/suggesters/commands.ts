import { type AppState, store } from "../app/store.ts";
import type { Command } from "../commands/command.ts";
import { hasArticle } from "../commands/target.ts";
import { askSuggester } from "./asking.ts";
import { suggesters } from "./store.ts";

export const suggesterCommands: Command[] = [
  {
    id: "suggesters.manage",
    title: "Other suggesters…",
    group: "View",
    keys: [],
    keywords: "settings command address model key consent external suggestions",
    run: () => store.setState({ dialog: "suggesters" }),
  },
];

const canAsk = (app: AppState): boolean => hasArticle(app) && app.textEdit === null;

/** A command for each suggester that is on. */
export const askCommands = (): Command[] =>
  (suggesters.getState().list?.suggesters ?? [])
    .filter(({ enabled }) => enabled)
    .map(({ id, name }) => ({
      id: `suggesters.ask.${id}`,
      title: `Ask ${name} for suggestions`,
      group: "Review",
      keys: [],
      keywords: "suggester model propose",
      when: canAsk,
      run: () => void askSuggester(id),
    }));
