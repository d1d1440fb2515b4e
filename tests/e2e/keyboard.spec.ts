import type { Locator, Page } from "playwright/test";
import { Hand } from "./support/hand.ts";
import { expect, test } from "./support/host.ts";
import { inspector, makeProject, marks, openSample, placeOf, rail, sampleText, selectedText } from "./support/steps.ts";

const heading = (page: Page) => inspector(page).getByRole("heading");
const picker = (page: Page) => page.locator(".pick-panel");
const pieces = (page: Page) => inspector(page).locator(".piece button:first-child");
const caret = (hand: Hand, words: string, into = 1) => hand.caretTo(placeOf(sampleText, words).start + into);
const zone = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-zone]")?.dataset.zone ?? "none");

/** Goes on with Tab until the focus is where it is wanted. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target}`);
}

test("the sample is reached from the start screen with Tab and Enter", async ({ page, machine }) => {
  page.setDefaultTimeout(20_000);
  await machine.start(page);
  await tabTo(page, page.getByRole("button", { name: /Sample project/ }));
  await page.keyboard.press("Enter");
  await expect(page.locator(".article-text")).toBeFocused();

  await test.step("Tab and Shift+Tab go through the annotations", async () => {
    const seen: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const now = await nextHeading(page, "Tab");
      expect(now).toMatch(/ \d+ of \d+$/);
      seen.push(now);
    }
    expect(new Set(seen).size).toBe(3);
    await expect(page.locator(".article-text")).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await expect(heading(page)).toHaveText(seen[1] ?? "");
    await page.keyboard.press("Shift+Tab");
    await expect(heading(page)).toHaveText(seen[0] ?? "");
    await page.keyboard.press("Shift+Tab");
    await expect(heading(page)).not.toHaveText(seen[0] ?? "");
    await page.keyboard.press("Tab");
    await expect(heading(page)).toHaveText(seen[0] ?? "");
  });

  await test.step("Enter goes into the fields and Esc back", async () => {
    await page.keyboard.press("Enter");
    await expect(inspector(page).getByRole("textbox", { name: "Entity name" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.locator(".article-text")).toBeFocused();
    // Also at speed: nothing that was left for the next frame takes the focus back.
    for (let turn = 0; turn < 5; turn += 1) {
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));
      await expect(page.locator(".article-text")).toBeFocused();
    }
  });

  await test.step("F6 goes round the window, Shift+F6 the other way", async () => {
    const round = ["editor", "rail", "inspector", "lists", "articles"];
    for (const [index] of round.entries()) {
      expect(await zone(page)).toBe(round[index]);
      await page.keyboard.press("F6");
    }
    for (const expected of ["editor", ...round.toReversed()]) {
      expect(await zone(page)).toBe(expected);
      await page.keyboard.press("Shift+F6");
    }
  });

  await test.step("a bracket of the rail, a row of the lists and an article are pressed with Enter", async () => {
    await page.locator(".article-text").focus();
    await page.keyboard.press("F6");
    await page.keyboard.press("Enter");
    await expect(heading(page)).toHaveText(/^(quote|claim)/i);
    while ((await zone(page)) !== "lists") await page.keyboard.press("F6");
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("tab", { name: /Quotes/ })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowRight");
    await tabTo(page, page.locator(".claim-row").first());
    await page.keyboard.press("Enter");
    await expect(heading(page)).toHaveText(/^claim 1 of/i);
    await page.keyboard.press("Escape");
    await expect(page.locator(".article-text")).toBeFocused();
  });
});

/** Presses a key that goes to another annotation. @returns what the inspector then says. */
async function nextHeading(page: Page, key: string): Promise<string> {
  const before = (await heading(page).textContent()) ?? "";
  await page.keyboard.press(key);
  await expect(heading(page)).not.toHaveText(before);
  return (await heading(page).textContent()) ?? "";
}

test("annotations that are stacked at a place are all reached from it", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  await caret(hand, "Brandt & Lowe – not", 3);
  const round: string[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const now = await nextHeading(page, "Alt+ArrowDown");
    if (now === round[0]) break;
    round.push(now);
  }
  expect(round.map((one) => one.split(" ")[0]?.toLowerCase()).sort()).toEqual(
    expect.arrayContaining(["mention", "quote"]),
  );
  expect(new Set(round).size, "each is met once in a round").toBe(round.length);
  await expect(heading(page), "and then the first again").toHaveText(round[0] ?? "");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(heading(page)).toHaveText(round.at(-1) ?? "");
});

test("a stack that was reached with Tab goes round as well", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  await caret(hand, "Brandt & Lowe – not", -1);
  await page.keyboard.press("Tab");
  await expect(page.locator(".inspector .mention-text")).toHaveText("“Brandt & Lowe”");
  const first = (await heading(page).textContent()) ?? "";
  await page.keyboard.press("Alt+ArrowDown");
  await expect(heading(page)).not.toHaveText(first);
  for (let turn = 0; turn < 8 && (await heading(page).textContent()) !== first; turn += 1)
    await nextHeading(page, "Alt+ArrowDown");
  await expect(heading(page)).toHaveText(first);
});

