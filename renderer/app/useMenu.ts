import { useEffect } from "react";
import { groups } from "../commands/command.ts";
import { commands } from "../commands/index.ts";
import { ask } from "./requests.ts";
import { type AppState, store, useApp } from "./store.ts";

/** Tells the host what its menu should hold: the same commands and keys as everywhere else. */
export function useMenu(): void {
  const native = useApp((app) => app.runtime === "electron");
  useEffect(() => {
    if (!native) return;
    let last = "";
    const send = (app: AppState) => {
      const all = commands(app);
      const menu = groups.map((title) => ({
        title,
        items: all
          .filter((command) => command.group === title)
          .map((command) => ({
            command: command.id,
            title: command.title,
            keys: [...command.keys],
            enabled: command.when?.(app) ?? true,
          })),
      }));
      const text = JSON.stringify(menu);
      if (text === last) return;
      last = text;
      void ask("menu.set", { menu });
    };
    send(store.getState());
    return store.subscribe(send);
  }, [native]);

  const title = useApp((app) => (app.opened && app.state ? `${app.state.project.name} – Onrecord` : "Onrecord"));
  const unsaved = useApp((app) => app.save?.state === "failed");
  useEffect(() => {
    document.title = unsaved ? `• ${title}` : title;
    if (native) void ask("window.title", { title, unsaved });
  }, [title, unsaved, native]);
}
