import { expect, test } from "./support/host.ts";
import { caretIn, makeProject, markedWords } from "./support/steps.ts";

const files = {
  "bridge.txt": "Mayor Ada Lowe spoke on Monday.\n\n“The bridge is safe,” Lowe said. She told Bo Finch so.\n",
  "river.txt": "The river rose again, said Ada Lowe.\n\nBo Finch did not answer.\n",
};

test.beforeEach(async ({ page, machine }) => {
  page.setDefaultTimeout(20_000);
  await makeProject(page, machine, "Bridges", files);
});

test("undo crosses articles: it goes to the one where something changes", async ({ page }) => {
  const open = (title: RegExp) =>
    page.getByRole("navigation", { name: "Articles" }).getByRole("button", { name: title }).first().click();
  await open(/Mayor Ada Lowe/);
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await open(/The river rose/);
  await expect(page.locator(".article-text")).toContainText("The river rose");
  await caretIn(page, "river");
  await page.keyboard.press("3");
  await expect.poll(() => markedWords(page)).toEqual(["mention: river"]);
  // "river" begins small: the program asks which entity it is, and Esc leaves that open.
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+z");
  await expect.poll(() => markedWords(page)).toEqual([]);
  await page.keyboard.press("Control+z");
  await expect(page.locator(".article-text")).toContainText("Mayor Ada Lowe");
  await expect.poll(() => markedWords(page)).toEqual([]);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
  await page.keyboard.press("Control+Shift+z");
  await expect(page.locator(".article-text")).toContainText("The river rose");
  await expect.poll(() => markedWords(page)).toEqual(["mention: river"]);
});

test("renaming an entity shows in every article", async ({ page }) => {
  const open = (title: RegExp) =>
    page.getByRole("navigation", { name: "Articles" }).getByRole("button", { name: title }).first().click();
  const name = page.getByRole("textbox", { name: "Entity name" });
  await open(/Mayor Ada Lowe/);
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await open(/The river rose/);
  await expect(page.locator(".article-text")).toContainText("The river rose");
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await expect(name).toHaveValue("Finch");
  await page.keyboard.press("Enter");
  await expect(name).toBeFocused();
  await page.keyboard.type("Robert Finch");
  await page.keyboard.press("Enter");
  await open(/Mayor Ada Lowe/);
  await expect(page.locator(".article-text")).toContainText("Mayor");
  await caretIn(page, "Finch");
  await expect(name).toHaveValue("Robert Finch");
  await expect(page.getByRole("button", { name: /Robert Finch/ }).first()).toBeVisible();
});

test("removing a speaker's mention clears the quote's speaker, says so, and one undo restores both", async ({
  page,
}) => {
  await page
    .getByRole("navigation", { name: "Articles" })
    .getByRole("button", { name: /Mayor Ada Lowe/ })
    .first()
    .click();
  await expect(page.locator(".article-text")).toContainText("The bridge is safe");
  await caretIn(page, "bridge");
  await page.keyboard.press("q");
  await caretIn(page, "Lowe");
  await page.keyboard.press("1");
  await page.keyboard.press("s");
  const speaker = page.getByRole("button", { name: /^Remove speaker/ });
  await expect(speaker).toBeVisible();
  await expect.poll(() => markedWords(page)).toHaveLength(2);

  await page.getByRole("button", { name: "Lowe", exact: true }).click();
  await page.keyboard.press("Delete");
  await expect(page.getByText("1 link to it cleared.")).toBeVisible();
  await expect.poll(() => markedWords(page)).toHaveLength(1);
  await expect(page.locator(".rail-quote")).toContainText("No speaker yet");
  await page.keyboard.press("Control+z");
  await expect.poll(() => markedWords(page)).toHaveLength(2);
  await expect(page.locator(".rail-quote")).toContainText("Lowe");
});

test("an import is one step that can be undone", async ({ page }) => {
  const rows = page.getByRole("navigation", { name: "Articles" }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  await page.locator(".article-text").click();
  await page.keyboard.press("Control+z");
  await expect(rows).toHaveCount(0);
  await page.keyboard.press("Control+Shift+z");
  await expect(rows).toHaveCount(2);
});
