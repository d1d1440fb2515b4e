import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { expect, test } from "./support/host.ts";
import { inspector, marks, openSample, placeOf, rail, sampleText } from "./support/steps.ts";

const heading = (page: Page) => inspector(page).getByRole("heading");
const pieces = (page: Page) => inspector(page).locator(".piece button:first-child");
const toolbar = (page: Page) => page.getByRole("toolbar", { name: "Mark the selection" });
const rows = (page: Page) => page.getByRole("navigation", { name: "Articles" }).getByRole("listitem");
const handle = (page: Page, edge: "start" | "end") =>
  page.locator(`.handle-${edge} > span[data-edge=${edge}][data-field=content]`);

test("a quote is marked, drawn longer and shorter by its handles, and given a speaker by a click", async ({
  page,
  machine,
}) => {
  const hand = await openSample(page, machine);
  await hand.selectByMouse(placeOf(sampleText, "nothing wrong"), false);
  await toolbar(page).getByRole("button", { name: "Quote", exact: true }).click();
  await expect(pieces(page)).toHaveText("nothing wrong");
  await expect(toolbar(page)).toHaveCount(0);

  await hand.dragTo(handle(page, "end"), placeOf(sampleText, "dinner in March").start + 6, "end");
  await expect(pieces(page)).toHaveText("nothing wrong and that the dinner");
  await hand.dragTo(handle(page, "start"), placeOf(sampleText, "had done nothing").start, "start");
  await expect(pieces(page)).toHaveText("had done nothing wrong and that the dinner");
  // Half a word is completed, as when it is marked.
  await hand.dragTo(handle(page, "end"), placeOf(sampleText, "wrong and that").start + 3, "end");
  await expect(pieces(page)).toHaveText("had done nothing wrong");
  await page.keyboard.press("Control+z");
  await expect(pieces(page)).toHaveText("had done nothing wrong and that the dinner");

  await expect(rail(page)).toContainText("No speaker yet");
  await inspector(page).getByRole("button", { name: "Choose the speaker" }).click();
  await expect(page.locator(".pick-panel")).toBeVisible();
  const name = placeOf(sampleText, "Inés Calloway insisted");
  await hand.clickAt({ start: name.start + 2, end: name.start + 3 });
  await expect(page.locator(".pick-panel")).toBeHidden();
  await expect(inspector(page).getByRole("button", { name: "Remove speaker Inés Calloway" })).toBeVisible();
  await expect(rail(page)).not.toContainText("No speaker yet");
  await expect(heading(page)).toHaveText(/^quote/i);

  const before = await marks(page).count();
  await inspector(page)
    .getByRole("button", { name: /^Remove Del/ })
    .click();
  await expect.poll(() => marks(page).count()).toBeLessThan(before);
});

test("clicks at one place go through what is stacked there", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  const place = placeOf(sampleText, "Brandt & Lowe – not");
  const click = () => hand.clickAt({ start: place.start + 2, end: place.start + 3 });
  await click();
  await expect(page.locator(".inspector .mention-text")).toHaveText("“Brandt & Lowe”");
  const round = [(await heading(page).textContent()) ?? ""];
  for (let turn = 0; turn < 8; turn += 1) {
    await click();
    await expect(heading(page)).not.toHaveText(round.at(-1) ?? "");
    const now = (await heading(page).textContent()) ?? "";
    if (now === round[0]) break;
    round.push(now);
  }
  expect(round.length).toBeGreaterThan(1);
  expect(new Set(round).size).toBe(round.length);
  await expect(heading(page)).toHaveText(round[0] ?? "");
  // A click elsewhere begins anew; one on bare text lets go.
  await hand.clickAt({
    start: placeOf(sampleText, "Queues formed").start + 2,
    end: placeOf(sampleText, "Queues").start + 3,
  });
  await expect(heading(page)).toHaveText("Nothing chosen");
});

test("the rail and the lists lead to what they name", async ({ page, machine }) => {
  await openSample(page, machine);
  await page.getByRole("tab", { name: /Claims/ }).click();
  const last = page.locator(".claim-row").last();
  const gist = await last.locator(".claim-text > span").first().innerText();
  await last.click();
  await expect(inspector(page).getByRole("textbox", { name: "Gist" })).toHaveValue(gist);
  await page.getByRole("tab", { name: /Entities/ }).click();
  await page.locator(".list-row", { hasText: "Greta Hollinsworth" }).click();
  await expect(inspector(page).getByRole("textbox", { name: "Entity name" })).toHaveValue("Greta Hollinsworth");
  await inspector(page).locator(".mention-places button").first().click();
  await expect(page.locator(".inspector .mention-text")).toHaveText("“Greta Hollinsworth”");
  await expect(page.locator(".article-text").getByText("Greta Hollinsworth")).toBeInViewport();
  await page.locator(".rail-item.rail-quote .rail-label").first().click();
  await expect(heading(page)).toHaveText(/^quote/i);
});

test("files that are dropped on the window are imported, as one step", async ({ page, machine }) => {
  await openSample(page, machine);
  const files = { "dam.txt": "Dam opens\n\nIt was opened.", "fog.md": "# Fog lifts\n\nIt *lifted*." };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(machine.home, name), text);
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: Object.keys(files).map((name) => join(machine.home, name)), dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await cdp.send("Input.dispatchDragEvent", { type, x: 700, y: 400, data });
  await expect(rows(page)).toHaveCount(3);
  await expect(page.locator(".article-text .block").first()).toHaveText("Dam opens");
  await rows(page).filter({ hasText: "Fog lifts" }).getByRole("button").first().click();
  await expect(page.locator(".article-text .block").nth(1)).toHaveText("It lifted.");
  await page.keyboard.press("Control+z");
  await expect(rows(page)).toHaveCount(1);
  await expect(page.locator(".article-text .block").first()).toContainText("Port Ellery water chief");
  await page.keyboard.press("Control+Shift+z");
  await expect(rows(page)).toHaveCount(3);
});

test("text that is pasted on the window is imported; in the article it is not", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  await hand.selectByMouse(placeOf(sampleText, "Boiling does not help: it only concentrates the metal."), false);
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+v");
  await page.waitForTimeout(300);
  await expect(rows(page)).toHaveCount(1);
  await page.locator(".status-place").click();
  await page.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  await page.keyboard.press("Control+v");
  await expect(rows(page)).toHaveCount(2);
  await expect(page.locator(".article-text .block").first()).toHaveText(
    "Boiling does not help: it only concentrates the metal.",
  );
});
