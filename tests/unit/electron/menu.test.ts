import { describe, expect, it } from "vitest";
import { acceleratorOf, type MenuEntry, type MenuOptions, menuTemplate } from "../../../electron/menu-template.ts";
import type { Menu } from "../../../shared/host/contract.ts";

const ran: string[] = [];
const options = (change: Partial<MenuOptions> = {}): MenuOptions => ({
  platform: "linux",
  productName: "Onrecord",
  links: [],
  runCommand: (id) => ran.push(id),
  openLink: (url) => ran.push(url),
  ...change,
});
const item = (command: string, title: string, keys: string[], enabled = true) => ({ command, title, keys, enabled });
const menu: Menu = [
  {
    title: "Mark",
    items: [item("mark.entity.R&D", "Mark as R&D", ["1"]), null, item("mark.quote", "Mark as quote", ["Q"])],
  },
  { title: "Change", items: [item("change.undo", "Undo", ["Mod+Z"], false)] },
  { title: "Article", items: [item("article.import", "Import articles…", ["Mod+I"])] },
  { title: "Project", items: [item("project.save", "Save now", ["Mod+S"])] },
  { title: "View", items: [item("view.keys", "All keys", ["?", "F1"])] },
];

const titles = (template: MenuEntry[]) => template.map(({ label }) => label);
const entries = (template: MenuEntry[]): MenuEntry[] =>
  template.flatMap((entry) => [entry, ...entries(entry.submenu ?? [])]);
const entry = (template: MenuEntry[], label: string) => entries(template).find((one) => one.label === label);

describe("the menu", () => {
  it("has the window's groups as submenus, in the order that people look for them", () => {
    expect(titles(menuTemplate(menu, options()))).toEqual([
      "Project",
      "Article",
      "Edit",
      "Mark",
      "Change",
      "View",
      "Window",
      "Help",
    ]);
  });

  it("begins with the application's own menu on a Mac", () => {
    const [first] = menuTemplate(menu, options({ platform: "darwin" }));
    expect(first?.label).toBe("Onrecord");
    expect(first?.submenu?.map(({ role }) => role)).toContain("quit");
  });

  it("runs the command of the entry that is pressed", () => {
    ran.length = 0;
    entry(menuTemplate(menu, options()), "Save now")?.click?.();
    expect(ran).toEqual(["project.save"]);
  });

  it("keeps the separators and what cannot be done now", () => {
    const template = menuTemplate(menu, options());
    expect(entry(template, "Mark")?.submenu?.[1]).toEqual({ type: "separator" });
    expect(entry(template, "Undo")?.enabled).toBe(false);
  });

  it("shows the letter & of a label as itself", () => {
    expect(entry(menuTemplate(menu, options()), "Mark as R&&D")?.id).toBe("mark.entity.R&D");
  });

  it("registers no key of its own and knows neither undo nor redo as roles", () => {
    for (const platform of ["linux", "win32", "darwin"]) {
      for (const one of entries(menuTemplate(menu, options({ platform })))) {
        if (one.role ?? one.accelerator) expect(one.registerAccelerator).toBe(false);
        expect(["undo", "redo"]).not.toContain(one.role);
      }
    }
  });

  it("never names a letter or digit by itself as a key", () => {
    const template = menuTemplate(menu, options());
    expect(entry(template, "Mark as quote")?.accelerator).toBeUndefined();
    expect(entry(template, "Save now")?.accelerator).toBe("CommandOrControl+S");
    expect(entry(template, "All keys")?.accelerator).toBe("F1");
  });

  it("copies, selects, zooms and goes full screen by the system's own roles", () => {
    const roles = entries(menuTemplate(menu, options())).map(({ role }) => role);
    for (const role of ["copy", "selectAll", "zoomIn", "zoomOut", "resetZoom", "togglefullscreen"]) {
      expect(roles).toContain(role);
    }
  });

  it("opens the pages that it is given in Help", () => {
    ran.length = 0;
    const links = [{ title: "Handbook", url: "https://example.org/" }];
    entry(menuTemplate(menu, options({ links })), "Handbook")?.click?.();
    expect(ran).toEqual(["https://example.org/"]);
  });

  it("leaves out a group that has nothing in it", () => {
    expect(titles(menuTemplate([{ title: "Mark", items: [] }], options()))).not.toContain("Mark");
  });
});

describe("a key in the menu", () => {
  it("is written as Electron writes it", () => {
    const written = (key: string) => acceleratorOf(key, "linux");
    expect(written("Mod+Shift+Z")).toBe("CommandOrControl+Shift+Z");
    expect(written("Alt+ArrowLeft")).toBe("Alt+Left");
    expect(written("Mod+PageDown")).toBe("CommandOrControl+PageDown");
    expect(written("Mod++")).toBe("CommandOrControl+Plus");
    expect(written("Mod+,")).toBe("CommandOrControl+,");
    expect(written("Shift+F6")).toBe("Shift+F6");
  });

  it("is left out where a text field would lose it, or where Electron has no name for it", () => {
    for (const key of ["Q", "Shift+Q", "1", ".", "Delete", "Tab", "Escape", "Alt+ß"]) {
      expect(acceleratorOf(key, "linux")).toBeNull();
    }
  });

  it("is left out on a Mac, which would take it from the window", () => {
    expect(acceleratorOf("Mod+Z", "darwin")).toBeNull();
  });
});
