import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { chooseFile, chooseImports } from "./support/choosing.ts";
import { drop } from "./support/dropping.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { articleRow, blockTexts, canUndo, makeProject, notices, put } from "./support/steps.ts";

const bridge =
  "The old bridge over the Lamber is late once more, the council said on Tuesday.\n\n“It is time,” said Ada Stone, the mayor 🎉.";
const port = "The port is open again after a storm of three days, its master told the Mail on Wednesday evening.";
const record = (volltext: string, kopf: string) => ({
  nr: 7,
  kopf: { zeile: kopf, autor: [{ name: "Ann Lee" }, { name: "Jo Roe" }] },
  volltext,
  erschienen: "2026-11-24",
  quelle: { blatt: "The Mail" },
  teaser: "Short.",
});
const archive = [
  JSON.stringify(record(bridge, "Bridge late again")),
  '{"volltext": "cut off',
  JSON.stringify(record(port, "Port reopens")),
  JSON.stringify({ nr: 9, kopf: { zeile: "Without words" }, teaser: "Short." }),
].join("\n");
const named = JSON.stringify({ headline: "By usual names", body: "Stone said it was time.", resort: "Town" });

const question = (page: Page) => page.getByRole("dialog", { name: /^Fields of/ });
const preview = (page: Page) => page.getByRole("region", { name: "The first article" });

const importing = (page: Page, machine: Machine, files: readonly string[]) =>
  chooseImports(page, machine, files, () => page.keyboard.press("Control+i"));

