import { useEffect } from "react";
import { useApp } from "./store.ts";

/** Keeps the document's theme in step with the setting, and with the system's where it is left to it. */
export function useTheme(): void {
  const theme = useApp((app) => app.settings.theme);
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const show = () => {
      const dark = theme === "dark" || (theme === "system" && system.matches);
      document.documentElement.dataset.theme = dark ? "dark" : "light";
    };
    show();
    system.addEventListener("change", show);
    return () => system.removeEventListener("change", show);
  }, [theme]);
}