test("a quote is marked, its ends moved, let go of, and removed, without the mouse", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  const all = await marks(page).count();
  await hand.selectByKeyboard(placeOf(sampleText, "nothing wrong"));
  await page.keyboard.press("q");
  await expect(pieces(page)).toHaveText("nothing wrong");
  for (const [key, text] of [
    ["Alt+ArrowRight", "nothing wrong and"],
    [".", "nothing wrong and "],
    [".", "nothing wrong and t"],
    [",", "nothing wrong and "],
    [",", "nothing wrong and"],
    ["Alt+ArrowLeft", "nothing wrong"],
    ["Alt+Shift+ArrowLeft", "done nothing wrong"],
    ["Shift+Period", "one nothing wrong"],
    ["Shift+Comma", "done nothing wrong"],
    ["Alt+Shift+ArrowRight", "nothing wrong"],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => pieces(page).textContent(), key).toBe(text);
  }

  await test.step("D goes through the statuses", async () => {
    const status = inspector(page).locator(".status-button");
    const before = await status.innerText();
    const seen = new Set([before]);
    for (let turn = 0; turn < 3; turn += 1) {
      const last = await status.innerText();
      await page.keyboard.press("d");
      await expect(status).not.toHaveText(last);
      seen.add(await status.innerText());
    }
    expect(seen.size).toBe(3);
    await expect(status).toHaveText(before);
  });

  await test.step("R relates it to what is picked", async () => {
    await page.keyboard.press("r");
    await expect(picker(page)).toBeVisible();
    await page.keyboard.type("Lindqvist");
    await expect(picker(page).locator('[cmdk-item][data-selected="true"]')).toContainText("Lindqvist");
    await page.keyboard.press("Enter");
    await expect(picker(page)).toBeHidden();
    await expect(inspector(page).getByText("Relations")).toBeVisible();
    await expect(inspector(page).getByRole("button", { name: /Remove the relation/ })).toHaveCount(1);
    await page.keyboard.press("Control+z");
    await expect(inspector(page).getByText("Relations")).toHaveCount(0);
  });

  await test.step("Esc lets go of the annotation, then of the quote", async () => {
    await page.keyboard.press("Escape");
    await expect(heading(page)).toHaveText("Nothing chosen");
    await expect(page.locator(".status-place")).toContainText("quote");
    await page.keyboard.press("Escape");
    await expect(page.locator(".status-place")).not.toContainText("quote");
  });

  await test.step("Delete removes it and Ctrl+Z brings it back", async () => {
    await caret(hand, "nothing wrong");
    await page.keyboard.press("Alt+ArrowDown");
    await expect(heading(page)).toHaveText(/^quote/i);
    const marked = await marks(page).count();
    expect(marked).toBeGreaterThan(all);
    await page.keyboard.press("Delete");
    await expect(heading(page)).toHaveText("Nothing chosen");
    expect(await marks(page).count()).toBe(all);
    await page.keyboard.press("Control+z");
    await expect(marks(page)).toHaveCount(marked);
    await expect(heading(page)).toHaveText(/^quote/i);
  });
});

