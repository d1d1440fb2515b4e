import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { findAndMark, holdUp, markedWords, openSample } from "./support/steps.ts";

test.beforeEach(({ shell }) => {
  test.skip(shell !== "web", "only requests to the web host can be held up");
});

const coming = (page: Page) => page.getByRole("dialog", { name: "Opening" });
const refusal = (page: Page) => page.getByRole("dialog", { name: "This could not be opened" });

/** Opens the sample while the files of a dialog are held up. @returns what lets them go. */
async function heldUp(page: Page, machine: Machine, files: string): Promise<() => void> {
  const letGo = await holdUp(page, files);
  await openSample(page, machine);
  await page.locator(".article-text").focus();
  return letGo;
}

test("a dialog that is on its way is there when it has come, and takes the keys", async ({ page, machine }) => {
  const letGo = await heldUp(page, machine, "**/assets/SettingsDialog-*.js");
  await page.keyboard.press("Control+,");
  await expect(coming(page)).toBeVisible();
  letGo();
  const settings = page.getByRole("dialog", { name: "Settings" });
  await expect(settings).toBeVisible();
  await expect(settings.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(settings).toHaveCount(0);
  await expect(page.locator(".article-text")).toBeFocused();
});

test("Escape, or the mouse, closes a dialog that is on its way, for good", async ({ page, machine }) => {
  const letGo = await heldUp(page, machine, "**/assets/{Settings,Scheme}Dialog-*.js");
  await page.keyboard.press("Control+,");
  await page.keyboard.press("Escape");
  await expect(coming(page)).toHaveCount(0);
  await expect(page.locator(".article-text")).toBeFocused();
  await page.keyboard.press("Control+,");
  await page.keyboard.type("my own");
  await expect(coming(page)).toBeVisible();
  await coming(page).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const came = page.waitForResponse(/SettingsDialog-.*\.js/);
  letGo();
  await came;
  // The key after it opens another one, as if nothing had been.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search articles, entities and commands" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("a dialog whose files cannot be had says so, the program goes on, and trying again brings it", async ({
  page,
  machine,
}) => {
  const address = "**/assets/SettingsDialog-*.js";
  await page.route(address, (route) => route.abort());
  await openSample(page, machine);
  await page.locator(".article-text").focus();
  await page.keyboard.press("Control+,");
  await expect(refusal(page)).toContainText("could not be loaded");
  expect(await violations(page, "[role=dialog]")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(refusal(page).getByRole("button", { name: "Try again" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await findAndMark(page, "Friday");
  await expect.poll(() => markedWords(page)).toContain("mention: Friday");

  await page.keyboard.press("Control+,");
  await expect(refusal(page)).toBeVisible();
  await page.unroute(address);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Settings" })).toBeVisible();
});

test("a file chooser that cannot be had leaves the dialog under it, with what was typed", async ({ page, machine }) => {
  const address = "**/assets/FileChooser-*.js";
  await page.route(address, (route) => route.abort());
  await openSample(page, machine);
  await page.keyboard.press("Control+Shift+N");
  await page.getByRole("textbox", { name: "Your name, as annotator" }).fill("Ada Analyst");
  const name = page.getByRole("textbox", { name: "Project name" });
  await name.fill("Harbour");
  await page.keyboard.press("Enter");
  await expect(refusal(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(refusal(page)).toHaveCount(0);
  await expect(name).toHaveValue("Harbour");
  await page.unroute(address);
  await name.press("Enter");
  await page.getByRole("button", { name: "Choose this folder" }).click();
  await expect.poll(() => existsSync(join(machine.home, "Harbour"))).toBe(true);
});
