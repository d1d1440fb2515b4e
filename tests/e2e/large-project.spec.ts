import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchAnnotator, generateProject } from "../../bench/project/generate.ts";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/host.ts";
import { profileIn } from "./support/shells.ts";
import { holdUp, makeProject, selectedText } from "./support/steps.ts";

test("a list of many articles is drawn, filtered, arranged and walked through by pages", async ({ page, machine }) => {
  const folder = join(machine.home, "many");
  generateProject(folder, { articles: 1_500, wordsPerArticle: 80, entities: 50, seed: 5 });
  mkdirSync(profileIn(machine.home));
  writeFileSync(join(profileIn(machine.home), "profile.json"), JSON.stringify({ annotator: benchAnnotator }));
  await machine.start(page, folder);
  const filter = page.getByRole("searchbox", { name: "Filter articles" });
  const rows = page.locator(".article-row");
  await expect(filter).toHaveAttribute("placeholder", "Filter 1,500 articles");
  await expect(page.getByRole("progressbar", { name: "Articles read" })).toHaveCount(0);
  await expect(page.locator("[aria-setsize='1500']").first()).toBeVisible();
  expect(await rows.count()).toBeLessThan(60);
  const first = rows.first().getByRole("button").first();
  await first.focus();
  await page.keyboard.press("End");
  await expect(page.locator("[aria-posinset='1500'] .article-open")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("[aria-posinset='1499'] .article-open")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(page.locator("[aria-posinset='1'] .article-open")).toBeFocused();
  await filter.fill("evening HERALD");
  await expect(page.locator("[aria-setsize='1500']")).toHaveCount(0);
  const publishers = await rows.locator(".hint").allTextContents();
  expect(publishers.length).toBeGreaterThan(3);
  expect(publishers.filter((text) => !text.startsWith("Evening Herald"))).toEqual([]);
  await filter.fill("");
  await page.getByRole("button", { name: "Sort articles" }).click();
  await page.getByRole("menuitemradio", { name: "Sort by progress" }).click();
  // What is shown stays in sight, and before it stands what is in work.
  await expect(page.locator(".article-row.shown")).toBeInViewport();
  await expect(page.getByRole("listitem").getByText("In work").first()).toBeAttached();
});

test("the end of a list that takes its time is reached by one key", async ({ page, machine, shell }) => {
  test.skip(shell !== "web", "only requests to the web host can be held up");
  const folder = join(machine.home, "many");
  generateProject(folder, { articles: 400, wordsPerArticle: 40, entities: 5, seed: 5 });
  mkdirSync(profileIn(machine.home));
  writeFileSync(join(profileIn(machine.home), "profile.json"), JSON.stringify({ annotator: benchAnnotator }));
  await machine.start(page, folder);
  await expect(page.getByRole("progressbar", { name: "Articles read" })).toHaveCount(0);
  await expect(page.locator("[aria-setsize='400']").first()).toBeVisible();
  const letGo = await holdUp(page, "**/call/project.articles");
  await page.locator(".article-open").first().focus();
  await page.keyboard.press("End");
  await expect(page.locator("[aria-posinset='1']")).toHaveCount(0);
  await page.waitForTimeout(1_000);
  letGo();
  await expect(page.locator("[aria-posinset='400'] .article-open")).toBeFocused();
});

test("a search in all articles shows each place with the words around it, and opens the article there", async ({
  page,
  machine,
}) => {
  page.setDefaultTimeout(20_000);
  await makeProject(page, machine, "Rivers", {
    "alpha.txt": "The river rose on Monday.\n\nNobody was hurt, the mayor said.\n",
    "beta.txt": "The council met.\n\nIts vote on the river was close; a second vote follows.\n",
  });
  await page.keyboard.press("Control+Shift+f");
  const field = page.getByRole("combobox", { name: "Search in all articles" });
  const hits = page.getByRole("listbox", { name: "Hits" }).getByRole("option");
  await expect(field).toBeFocused();
  await page.keyboard.type("the riv*");
  await expect(page.getByText(/hits in 2 articles/)).toBeVisible();
  await field.fill('"the river"');
  await expect(hits).toHaveCount(2);
  await page.getByRole("combobox", { name: "Order of the hits" }).selectOption("right");
  await expect(hits.first()).toContainText("rose on Monday");
  await field.fill("vote");
  await expect(hits).toHaveCount(2);
  expect(await violations(page, ".search-panel")).toEqual([]);
  await field.press("ArrowDown");
  await field.press("Enter");
  await expect.poll(() => selectedText(page)).toBe("vote");
  await expect(page.locator(".article-row.shown")).toContainText("council");
  await page.keyboard.press("1");
  await expect(page.locator(".article-text [data-id]")).toHaveText("vote");
  await page.keyboard.press("Control+Shift+f");
  await field.fill('(AND* "');
  await expect(page.getByText("No article has that.")).toBeVisible();
  await field.fill("v*");
  await expect(page.getByText("Type at least 2 letters before the *.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
});
