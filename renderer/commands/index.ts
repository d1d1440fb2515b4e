import { type AppState, store } from "../app/store.ts";
import { editorPort } from "../editor/port.ts";
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
  ...markCommands,
  ...linkCommands,
  ...changeCommands,
  ...goCommands,
  ...projectCommands,
  ...viewCommands,
];

/** Every command of this moment, with the keys that this person chose. */
export function commands(app: AppState): Command[] {
  return [...entityCommands(app), ...fixed].map((command) => {
    const keys = app.settings.keys[command.id];
    return keys ? { ...command, keys } : command;
  });
}

export function runCommand(id: string, exact = false): void {
  editorPort()?.readSelection();
  const app = store.getState();
  const command = commands(app).find((one) => one.id === id);
  if (command && (command.when?.(app) ?? true)) command.run(app, { exact });
}

/** The key to show for a command, or "" where it has none. */
export const keyOf = (app: AppState, id: string): string => commands(app).find((one) => one.id === id)?.keys[0] ?? "";
