import { expect, test } from "./support/host.ts";
import { caretIn, makeProject, markedWords } from "./support/steps.ts";

const story = "Mayor Ada Lowe spoke on Monday.\n\nShe told Bo Finch that the bridge was safe.\n";

test.beforeEach(({ page }) => page.setDefaultTimeout(20_000));

test("work that the files do not hold comes back after the program was killed, and it says so", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await page.keyboard.press("Control+s");
  await expect(page.locator(".save-state")).toHaveText("● Saved");

  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await caretIn(page, "Monday");
  await page.keyboard.press("4");
  await expect.poll(() => markedWords(page)).toHaveLength(2);
  await page.waitForTimeout(250);
  await machine.kill();

  await machine.start(page);
  await page
    .getByRole("button", { name: /Bridges/ })
    .first()
    .click();
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch", "mention: Monday"]);
  await expect(page.getByText("Your work was brought back")).toBeVisible();
});

test("several kills in a row, each within the time before the files are saved, lose nothing", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  const words = ["Lowe", "Finch", "bridge"];
  for (const [count, word] of words.entries()) {
    await caretIn(page, word);
    await page.keyboard.press("1");
    await expect.poll(() => markedWords(page)).toHaveLength(count + 1);
    await page.waitForTimeout(250);
    await machine.kill();
    await machine.start(page);
    await page
      .getByRole("button", { name: /Bridges/ })
      .first()
      .click();
    await expect(page.locator(".article-text .block").first()).toBeVisible();
  }
  await expect.poll(() => markedWords(page)).toEqual(words.map((word) => `mention: ${word}`).sort());
});

test("a window that is loaded again goes on where it was", async ({ page, machine }) => {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await expect.poll(() => markedWords(page)).toHaveLength(1);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Load the window again");
  const loaded = page.waitForEvent("load");
  await page.keyboard.press("Enter");
  await loaded;
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
});
