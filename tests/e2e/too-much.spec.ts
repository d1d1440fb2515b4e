import { closeSync, ftruncateSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright/test";
import { drop } from "./support/dropping.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { articleRow, blockTexts, makeProject, notices } from "./support/steps.ts";

/** A file of some megabytes, most of them nothing. */
function large(machine: Machine, name: string, megabytes: number): string {
  const path = join(machine.home, name);
  const file = openSync(path, "w");
  ftruncateSync(file, megabytes * 1024 * 1024);
  closeSync(file);
  return path;
}

/** Pastes a text of some megabytes into an element. */
const paste = (into: Locator, megabytes: number) =>
  into.evaluate((element, size) => {
    const data = new DataTransfer();
    data.setData("text/plain", "Words. ".repeat(Math.ceil((size * 1024 * 1024) / 7)));
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, megabytes);

test("what is too much to be dropped or pasted says so with its name, its size and the way in; nothing else changes", async ({
  page,
  machine,
}) => {
  test.skip(machine.shell !== "web", "the desktop program's window has room for more than a test should drop");
  await makeProject(page, machine, "Desk", { "story.txt": "A story that is here." });
  await drop(page, [large(machine, "big.pdf", 90)]);
  await expect(notices(page)).toContainText(
    "big.pdf: it has 90 MB: more than can be dropped at once (50 MB). Choose it with “Import articles…” (Ctrl+I) instead.",
  );
  await drop(page, [large(machine, "big.json", 60)]);
  await expect(notices(page)).toContainText(
    /big\.json: it has 60 MB.*Choose it with “Import annotations…” \(Ctrl\+Shift\+I\)/,
  );
  await paste(page.locator("body"), 30);
  await expect(notices(page)).toContainText("Pasted text: it has 30 MB, and an article may have 20 MB.");
  await expect(notices(page)).not.toContainText("does not answer");

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("pasted text");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New article from text" });
  await dialog.getByRole("textbox").fill("Some words.");
  await paste(dialog.getByRole("textbox"), 21);
  await expect(dialog.getByRole("alert")).toContainText("Pasted text: it has 21 MB");
  await expect(dialog.getByRole("textbox")).toHaveValue("Some words.");
  await page.keyboard.press("Escape");

  // Sent, and refused by what reads it.
  await drop(page, [large(machine, "long.txt", 25)]);
  await expect(notices(page)).toContainText("long.txt: it is larger than 20 MB.");
  await expect.poll(() => blockTexts(page)).toEqual(["A story that is here."]);
  writeFileSync(join(machine.home, "small.txt"), "Small enough.");
  await drop(page, [join(machine.home, "small.txt")]);
  await expect(articleRow(page, "Small enough.")).toBeVisible();
});
