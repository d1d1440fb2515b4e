import type { AppState } from "../app/store.ts";
import type { Command } from "./command.ts";
import { commands, isRefused } from "./index.ts";

/** The ways in which a key press can be written. Letters are matched by what they type and then by where they lie, so
 *  that other layouts work; digits by where they lie. */
export function keyNames(event: KeyboardEvent, mac: boolean): string[] {
  const modifiers = [
    (mac ? event.metaKey : event.ctrlKey) ? "Mod+" : "",
    event.altKey ? "Alt+" : "",
    event.shiftKey ? "Shift+" : "",
  ];
  const prefix = modifiers.join("");
  const unshifted = modifiers.slice(0, 2).join("");
  const names = new Set<string>();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const typed = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  if (digit) names.add(prefix + digit);
  else if (/^[A-Z]$/.test(typed)) names.add(prefix + typed);
  else {
    names.add(prefix + typed);
    if (event.key.length === 1) names.add(unshifted + typed);
  }
  if (letter && !/^[A-Z]$/.test(typed)) names.add(prefix + letter);
  const placed: Record<string, string> = {
    Period: ".",
    Comma: ",",
    Equal: "=",
    Minus: "-",
    BracketLeft: "[",
    BracketRight: "]",
  };
  const sign = placed[event.code];
  if (sign) names.add(prefix + sign);
  return [...names];
}

const inField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
const inWidget = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
/** Enter and Tab belong to what has the focus, except in the article's text. */
const activates = (event: KeyboardEvent) =>
  (event.key === "Enter" || event.key === "Tab") &&
  event.target instanceof HTMLElement &&
  event.target.closest(".article-text") === null;

/** The command that a key press asks for, and whether it takes the selection exactly. */
export function commandFor(app: AppState, event: KeyboardEvent): { command: Command; exact: boolean } | null {
  if (event.isComposing) return null;
  const names = keyNames(event, app.platform === "darwin");
  const typing = inField(event.target);
  const blocked = inWidget(event.target) || app.dialog !== null || app.chooser !== null || app.fieldsQuestion !== null;
  for (const command of commands(app)) {
    const isOff = command.when?.(app) === false && !isRefused(app, command);
    if (blocked || (typing && !command.inFields) || activates(event) || isOff) continue;
    if (names.some((name) => command.keys.includes(name))) return { command, exact: false };
    if (command.takesExact && names.some((name) => name.startsWith("Alt+") && command.keys.includes(name.slice(4)))) {
      return { command, exact: true };
    }
  }
  return null;
}

const shown: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  PageDown: "PgDn",
  PageUp: "PgUp",
  Delete: "Del",
};

/** A key as people read it: `Ctrl+K`, or `⌘K` on a Mac. */
export function keyLabel(key: string, platform: string): string {
  const mac = platform === "darwin";
  const parts = key === "Mod++" ? ["Mod", "+"] : key.split("+");
  const words = parts.map((part) =>
    part === "Mod"
      ? mac
        ? "⌘"
        : "Ctrl"
      : mac && part === "Alt"
        ? "⌥"
        : mac && part === "Shift"
          ? "⇧"
          : (shown[part] ?? part),
  );
  return words.join(mac ? "" : "+");
}
