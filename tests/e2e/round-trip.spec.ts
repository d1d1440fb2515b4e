import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hand } from "./support/hand.ts";
import { expect, test } from "./support/host.ts";
import { exportAs, inspector, marks, notices, openSample, placeOf, sampleText, saved } from "./support/steps.ts";

test.setTimeout(60_000);

const root = join(import.meta.dirname, "..", "..");
const validate = (file: string) =>
  execFileSync(process.execPath, [join(root, "electron", "cli.ts"), "validate", file], { encoding: "utf8" });

test("an export that is opened elsewhere is exported again byte for byte, and saved into the one file", async ({
  page,
  machine,
}) => {
  await openSample(page, machine);
  const first = await exportAs(page, machine, "first.onrecord.json");
  const file = join(machine.home, "first.onrecord.json");
  expect(validate(file)).toContain("valid");
  const shown = await marks(page).count();
  await machine.quit();

  // Somebody else's machine: nothing of the first person's profile is there.
  rmSync(join(machine.home, ".profile-of-onrecord"), { recursive: true });
  await machine.start(page, file);
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  await expect(marks(page)).toHaveCount(shown);
  expect(await exportAs(page, machine, "second.onrecord.json")).toBe(first);
  expect(readFileSync(file, "utf8"), "reading a file does not write it").toBe(first);

  const hand = new Hand(page, sampleText);
  await page.locator(".article-text").focus();
  await hand.selectByKeyboard(placeOf(sampleText, "nothing wrong"));
  await page.keyboard.press("c");
  await expect(inspector(page).getByRole("heading")).toHaveText(/^claim/i);
  await page.keyboard.press("Control+s");
  await saved(page);
  const written = readFileSync(file, "utf8");
  expect(written).not.toBe(first);
  expect(written).toContain("nothing wrong");
  expect(validate(file)).toContain("valid");

  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+s");
  await saved(page);
  expect(JSON.parse(readFileSync(file, "utf8")).claims).toEqual(JSON.parse(first).claims);
});

test("files that cannot be opened are named with the mend, and the window goes on working", async ({
  page,
  machine,
}) => {
  await openSample(page, machine);
  const good = await exportAs(page, machine, "good.onrecord.json");
  const damaged: Record<string, string | Buffer> = {
    "cut-off.json": good.slice(0, Math.floor(good.length / 2)),
    "version-2.json": good.replace(/"version": 1\b/, '"version": 2'),
    "noise.json": Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 167 + 13) % 256)),
    "empty.json": "",
    "list.json": "[1, 2, 3]",
    "noise.txt": Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 167 + 13) % 256)),
    "empty.txt": "",
  };
  for (const [name, content] of Object.entries(damaged)) writeFileSync(join(machine.home, name), content);
  expect(damaged["version-2.json"]).not.toBe(good);

  for (const name of Object.keys(damaged)) {
    await test.step(name, async () => {
      await page.keyboard.press("Control+o");
      await page.getByRole("dialog").getByRole("button", { name }).click();
      const alert = notices(page).getByRole("alert");
      await expect(alert).toHaveCount(1);
      await expect(alert).toContainText(name);
      const sentence = await alert.locator("p").first().innerText();
      console.log(sentence);
      // What is wrong, and then what to do about it.
      expect(sentence.split(/\.\s+/).filter((part) => /[a-z]/.test(part)).length).toBeGreaterThan(1);
      expect(sentence).not.toMatch(/undefined|\[object|Error:|at \w+ \(/);
      await alert.getByRole("button", { name: "Dismiss" }).click();
      await expect(alert).toHaveCount(0);
      await expect(page.locator(".article-text .block").first()).toContainText("Port Ellery");
    });
  }

  await page.keyboard.press("Tab");
  await expect(inspector(page).getByRole("heading")).toHaveText(/ \d+ of \d+$/);
  await page.keyboard.press("d");
  await saved(page);
  expect(await exportAs(page, machine, "after.onrecord.json")).not.toBe(good);
});
