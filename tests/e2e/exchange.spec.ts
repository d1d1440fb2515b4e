import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Locator, Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { chooseFolder, chooseTarget } from "./support/choosing.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { articleRow, canUndo, exportAs, markedWords, notices, openSample, put, saved } from "./support/steps.ts";

const dialog = (page: Page): Locator => page.getByRole("dialog");
const formatOf = (page: Page): Locator => dialog(page).getByLabel("Format", { exact: true });
const report = (page: Page): Locator => page.getByRole("region", { name: "What the format holds" });
const placeButton = (page: Page): Locator => page.getByRole("button", { name: "Choose its place…" });

/** Opens the export dialog in a format, and waits until what it loses is known. */
async function exporting(page: Page, format: string): Promise<void> {
  await page.locator(".article-text").focus();
  await page.keyboard.press("Control+Shift+E");
  await expect(formatOf(page)).toBeFocused();
  await formatOf(page).selectOption(format);
  await expect(placeButton(page)).toBeEnabled();
}

/** Exports the shown article by the dialog. @returns the path of the file or folder. */
async function exported(page: Page, machine: Machine, format: string, file: string | null): Promise<string> {
  await exporting(page, format);
  const open = () => placeButton(page).click();
  if (file === null) await chooseFolder(page, machine, open);
  else await chooseTarget(page, machine, file, open);
  await expect(page.getByRole("dialog", { name: "Exported" })).toBeVisible();
  const location = await page.locator(".exchange-location").innerText();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await expect(dialog(page)).toHaveCount(0);
  return location;
}

/** Runs a command by its title, once no dialog is open that would give the focus back meanwhile. */
async function command(page: Page, title: string): Promise<void> {
  await expect(dialog(page)).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(title);
  await expect(page.locator('[cmdk-item][data-selected="true"]')).toContainText(title);
  await page.keyboard.press("Enter");
}

/** Makes a second project from the first one's window. */
async function secondProject(page: Page, machine: Machine, name = "Second"): Promise<void> {
  await command(page, "New project");
  await page.getByRole("textbox", { name: "Project name" }).fill(name);
  await page.getByRole("textbox", { name: "Your name, as annotator" }).fill("Ada Analyst");
  await chooseFolder(page, machine, () => page.getByRole("button", { name: "Choose its place…" }).click());
  await expect(page.getByRole("main").getByRole("button", { name: "Import articles…" })).toBeVisible();
}

/** Opens the import dialog on a file of the home folder or below it. */
async function importing(page: Page, machine: Machine, path: string): Promise<void> {
  if (machine.shell !== "web") await machine.desktop.answer([join(machine.home, path)]);
  await page.keyboard.press("Control+Shift+I");
  await page.getByRole("button", { name: "Choose files…" }).click();
  if (machine.shell === "web") {
    const chooser = page.getByRole("dialog", { name: "Import annotations" }).last();
    for (const part of path.split("/").slice(0, -1))
      await chooser.getByRole("button", { name: part, exact: true }).click();
    await chooser.getByRole("button", { name: basename(path), exact: true }).click();
    await chooser.getByRole("button", { name: "Import 1" }).click();
  }
  await expect(page.getByRole("region", { name: "What was found" })).toBeVisible();
}

/** What an export says of the article and its annotations, whoever made them. */
function said(json: string) {
  const { article, entities, mentions, quotes, claims, relations } = JSON.parse(json);
  const lists = [mentions, quotes, claims, relations].map((list: { annotator: string }[]) =>
    list.map((one) => ({ ...one, annotator: "" })),
  );
  return { text: article.text, title: article.title, entities, lists };
}

const trips = [
  { format: "brat", file: null, inside: "port-ellery-water.ann" },
  { format: "label-studio", file: null, inside: "tasks.json" },
  { format: "uima-xmi", file: null, inside: "port-ellery-water.xmi" },
] as const;

