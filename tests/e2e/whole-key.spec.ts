import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { effortReport, enterKey, type Style, totals } from "./support/annotate.ts";
import { expect, test } from "./support/host.ts";
import { factsOfExport, factsOfKey, readKey, textOfExport } from "./support/key.ts";
import { exportAs, makeProject } from "./support/steps.ts";

const root = join(import.meta.dirname, "..", "..");
const shared = join(root, "..", "shared", "articles");
const articles = [
  {
    title: "the sample article",
    text: join(root, "assets", "sample", "article.txt"),
    key: join(root, "assets", "sample", "key.json"),
  },
  {
    title: "sessions-recusal",
    text: join(shared, "sessions-recusal.txt"),
    key: join(shared, "sessions-recusal.key.json"),
  },
];
/** The first paragraphs by keyboard alone, the next by mouse alone, the rest as an expert would. */
const styleOf = (block: number): Style => (block < 4 ? "keyboard" : block < 9 || block >= 14 ? "mouse" : "both");

for (const article of articles) {
  test.describe(`the whole key of ${article.title}`, () => {
    test.skip(!existsSync(article.text), `${article.title} lies beside the checkout and is not here`);

    test("is entered by hand, saved, reopened from Recent and exported equal to the key", async ({ page, machine }) => {
      page.setDefaultTimeout(20_000);
      test.setTimeout(600_000);
      const text = readFileSync(article.text, "utf8");
      const key = readKey(readFileSync(article.key, "utf8"));
      await makeProject(page, machine, "Coverage", { "story.txt": text });

      const hand = await enterKey(page, text, key, styleOf);
      console.log(`${article.title}\n${effortReport(hand, key)}\n${totals(hand)}`);

      await page.keyboard.press("Control+s");
      await expect(page.locator(".save-state")).toHaveText("● Saved");
      await machine.quit();
      await machine.start(page);
      await page
        .getByRole("button", { name: /Coverage/ })
        .first()
        .click();
      await expect(page.locator(".article-text .block").first()).toBeVisible();
      const exported = await exportAs(page, machine, "out.onrecord.json");
      expect(factsOfExport(exported)).toEqual(factsOfKey(key));
      expect(textOfExport(exported)).toBe(text);
    });
  });
}
