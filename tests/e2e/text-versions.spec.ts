import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { chooseImports } from "./support/choosing.ts";
import { expect, test } from "./support/host.ts";
import { blockTexts, caretIn, exportAs, makeProject, markedWords, notices, put } from "./support/steps.ts";

const story =
  "Mayor Ada Lowe spoke on Monday.\n\nShe told Bo Finsh that the brige was\u00a0safe. A second sentence stands here.\n\n" +
  "Nobody else would say a word about it.\n";

test.beforeEach(({ page }) => page.setDefaultTimeout(20_000));

const editing = (page: Page) => page.getByRole("textbox", { name: "Article text, being edited" });
const reading = (page: Page) => page.getByRole("textbox", { name: "Article text", exact: true });
const toPlace = (page: Page) => page.getByRole("tab", { name: /^To place/ });

/** F2, and the text is open for writing. */
async function beginEditing(page: Page): Promise<void> {
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Article text, being edited" })).toBeFocused();
}

/** Clicks just behind some words, while the text is edited, and sees the caret there. */
async function caretBehind(page: Page, words: string): Promise<void> {
  await expect(async () => {
    const end = await page.evaluate((wanted) => {
      const walker = document.createTreeWalker(
        document.querySelector(".article-text") ?? document,
        NodeFilter.SHOW_TEXT,
      );
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node.textContent ?? "").indexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at + wanted.length - 1);
        range.setEnd(node, at + wanted.length);
        const { right, top, bottom } = range.getBoundingClientRect();
        return { x: right - 1, y: (top + bottom) / 2 };
      }
      throw new Error(`the text does not have “${wanted}”`);
    }, words);
    await page.mouse.click(end.x, end.y);
    const before = await page.evaluate(() => {
      const { anchorNode, anchorOffset } = getSelection() ?? { anchorNode: null, anchorOffset: 0 };
      return (anchorNode?.textContent ?? "").slice(0, anchorOffset);
    });
    expect(before.endsWith(words)).toBe(true);
  }).toPass();
}

async function mark(page: Page, word: string, key: string): Promise<void> {
  await caretIn(page, word);
  await page.keyboard.press(key);
}

async function begin(page: Page, machine: Parameters<typeof makeProject>[1]): Promise<void> {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await mark(page, "Finsh", "1");
  await mark(page, "Nobody", "1");
  await expect.poll(() => markedWords(page)).toHaveLength(2);
}

test("F2 mends typos: annotations follow, one undo takes all of it back, and both versions are kept", async ({
  page,
  machine,
}) => {
  await begin(page, machine);
  await beginEditing(page);
  await expect(editing(page)).toBeFocused();
  await caretBehind(page, "Fins");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("c");
  await caretBehind(page, "the bri");
  await page.keyboard.type("d");
  await page.keyboard.press("F2");
  await expect(reading(page)).toBeFocused();
  await expect
    .poll(() => blockTexts(page))
    .toContain("She told Bo Finch that the bridge was\u00a0safe. A second sentence stands here.");
  expect(await markedWords(page)).toEqual(["mention: Finch", "mention: Nobody"]);

  await page.keyboard.press("Control+z");
  expect(await markedWords(page)).toEqual(["mention: Finsh", "mention: Nobody"]);
  await page.keyboard.press("Control+Shift+z");
  expect(await markedWords(page)).toEqual(["mention: Finch", "mention: Nobody"]);
  const file = JSON.parse(await exportAs(page, machine, "one.onrecord.json"));
  expect(file.article.text).toBe(story.replace("Finsh", "Finch").replace("brige", "bridge"));

  await page.keyboard.press("Control+k");
  await page.keyboard.type("versions of the text");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Versions of the text" });
  await expect(dialog.locator("del")).toHaveText(["Finsh", "brige"]);
  await expect(dialog.locator("ins")).toHaveText(["Finch", "bridge"]);
  await dialog.getByRole("radio", { name: "Side by side" }).click();
  await expect(dialog.locator("del")).toHaveText(["Finsh", "brige"]);
  await dialog.getByRole("button", { name: "Use this text again" }).click();
  expect(await markedWords(page)).toEqual(["mention: Finsh", "mention: Nobody"]);
});