for (const { format, file, inside } of trips) {
  test(`the sample goes out as ${format} and comes into another project with every annotation`, async ({
    page,
    machine,
  }) => {
    await openSample(page, machine);
    const before = await exportAs(page, machine, "before.onrecord.json");
    const place = await exported(page, machine, format, file);
    expect(existsSync(join(place, inside))).toBe(true);
    await secondProject(page, machine);
    await importing(page, machine, `${basename(place)}/${inside}`);
    await expect(page.getByRole("region", { name: "What was found" })).toContainText("8 claims");
    await page.getByRole("radio", { name: /All of it mine/ }).check();
    await page.getByRole("button", { name: "Import one article" }).click();
    await expect(page.getByRole("dialog", { name: "Imported" })).toContainText("One new article.");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    const after = await exportAs(page, machine, "after.onrecord.json");
    expect(said(after)).toEqual(said(before));
  });
}

test("by keys alone, the sample goes out as Web Annotation and comes back as its annotator's own work", async ({
  page,
  machine,
}) => {
  test.skip(machine.shell !== "web", "the system's dialogs have no keys in a test");
  await openSample(page, machine);
  const before = await exportAs(page, machine, "before.onrecord.json");
  const { keyboard } = page;
  const tabTo = async (target: Locator) => {
    for (let turn = 0; turn < 60; turn += 1) {
      if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
      await keyboard.press("Tab");
    }
    await expect(target).toBeFocused();
  };
  await keyboard.press("Control+Shift+E");
  await expect(formatOf(page)).toBeFocused();
  await keyboard.type("W3C");
  await expect(formatOf(page)).toHaveValue("web-annotation");
  await expect(report(page)).toContainText("Nothing is lost");
  await tabTo(placeButton(page));
  await keyboard.press("Enter");
  const name = page.getByRole("textbox", { name: "File name" });
  await expect(name).toBeVisible();
  await tabTo(name);
  await keyboard.press("Control+a");
  await keyboard.type("web.jsonld");
  await keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Exported" })).toBeVisible();
  await keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await secondProject(page, machine);
  await keyboard.press("Control+Shift+I");
  await tabTo(page.getByRole("button", { name: "Choose files…" }));
  await keyboard.press("Enter");
  const entry = page.getByRole("dialog").getByRole("button", { name: "web.jsonld" });
  await expect(entry).toBeVisible();
  await tabTo(entry);
  await keyboard.press("Enter");
  await tabTo(page.getByRole("button", { name: "Import 1" }));
  await keyboard.press("Enter");
  const take = page.getByRole("button", { name: "Import one article" });
  await expect(take).toBeVisible();
  await tabTo(take);
  await keyboard.press("Enter");
  const done = page.getByRole("dialog", { name: "Imported" });
  await expect(done).toContainText("Sample annotator’s");
  await tabTo(done.getByRole("button", { name: "Open as Sample annotator" }));
  await keyboard.press("Enter");
  await expect.poll(async () => (await markedWords(page)).length).toBeGreaterThan(50);
  const after = await exportAs(page, machine, "after.onrecord.json");
  expect(said(after)).toEqual(said(before));
});

test("what CoNLL cannot hold is counted and listed before anything is written", async ({ page, machine }) => {
  await openSample(page, machine);
  await exporting(page, "conll");
  const lost = report(page).getByRole("table", { name: "What is lost" });
  await expect(lost.getByRole("row", { name: /^claims 8 / })).toBeVisible();
  await expect(lost.getByRole("row", { name: /^quotes 15 / })).toBeVisible();
  await expect(page.locator(".preview-text")).toContainText("Port _ _ B-Place");
  await page.keyboard.press("Escape");
  expect(existsSync(join(machine.home, "port-ellery-water.conll"))).toBe(false);
});

test("a table's cells are no formulas, unless somebody wants them as they are", async ({ page, machine }) => {
  await openSample(page, machine);
  await exporting(page, "csv");
  await expect(dialog(page).getByRole("checkbox", { name: "Safe for spreadsheets" })).toBeChecked();
  await formatOf(page).selectOption("brat");
  await expect(dialog(page).getByRole("checkbox", { name: "Safe for spreadsheets" })).toHaveCount(0);
});

