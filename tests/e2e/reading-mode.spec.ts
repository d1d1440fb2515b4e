import type { Page } from "playwright/test";
import { expect, test } from "./support/host.ts";
import { blockTexts, caretIn, exportAs, makeProject, markedWords } from "./support/steps.ts";

const story = "Mayor Ada\u00a0Lowe spoke on Monday.\n\n“The bridge is safe,” she told Bo\u00a0Finch.\n";

test.beforeEach(async ({ page, machine }) => {
  page.setDefaultTimeout(20_000);
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await expect.poll(() => markedWords(page)).toHaveLength(1);
  await caretIn(page, "bridge");
});

/** Does something to the article and asserts that neither its text nor its annotations change. */
async function changesNothing(
  page: Page,
  machine: Parameters<typeof exportAs>[1],
  act: () => Promise<void>,
): Promise<void> {
  const before = {
    text: await blockTexts(page),
    marks: await markedWords(page),
    file: await exportAs(page, machine, "before.onrecord.json"),
  };
  await page.locator(".article-text").focus();
  await act();
  await page.waitForTimeout(150);
  expect(await blockTexts(page)).toEqual(before.text);
  expect(await markedWords(page)).toEqual(before.marks);
  expect(await exportAs(page, machine, "after.onrecord.json")).toBe(before.file);
}

test("an input method composes and commits into nothing", async ({ page, machine }) => {
  await changesNothing(page, machine, async () => {
    const input = await page.context().newCDPSession(page);
    await input.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
    await input.send("Input.imeSetComposition", { text: "日本", selectionStart: 2, selectionEnd: 2 });
    await input.send("Input.insertText", { text: "日本" });
    await page.keyboard.insertText("emoji 🙂");
  });
});

test("typing, Enter and Backspace over a selection change no text", async ({ page, machine }) => {
  await changesNothing(page, machine, async () => {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.type("xyz ;=");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Space");
  });
});

test("paste and cut over the article change nothing", async ({ page, machine }) => {
  await page.getByRole("searchbox", { name: "Filter entities" }).fill("pasted words");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await page.getByRole("searchbox", { name: "Filter entities" }).fill("");
  await changesNothing(page, machine, async () => {
    await page.keyboard.press("Shift+Control+ArrowRight");
    await page.keyboard.press("Control+v");
    await page.keyboard.press("Control+x");
    await page.keyboard.press("Control+Shift+v");
  });
});

test("dropped text and a spellchecker's replacement change nothing", async ({ page, machine }) => {
  await changesNothing(page, machine, async () => {
    const cancelled = await page.evaluate(() => {
      const target = document.querySelector(".article-text p") ?? document.body;
      const data = new DataTransfer();
      data.setData("text/html", "<b>dropped</b>");
      const replacement = new InputEvent("beforeinput", {
        inputType: "insertReplacementText",
        data: "corrected",
        bubbles: true,
        cancelable: true,
      });
      const drag = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      return [replacement, drag].map((event) => !target.dispatchEvent(event));
    });
    expect(cancelled).toEqual([true, true]);
  });
});

test("dragging a selection does not move it", async ({ page, machine }) => {
  await page.mouse.move(300, 100);
  await changesNothing(page, machine, async () => {
    await caretIn(page, "Monday");
    await page.keyboard.press("Shift+Control+ArrowLeft");
    const word = await page.locator(".article-text .block").first().boundingBox();
    if (!word) throw new Error("no block");
    await page.mouse.move(word.x + 60, word.y + 12);
    await page.mouse.down();
    await page.mouse.move(word.x + 120, word.y + 90, { steps: 5 });
    await page.mouse.up();
  });
});

test("copying gives the article's own characters, no-break spaces included", async ({ page }) => {
  await page.keyboard.press("Control+Home");
  for (let count = 0; count < 14; count += 1) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+f");
  const field = page.locator(".find-bar input");
  await field.fill("");
  await page.keyboard.press("Control+v");
  await expect(field).toHaveValue("Mayor Ada\u00a0Lowe");
});
