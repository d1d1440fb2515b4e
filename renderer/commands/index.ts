import { type AppState, store } from "../app/store.ts";
import { finishTextEdit } from "../app/text-edit.ts";
import { toast } from "../app/toast.ts";
import { editorPort } from "../editor/port.ts";
import { reviewCommands } from "../review/commands.ts";
import { askCommands, suggesterCommands } from "../suggesters/commands.ts";
import { suggesters } from "../suggesters/store.ts";
import { changeCommands } from "./change.ts";
import type { Command } from "./command.ts";
import { goCommands } from "./go.ts";
import { linkCommands } from "./link.ts";
import { entityCommands, markCommands } from "./mark.ts";
import { projectCommands } from "./project.ts";
import { textCommands } from "./text.ts";
import { viewCommands } from "./view.ts";

const fixed = [
  ...textCommands,
  ...reviewCommands,
  ...suggesterCommands,
  ...markCommands,
  ...linkCommands,
  ...changeCommands,
  ...goCommands,
  ...projectCommands,
  ...viewCommands,
];

let made: { from: readonly unknown[]; commands: readonly Command[] } | null = null;

/** Every command of this moment, with the keys that this person chose: the same list until one of them changes. */
export function commands(app: AppState): readonly Command[] {
  const from = [
    app.state?.project.scheme.entityTypes,
    app.settings.keys,
    app.opened?.readOnly,
    suggesters.getState().list,
  ];
  if (!made?.from.every((value, index) => value === from[index])) made = { from, commands: makeCommands(app) };
  return made.commands;
}

function makeCommands(app: AppState): Command[] {
  return [...entityCommands(app), ...fixed, ...askCommands()].map((command) => {
    const keys = app.settings.keys[command.id] ?? command.keys;
    return isRefused(app, command) ? { ...command, keys, when: () => false } : { ...command, keys };
  });
}

const onlyLook = [
  "article.export",
  "article.exportSuggested",
  "exchange.export",
  "article.print",
  "article.edit",
  "text.versions",
  "text.review",
];

/** Whether a project that may only be read does not let a command through. */
export const isRefused = (app: AppState, { group, id }: Command): boolean =>
  app.opened?.readOnly === true &&
  (["Mark", "Link", "Change", "Review"].includes(group) || (group === "Article" && !onlyLook.includes(id)));

/** Says why a command does nothing, where that is so because the project is open for reading only. */
export function sayWhyNot(app: AppState, command: Command): void {
  if (!app.opened || !isRefused(app, command)) return;
  toast("For reading only", [
    `${app.opened.heldBy?.annotator ?? "Somebody"} has this work open elsewhere. Open it as another annotator to mark in it.`,
  ]);
}

export function runCommand(id: string, exact = false): void {
  editorPort()?.readSelection();
  const app = store.getState();
  const command = commands(app).find((one) => one.id === id);
  if (!command) return;
  if (command.when?.(app) ?? true) execute(command, app, exact);
  else sayWhyNot(app, command);
}

/** Runs a command; all that it changes in the article is drawn at once. */
export function execute(command: Command, app: AppState, exact: boolean): void {
  const run = () => {
    if (!command.endsTextEdit || finishTextEdit()) command.run(app, { exact });
  };
  const editor = editorPort();
  if (editor) editor.together(run);
  else run();
}

/** The key to show for a command, or "" where it has none. */
export const keyOf = (app: AppState, id: string): string => commands(app).find((one) => one.id === id)?.keys[0] ?? "";
