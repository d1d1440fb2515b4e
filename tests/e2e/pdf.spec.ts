import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright/test";
import { linesAt, pdfOf } from "../support/pdf.ts";
import { chooseFile, chooseImports } from "./support/choosing.ts";
import { drop } from "./support/dropping.ts";
import { expect, test } from "./support/host.ts";
import { articleRow, blockTexts, findAndMark, markedWords, notices, openSample, saved } from "./support/steps.ts";

const sentences = [
  "The municipal authority announced yesterday that the nineteenth-century suspension bridge would be closed.",
  "Notwithstanding considerable dissatisfaction among neighbouring communities, the commissioner responded to questions.",
  "“We cannot responsibly continue,” the infrastructure commissioner said in a statement to this newspaper.",
  "Officials of the affluent office flew to the first of five efficient meetings 😀 in a café.",
];
const paragraphs = Array.from({ length: 24 }, (_, at) =>
  [0, 1, 2, 3].map((i) => sentences[(at + i * (1 + (at % 3))) % sentences.length]).join(" "),
);
const arabic = "قال الوزير إن الحكومة ستغلق الجسر في عام 2026 بعد نقاش طويل مع Google والبلدية.";
const html = `<!doctype html><html lang="en"><head><title>Bridge closed</title><style>
  main { columns: 2; column-gap: 20pt; hyphens: auto; text-align: justify; font: 10pt serif }
  p { margin: 0; text-indent: 1em }</style></head><body><h1>The old bridge is closed after a long debate</h1>
  <main>${paragraphs.map((text) => `<p>${text}</p>`).join("")}</main>
  <h2>What is next</h2><p dir="rtl" lang="ar">${arabic}</p></body></html>`;

/** Prints a page as a person does, with its head and foot, and gives the file's bytes. */
async function printed(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  await page.setContent(html);
  const margin = { top: 60, bottom: 60, left: 50, right: 50 };
  const line = (text: string) => `<div style="font-size:8px;width:100%;text-align:center">${text}</div>`;
  const bytes = await page.pdf({
    displayHeaderFooter: true,
    margin,
    headerTemplate: line("The Daily Planet"),
    footerTemplate: line('Page <span class="pageNumber"></span> of <span class="totalPages"></span>'),
  });
  await page.close();
  return bytes;
}

test("a printed page that is dropped becomes an article with its paragraphs whole, and a damaged one says why not", async ({
  page,
  machine,
  browser,
}) => {
  await openSample(page, machine);
  const bytes = await printed(browser);
  const [story, torn] = [join(machine.home, "story.pdf"), join(machine.home, "torn.pdf")];
  writeFileSync(story, bytes);
  writeFileSync(torn, bytes.subarray(0, 400));
  await drop(page, [story, torn]);
  const blocks = page.locator(".article-text .block");
  await expect(blocks.first()).toHaveText("The old bridge is closed after a long debate");
  await expect(blocks).toHaveCount(paragraphs.length + 3);
  expect(await blocks.allTextContents()).toEqual([
    "The old bridge is closed after a long debate",
    ...paragraphs,
    "What is next",
    arabic,
  ]);
  await expect(page.getByText(/torn\.pdf.*damaged, or it was cut off/)).toBeVisible();
  await expect(page.getByText(/Lines that pages repeat.*“The Daily Planet”/)).toBeVisible();
});

/** Two pages, the second of which takes longer to read than anybody waits. */
const slow = pdfOf({ pages: [linesAt(["Doe left the council."]), "BT ET ".repeat(12_000_000)], isPacked: true });

test("an article that is opened by itself says how far its reading is, and can be cancelled", async ({
  page,
  machine,
}) => {
  page.setDefaultTimeout(20_000);
  writeFileSync(join(machine.home, "slow.pdf"), slow);
  writeFileSync(join(machine.home, "story.pdf"), pdfOf({ pages: [linesAt(["Doe left the council."])] }));
  await machine.start(page);
  const open = () => page.getByRole("button", { name: /^Open…/ }).click();
  for (const turn of ["first", "again"]) {
    await chooseFile(page, machine, "slow.pdf", open);
    await expect(notices(page), turn).toContainText("slow.pdf: page 2 of 2");
    await expect(notices(page).getByRole("progressbar")).toHaveAttribute("value", "0.5");
    await notices(page).getByRole("button", { name: "Cancel" }).click();
    await expect(notices(page).getByRole("progressbar")).toHaveCount(0);
    expect(await notices(page).innerText()).toBe("");
  }
  // Nothing of it is left, and the next file is opened.
  await chooseFile(page, machine, "story.pdf", open);
  await expect(page.locator(".article-text .block").first()).toHaveText("Doe left the council.");
  await expect(articleRow(page, /Doe left/)).toBeVisible();
  await expect(notices(page).getByRole("progressbar")).toHaveCount(0);
});

test("what is open stays open, and as it is, where the opening of another article is cancelled", async ({
  page,
  machine,
}) => {
  writeFileSync(join(machine.home, "slow.pdf"), slow);
  await openSample(page, machine);
  await chooseFile(page, machine, "slow.pdf", () => page.keyboard.press("Control+o"));
  await expect(notices(page)).toContainText("page 2 of 2");
  await findAndMark(page, "Friday");
  await notices(page).getByRole("button", { name: "Cancel" }).click();
  await expect(notices(page).getByRole("progressbar")).toHaveCount(0);
  await expect(page.locator(".article-text")).toBeFocused();
  expect(await markedWords(page)).toContain("mention: Friday");
  await saved(page);
});

test("the reading of a newer version can be cancelled, and the article stays as it is", async ({ page, machine }) => {
  writeFileSync(join(machine.home, "slow.pdf"), slow);
  await openSample(page, machine);
  const before = await blockTexts(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("newer version");
  await expect(page.getByRole("option", { name: /^Import a newer version/ })).toBeVisible();
  await chooseImports(page, machine, ["slow.pdf"], () => page.keyboard.press("Enter"));
  await expect(notices(page)).toContainText("slow.pdf: page 2 of 2");
  await notices(page).getByRole("button", { name: "Cancel" }).click();
  await expect(notices(page).getByRole("progressbar")).toHaveCount(0);
  expect(await notices(page).innerText()).toBe("");
  expect(await blockTexts(page)).toEqual(before);
});
