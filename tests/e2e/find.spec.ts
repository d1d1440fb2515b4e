import { expect, test } from "./support/host.ts";
import { makeProject, markedWords } from "./support/steps.ts";

test("find takes no-break spaces for spaces, and what it finds can be marked at once", async ({ page, machine }) => {
  page.setDefaultTimeout(20_000);
  await makeProject(page, machine, "Bridges", {
    "story.txt": "Mayor Ada\u00a0Lowe spoke on March\u00a09.\n\nThe bridge is safe, Ada\u00a0Lowe said.\n",
  });
  await page.keyboard.press("Control+f");
  await page.keyboard.type("ada lowe");
  await expect(page.getByText("1 of 2")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 of 2")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
  await expect.poll(() => markedWords(page)).toEqual(["mention: Ada\u00a0Lowe"]);
  await page.keyboard.press("a");
  await expect.poll(() => markedWords(page)).toHaveLength(2);
});
