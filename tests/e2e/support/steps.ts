import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Locator, Page } from "playwright/test";
import { expect } from "playwright/test";
import { normaliseSpaces } from "../../../shared/article/spaces.ts";
import { chooseFolder, chooseImports, chooseTarget } from "./choosing.ts";
import { Hand, type Range } from "./hand.ts";
import type { Machine } from "./host.ts";

/** What several specs do before they come to what they are about. */

const root = join(import.meta.dirname, "..", "..", "..");
export const sampleText = readFileSync(join(root, "assets", "sample", "article.txt"), "utf8");

export const inspector = (page: Page): Locator => page.getByRole("region", { name: "Inspector" });
export const notices = (page: Page): Locator => page.getByRole("region", { name: "Notices" });
export const rail = (page: Page): Locator => page.locator("[data-zone=rail]");
export const marks = (page: Page): Locator => page.locator(".article-text [data-id]");
export const articleRow = (page: Page, title: string | RegExp): Locator =>
  page.getByRole("navigation", { name: "Articles" }).getByRole("button", { name: title }).first();

/** The place of the nth occurrence of some words in a text; a space also stands for a no-break space. */
export function placeOf(text: string, words: string, nth = 0): Range {
  const spaced = normaliseSpaces(text);
  let start = -1;
  for (let turn = 0; turn <= nth; turn += 1) start = spaced.indexOf(words, start + 1);
  if (start < 0) throw new Error(`the text does not have “${words}”`);
  return { start, end: start + words.length };
}

export async function openSample(page: Page, machine: Machine): Promise<Hand> {
  page.setDefaultTimeout(20_000);
  await machine.start(page);
  await page.getByRole("button", { name: /Sample project/ }).click();
  await expect(page.locator(".article-text:not([aria-busy]) .block").first()).toBeVisible();
  return new Hand(page, sampleText);
}

/** Makes a project from the start screen and imports articles: file names with their texts. */
export async function makeProject(
  page: Page,
  machine: Machine,
  name: string,
  articles: Record<string, string>,
): Promise<void> {
  page.setDefaultTimeout(20_000);
  for (const [file, text] of Object.entries(articles)) put(machine, { [`articles/${file}`]: text });
  await machine.start(page);
  await page.getByRole("textbox", { name: "Your name, as annotator" }).fill("Ada Analyst");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByRole("textbox", { name: "Project name" }).fill(name);
  await chooseFolder(page, machine, () => page.getByRole("button", { name: "Choose its place…" }).click());
  await expect(page.getByRole("main").getByRole("button", { name: "Import articles…" })).toBeVisible();
  if (Object.keys(articles).length === 0) return;
  const files = Object.keys(articles).map((file) => `articles/${file}`);
  const importButton = page.getByRole("main").getByRole("button", { name: "Import articles…" });
  await chooseImports(page, machine, files, () => importButton.click());
  await expect(page.locator(".article-text:not([aria-busy]) .block").first()).toBeVisible();
}

/** Finds words in the shown article and marks them as a person. */
export async function findAndMark(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+f");
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
}

/** Exports the shown article with Ctrl+E into the home folder. @returns the file's bytes as text. */
export async function exportAs(page: Page, machine: Machine, name: string): Promise<string> {
  await chooseTarget(page, machine, name, () => page.keyboard.press("Control+e"));
  await expect(notices(page).getByText(new RegExp(`${name.replaceAll(".", "\\.")} holds`))).toBeVisible();
  return readFileSync(join(machine.home, name), "utf8");
}

/** The text of each block as it is on the screen. */
export const blockTexts = (page: Page): Promise<string[]> =>
  page.locator(".article-text .block").evaluateAll((blocks) => blocks.map((block) => block.textContent ?? ""));

/** What the person has selected, as the browser says it. */
export const selectedText = (page: Page): Promise<string> =>
  page.evaluate(() => window.getSelection()?.toString() ?? "");

/** Whether the palette offers to undo something: what a person sees of the undo stack. */
export async function canUndo(page: Page): Promise<boolean> {
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog");
  await palette.getByRole("combobox").fill("undo");
  await expect(palette.getByText("Nothing found.").or(palette.getByRole("option").first()).first()).toBeVisible();
  const offered = (await palette.getByRole("option", { name: /^Undo/ }).count()) > 0;
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  return offered;
}

/** Waits until everything is in the files. */
export const saved = (page: Page): Promise<void> => expect(page.locator(".save-state")).toHaveText("● Saved");

/** Writes files into the machine's home folder. */
export function put(machine: Machine, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(machine.home, name)), { recursive: true });
    writeFileSync(join(machine.home, name), content);
  }
}

/** Puts the caret into a word of the article by a click on it, once it is in sight. */
export async function caretIn(page: Page, word: string): Promise<void> {
  await expect.poll(() => middleOf(page, word), `“${word}” is in sight in the article`).not.toBeNull();
  const place = await middleOf(page, word);
  if (place) await page.mouse.click(place.x, place.y);
}

const middleOf = (page: Page, word: string): Promise<{ x: number; y: number } | null> =>
  page.evaluate((wanted) => {
    const walker = document.createTreeWalker(
      document.querySelector(".article-text") ?? document.createElement("p"),
      NodeFilter.SHOW_TEXT,
    );
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const place = { x: (left + right) / 2, y: (top + bottom) / 2 };
      return document.elementFromPoint(place.x, place.y)?.closest(".block")?.contains(node) ? place : null;
    }
    return null;
  }, word);

/** The marks of the article as a person sees them: which words, and as what. */
export async function markedWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = new Map<string, string>();
    for (const mark of document.querySelectorAll<HTMLElement>(".article-text mark")) {
      const key = `${mark.dataset.role} ${mark.dataset.id} ${mark.dataset.piece}`;
      words.set(key, (words.get(key) ?? "") + (mark.textContent ?? ""));
    }
    return [...words].map(([key, text]) => `${key.split(" ")[0]}: ${text}`).sort();
  });
}

/** Holds up all requests to addresses like that one. @returns what lets them go. */
export async function holdUp(page: Page, address: string): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await held.promise;
    await route.continue();
  });
  return held.resolve;
}
