import { expect, test } from "./support/host.ts";
import { makeProject } from "./support/steps.ts";

const paragraphs = 1_000;
const text = Array.from(
  { length: paragraphs },
  (_, at) => `The council met for the ${at + 1}. time. Ada Lowe spoke about the bridge, and nobody answered her.`,
).join("\n\n");

test("in a long article select-all, copy and finding reach all of the text", async ({ page, machine, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await makeProject(page, machine, "Long", { "long.txt": `${text}\n` });
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  await page.keyboard.press("Control+f");
  await page.keyboard.type(`${paragraphs}. time`);
  await page.keyboard.press("Enter");
  await expect(page.locator(".block").last()).toBeInViewport();
});
