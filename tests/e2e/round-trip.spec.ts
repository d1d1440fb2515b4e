import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chooseFile } from "./support/choosing.ts";
import { expect, test } from "./support/host.ts";
import { profileIn } from "./support/shells.ts";
import { blockTexts, caretIn, exportAs, markedWords, put } from "./support/steps.ts";

const root = join(import.meta.dirname, "..", "..");

test.beforeEach(({ page }) => page.setDefaultTimeout(20_000));

test("an exported file, opened in an empty profile and exported again, has the same bytes", async ({
  page,
  machine,
}) => {
  await machine.start(page);
  await page.getByRole("button", { name: /Sample project/ }).click();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  const first = await exportAs(page, machine, "first.onrecord.json");
  const read = await blockTexts(page);
  await machine.quit();
  rmSync(profileIn(machine.home), { recursive: true });

  await machine.start(page, join(machine.home, "first.onrecord.json"));
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  expect(await blockTexts(page)).toEqual(read);
  expect(await exportAs(page, machine, "second.onrecord.json")).toBe(first);
});

test("a single annotation file is saved back to where it was opened", async ({ page, machine }) => {
  await machine.start(page);
  await page.getByRole("button", { name: /Sample project/ }).click();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  const before = await exportAs(page, machine, "work.onrecord.json");
  await machine.quit();

  const path = join(machine.home, "work.onrecord.json");
  await machine.start(page, path);
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  const count = (await markedWords(page)).length;
  await caretIn(page, "pipes");
  await page.keyboard.press("6");
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await markedWords(page)).length).toBe(count + 1);
  await page.keyboard.press("Control+s");
  await expect(page.locator(".save-state")).toHaveText("● Saved");
  expect(readFileSync(path, "utf8")).not.toBe(before);
  const validated = execFileSync(process.execPath, [join(root, "electron", "cli.ts"), "validate", path], {
    encoding: "utf8",
  });
  expect(validated).toContain("valid");
});

test("damaged and foreign files are refused with a sentence, and the window goes on", async ({ page, machine }) => {
  await machine.start(page);
  await page.getByRole("button", { name: /Sample project/ }).click();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  const good = await exportAs(page, machine, "good.onrecord.json");
  put(machine, {
    "truncated.onrecord.json": good.slice(0, 2_000),
    "newer.onrecord.json": good.replace('"version": 1', '"version": 2'),
    "empty.onrecord.json": "",
    "foreign.json": '{"hello": "world"}',
  });
  writeFileSync(join(machine.home, "binary.onrecord.json"), Buffer.from([0, 1, 2, 0xff, 0xfe, 0, 9]));
  const said: Record<string, RegExp> = {
    "truncated.onrecord.json": /line \d+, column \d+.*ends too early/,
    "newer.onrecord.json": /version 2.*newer Onrecord/,
    "empty.onrecord.json": /is empty/,
    "foreign.json": /does not say "format"/,
    "binary.onrecord.json": /not text/,
  };
  for (const [name, sentence] of Object.entries(said)) {
    const size = statSync(join(machine.home, name)).size;
    await chooseFile(page, machine, name, () => page.keyboard.press("Control+o"));
    const alert = page.getByRole("alert").filter({ hasText: name });
    await expect(alert).toContainText(sentence);
    await alert.getByRole("button", { name: "Dismiss" }).click();
    expect(statSync(join(machine.home, name)).size).toBe(size);
  }
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  expect(existsSync(join(machine.home, "truncated (mended).onrecord.json"))).toBe(false);
});

test("a file in which one annotation is wrong opens with the rest, and stays as it is", async ({ page, machine }) => {
  await machine.start(page);
  await page.getByRole("button", { name: /Sample project/ }).click();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  const good = JSON.parse(await exportAs(page, machine, "good.onrecord.json"));
  const total = (await markedWords(page)).length;
  good.mentions[0].spans[0].text = "something else";
  put(machine, { "wrong.onrecord.json": JSON.stringify(good) });
  await chooseFile(page, machine, "wrong.onrecord.json", () => page.keyboard.press("Control+o"));
  await expect(page.getByText(/mentions\[0\].*but says/).first()).toBeVisible();
  await expect.poll(async () => (await markedWords(page)).length).toBe(total - 1);
  await caretIn(page, "pipes");
  await page.keyboard.press("Control+s");
  expect(JSON.parse(readFileSync(join(machine.home, "wrong.onrecord.json"), "utf8"))).toEqual(good);
});
