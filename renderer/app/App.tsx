import { Tooltip } from "radix-ui";
import { useEffect } from "react";
import { flushSync } from "react-dom";
import { execute, runCommand, sayWhyNot } from "../commands/index.ts";
import { commandFor } from "../commands/keys.ts";
import { Dialogs } from "../dialogs/Dialogs.tsx";
import { editorPort } from "../editor/port.ts";
import { StartScreen } from "../panels/StartScreen.tsx";
import { Workspace } from "../panels/Workspace.tsx";
import { onMenuCommand } from "./session.ts";
import { store, useApp } from "./store.ts";
import { Toasts } from "./Toasts.tsx";
import { useDropAndPaste } from "./useDropAndPaste.ts";
import { useMenu } from "./useMenu.ts";
import { useTheme } from "./useTheme.ts";

export function App() {
  const ready = useApp((app) => app.ready);
  const open = useApp((app) => app.opened !== null);
  useTheme();
  useKeys();
  useMenu();
  useDropAndPaste();
  useEffect(() => onMenuCommand((id) => runCommand(id)), []);
  return (
    <Tooltip.Provider delayDuration={500}>
      {!ready && !open ? <p className="visually-hidden">Starting…</p> : open ? <Workspace /> : <StartScreen />}
      <Dialogs />
      <Toasts />
    </Tooltip.Provider>
  );
}

/** One listener for every key of the program. */
function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      editorPort()?.readSelection();
      const app = store.getState();
      const found = commandFor(app, event);
      if (!found) return;
      if (found.command.when?.(app) === false) return sayWhyNot(app, found.command);
      event.preventDefault();
      // Drawn before the next key: what is typed fast after opening a field belongs to the field.
      flushSync(() => execute(found.command, app, found.exact));
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
