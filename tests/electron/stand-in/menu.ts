import { app } from "./app.ts";
import { BrowserWindow } from "./browser-window.ts";
import { onlyKnownKeys } from "./emitter.ts";

type Template = Electron.MenuItemConstructorOptions;
const keys = [
  "id",
  "label",
  "role",
  "type",
  "accelerator",
  "registerAccelerator",
  "enabled",
  "visible",
  "checked",
  "click",
  "submenu",
];
const types = ["normal", "separator", "submenu", "checkbox", "radio"];
const modifiers = /^(?:Command|Cmd|Control|Ctrl|CommandOrControl|CmdOrCtrl|Alt|Option|AltGr|Shift|Super|Meta)$/;
const plainKey =
  /^(?:[\x21-\x2a\x2c-\x7e]|F(?:[1-9]|1\d|2[0-4])|Plus|Space|Tab|Capslock|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc|PrintScreen)$/;

/** What an item that names a role does by itself. */
const roles: Record<string, () => void> = {
  quit: () => app.quit(),
  close: () => BrowserWindow.getFocusedWindow()?.close(),
  minimize: () => BrowserWindow.getFocusedWindow()?.minimize(),
  about: () => app.showAboutPanel(),
  selectAll: () => edit("selectAll"),
  copy: () => edit("copy"),
  cut: () => edit("cut"),
  paste: () => edit("paste"),
  ...Object.fromEntries(
    [
      "resetZoom",
      "zoomIn",
      "zoomOut",
      "togglefullscreen",
      "zoom",
      "front",
      "services",
      "hide",
      "hideOthers",
      "unhide",
    ].map((role) => [role.toLowerCase(), () => undefined]),
  ),
};

function edit(command: string): void {
  void BrowserWindow.getFocusedWindow()?.webContents.executeJavaScript(`document.execCommand("${command}")`);
}

class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  readonly submenu: Menu | null;
  enabled: boolean;
  visible: boolean;
  readonly click: () => void;

  constructor(given: Template) {
    onlyKnownKeys("a menu item", given, keys);
    if (given.type !== undefined && !types.includes(given.type))
      throw new TypeError(`Unknown menu item type: ${given.type}`);
    if (given.label === undefined && given.role === undefined && given.type !== "separator") {
      throw new TypeError("Invalid template for MenuItem: must have at least one of label, role or type");
    }
    const act = given.role === undefined ? undefined : (roles[given.role] ?? roles[given.role.toLowerCase()]);
    if (given.role !== undefined && !act) throw new TypeError(`Unknown menu item role: ${given.role}`);
    if (given.accelerator) checkAccelerator(given.accelerator);
    const { submenu } = given;
    this.id = given.id;
    this.label = given.label ?? given.role ?? "";
    this.role = given.role?.toLowerCase();
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : null;
    this.type = given.type ?? (this.submenu ? "submenu" : "normal");
    this.accelerator = given.accelerator ?? undefined;
    this.registerAccelerator = given.registerAccelerator ?? true;
    this.enabled = given.enabled ?? true;
    this.visible = given.visible ?? true;
    this.click = act ?? (() => Reflect.apply(given.click ?? (() => undefined), undefined, [this]));
  }
}

function checkAccelerator(accelerator: string): void {
  const parts = accelerator.split("+");
  const last = parts.pop() ?? "";
  if (!plainKey.test(last) || !parts.every((part) => modifiers.test(part))) {
    throw new TypeError(`Invalid accelerator: ${accelerator}`);
  }
}

/** Electron's `Menu`. */
export class Menu {
  static #shown: Menu | null = null;
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly Template[]): Menu {
    if (!Array.isArray(template)) throw new TypeError("Invalid template for Menu: Menu template must be an array");
    return new Menu(template.map((item) => new MenuItem(item)));
  }
  static setApplicationMenu(menu: Menu | null): void {
    if (menu !== null && !(menu instanceof Menu)) throw new TypeError("Invalid menu");
    Menu.#shown = menu;
  }
  static getApplicationMenu = (): Menu | null => Menu.#shown;

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found) return found;
    }
    return null;
  }
}