const tasks = (label: string, words: string) =>
  `${JSON.stringify({ text: `Doe of the ${words} left.`, spans: [{ start: 11, end: 11 + words.length, label }] })}\n`;

test("a label that the scheme does not have is asked about once, and the answer is there the next time", async ({
  page,
  machine,
}) => {
  put(machine, { "one.jsonl": tasks("NEWSPAPER", "Post"), "two.jsonl": tasks("NEWSPAPER", "Times") });
  await openSample(page, machine);
  await importing(page, machine, "one.jsonl");
  // A program that was started again has another window.
  const asked = () => page.getByLabel("What NEWSPAPER becomes");
  await expect(asked()).toHaveValue("new");
  await asked().selectOption("Organization");
  await page.getByRole("button", { name: "Import one article" }).click();
  await expect(page.getByRole("dialog", { name: "Imported" })).toContainText("One more annotation is yours.");
  await page.keyboard.press("Escape");
  await expect(page.locator(".list-row", { hasText: "Post" })).toBeVisible();
  await saved(page);
  await machine.quit();

  await openSample(page, machine);
  await importing(page, machine, "two.jsonl");
  await expect(page.getByText("as last time")).toBeVisible();
  await expect(asked()).toHaveValue("type:Organization");
});

test("an import is one step to undo, nothing of it is left, and redo brings all of it", async ({ page, machine }) => {
  put(machine, { "one.jsonl": tasks("NEWSPAPER", "Post") });
  await openSample(page, machine);
  await importing(page, machine, "one.jsonl");
  await page.getByRole("button", { name: "Import one article" }).click();
  await expect(page.getByRole("dialog", { name: "Imported" })).toBeVisible();
  await expect(page.locator(".article-list")).toContainText("one-1");
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await expect(articleRow(page, "one-1")).toHaveCount(0);
  await expect(page.locator(".list-row", { hasText: "Post" })).toHaveCount(0);
  await command(page, "Label scheme");
  const scheme = page.getByRole("dialog", { name: "Label scheme" });
  await expect(scheme).toBeVisible();
  await expect(scheme).not.toContainText("NEWSPAPER");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await saved(page);
  await page.keyboard.press("Control+Shift+Z");
  await articleRow(page, "one-1").click();
  await expect.poll(() => markedWords(page)).toEqual(["mention: Post"]);
  await saved(page);
  await machine.quit();
  await openSample(page, machine);
  await articleRow(page, "one-1").click();
  await expect.poll(() => markedWords(page)).toEqual(["mention: Post"]);
});

