import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { effortReport, enterRest, nothingDone, type Style, totals } from "./support/annotate.ts";
import { Hand } from "./support/hand.ts";
import { expect, test } from "./support/host.ts";
import { factsOfExport, factsOfKey, readKey } from "./support/key.ts";
import { Reviewer } from "./support/reviewer.ts";
import { exportAs, makeProject } from "./support/steps.ts";

const shared = join(import.meta.dirname, "..", "..", "..", "shared", "articles");
const textFile = join(shared, "sessions-recusal.txt");
/** By hand as in the spec without suggestions: the first paragraphs by keyboard, the next by mouse, the rest as an expert. */
const styleOf = (block: number): Style => (block < 4 ? "keyboard" : block < 9 || block >= 14 ? "mouse" : "both");

test.describe("the whole key of sessions-recusal with suggestions", () => {
  test.skip(!existsSync(textFile), "sessions-recusal lies beside the checkout and is not here");

  test("is entered by reviewing and by hand, and exported equal to the key", async ({ page, machine }) => {
    page.setDefaultTimeout(20_000);
    test.setTimeout(600_000);
    const text = readFileSync(textFile, "utf8");
    const key = readKey(readFileSync(join(shared, "sessions-recusal.key.json"), "utf8"));
    await makeProject(page, machine, "Coverage", { "story.txt": text });
    const hand = new Hand(page, text);
    const done = nothingDone();
    const reviewer = new Reviewer(page, hand, text, key, done);
    const bar = page.getByRole("region", { name: "Suggestions" });

    hand.purpose = "mention";
    await page.locator(".article-text").focus();
    await hand.press("v");
    await hand.click(bar.getByRole("button", { name: /^Quotes/ }));
    await hand.click(bar.getByRole("button", { name: /^Claims/ }));
    await reviewer.goThrough((shown) => reviewer.name(shown));
    const names = done.mentions.size;
    await enterRest(page, hand, text, key, styleOf, done, ["mentions"]);

    hand.purpose = "quote";
    await hand.click(bar.getByRole("button", { name: /^Quotes/ }));
    await page.locator(".article-text").focus();
    await reviewer.goThrough((shown) => reviewer.quote(shown));
    const quotes = done.quotes.size;
    await enterRest(page, hand, text, key, styleOf, done, ["quotes", "claims"]);

    console.log(`${names} mentions and ${quotes} quotes by review\n${effortReport(hand, key)}\n${totals(hand)}`);
    expect(quotes).toBeGreaterThanOrEqual(17);
    expect(factsOfExport(await exportAs(page, machine, "out.onrecord.json"))).toEqual(factsOfKey(key));
  });
});
