import type { Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/host.ts";

test.beforeEach(({ page }) => page.setDefaultTimeout(20_000));

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in the ${scheme} theme`, () => {
    test.use({ colorScheme: scheme });

    test("no part of the window has a serious violation", async ({ page, machine }) => {
      await machine.start(page);
      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: /Sample project/ }).click();
      await expect(page.locator(".article-text .block").first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.locator(".rail-quote .rail-label").first().click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("button", { name: "Choose the addressee" }).click();
      await expect(page.locator(".pick-panel")).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("tab", { name: /Claims/ }).click();
      await page.locator(".claim-row").first().click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("tab", { name: /Entities/ }).click();
      await page.locator(".list-row").first().click();
      expect(await violations(page)).toEqual([]);
      await page.locator(".article-text").press("v");
      await expect(page.getByRole("region", { name: "Suggestions" })).toHaveAttribute("aria-busy", "false");
      await page.locator(".article-text").press("Tab");
      await expect(page.locator(".review-card")).toBeVisible();
      expect(await violations(page), "reviewing").toEqual([]);
    });

    test("no dialog has a serious violation", async ({ page, machine }) => {
      await machine.start(page);
      await page.getByRole("button", { name: "New project" }).click();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /Sample project/ }).click();
      await expect(page.locator(".article-text .block").first()).toBeVisible();
      const openings: Record<string, () => Promise<void>> = {
        keys: () => page.keyboard.press("?"),
        palette: () => page.keyboard.press("Control+k"),
        settings: () => page.keyboard.press("Control+,"),
        guidelines: () => page.keyboard.press("g"),
        ...(machine.shell === "web" ? { chooser: () => page.keyboard.press("Control+o") } : {}),
        scheme: () => command(page, "Label scheme"),
        details: () => command(page, "Article details"),
        paste: () => command(page, "New article from pasted"),
        learnt: () => command(page, "What suggestions learnt"),
      };
      for (const [name, open] of Object.entries(openings)) {
        await page.locator(".article-text").focus();
        await open();
        await expect(page.getByRole("dialog").first()).toBeVisible();
        expect(await violations(page), name).toEqual([]);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
      }
    });

    test("editing the text, placing what lost its words and comparing versions have no serious violation", async ({
      page,
      machine,
    }) => {
      await machine.start(page);
      await page.getByRole("button", { name: /Sample project/ }).click();
      await expect(page.locator(".article-text .block").first()).toBeVisible();
      await page.keyboard.press("F2");
      await expect(page.locator(".article-text.editing")).toBeFocused();
      expect(await violations(page), "editing").toEqual([]);
      await page.keyboard.press("Control+a");
      await page.keyboard.type("Nothing else is left.");
      await page.keyboard.press("F2");
      await page.locator(".orphan").first().getByRole("button", { name: "Place…" }).click();
      expect(await violations(page), "placing").toEqual([]);
      await command(page, "Versions of the text");
      await expect(page.getByRole("dialog").locator("del").first()).toBeVisible();
      expect(await violations(page), "versions").toEqual([]);
    });
  });
}

async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.keyboard.type(title);
  await expect(page.locator('[cmdk-item][data-selected="true"]')).toContainText(title);
  await page.keyboard.press("Enter");
}