test("L links a mention to another entity, and back with Ctrl+Z", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  await caret(hand, "Lindqvist, who runs", 2);
  await page.keyboard.press("Alt+ArrowDown");
  const name = inspector(page).getByRole("textbox", { name: "Entity name" });
  await expect(name).toHaveValue("Pavel Lindqvist");
  await page.keyboard.press("l");
  await expect(picker(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(picker(page)).toBeHidden();
  await expect(page.locator(".article-text")).toBeFocused();
  await page.keyboard.press("l");
  await page.keyboard.type("renn");
  await expect(picker(page).locator('[cmdk-item][data-selected="true"]')).toContainText("Tobias Renn");
  await page.keyboard.press("Enter");
  await expect(name).toHaveValue("Tobias Renn");
  await page.keyboard.press("Control+z");
  await expect(name).toHaveValue("Pavel Lindqvist");
});

test("the palette and the key card", async ({ page, machine }) => {
  await openSample(page, machine);
  const dialog = page.getByRole("dialog");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("guidelines");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "Guidelines" }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.locator(".article-text")).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("hollinsworth");
  await page.keyboard.press("Enter");
  await expect(inspector(page).getByRole("textbox", { name: "Entity name" })).toHaveValue("Greta Hollinsworth");

  await page.keyboard.press("?");
  await expect(dialog.getByRole("heading", { name: "Keys" })).toBeVisible();
  await expect(dialog.getByText("Mark as quote")).toBeVisible();
  await expect(dialog.getByText("Mark as Person")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("the article has the focus as soon as a dialog is gone, so that no key gets lost", async ({ page, machine }) => {
  await openSample(page, machine);
  for (const key of ["Control+,", "?", "Control+k"]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.evaluate(() => {
      const observer = new MutationObserver(() => {
        if (document.querySelector("[role=dialog]")) return;
        observer.disconnect();
        queueMicrotask(() => {
          document.body.dataset.focused = document.activeElement?.className ?? "";
        });
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await page.keyboard.press("Escape");
    await expect(page.locator("body"), key).toHaveAttribute("data-focused", /article-text/);
    await page.evaluate(() => {
      delete document.body.dataset.focused;
    });
  }
});

test("a key that was given to another command does that, also after a restart", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  await page.keyboard.press("Control+,");
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByRole("searchbox", { name: "Search commands and keys" }));
  await page.keyboard.type("mark as claim");
  await tabTo(page, dialog.getByRole("button", { name: "Change the key of Mark as claim" }));
  await page.keyboard.press("Enter");
  await page.keyboard.press("m");
  await expect(dialog.getByText("M", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await hand.selectByKeyboard(placeOf(sampleText, "nothing wrong"));
  await page.keyboard.press("c");
  await expect(heading(page)).toHaveText("Nothing chosen");
  await page.keyboard.press("m");
  await expect(heading(page)).toHaveText(/^claim/i);
  await page.keyboard.press("Control+z");

  await machine.quit();
  await machine.start(page);
  await tabTo(page, page.getByRole("button", { name: /Sample project/ }));
  await page.keyboard.press("Enter");
  await expect(page.locator(".article-text")).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog").locator("dt", { hasText: /^M$/ })).toHaveCount(1);
});

test("finding, and going from article to article", async ({ page, machine }) => {
  await makeProject(page, machine, "Two", {
    "a.txt": "Alpha rates\n\nThe bank raised its rate to 4\u00a0percent, and 4 percent it stayed, said Ada\u00a0Lowe.",
    "b.txt": "Beta river\n\nThe river rose.",
  });
  const first = page.locator(".article-text .block").first();
  await expect(first).toHaveText("Alpha rates");

  await page.keyboard.press("Control+f");
  await expect(page.getByRole("textbox", { name: "Find in the article" })).toBeFocused();
  await page.keyboard.type("4 PERCENT");
  const output = page.locator(".find-bar output");
  await expect(output).toHaveText("1 of 2");
  await page.keyboard.press("Enter");
  await expect(output).toHaveText("2 of 2");
  const drawn = (name: string) =>
    page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map((range) => range.toString()), name);
  expect(await drawn("found")).toEqual(["4\u00a0percent", "4 percent"]);
  expect(await drawn("found-here")).toEqual(["4 percent"]);
  await page.keyboard.press("Shift+Enter");
  await expect(output).toHaveText("1 of 2");
  await page.keyboard.press("Escape");
  await expect(page.locator(".find-bar")).toHaveCount(0);
  expect(await drawn("found")).toEqual([]);
  await expect(page.locator(".article-text")).toBeFocused();
  expect(await selectedText(page)).toBe("4\u00a0percent");
  await page.keyboard.press("c");
  await expect(heading(page)).toHaveText(/^claim 1 of 1/i);
  await expect(rail(page).getByRole("button")).toHaveCount(1);

  for (const [key, title] of [
    ["Alt+PageDown", "Beta river"],
    ["Alt+PageDown", "Beta river"],
    ["Alt+PageUp", "Alpha rates"],
    ["Control+PageDown", "Beta river"],
    ["Control+PageUp", "Alpha rates"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(first, key).toHaveText(title);
    await expect(page.locator(".article-text"), key).toBeFocused();
  }
  await page.keyboard.press("Control+k");
  await page.keyboard.type("beta");
  await page.keyboard.press("Enter");
  await expect(first).toHaveText("Beta river");
  await expect(page.locator(".article-text")).toBeFocused();
  const hand = new Hand(page, "Beta river\n\nThe river rose.");
  await hand.caretTo(17);
  await page.keyboard.press("3");
  await expect(inspector(page).locator(".mention-text")).toHaveText("“river”");
});

test("a notice that is dismissed gives the focus back to the article", async ({ page, machine }) => {
  const hand = await openSample(page, machine);
  await caret(hand, "Greta Hollinsworth");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("a");
  const notice = page.getByRole("region", { name: "Notices" }).getByRole("status");
  await expect(notice).toContainText("There is no other occurrence");
  await notice.getByRole("button", { name: "Dismiss" }).focus();
  await page.keyboard.press("Enter");
  await expect(notice).toHaveCount(0);
  await expect(page.locator(".article-text")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(heading(page)).not.toHaveText(/^mention 1 of/);
});
