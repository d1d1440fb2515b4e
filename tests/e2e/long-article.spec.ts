import { expect, test } from "./support/host.ts";
import { articleRow, findAndMark, holdUp, makeProject, marks } from "./support/steps.ts";

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

test("a name that stands everywhere is marked, shown together and unmarked everywhere, far from the screen too", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Long", { "long.txt": `${text}\n` });
  await findAndMark(page, "Ada Lowe");
  await expect(marks(page)).toHaveCount(1);
  await page.keyboard.press("a");
  await expect(marks(page)).toHaveCount(paragraphs);
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, 30_000);
  const inSight = page.locator(`.block[data-block="${paragraphs / 2}"] mark`);
  await inSight.scrollIntoViewIfNeeded();
  await expect(inSight).toHaveClass(/same-entity/);
  await page.keyboard.press("Escape");
  await expect(page.locator("mark.same-entity")).toHaveCount(0);
  await page.keyboard.press("Control+z");
  await expect(marks(page)).toHaveCount(1);
});

test("a selection is drawn with the mouse far down a long article", async ({ page, machine }) => {
  await makeProject(page, machine, "Long", { "long.txt": `${text}\n` });
  await page.mouse.move(500, 400);
  await page.mouse.wheel(0, 30_000);
  const block = page.locator(".block").nth(600);
  await block.scrollIntoViewIfNeeded();
  const box = await block.boundingBox();
  if (!box) throw new Error("the block is not to be seen");
  await page.mouse.move(box.x + 1, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 8, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press("1");
  await expect(block.locator("mark")).toHaveText(/^The council/);
});

test("the beginning of an article can be clicked as soon as it is there", async ({ page, machine }) => {
  await makeProject(page, machine, "Long", { "long.txt": `${text}\n`, "short.txt": "Zero to say.\n\nNot a word.\n" });
  for (const title of [/Zero/, /council/]) {
    await page.locator(".article-text").evaluate((article) => article.setAttribute("data-before", ""));
    await page.evaluate(() => {
      const observer = new MutationObserver(() => {
        const block = document.querySelector(".article-text:not([data-before]) .block");
        if (!block) return;
        observer.disconnect();
        const { left, top } = block.getBoundingClientRect();
        const hit = document.elementFromPoint(left + 5, top + 8)?.closest(".block") === block;
        document.body.dataset.hit = String(hit);
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await articleRow(page, title).click();
    await expect(page.locator("body")).toHaveAttribute("data-hit", "true");
    await page.evaluate(() => {
      delete document.body.dataset.hit;
    });
  }
});

test("a long article can be read before its annotations are there", async ({ page, machine, shell }) => {
  test.skip(shell !== "web", "only requests to the web host can be held up");
  const longer = Array.from({ length: 3 }, () => text).join("\n\n");
  await makeProject(page, machine, "Long", { "long.txt": `${longer}\n`, "short.txt": "Zero to say.\n" });
  await articleRow(page, /council/).click();
  await expect(page.locator(".article")).toHaveAttribute("aria-label", /council/);
  await page.locator(".article-text .block").first().dblclick();
  await page.keyboard.press("1");
  await expect(marks(page)).not.toHaveCount(0);
  const drawn = () =>
    page
      .locator(".article-text .block")
      .evaluateAll((blocks) => blocks.slice(0, 5).map((block) => JSON.stringify(block.getBoundingClientRect())));
  const places = await drawn();

  const letGo = await holdUp(page, "**/call/article.open");
  await page.reload();
  await expect(page.locator(".article-text[aria-busy]")).toContainText("The council met for the 1. time.");
  expect(await drawn()).toEqual(places);
  await page.keyboard.press("2");
  await expect(marks(page)).toHaveCount(0);
  letGo();
  await expect(marks(page)).not.toHaveCount(0);
  await expect(page.locator(".article-text")).toBeFocused();
});

test("a long article is printed whole, without what is around it, and dark on light", async ({
  page,
  machine,
  shell,
}) => {
  test.skip(shell !== "web", "only a headless browser prints into a file");
  await makeProject(page, machine, "Long", { "long.txt": `${text}\n` });
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
    window.print = () => {
      document.body.dataset.printed = "yes";
    };
  });
  await page.keyboard.press("Control+p");
  await expect(page.locator("body[data-printed=yes]")).toBeAttached();
  const paper = (await page.pdf({ format: "A4" })).toString("latin1");
  expect(paper.match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThan(20);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator(".block").last()).toBeVisible();
  for (const around of [".top-bar", ".status-bar", ".article-list", ".right", ".rail"])
    await expect(page.locator(around)).toBeHidden();
  const ink = await page
    .locator(".block")
    .first()
    .evaluate((block) => getComputedStyle(block).color);
  expect(ink).toBe("rgb(29, 29, 27)");
});