test("JSON Lines whose text has an unusual name are asked about, shown as they would be, and come in by keys alone; the choice is remembered", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Desk", { "story.txt": "A story that is here." });
  put(machine, { "in/archive.jsonl": archive, "in/next.ndjson": JSON.stringify(record("Another text.", "Next day")) });
  await importing(page, machine, ["in/archive.jsonl"]);
  const dialog = question(page);
  const text = dialog.getByRole("combobox", { name: "Text", exact: true });
  await expect(text).toBeFocused();
  // The longest strings are likely the text; nothing says which field is the title.
  await expect(text).toHaveValue("volltext");
  await expect(preview(page)).toContainText("The old bridge over the Lamber");
  await expect(dialog.getByText(/archive\.jsonl, line 2: the line is not JSON/)).toBeVisible();
  await expect(dialog.getByText(/archive\.jsonl, line 4: it has no text in the field volltext/)).toBeVisible();
  await expect(dialog.getByRole("row", { name: /kopf\.zeile.*Bridge late again · Port reopens/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  const chosen = { Title: "kopf.zeile", Byline: "kopf.autor", Publisher: "quelle.blatt", Date: "erschienen" };
  for (const [title, name] of Object.entries(chosen)) {
    await page.keyboard.press("Tab");
    await expect(dialog.getByRole("combobox", { name: title })).toBeFocused();
    await page.keyboard.type(name);
    await expect(dialog.getByRole("combobox", { name: title })).toHaveValue(name);
  }
  await expect(preview(page).getByRole("heading")).toHaveText("Bridge late again");
  await expect(preview(page)).toContainText("The Mail · Ann Lee, Jo Roe · 2026-11-24");
  await page.keyboard.press("Control+Enter");
  await expect(dialog).toBeHidden();
  await expect.poll(() => blockTexts(page)).toEqual(bridge.split("\n\n"));
  await expect(articleRow(page, "Port reopens")).toBeVisible();
  await expect(notices(page)).toContainText(/archive\.jsonl, line 2: the line is not JSON/);
  await expect(notices(page)).toContainText(/archive\.jsonl, line 4: it has no text in the field volltext/);

  await importing(page, machine, ["in/next.ndjson"]);
  await expect.poll(() => blockTexts(page)).toEqual(["Another text."]);
  await expect(notices(page)).toContainText("text from “volltext”, title from “kopf.zeile”");
});

test("Cancel imports nothing, of other files neither, and a dropped file is asked about as a chosen one is", async ({
  page,
  machine,
}) => {
  await makeProject(page, machine, "Desk", { "story.txt": "A story that is here." });
  const before = await canUndo(page);
  put(machine, { "in/archive.jsonl": archive, "in/other.txt": "Another story." });
  await drop(page, [join(machine.home, "in/other.txt"), join(machine.home, "in/archive.jsonl")]);
  await expect(preview(page)).toContainText("The old bridge");
  await page.keyboard.press("Escape");
  await expect(question(page)).toBeHidden();
  await expect.poll(() => blockTexts(page)).toEqual(["A story that is here."]);
  expect(await canUndo(page)).toBe(before);
  await expect(articleRow(page, "Another story.")).toBeHidden();

  await drop(page, [join(machine.home, "in/archive.jsonl")]);
  await question(page).getByRole("button", { name: "Import" }).click();
  await expect.poll(() => blockTexts(page)).toEqual(bridge.split("\n\n"));
});

test("an import that is stopped on its way brings nothing in, and says so", async ({ page, machine }) => {
  await makeProject(page, machine, "Desk", { "story.txt": "A story that is here." });
  const many = Array.from({ length: 30_000 }, (_, at) => JSON.stringify(record(`${port} ${at}`, `Story ${at}`)));
  put(machine, { "in/many.jsonl": many.join("\n") });
  await importing(page, machine, ["in/many.jsonl"]);
  await expect(question(page).getByRole("combobox", { name: "Text", exact: true })).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(notices(page).getByRole("progressbar")).toBeVisible();
  await notices(page).getByRole("button", { name: "Cancel" }).click();
  await expect(notices(page)).toContainText("Nothing was imported");
  await expect(notices(page).getByRole("progressbar")).toBeHidden();
  await expect(page.getByPlaceholder("Filter 1 article")).toBeVisible();
  expect(await blockTexts(page)).toEqual(["A story that is here."]);
});

test("fields that are known can be chosen otherwise: what came in by them gives way", async ({ page, machine }) => {
  await makeProject(page, machine, "Desk", {});
  put(machine, { "in/named.jsonl": named });
  await importing(page, machine, ["in/named.jsonl"]);
  await expect(articleRow(page, "By usual names")).toBeVisible();
  await notices(page).getByRole("button", { name: "Fields…" }).click();
  const title = question(page).getByRole("combobox", { name: "Title" });
  await expect(title).toHaveValue("headline");
  await title.selectOption("resort");
  await question(page).getByRole("combobox", { name: "Publisher" }).selectOption("headline");
  await expect(preview(page).getByRole("heading")).toHaveText("Town");
  await question(page).getByRole("button", { name: "Import" }).click();
  await expect(articleRow(page, "Town")).toBeVisible();
  await expect(articleRow(page, "Town")).toContainText("By usual names");
  await expect(page.getByRole("navigation", { name: "Articles" }).getByPlaceholder("Filter 1 article")).toBeVisible();
});

test("a file that is opened is asked about, and one in which nothing is a text is refused by line", async ({
  page,
  machine,
}) => {
  put(machine, {
    "archive.jsonl": archive,
    "numbers.jsonl": '{"nr": 1}\n{"nr": 2}\n',
  });
  page.setDefaultTimeout(20_000);
  await machine.start(page);
  const open = () => page.keyboard.press("Control+o");
  await chooseFile(page, machine, "numbers.jsonl", open);
  await expect(notices(page)).toContainText(
    "numbers.jsonl, line 1: no field of it is known as the text (its fields: nr)",
  );
  await expect(question(page)).toBeHidden();

  await chooseFile(page, machine, "archive.jsonl", open);
  await question(page).getByRole("combobox", { name: "Title" }).selectOption("kopf.zeile");
  await question(page).getByRole("button", { name: "Open" }).click();
  await expect.poll(() => blockTexts(page)).toEqual(bridge.split("\n\n"));
  await expect(articleRow(page, "Port reopens")).toBeVisible();
  expect(readFileSync(join(machine.home, "archive.jsonl"), "utf8")).toBe(archive);
});