test("paragraphs are cut, joined and pasted, and everything typed in the editor can be undone there", async ({
  page,
  machine,
}) => {
  await begin(page, machine);
  await beginEditing(page);
  await caretBehind(page, "safe.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("New: ");
  await expect(page.locator(".article-text .block")).toHaveCount(4);
  await page.keyboard.press("Home");
  await page.keyboard.press("Backspace");
  await expect(page.locator(".article-text .block")).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(page.locator(".article-text .block")).toHaveCount(4);
  await page.getByRole("button", { name: "Done F2" }).click();
  const file = JSON.parse(await exportAs(page, machine, "cut.onrecord.json"));
  expect(file.article.text).toBe(story.replace("safe. A second", "safe.\n\nNew:  A second"));
  expect(await markedWords(page)).toEqual(["mention: Finsh", "mention: Nobody"]);
});

test("an annotation whose words are gone waits in a list, is placed by hand with the keyboard, or dropped", async ({
  page,
  machine,
}) => {
  await begin(page, machine);
  put(machine, {
    "articles/newer.txt":
      "Mayor Ada Lowe spoke on Monday.\n\nShe told the engineer that the bridge was safe.\n\nThe council did not answer.\n",
  });
  await chooseImports(page, machine, ["articles/newer.txt"], async () => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type("newer version");
    await page.keyboard.press("Enter");
  });
  await expect(toPlace(page)).toHaveText("To place 2");
  await expect(page.locator(".orphan mark")).toHaveText(["Finsh", "Nobody"]);

  await page.locator(".orphan").first().getByRole("button", { name: "Place…" }).click();
  await expect(reading(page)).toBeFocused();
  await caretIn(page, "engineer");
  await page.keyboard.press("Home");
  for (let word = 0; word < 2; word++) await page.keyboard.press("Control+ArrowRight");
  for (let word = 0; word < 2; word++) await page.keyboard.press("Control+Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect.poll(() => markedWords(page)).toEqual(["mention: the engineer"]);
  await expect(toPlace(page)).toHaveText("To place 1");

  await page.locator(".orphan").getByRole("button", { name: "Drop" }).click();
  await expect(toPlace(page)).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(toPlace(page)).toHaveText("To place 1");

  await page.keyboard.press("Control+s");
  await expect(page.locator(".save-state")).toHaveText("● Saved");
  await machine.quit();
  await machine.start(page);
  await page
    .getByRole("button", { name: /Bridges/ })
    .first()
    .click();
  await expect(toPlace(page)).toHaveText("To place 1");
});

test("what concerns the text finishes it first, and waits where nothing is left of it", async ({ page, machine }) => {
  await begin(page, machine);
  const dialog = page.getByRole("dialog");
  const commands = {
    "Export to another format": "Export",
    "Import annotations": "Import annotations",
    "Versions of the text": "Versions of the text",
  };
  for (const [title, name] of Object.entries(commands)) {
    const run = async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(title);
      await page.keyboard.press("Enter");
    };
    await beginEditing(page);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await run();
    await expect(notices(page)).toContainText("An article needs some text");
    await expect(dialog).toHaveCount(0);
    await notices(page).getByRole("button", { name: "Dismiss" }).first().click();
    await page.keyboard.press("Control+z");
    await expect(editing(page)).toContainText("Nobody else");
    await run();
    await expect(page.getByRole("dialog", { name }).locator(":focus")).toHaveCount(1);
    await expect(editing(page)).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
});

test("what is typed with F2 outlives the program's end, and is offered again", async ({ page, machine }) => {
  await begin(page, machine);
  await beginEditing(page);
  await caretBehind(page, "Monday");
  await page.keyboard.type(" and Tuesday");
  await page.waitForTimeout(600);
  await machine.kill();
  await machine.start(page);
  await page
    .getByRole("button", { name: /Bridges/ })
    .first()
    .click();
  await notices(page).getByRole("button", { name: "Go on editing" }).click();
  await expect(editing(page)).toContainText("spoke on Monday and Tuesday.");
  await page.keyboard.press("Escape");
  await expect(reading(page)).toContainText("spoke on Monday.");
  await notices(page).getByRole("button", { name: "Bring them back" }).click();
  await expect(editing(page)).toContainText("spoke on Monday and Tuesday.");
  await page.keyboard.press("F2");
  await expect(reading(page)).toContainText("spoke on Monday and Tuesday.");
});

test("a single file keeps the text that it had before", async ({ page, machine }) => {
  await begin(page, machine);
  writeFileSync(join(machine.home, "alone.onrecord.json"), await exportAs(page, machine, "first.onrecord.json"));
  await machine.quit();
  await machine.start(page, join(machine.home, "alone.onrecord.json"));
  await expect(reading(page)).toBeVisible();
  await beginEditing(page);
  await caretBehind(page, "Monday");
  await page.keyboard.type(" morning");
  await page.keyboard.press("Control+s");
  await expect(page.locator(".save-state")).toHaveText("● Saved");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("versions of the text");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").locator("ins")).toHaveText([" morning"]);
});
