import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { violations } from "./support/axe.ts";
import { expect, type Machine, test } from "./support/host.ts";
import { caretIn, inspector, makeProject, markedWords, notices, saved } from "./support/steps.ts";

const story = "Mayor Ada Lowe spoke on Monday.\n\nShe told Bo Finch that the bridge was safe.\n";
const project = (machine: Machine) => join(machine.home, "Bridges");
const saving = (page: Page) => page.getByRole("region", { name: "Saving" });
const saveState = (page: Page) => page.locator(".save-state");

/** The one annotator's folder of annotations. */
function annotations(machine: Machine): string {
  const folder = join(project(machine), "annotations");
  const [owner = ""] = readdirSync(folder);
  return join(folder, owner);
}

/** What another program does to the annotations of the story. */
function rewrite(machine: Machine, change: (file: { mentions: { note: string }[] }) => void): void {
  const path = join(annotations(machine), "story.json");
  const file = JSON.parse(readFileSync(path, "utf8"));
  change(file);
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
}
const noteOnDisk = (machine: Machine): string =>
  JSON.parse(readFileSync(join(annotations(machine), "story.json"), "utf8")).mentions[0].note;

async function markFinch(page: Page, machine: Machine): Promise<void> {
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
  await page.keyboard.press("Control+s");
  await saved(page);
}

/** Changes the note of the mention in the window and on the disk, so that neither knows of the other. */
async function changeTwice(page: Page, machine: Machine): Promise<void> {
  await markFinch(page, machine);
  await page.keyboard.press("n");
  await expect(note(page)).toBeFocused();
  await page.keyboard.type("mine");
  await page.keyboard.press("Enter");
  rewrite(machine, ({ mentions: [first] }) => {
    if (first) first.note = "theirs";
  });
  await expect(page.getByRole("dialog")).toContainText("The same was changed twice");
}
const choose = async (page: Page, choice: string) => {
  await page.getByRole("dialog").getByRole("radio", { name: choice }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Go on" }).click();
  await saved(page);
};
const note = (page: Page) => inspector(page).getByRole("textbox", { name: "Note" });

test("a change on the disk is taken in while nothing is unsaved, and undo takes it back", async ({ page, machine }) => {
  await markFinch(page, machine);
  rewrite(machine, (file) => {
    file.mentions = [];
  });
  await expect.poll(() => markedWords(page)).toEqual([]);
  await expect(notices(page)).toContainText("Changes from disk");
  await saved(page);
  await page.locator(".article-text").focus();
  await page.keyboard.press("Control+z");
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
  await page.keyboard.press("Control+s");
  await saved(page);
  expect(JSON.parse(readFileSync(join(annotations(machine), "story.json"), "utf8")).mentions).toHaveLength(1);
});

test("a file that another program removed is written again", async ({ page, machine }) => {
  await markFinch(page, machine);
  const file = join(annotations(machine), "story.json");
  rmSync(file);
  await expect.poll(() => existsSync(file)).toBe(true);
  await expect(notices(page)).toContainText("A file of yours was removed");
  expect(await markedWords(page)).toEqual(["mention: Finch"]);
});

test.describe("the same record changed here and on the disk", () => {
  test("is compared, and untouched until it is decided", async ({ page, machine }) => {
    await changeTwice(page, machine);
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("row", { name: "Note mine theirs" })).toBeVisible();
    expect(await violations(page), "the comparison").toEqual([]);
    await dialog.getByRole("button", { name: "Decide later" }).click();
    await expect(saving(page)).toContainText("Changed twice");
    expect(await violations(page), "the banner").toEqual([]);
    await page.keyboard.press("Control+s");
    await expect(saveState(page)).not.toHaveText("● Saved");
    expect(noteOnDisk(machine)).toBe("theirs");
    await saving(page).getByRole("button", { name: "Compare…" }).click();
    await choose(page, "Keep mine");
    expect(noteOnDisk(machine)).toBe("mine");
  });

  test("stays as it is here where mine is kept, and theirs is kept beside", async ({ page, machine }) => {
    await changeTwice(page, machine);
    await choose(page, "Keep mine");
    await expect(note(page)).toHaveValue("mine");
    expect(noteOnDisk(machine)).toBe("mine");
    const [beside = ""] = readdirSync(annotations(machine)).filter((name) => name.endsWith(".theirs"));
    expect(readFileSync(join(annotations(machine), beside), "utf8")).toContain('"theirs"');
    await expect(notices(page)).toContainText(beside);
  });

  test("becomes theirs where that is taken, mine is kept beside, and undo brings it back", async ({
    page,
    machine,
  }) => {
    await changeTwice(page, machine);
    await choose(page, "Take theirs");
    await expect(note(page)).toHaveValue("theirs");
    const [beside = ""] = readdirSync(annotations(machine)).filter((name) => name.endsWith(".mine"));
    expect(readFileSync(join(annotations(machine), beside), "utf8")).toContain('"mine"');
    await page.locator(".article-text").focus();
    await page.keyboard.press("Control+z");
    await expect(note(page)).toHaveValue("mine");
  });

  test("stands there twice where both are kept", async ({ page, machine }) => {
    await changeTwice(page, machine);
    await choose(page, "Keep both");
    await expect.poll(() => markedWords(page)).toHaveLength(2);
    const file = JSON.parse(readFileSync(join(annotations(machine), "story.json"), "utf8"));
    expect(file.mentions.map((one: { note: string }) => one.note).sort()).toEqual(["mine", "theirs"]);
  });
});

