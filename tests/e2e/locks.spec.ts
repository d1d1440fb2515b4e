import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { caretIn, inspector, makeProject, markedWords, notices, saved } from "./support/steps.ts";

const story = "Mayor Ada Lowe spoke on Monday.\n\nShe told Bo Finch that the bridge was safe.\n";
const second = join(import.meta.dirname, "..", "support", "recorded-host.ts");

/** Another program of the same user opens the project in a window of its own. @returns what ends it. */
async function openSecond(page: Page, machine: Machine): Promise<() => void> {
  const args = [second, join(machine.home, ".profile-of-onrecord"), join(machine.home, "Bridges")];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, HOME: machine.home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve) => {
    if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
  });
  await page.goto(JSON.parse(line).url);
  await expect(page.locator(".article-text .block").first()).toBeAttached();
  return () => void child.kill("SIGKILL");
}

test("a second program on the same annotator's work reads only, and says why", async ({ page, machine, browser }) => {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await saved(page);
  const other = await browser.newPage();
  const end = await openSecond(other, machine);
  try {
    const dialog = other.getByRole("dialog", { name: "Somebody is at work here" });
    await expect(dialog).toContainText("Ada Analyst’s work on “Bridges” is open in another program on this machine");
    await expect(dialog.getByRole("button", { name: "Open as this annotator" })).toBeDisabled();
    expect(await violations(other), "the question").toEqual([]);
    await dialog.getByRole("button", { name: "Open for reading only" }).click();
    await expect(other.getByRole("region", { name: "Saving" })).toContainText("For reading only");
    expect(await violations(other), "the window for reading only").toEqual([]);
    await caretIn(other, "Monday");
    await other.keyboard.press("4");
    await expect(notices(other)).toContainText("Open it as another annotator to mark in it");
    expect(await markedWords(other)).toEqual(["mention: Finch"]);
    await caretIn(other, "Finch");
    await expect(inspector(other).getByRole("textbox", { name: "Note" })).toBeDisabled();
    await other.keyboard.press("Control+k");
    await other.getByRole("combobox").fill("export");
    await expect(other.getByRole("option", { name: /Export annotation JSON/ }).first()).toBeVisible();
    await other.keyboard.press("Escape");

    // What the first does goes on being seen.
    await caretIn(page, "Monday");
    await page.keyboard.press("4");
    await saved(page);
    await expect.poll(() => markedWords(other)).toEqual(["mention: Finch", "mention: Monday"]);

    // And when the first has ended, the second may write.
    await machine.quit();
    await other.getByRole("button", { name: "Try again" }).click();
    await expect(other.getByRole("region", { name: "Saving" })).toBeEmpty();
    await caretIn(other, "bridge");
    await other.keyboard.press("3");
    await expect.poll(() => markedWords(other)).toHaveLength(3);
  } finally {
    end();
    await other.close();
  }
});

test("a second program goes on as another annotator, beside the first", async ({ page, machine, browser }) => {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await saved(page);
  const other = await browser.newPage();
  const end = await openSecond(other, machine);
  try {
    const name = other.getByRole("textbox", { name: "Open as another annotator" });
    await name.fill("Ada Analyst");
    await expect(other.getByRole("dialog")).toContainText("is the one that is open");
    await name.fill("Ben Second");
    await other.keyboard.press("Enter");
    await expect(other.locator(".annotator-name")).toHaveText("Ben Second");
    expect(await markedWords(other)).toEqual([]);
    await caretIn(other, "Monday");
    await other.keyboard.press("4");
    await expect.poll(() => markedWords(other)).toEqual(["mention: Monday"]);
    await saved(other);
    await caretIn(page, "Lowe");
    await page.keyboard.press("1");
    await expect.poll(() => markedWords(page)).toHaveLength(2);
    await saved(page);
    expect(readdirSync(join(machine.home, "Bridges", "annotations"))).toHaveLength(2);
    // The register is everybody's: the entity of the second is in the list of the first.
    await expect(page.locator(".list-row", { hasText: "Monday" })).toBeVisible();
  } finally {
    end();
    await other.close();
  }
});
