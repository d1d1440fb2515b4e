import type { CDPSession, Page } from "playwright/test";
import type { Hand } from "./support/hand.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { blockTexts, canUndo, exportAs, openSample, placeOf, sampleText, selectedText } from "./support/steps.ts";

/** Words without an annotation of their own, in the middle of the sample's third block. */
const words = placeOf(sampleText, "done nothing wrong");

const places = {
  "a caret in the text": (hand: Hand) => hand.caretTo(words.start + 2),
  "a selection": (hand: Hand) => hand.selectByKeyboard(words),
};

/** Everything by which text comes into an editor, or out of it. */
const attempts: Record<string, (page: Page, cdp: CDPSession) => Promise<void>> = {
  "an input method": async (_page, cdp) => {
    for (const text of ["に", "にほ", "にほん"])
      await cdp.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send("Input.insertText", { text: "日本" });
  },
  "an input method that is given up": async (_page, cdp) => {
    await cdp.send("Input.imeSetComposition", { text: "ㅎㅏㄴ", selectionStart: 3, selectionEnd: 3 });
    await cdp.send("Input.imeSetComposition", { text: "", selectionStart: 0, selectionEnd: 0 });
  },
  "an emoji panel": async (_page, cdp) => {
    await cdp.send("Input.insertText", { text: "🙃" });
  },
  "letters that are no commands": (page) => page.keyboard.type("bhkm OTVXYZ é ß"),
  "keys that edit": async (page) => {
    for (const key of ["Enter", "Shift+Enter", "Backspace", "Delete", "Control+Backspace", "Control+Delete"])
      await page.keyboard.press(key);
  },
  "keys that format": async (page) => {
    for (const key of ["Control+b", "Control+u", "Control+d"]) await page.keyboard.press(key);
  },
  "pasted text": (page) => page.keyboard.press("Control+v"),
  "pasted text without its form": (page) => page.keyboard.press("Control+Shift+v"),
  "a cut": (page) => page.keyboard.press("Control+x"),
  "a spellchecker's correction": async (page) => {
    await page.locator(".article-text").evaluate((article) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text/plain", "correction");
      for (const inputType of ["insertReplacementText", "insertText", "deleteContentBackward", "insertFromDrop"]) {
        const data = inputType === "insertText" ? "x" : null;
        article.dispatchEvent(
          new InputEvent("beforeinput", { inputType, data, dataTransfer, bubbles: true, cancelable: true }),
        );
      }
      document.execCommand("insertText", false, "by command");
      document.execCommand("delete");
    });
  },
};

for (const [place, go] of Object.entries(places)) {
  test(`nothing that is typed, pasted or corrected reaches the article, with ${place}`, async ({ page, machine }) => {
    const hand = await openSample(page, machine);
    await fillClipboard(page);
    const before = await whole(page, machine, "before.json");

    await page.locator(".article-text").focus();
    await go(hand);
    const selection = await selectedText(page);
    const cdp = await page.context().newCDPSession(page);
    for (const [name, attempt] of Object.entries(attempts)) {
      await test.step(name, async () => {
        await attempt(page, cdp);
        await page.waitForTimeout(50);
        expect(await blockTexts(page), name).toEqual(before.blocks);
        expect(await selectedText(page), `${name} leaves the selection`).toBe(selection);
        await expect(page.locator(".article-text"), `${name} leaves the focus`).toBeFocused();
      });
    }
    expect(await canUndo(page)).toBe(false);
    expect((await whole(page, machine, "after.json")).exported).toBe(before.exported);

    // And it still is an editor: the next key marks what is selected, or the word at the caret.
    await page.keyboard.press("1");
    await expect(page.locator(".inspector .mention-text")).toHaveText(selection === "" ? "“done”" : `“${selection}”`);
  });
}

test("text that another program drops on the article becomes an article of its own, and can be undone", async ({
  page,
  machine,
}) => {
  await openSample(page, machine);
  const rows = page.getByRole("navigation", { name: "Articles" }).getByRole("listitem");
  const before = await whole(page, machine, "before.json");
  const box = await page.locator(".article-text .block").nth(2).boundingBox();
  if (!box) throw new Error("the block is not to be seen");
  const cdp = await page.context().newCDPSession(page);
  const items = [
    { mimeType: "text/plain", data: "A dropped line.\n\nAnd another." },
    { mimeType: "text/html", data: "<p>A <b>dropped</b> line.</p><img src=x onerror=alert(1)>" },
  ];
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    const data = { items, dragOperationsMask: 1 };
    await cdp.send("Input.dispatchDragEvent", { type, x: box.x + 120, y: box.y + 10, data });
  }
  await expect(rows).toHaveCount(2);
  await expect(page.locator(".article-text .block").first()).toHaveText("A dropped line.");
  await page.keyboard.press("Control+z");
  await expect(rows).toHaveCount(1);
  await expect(page.locator(".article-text .block")).toHaveCount(before.blocks.length);
  expect(await blockTexts(page)).toEqual(before.blocks);
  expect(await canUndo(page)).toBe(false);
  expect((await whole(page, machine, "after.json")).exported).toBe(before.exported);
});

/** Puts text on the clipboard the way a person does: typed into a field, and copied there. */
async function fillClipboard(page: Page): Promise<void> {
  const field = page.getByRole("searchbox", { name: "Filter articles" });
  await field.click();
  await page.keyboard.type("from the clipboard");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+v");
  await expect(field).toHaveValue("from the clipboard");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Backspace");
}

async function whole(page: Page, machine: Machine, name: string): Promise<{ blocks: string[]; exported: string }> {
  return { blocks: await blockTexts(page), exported: await exportAs(page, machine, name) };
}
