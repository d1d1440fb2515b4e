import type { AppState } from "../app/store.ts";

export const groups = ["Mark", "Link", "Change", "Review", "Go", "Article", "Project", "View"] as const;
export type CommandGroup = (typeof groups)[number];

export interface Invocation {
  /** Take the selection as it is, without completing words: Alt was held. */
  exact: boolean;
}

/** One thing that a person can do. Keyboard, menu, palette, toolbar and cheat sheet all run this one object. */
export interface Command {
  id: string;
  title: string;
  group: CommandGroup;
  /** Keys such as `Q`, `Shift+Q`, `Mod+K` (Mod is Ctrl, or Cmd on a Mac). The first is the one shown. */
  keys: readonly string[];
  /** More words to find it by in the palette. */
  keywords?: string;
  /** Whether it also works while typing in a field. */
  inFields?: boolean;
  /** Alt with its key takes the selection exactly. */
  takesExact?: boolean;
  /** It concerns the text as it is kept: one that is being edited is finished first, or where it cannot be, nothing is
   *  done. */
  endsTextEdit?: boolean;
  when?(app: AppState): boolean;
  run(app: AppState, invocation: Invocation): void;
}
