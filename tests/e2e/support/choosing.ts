import { basename, dirname, join, relative, sep } from "node:path";
import type { Page } from "playwright/test";
import type { Machine } from "./host.ts";

/** Files and folders are chosen in the system's dialogs on a desktop, and in the window itself in a browser. Each
 *  function is given what opens the choice. */

export async function chooseFolder(page: Page, machine: Machine, open: () => Promise<void>): Promise<void> {
  if (machine.shell !== "web") await machine.desktop.answer([machine.home]);
  await open();
  if (machine.shell === "web") await page.getByRole("button", { name: "Choose this folder" }).click();
}

/** Chooses one file of the home folder to open. */
export async function chooseFile(page: Page, machine: Machine, name: string, open: () => Promise<void>): Promise<void> {
  if (machine.shell !== "web") await machine.desktop.answer([join(machine.home, name)]);
  await open();
  if (machine.shell === "web") await page.getByRole("dialog").getByRole("button", { name }).click();
}

/** Chooses files of one folder inside the home folder to import. */
export async function chooseImports(
  page: Page,
  machine: Machine,
  files: readonly string[],
  open: () => Promise<void>,
): Promise<void> {
  if (machine.shell !== "web") await machine.desktop.answer(files.map((file) => join(machine.home, file)));
  await open();
  if (machine.shell !== "web") return;
  const dialog = page.getByRole("dialog");
  for (const folder of relative(".", dirname(files[0] ?? ""))
    .split(sep)
    .filter(Boolean)) {
    await dialog.getByRole("button", { name: folder }).click();
  }
  for (const file of files) await dialog.getByRole("button", { name: basename(file) }).click();
  await dialog.getByRole("button", { name: /^Import \d+$/ }).click();
}

/** Says where an export goes: a name in the home folder. */
export async function chooseTarget(
  page: Page,
  machine: Machine,
  name: string,
  open: () => Promise<void>,
): Promise<void> {
  if (machine.shell !== "web") await machine.desktop.answer([join(machine.home, name)]);
  await open();
  if (machine.shell !== "web") return;
  await page.getByRole("textbox", { name: "File name" }).fill(name);
  await page.getByRole("button", { name: "Export here" }).click();
}
