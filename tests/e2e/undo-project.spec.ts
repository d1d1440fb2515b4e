import type { Page } from "playwright/test";
import { Hand } from "./support/hand.ts";
import { expect, test } from "./support/host.ts";
import { articleRow, inspector, makeProject, marks, notices, openSample, placeOf, rail } from "./support/steps.ts";

const texts = {
  "a.txt": "Alpha bridge\n\n“It holds,” said Ada Lowe. The mayor agreed.",
  "b.txt": "Beta river\n\n“It rises,” said Ada Lowe of Northmere.",
};
const heading = (page: Page) => inspector(page).getByRole("heading");
const entityName = (page: Page) => inspector(page).getByRole("textbox", { name: "Entity name" });
const typeKeys = (page: Page) => page.getByRole("navigation", { name: "Keys" });
const undo = (page: Page) => page.keyboard.press("Control+z");

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(title);
  await expect(page.locator('[cmdk-item][data-selected="true"]')).toContainText(title);
  await page.keyboard.press("Enter");
}

/** Marks the quote of an article and its speaker, by keyboard. */
async function markQuote(page: Page, text: string, words: string): Promise<Hand> {
  const hand = new Hand(page, text);
  await hand.caretTo(placeOf(text, words).start + 2);
  await page.keyboard.press("q");
  await expect(heading(page)).toHaveText(/^quote/i);
  await hand.selectByKeyboard(placeOf(text, "Ada Lowe"));
  await page.keyboard.press("1");
  await expect(entityName(page)).toHaveValue("Ada Lowe");
  await page.keyboard.press("s");
  await expect(inspector(page).getByRole("button", { name: "Remove speaker Ada Lowe" })).toBeVisible();
  return hand;
}

test("a new name of an entity is on the rail and in the lists of every article, and undo takes it back", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Names", texts);
  await markQuote(page, texts["a.txt"], "It holds");
  await page.keyboard.press("Alt+PageDown");
  await expect(page.locator(".article-text")).toContainText("Beta river");
  await markQuote(page, texts["b.txt"], "It rises");

  await page.locator(".list-row", { hasText: "Ada Lowe" }).click();
  await expect(heading(page)).toHaveText("Entity");
  await entityName(page).fill("Adelaide Lowe");
  await page.keyboard.press("Enter");
  const isCalled = async (name: string) => {
    await page.getByRole("tab", { name: /Quotes/ }).click();
    await expect(page.locator(".speaker-row")).toHaveText(new RegExp(name));
    await page.getByRole("tab", { name: /Entities/ }).click();
    await expect(page.locator(".list-row")).toHaveText([new RegExp(name)]);
    await expect(rail(page).locator(".rail-quote")).toContainText(name);
  };
  await isCalled("Adelaide Lowe");
  await page.locator(".article-text").focus();
  await page.keyboard.press("Alt+PageUp");
  await expect(page.locator(".article-text")).toContainText("Alpha bridge");
  await isCalled("Adelaide Lowe");

  await page.locator(".article-text").focus();
  await undo(page);
  await isCalled("Ada Lowe");
});

test("changes of the scheme are undone one by one, and what was marked goes with them", async ({ page, machine }) => {
  await makeProject(page, machine, "Scheme", texts);
  await new Hand(page, texts["a.txt"]).selectByKeyboard(placeOf(texts["a.txt"], "Ada Lowe"));
  await page.keyboard.press("1");
  const type = inspector(page).getByRole("combobox", { name: "Entity type" });
  await expect(type).toHaveValue("Person");

  await command(page, "Label scheme");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name of Person" }).fill("Human");
  await dialog.getByRole("button", { name: "Add entity type" }).click();
  await dialog.getByRole("combobox", { name: "Key of Human" }).selectOption("9");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toHaveCount(0);
  await expect(type).toHaveValue("Human");
  await expect(typeKeys(page)).toContainText("9Human");
  await expect(typeKeys(page)).toContainText("New type");

  await page.locator(".article-text").focus();
  await undo(page);
  await expect(typeKeys(page)).toContainText("1Human");
  await undo(page);
  await expect(typeKeys(page)).not.toContainText("New type");
  await undo(page);
  await expect(typeKeys(page)).toContainText("1Person");
  await expect(marks(page)).toHaveCount(1);
  await marks(page).first().click();
  await expect(type).toHaveValue("Person");
  for (let turn = 0; turn < 3; turn += 1) await page.keyboard.press("Control+Shift+z");
  await expect(typeKeys(page)).toContainText("9Human");
  await marks(page).first().click();
  await expect(type).toHaveValue("Human");
});

test("an article that was removed, and its details, come back", async ({ page, machine }) => {
  await makeProject(page, machine, "Articles", texts);
  const rows = page.getByRole("navigation", { name: "Articles" }).getByRole("listitem");
  await markQuote(page, texts["a.txt"], "It holds");
  const marked = await marks(page).count();
  await command(page, "Article details");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Title" }).fill("Gamma bridge");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(articleRow(page, /Gamma bridge/)).toBeVisible();
  await command(page, "Remove article");
  await expect(rows).toHaveCount(1);
  await expect(page.locator(".article-text")).toContainText("Beta river");

  await notices(page).getByRole("button", { name: "Undo" }).click();
  await expect(rows).toHaveCount(2);
  await expect(page.locator(".article-text")).toContainText("Alpha bridge");
  await expect(marks(page)).toHaveCount(marked);
  await undo(page);
  await expect(articleRow(page, /Alpha bridge/)).toBeVisible();
  await expect(articleRow(page, /Gamma bridge/)).toHaveCount(0);
});

test("entities that were merged or deleted come back with their mentions", async ({ page, machine }) => {
  await openSample(page, machine);
  const rows = page.locator(".long-list .list-row");
  const tab = page.getByRole("tab", { name: /Entities/ });
  /** How many there are, and the first of them with their counts: the list draws no more than fits. */
  const list = async () => [await tab.innerText(), ...(await rows.allInnerTexts()).slice(0, 8)];
  await expect(rows.nth(7)).toBeVisible();
  const before = await list();
  const isBefore = () => expect.poll(list).toEqual(before);
  await page.locator(".list-row", { hasText: "Pavel Lindqvist" }).click();
  await expect(heading(page)).toHaveText("Entity");
  await page.keyboard.press("l");
  await page.keyboard.type("tobias");
  await expect(page.locator('.pick-panel [cmdk-item][data-selected="true"]')).toContainText("Tobias Renn");
  await page.keyboard.press("Enter");
  await expect(page.locator(".list-row", { hasText: "Pavel Lindqvist" })).toHaveCount(0);
  await page.locator(".article-text").focus();
  await undo(page);
  await isBefore();

  await page.locator(".list-row", { hasText: "Pavel Lindqvist" }).click();
  await inspector(page).getByRole("button", { name: "Delete" }).click();
  await expect(page.locator(".list-row", { hasText: "Pavel Lindqvist" })).toHaveCount(0);
  await notices(page).getByRole("button", { name: "Undo" }).click();
  await isBefore();
});