test("what is too much for one step is said beforehand, goes into the files, and is there to work on", async ({
  page,
  machine,
}) => {
  await openSample(page, machine);
  await secondProject(page, machine);
  const word = "The council met again and said that a bridge is late. ";
  const task = (at: number, words: number) => {
    const region = { start: 0, end: 9, text: "Ada Stone", labels: ["Person"] };
    const result = [{ id: `r${at}`, from_name: "label", to_name: "text", type: "labels", value: region }];
    return { id: at, data: { text: `Ada Stone ${at} spoke. ${word.repeat(words)}` }, annotations: [{ result }] };
  };
  const read = { ...task(1, 3), annotations: [] };
  put(machine, {
    "read.json": JSON.stringify([read]),
    "large.json": JSON.stringify([task(1, 3), task(2, 3), task(3, 480_000)]),
  });
  await importing(page, machine, "read.json");
  await page.getByRole("button", { name: "Import one article" }).click();
  await expect(page.getByRole("dialog", { name: "Imported" })).toBeVisible();
  await page.keyboard.press("Escape");
  await saved(page);
  // What is undone is of this window: it begins anew.
  await page.reload();
  await expect(page.getByRole("main")).toContainText("Ada Stone 1 spoke.");
  await importing(page, machine, "large.json");
  const found = page.getByRole("region", { name: "What was found" });
  await expect(found).toContainText("too much for one step that can be undone");
  await page.getByRole("button", { name: "Import 3 articles" }).click();
  const done = page.getByRole("dialog", { name: "Imported" });
  await expect(done).toContainText("2 new articles, annotations added to one article.");
  await expect(done).toContainText("written straight into the project’s files");
  await expect(done.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await done.getByRole("button", { name: "Close" }).last().click();
  // What says it is the dialog alone, and undo is not offered for a part of it that happens to be open.
  await expect(page.locator(".list-row", { hasText: "Ada Stone" })).toBeVisible();
  expect(await notices(page).innerText()).toBe("");
  await articleRow(page, "1").click();
  await expect.poll(() => markedWords(page)).toEqual(["mention: Ada Stone"]);
  expect(await canUndo(page)).toBe(false);
  await articleRow(page, "2").click();
  await expect.poll(() => markedWords(page)).toEqual(["mention: Ada Stone"]);
  await expect(page.getByRole("main")).toContainText("Ada Stone 2 spoke.");
});

test("files dropped on the window open the import, and articles among them are articles", async ({ page, machine }) => {
  await openSample(page, machine);
  await drop(page, { "story.txt": "Doe left.", "story.ann": "T1\tPerson 0 3\tDoe\n", "other.txt": "Roe stayed." });
  await expect(page.getByRole("region", { name: "What was found" })).toContainText("1 article");
  await expect(page.getByRole("list", { name: "Articles in the files" })).toContainText("Doe left.");
  await page.getByRole("button", { name: "Import one article" }).click();
  await expect(page.getByRole("dialog", { name: "Imported" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(articleRow(page, /^story/)).toBeVisible();
  await expect(articleRow(page, /Roe stayed|other/)).toBeVisible();
  expect(await markedWords(page)).toEqual(["mention: Doe"]);
});

test("a file that cannot be read is named with the place and the mend, and the rest goes on", async ({
  page,
  machine,
}) => {
  put(machine, {
    "bad.ann": "T1\tPerson 0 3\tDoe\nT2\tPerson 90 95\tnobody\nE1\tBroken\n",
    "bad.txt": "Doe left.",
    "noise.bin": "\u0000\u0001",
  });
  await openSample(page, machine);
  await importing(page, machine, "bad.ann");
  await expect(page.getByRole("list", { name: "Problems" })).toContainText(
    "bad.ann, T2: it lies outside the text. It is left out; correct it in the file to have it.",
  );
  await expect(page.getByRole("button", { name: "Import one article" })).toBeEnabled();
  await page.getByRole("button", { name: "Other files…" }).click();
  await page.keyboard.press("Escape");
  await importing(page, machine, "noise.bin");
  await expect(page.getByRole("list", { name: "Problems" })).toContainText(
    "noise.bin: it is of no format that Onrecord knows",
  );
  await expect(page.getByRole("button", { name: /^Import 0/ })).toBeDisabled();
});

for (const scheme of ["light", "dark"] as const) {
  test.describe(`in the ${scheme} theme`, () => {
    test.use({ colorScheme: scheme });
    test("neither dialog has a serious violation", async ({ page, machine }) => {
      put(machine, { "one.jsonl": `${tasks("NEWSPAPER", "Post")}{"broken\n` });
      await openSample(page, machine);
      await exporting(page, "brat");
      await report(page).locator("summary").first().click();
      expect(await violations(page), "export").toEqual([]);
      await formatOf(page).selectOption("conll");
      await expect(report(page)).toContainText("Lost");
      expect(await violations(page), "export with losses").toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+Shift+I");
      await expect(page.getByRole("button", { name: "Choose files…" })).toBeVisible();
      expect(await violations(page), "import").toEqual([]);
      await page.keyboard.press("Escape");
      await importing(page, machine, "one.jsonl");
      expect(await violations(page), "what was found").toEqual([]);
      await page.getByRole("button", { name: "Import one article" }).click();
      await expect(page.getByRole("dialog", { name: "Imported" })).toBeVisible();
      expect(await violations(page), "imported").toEqual([]);
    });
  });
}

/** Drops files on the window as a person's file manager does. */
async function drop(page: Page, files: Record<string, string>): Promise<void> {
  await page.evaluate((named) => {
    const data = new DataTransfer();
    for (const [name, text] of Object.entries(named)) data.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
}
