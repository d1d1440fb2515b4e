import { Menu } from "electron";
import type { Menu as MenuOfWindow } from "../shared/host/contract.ts";
import { type MenuOptions, menuTemplate } from "./menu-template.ts";

let shownShape = "";

/** Shows what the window says its menu holds. What can be done changes with every move of the caret: then the menu that
 *  is there is only told so, and not built again. */
export function setMenu(menu: MenuOfWindow, options: MenuOptions): void {
  const shape = JSON.stringify(menu, (key, value: unknown) => (key === "enabled" ? undefined : value));
  const shown = Menu.getApplicationMenu();
  if (shown === null || shape !== shownShape) {
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menu, options)));
    shownShape = shape;
    return;
  }
  for (const item of menu.flatMap(({ items }) => items)) {
    const entry = item ? shown.getMenuItemById(item.command) : null;
    if (item && entry) entry.enabled = item.enabled;
  }
}
