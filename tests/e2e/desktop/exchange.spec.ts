import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../support/host.ts";
import { openSample } from "../support/steps.ts";

test("the menu exports to another format by the system's dialog, and the system shows what was written", async ({
  page,
  machine,
}) => {
  await openSample(page, machine);
  await machine.desktop.clickMenu("Article", "Export to another format…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Format", { exact: true }).selectOption("web-annotation");
  await expect(page.getByRole("button", { name: "Choose its place…" })).toBeEnabled();
  const path = join(machine.home, "out.jsonld");
  await machine.desktop.answer([path]);
  await page.getByRole("button", { name: "Choose its place…" }).click();
  await expect(page.getByRole("dialog", { name: "Exported" })).toContainText(path);
  expect(existsSync(path)).toBe(true);
  await page.getByRole("button", { name: "Show in folder" }).click();
  await expect.poll(() => machine.desktop.shownFiles()).toEqual([path]);
  const [{ options } = { options: {} }] = (await machine.desktop.asked()).slice(-1);
  expect(options).toMatchObject({ filters: [{ extensions: ["jsonld"] }, { extensions: ["*"] }] });
});
