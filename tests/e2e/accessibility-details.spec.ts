import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { chooseFile } from "./support/choosing.ts";
import { expect, test } from "./support/host.ts";
import { inspector, makeProject, notices, openSample, placeOf, sampleText } from "./support/steps.ts";

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(title);
  await expect(page.locator('[cmdk-item][data-selected="true"]')).toContainText(title);
  await page.keyboard.press("Enter");
}

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in the ${scheme} theme`, () => {
    test.use({ colorScheme: scheme });

    test("what floats over the article, and every status", async ({ page, machine }) => {
      const hand = await openSample(page, machine);
      await hand.selectByMouse(placeOf(sampleText, "nothing wrong"), false);
      await expect(page.getByRole("toolbar")).toBeVisible();
      expect.soft(await violations(page), "the toolbar at the selection").toEqual([]);
      await page.keyboard.press("q");
      expect.soft(await violations(page), "a quote without a speaker").toEqual([]);
      for (const key of ["s", "r"]) {
        await page.keyboard.press(key);
        await expect(page.locator(".pick-panel")).toBeVisible();
        expect.soft(await violations(page, ".pick-panel"), `the picker of ${key}`).toEqual([]);
        await page.keyboard.type("zzz");
        expect.soft(await violations(page, ".pick-panel"), `the picker of ${key} without an answer`).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("d");
      expect.soft(await violations(page, ".inspector"), "done").toEqual([]);
      await page.keyboard.press("d");
      expect.soft(await violations(page, ".inspector"), "disputed").toEqual([]);
      await hand.clickAt(placeOf(sampleText, "Lindqvist, who"));
      await expect(inspector(page).locator(".mention-text")).toBeVisible();
      expect.soft(await violations(page, ".inspector"), "a mention").toEqual([]);
      await page.keyboard.press("l");
      expect.soft(await violations(page, ".pick-panel"), "the picker of an entity").toEqual([]);
      await page.keyboard.press("Escape");
    });

    test("the palette, the lists and the notices", async ({ page, machine }) => {
      await openSample(page, machine);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("zzz");
      expect.soft(await violations(page, "[role=dialog]"), "the palette without an answer").toEqual([]);
      await page.keyboard.press("Escape");

      await page.keyboard.press("Control+f");
      await page.keyboard.type("lead");
      expect.soft(await violations(page, ".find-bar"), "the find bar").toEqual([]);
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: "Sort articles" }).click();
      expect.soft(await violations(page), "a menu").toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("tab", { name: /Quotes/ }).click();
      await page.getByRole("button", { name: "Show the quotes" }).click();
      expect.soft(await violations(page, ".lists"), "the list of quotes").toEqual([]);

      writeFileSync(join(machine.home, "broken.json"), "{");
      await chooseFile(page, machine, "broken.json", () => page.keyboard.press("Control+o"));
      await expect(notices(page).getByRole("alert")).toBeVisible();
      await page.locator(".article-text").focus();
      await page.keyboard.press("[");
      expect.soft(await violations(page), "a problem, without the list of articles").toEqual([]);
      await page.keyboard.press("]");
      await page.setViewportSize({ width: 800, height: 700 });
      expect.soft(await violations(page), "a narrow window").toEqual([]);
    });

    test("other suggesters, and what was learnt", async ({ page, machine }) => {
      await makeProject(page, machine, "Bridges", { "story.txt": "“It is safe,” said Jane Doe in Madrid." });
      const dialog = page.getByRole("dialog");
      await command(page, "Other suggesters");
      expect.soft(await violations(page, "[role=dialog]"), "no other suggester").toEqual([]);
      await dialog.getByRole("button", { name: "Add a suggester…" }).click();
      for (const kind of await dialog.getByRole("radio").all()) {
        await kind.click();
        await dialog.getByRole("button", { name: "Save" }).click();
        await expect(dialog.getByRole("alert").first()).toBeVisible();
        expect.soft(await violations(page, "[role=dialog]"), "a suggester without its fields").toEqual([]);
      }
      await dialog.getByRole("radio").nth(1).click();
      await dialog.getByRole("textbox", { name: "Name" }).fill("Helper");
      await dialog.getByRole("textbox", { name: "Address" }).fill("http://127.0.0.1:9/");
      await dialog.getByRole("checkbox", { name: /^On:/ }).check();
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog.getByRole("checkbox", { name: "Helper is on" })).toBeVisible();
      expect.soft(await violations(page, "[role=dialog]"), "a suggester").toEqual([]);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      await command(page, "Ask Helper");
      await expect(dialog).toContainText("127.0.0.1:9");
      expect.soft(await violations(page, "[role=dialog]"), "consent").toEqual([]);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);

      await page.locator(".article-text").press("v");
      await expect(page.getByRole("region", { name: "Suggestions" })).toHaveAttribute("aria-busy", "false");
      await page.locator(".article-text").press("Tab");
      await expect(page.locator(".review-card")).toBeVisible();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Backspace");
      await command(page, "What suggestions learnt");
      await expect(dialog.getByRole("button", { name: /^Forget / }).first()).toBeVisible();
      expect.soft(await violations(page, "[role=dialog]"), "what was learnt").toEqual([]);
      await dialog.getByRole("button", { name: "Forget all…" }).click();
      expect.soft(await violations(page, "[role=dialog]"), "to forget all").toEqual([]);
    });

    test("the dialogs, in the middle of things", async ({ page, machine }) => {
      await makeProject(page, machine, "Empty", {});
      expect.soft(await violations(page), "a project without articles").toEqual([]);
      const dialog = page.getByRole("dialog");

      await command(page, "Settings");
      await dialog.getByRole("button", { name: "Change the key of Mark as claim" }).click();
      expect.soft(await violations(page, "[role=dialog]"), "waiting for a key").toEqual([]);
      await page.keyboard.press("q");
      await expect(dialog.getByText("Swap their keys")).toBeVisible();
      expect.soft(await violations(page, "[role=dialog]"), "a key that is taken").toEqual([]);
      await page.keyboard.press("Escape");

      await command(page, "Label scheme");
      await dialog.getByRole("button", { name: /^Attributes of Person/ }).click();
      expect.soft(await violations(page, "[role=dialog]"), "the attributes of a type").toEqual([]);
      for (const tab of ["Quotes", "Claims", "Relations"]) {
        await dialog.getByRole("tab", { name: tab }).click();
        expect.soft(await violations(page, "[role=dialog]"), `the scheme's ${tab}`).toEqual([]);
      }
      await page.keyboard.press("Escape");

      await command(page, "Guidelines");
      expect.soft(await violations(page, "[role=dialog]"), "no guidelines").toEqual([]);
      await dialog.getByRole("button", { name: "Write guidelines" }).click();
      await page.keyboard.type("# Marks");
      expect.soft(await violations(page, "[role=dialog]"), "writing guidelines").toEqual([]);
      await page.keyboard.press("Escape");
      expect.soft(await violations(page, "[role=dialog]"), "leaving them unsaved").toEqual([]);
    });
  });
}
