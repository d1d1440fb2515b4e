import type { Menu } from "../shared/host/contract.ts";

type Role =
  | "about"
  | "services"
  | "hide"
  | "hideOthers"
  | "unhide"
  | "quit"
  | "cut"
  | "copy"
  | "paste"
  | "selectAll"
  | "resetZoom"
  | "zoomIn"
  | "zoomOut"
  | "togglefullscreen"
  | "minimize"
  | "zoom"
  | "close"
  | "front";

/** An entry of Electron's menu template, as far as the program uses it. */
export interface MenuEntry {
  /** The command's id, to find the entry again. */
  id?: string;
  label?: string;
  role?: Role;
  type?: "separator";
  accelerator?: string;
  registerAccelerator?: boolean;
  enabled?: boolean;
  click?(): void;
  submenu?: MenuEntry[];
}

export interface MenuOptions {
  platform: string;
  productName: string;
  /** Pages that the Help menu names. */
  links: readonly { title: string; url: string }[];
  runCommand(id: string): void;
  openLink(url: string): void;
}

const separator: MenuEntry = { type: "separator" };
/** A role whose keys stay the window's: it is shown without any. */
const keyless = (role: Role, label: string): MenuEntry => ({
  role,
  label,
  accelerator: "",
  registerAccelerator: false,
});
const plain = (role: Role): MenuEntry => ({ role, registerAccelerator: false });

/** The application's menu from what the window says it holds. Every key belongs to the window, which knows where the
 *  focus is: the menu only shows it. There is no role for undo and redo, because they would pass the window by. */
export function menuTemplate(menu: Menu, options: MenuOptions): MenuEntry[] {
  const mac = options.platform === "darwin";
  const group = (title: string) => menu.find((one) => one.title === title)?.items ?? [];
  const command = (item: Menu[number]["items"][number]): MenuEntry => {
    if (item === null) return separator;
    const accelerator = item.keys.map((key) => acceleratorOf(key, options.platform)).find((one) => one !== null);
    return {
      id: item.command,
      label: escaped(item.title),
      enabled: item.enabled,
      registerAccelerator: false,
      ...(accelerator ? { accelerator } : {}),
      click: () => options.runCommand(item.command),
    };
  };
  const submenu = (title: string, ...more: MenuEntry[]): MenuEntry => {
    const own = group(title).map(command);
    return {
      label: escaped(title),
      submenu: own.length > 0 && more.length > 0 ? [...own, separator, ...more] : [...own, ...more],
    };
  };
  const placed = ["Project", "Article", "View"];
  const others = menu.filter(({ title }) => !placed.includes(title));
  const menus = [
    submenu("Project", ...(mac ? [] : [keyless("quit", "Quit")])),
    submenu("Article"),
    { label: "Edit", submenu: [plain("cut"), plain("copy"), plain("paste"), separator, plain("selectAll")] },
    ...others.map(({ title }) => submenu(title)),
    submenu(
      "View",
      keyless("zoomIn", "Zoom in"),
      keyless("zoomOut", "Zoom out"),
      keyless("resetZoom", "Actual size"),
      separator,
      plain("togglefullscreen"),
    ),
    {
      label: "Window",
      submenu: [plain("minimize"), ...(mac ? [plain("zoom"), separator, plain("front")] : [keyless("close", "Close")])],
    },
    { label: "Help", submenu: help(options) },
  ];
  return (mac ? [applicationMenu(options.productName), ...menus] : menus).filter((one) => one.submenu?.length !== 0);
}

function applicationMenu(label: string): MenuEntry {
  const roles: (Role | null)[] = ["about", null, "services", null, "hide", "hideOthers", "unhide", null, "quit"];
  return { label, submenu: roles.map((role) => (role === null ? separator : plain(role))) };
}

function help(options: MenuOptions): MenuEntry[] {
  const links = options.links.map(({ title, url }) => ({ label: escaped(title), click: () => options.openLink(url) }));
  return [
    { label: "All keys", click: () => options.runCommand("view.keys") },
    { label: "Guidelines of this project", click: () => options.runCommand("project.guidelines") },
    ...(links.length > 0 ? [separator, ...links] : []),
    separator,
    { label: "About Onrecord and its licences", click: () => options.runCommand("view.about") },
  ];
}

const named: Record<string, string> = {
  Mod: "CommandOrControl",
  Alt: "Alt",
  Shift: "Shift",
  ArrowLeft: "Left",
  ArrowRight: "Right",
  ArrowUp: "Up",
  ArrowDown: "Down",
  PageUp: "PageUp",
  PageDown: "PageDown",
  Home: "Home",
  End: "End",
  Enter: "Enter",
  Tab: "Tab",
  Escape: "Esc",
  Delete: "Delete",
  Backspace: "Backspace",
  "+": "Plus",
};

/** A key of ours as Electron writes it, or null where a menu must not name it: a letter by itself would be taken from
 *  every text field, and macOS cannot show a key without taking it from the window. */
export function acceleratorOf(key: string, platform: string): string | null {
  if (platform === "darwin") return null;
  const parts = key.endsWith("++") ? [...key.slice(0, -2).split("+"), "+"] : key.split("+");
  const last = parts.at(-1) ?? "";
  const safe = parts.includes("Mod") || parts.includes("Alt") || /^F\d{1,2}$/.test(last);
  if (!safe) return null;
  const words = parts.map((part) => named[part] ?? (/^(?:[\x21-\x7e]|F\d{1,2})$/.test(part) ? part : null));
  return words.every((word) => word !== null) ? words.join("+") : null;
}

/** In a label & marks the letter to press with Alt: an entity type may well be called R&D. */
const escaped = (label: string): string => label.replaceAll("&", "&&");
