import type { Page } from "playwright/test";
import { expect, type Machine, test } from "./support/host.ts";
import { exportAs, makeProject, marks, saved } from "./support/steps.ts";

const story = [
  "Mayor Jane Doe opened the bridge in Madrid on Monday.",
  "“It is safe,” Doe said. The mayor said that repairs had cost 12 million euros.",
  "Sam Roe, who leads the Bridge Committee, said Doe was wrong.",
].join("\n\n");

const bar = (page: Page) => page.getByRole("region", { name: "Suggestions" });
const current = (page: Page) => bar(page).locator(".review-card");
const suggested = (page: Page) => page.locator(".article-text [data-suggestion]");

async function startReview(page: Page, machine: Machine): Promise<void> {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await page.locator(".article-text").press("v");
  await expect(bar(page)).toContainText(/\d+ suggestions$|\d+ suggestions(?! so)/);
}

test.describe("review mode", () => {
  test("goes through suggestions, accepts and rejects them by one key each, and undo takes each back", async ({
    page,
    machine,
  }) => {
    await startReview(page, machine);
    await expect(marks(page)).toHaveCount(0);

    await page.keyboard.press("Tab");
    await expect(current(page)).toContainText("Person: Jane Doe");
    await expect(current(page)).toContainText("onrecord-en");
    await page.keyboard.press("Enter");
    await expect(marks(page)).toHaveText(["Jane Doe"]);
    await expect(current(page)).toContainText("Place: Madrid");
    await page.keyboard.press("Backspace");
    await expect(current(page)).toContainText("direct quote");
    await expect(current(page)).toContainText("Speaker Doe (Jane Doe)");
    await page.keyboard.press("Enter");
    await expect(marks(page).filter({ hasText: "t is safe" })).toHaveCount(1);
    await expect(page.locator("[data-zone=rail]")).toContainText("Jane Doe");

    await page.keyboard.press("Control+z");
    await expect(marks(page)).toHaveText(["Jane Doe"]);
    await expect(suggested(page).filter({ hasText: "t is safe" })).not.toHaveCount(0);
    await page.keyboard.press("Control+z");
    await expect(suggested(page).filter({ hasText: "Madrid" })).not.toHaveCount(0);
    await page.keyboard.press("Control+z");
    await expect(marks(page)).toHaveCount(0);
    await page.keyboard.press("Escape");
    await page.keyboard.press("v");
    await expect(suggested(page)).toHaveCount(0);
  });

  test("corrects by Alt and arrows, accepts all alike, and works by mouse", async ({ page, machine }) => {
    await startReview(page, machine);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Alt+Shift+ArrowLeft");
    await expect(marks(page)).toHaveText(["Mayor Jane Doe"]);
    await page.keyboard.press("Control+z");
    await expect(marks(page)).toHaveCount(0);

    await bar(page)
      .getByRole("button", { name: /^Quotes/ })
      .click();
    await bar(page)
      .getByRole("button", { name: /^Claims/ })
      .click();
    await expect(bar(page)).toHaveAttribute("aria-busy", "false");
    await suggested(page).filter({ hasText: "Jane Doe" }).click();
    await expect(current(page)).toContainText("Person: Jane Doe");
    await bar(page)
      .getByRole("button", { name: /^Accept all 3/ })
      .click();
    await expect(marks(page)).toHaveText(["Jane Doe", "Doe", "Doe"]);
    await expect(bar(page)).toHaveAttribute("aria-busy", "false");
    await suggested(page).filter({ hasText: "Madrid" }).click();
    await bar(page)
      .getByRole("button", { name: /^Reject/ })
      .first()
      .click();
    await expect(suggested(page).filter({ hasText: "Madrid" })).toHaveCount(0);
    await expect(current(page)).toContainText("Sam Roe");
  });

  test("keeps decisions in files of their own, which no export holds, and remembers them", async ({
    page,
    machine,
  }) => {
    await startReview(page, machine);
    await bar(page)
      .getByRole("button", { name: /^Quotes/ })
      .click();
    await bar(page)
      .getByRole("button", { name: /^Claims/ })
      .click();
    await page.locator(".article-text").press("Tab");
    await page.keyboard.press("Enter");
    await expect(current(page)).toContainText("Madrid");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Control+s");
    await saved(page);
    const exported = JSON.parse(await exportAs(page, machine, "out.onrecord.json"));
    expect(exported.mentions).toHaveLength(1);
    expect(exported.mentions[0].origin).toMatchObject({ kind: "suggested", producer: "onrecord-en" });
    expect(exported.suggestions).toBeUndefined();

    await machine.quit();
    await machine.start(page);
    await page
      .getByRole("button", { name: /Bridges/ })
      .first()
      .click();
    await expect(suggested(page).filter({ hasText: "Sam Roe" })).not.toHaveCount(0);
    await expect(suggested(page).filter({ hasText: "Madrid" })).toHaveCount(0);

    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").fill("learnt");
    await page.keyboard.press("Enter");
    const learnt = page.getByRole("dialog", { name: "What suggestions learnt from you" });
    await expect(learnt).toContainText("“Madrid” as Place");
    await learnt.getByRole("button", { name: "Forget all…" }).click();
    await learnt.getByRole("button", { name: "Forget all", exact: true }).click();
    await expect(learnt).toContainText("Nothing yet.");
  });

  test("draws what is on the screen of a long article, wherever it was scrolled to, and ends with all of it", async ({
    page,
    machine,
  }) => {
    const paragraphs = 600;
    const long = Array.from(
      { length: paragraphs },
      (_, at) => `${at + 1}. “It is safe to cross,” said Jane Doe of Madrid.`,
    );
    await makeProject(page, machine, "Long", { "long.txt": long.join("\n\n") });
    const seen = page.locator(".block").filter({ hasText: /^300\. / });
    await seen.scrollIntoViewIfNeeded();
    await page.keyboard.press("v");
    await expect(seen.locator("[data-suggestion]").first()).toBeInViewport();
    await expect(bar(page)).toContainText(`${3 * paragraphs} suggestions`);
    await page.keyboard.press("Tab");
    await expect(current(page)).toContainText("direct quote");
  });
});