test("a project whose folder vanishes is worked on in the journal, says so, and is saved when it is back", async ({
  page,
  machine,
}) => {
  await markFinch(page, machine);
  renameSync(project(machine), `${project(machine)}-away`);
  await caretIn(page, "Monday");
  await page.keyboard.press("4");
  await expect(saveState(page)).toHaveText("In the journal only");
  await expect(saving(page)).toContainText("the project's folder is not there any more");
  expect(existsSync(project(machine))).toBe(false);
  renameSync(`${project(machine)}-away`, project(machine));
  await saving(page).getByRole("button", { name: "Try again" }).click();
  await saved(page);
  await expect(saving(page)).toBeEmpty();
  expect(JSON.parse(readFileSync(join(annotations(machine), "story.json"), "utf8")).mentions).toHaveLength(2);
});

test("a project whose folder is gone is saved elsewhere from memory, and says what is missing", async ({
  page,
  machine,
}) => {
  await markFinch(page, machine);
  renameSync(project(machine), `${project(machine)}-away`);
  await caretIn(page, "Monday");
  await page.keyboard.press("4");
  await expect(saveState(page)).toHaveText("In the journal only");
  mkdirSync(join(machine.home, "elsewhere"));
  await saving(page).getByRole("button", { name: "Save elsewhere…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "elsewhere" }).click();
  await page.getByRole("button", { name: "Choose this folder" }).click();
  await expect(notices(page)).toContainText("only the one article that was open is here");
  await saved(page);
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch", "mention: Monday"]);
  const copy = join(machine.home, "elsewhere", "Bridges", "annotations");
  const [owner = ""] = readdirSync(copy);
  expect(JSON.parse(readFileSync(join(copy, owner, "story.json"), "utf8")).mentions).toHaveLength(2);
});

test("work that neither files nor journal can hold is said to be unsaved, in plain sight", async ({
  page,
  machine,
}) => {
  await markFinch(page, machine);
  const journals = join(machine.home, ".profile-of-onrecord", "journals");
  renameSync(project(machine), `${project(machine)}-away`);
  renameSync(journals, `${journals}-away`);
  writeFileSync(journals, "in the way");
  await caretIn(page, "Monday");
  await page.keyboard.press("4");
  await expect(saveState(page)).toHaveText("Unsaved");
  await expect(saving(page).getByRole("alert")).toContainText("only in this window");
  rmSync(journals);
  renameSync(`${journals}-away`, journals);
  renameSync(`${project(machine)}-away`, project(machine));
  await saving(page).getByRole("button", { name: "Try again" }).click();
  await saved(page);
});
