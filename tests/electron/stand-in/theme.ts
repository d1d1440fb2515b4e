import type { Page } from "playwright";
import { Emitter } from "./emitter.ts";

const sources = ["system", "light", "dark"] as const;
type Source = (typeof sources)[number];

/** Electron's `nativeTheme`; the system's own theme is light unless STAND_IN_DARK says otherwise. */
class NativeTheme extends Emitter {
  #source: Source = "system";
  readonly #pages = new Set<Page>();

  get themeSource(): Source {
    return this.#source;
  }

  set themeSource(source: Source) {
    if (!sources.includes(source)) throw new TypeError(`no theme source: ${source}`);
    this.#source = source;
    for (const page of this.#pages) void this.follow(page);
    this.emit("updated");
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === "dark" || (this.#source === "system" && process.env.STAND_IN_DARK === "yes");
  }

  /** Shows a page the theme, now and whenever it changes. */
  async follow(page: Page): Promise<void> {
    this.#pages.add(page);
    await page.emulateMedia({ colorScheme: this.shouldUseDarkColors ? "dark" : "light" }).catch(() => undefined);
  }
}

export const nativeTheme = new NativeTheme(["updated"]);
