import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright/test";
import { expect, type Machine } from "./host.ts";

/** Writes files into the machine's home folder. */
export function put(machine: Machine, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(machine.home, name)), { recursive: true });
    writeFileSync(join(machine.home, name), content);
  }
}

/** Makes a project by hand on the start screen and imports articles from the home folder, by their names. */
export async function makeProject(page: Page, name: string, articles: readonly string[]): Promise<void> {
  await page.getByRole("textbox", { name: "Your name, as annotator" }).fill("Ada Analyst");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByRole("textbox", { name: "Project name" }).fill(name);
  await page.getByRole("button", { name: "Choose its place…" }).click();
  await page.getByRole("button", { name: "Choose this folder" }).click();
  await expect(page.getByText("This project has no articles yet")).toBeVisible();
  if (articles.length === 0) return;
  await page.keyboard.press("Control+i");
  for (const article of articles) await page.getByRole("dialog").getByRole("button", { name: article }).click();
  await page.getByRole("button", { name: `Import ${articles.length}` }).click();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
}

/** Puts the caret into a word of the article by a click on it. */
export async function caretIn(page: Page, word: string): Promise<void> {
  const box = await page.evaluate((wanted) => {
    const walker = document.createTreeWalker(
      document.querySelector(".article-text") ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { x: (left + right) / 2, y: (top + bottom) / 2 };
    }
    return null;
  }, word);
  if (!box) throw new Error(`“${word}” is not in the article`);
  await page.mouse.click(box.x, box.y);
}

/** The marks of the article as a person sees them: which words, and as what. */
export async function marks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = new Map<string, string>();
    for (const mark of document.querySelectorAll<HTMLElement>(".article-text mark")) {
      const key = `${mark.dataset.role} ${mark.dataset.id} ${mark.dataset.piece}`;
      words.set(key, (words.get(key) ?? "") + (mark.textContent ?? ""));
    }
    return [...words].map(([key, text]) => `${key.split(" ")[0]}: ${text}`).sort();
  });
}

/** What the article reads, block by block. */
export const blocks = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll(".article-text .block")].map((block) => block.textContent ?? ""));

/** Exports the shown article by hand and reads the file. */
export async function exported(page: Page, machine: Machine, name: string): Promise<string> {
  await page.keyboard.press("Control+e");
  await page.getByRole("textbox", { name: "File name" }).fill(name);
  await page.getByRole("button", { name: "Export here" }).click();
  await expect(page.getByRole("status").filter({ hasText: name })).toBeVisible();
  return readFileSync(join(machine.home, name), "utf8");
}
