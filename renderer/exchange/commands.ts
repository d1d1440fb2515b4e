import { type AppState, store } from "../app/store.ts";
import type { Command } from "../commands/command.ts";

export const exchangeCommands: Command[] = [
  {
    id: "exchange.export",
    title: "Export to another format…",
    group: "Article",
    keys: ["Mod+Shift+E"],
    keywords: "brat label studio doccano prodigy conll csv table web annotation convert save as",
    inFields: true,
    when: (app: AppState) => app.opened !== null && app.articleCount > 0,
    endsTextEdit: true,
    run: () => store.setState({ dialog: "export" }),
  },
  {
    id: "article.print",
    title: "Print…",
    group: "Article",
    keys: ["Mod+P"],
    keywords: "paper pdf",
    inFields: true,
    when: (app: AppState) => app.article !== null,
    endsTextEdit: true,
    run: () => window.print(),
  },
  {
    id: "exchange.import",
    title: "Import annotations…",
    group: "Article",
    keys: ["Mod+Shift+I"],
    keywords: "brat label studio doccano prodigy conll web annotation convert other tools corpus",
    inFields: true,
    when: (app: AppState) => app.opened?.kind === "folder",
    endsTextEdit: true,
    run: () => store.setState({ dialog: "import" }),
  },
];
