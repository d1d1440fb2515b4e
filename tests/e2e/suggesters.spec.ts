import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Page } from "playwright/test";
import { expect, test } from "./support/host.ts";
import { makeProject, marks, notices } from "./support/steps.ts";

const story = "Mayor Jane Doe opened the bridge.\n\nNobody had asked the ferryman, who lost his work.";
const claimed = "Nobody had asked the ferryman";
const lines = (...all: object[]) => all.map((one) => `${JSON.stringify(one)}\n`).join("");
const start = story.indexOf(claimed);

/** A suggester of this machine that finds one claim and one that is not there. */
async function startSuggester(): Promise<{ address: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push(body);
      const span = { start, end: start + claimed.length, text: claimed };
      const claim = { kind: "claim", span, checkWorthiness: 0.9, confidence: 0.9, reason: "It blames somebody." };
      const begin = { kind: "begin", version: 1, offsets: "code-points" };
      response.end(lines(begin, claim, { ...claim, span: { ...span, text: "The ferryman sank" } }, { kind: "end" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/suggest`, asked, server };
}

/** The answer to the system's question whether a command may be run. */
const allow = 1;

async function runFromPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill(words);
  await page.keyboard.press("Enter");
}

test.describe("another suggester", () => {
  test("is added, asked with consent, and its suggestions wait in the review until they are decided", async ({
    page,
    machine,
  }) => {
    const { address, asked, server } = await startSuggester();
    await makeProject(page, machine, "Bridges", { "story.txt": story });
    await page.locator(".article-text").click();
    await runFromPalette(page, "Other suggesters");
    // Made anew each time: in the desktop program the window after a start is another page.
    const dialog = () => page.getByRole("dialog");
    await expect(dialog()).toContainText("None yet");
    await dialog().getByRole("button", { name: "Add a suggester…" }).click();
    await dialog().getByRole("textbox", { name: "Name" }).fill("Helper");
    await dialog().getByRole("textbox", { name: "Address" }).fill("http://example.org/");
    await dialog().getByRole("button", { name: "Save" }).click();
    await expect(dialog().getByRole("alert")).toContainText("Use https://");
    await dialog().getByRole("textbox", { name: "Address" }).fill(address);
    await dialog().getByRole("textbox", { name: "Key" }).fill("sk-secret");
    await dialog().getByRole("button", { name: "Save" }).click();
    await expect(dialog()).toContainText("with a key, until the program ends");
    await dialog().getByRole("checkbox", { name: "Helper is on" }).check();
    await dialog().getByRole("button", { name: "Close" }).last().click();

    await runFromPalette(page, "Ask Helper");
    const consent = () => page.getByRole("dialog", { name: "Send “Bridges” to Helper?" });
    await expect(consent()).toContainText(address);
    await consent().getByRole("button", { name: "Do not send" }).click();
    expect(asked).toEqual([]);
    await runFromPalette(page, "Ask Helper");
    await consent().getByRole("button", { name: "Consent and send" }).click();
    await expect(notices(page)).toContainText("Helper: 1 claim.");
    await expect(notices(page)).toContainText("1 suggestion was left out");
    expect(asked).toHaveLength(1);

    await machine.quit();
    server.close();
    await machine.start(page);
    await page
      .getByRole("button", { name: /Bridges/ })
      .first()
      .click();
    await page.locator(".article-text [data-suggestion]").filter({ hasText: "Nobody" }).first().click();
    const card = page.getByRole("region", { name: "Suggestions" }).locator(".review-card");
    await expect(card).toContainText("It blames somebody.");
    await expect(card).toContainText("Helper");
    await page.keyboard.press("Enter");
    await expect(marks(page).filter({ hasText: "Nobody" })).not.toHaveCount(0);

    await runFromPalette(page, "Other suggesters");
    await dialog()
      .getByRole("button", { name: /^Take back the consent for “Bridges”/ })
      .click();
    await expect(dialog().getByRole("list", { name: "Consents" })).toHaveCount(0);
    await dialog().getByRole("button", { name: "Try" }).click();
    await expect(consent()).toBeVisible();
  });

  test("can be a command, which runs only after it was allowed, and has its suggestions in the review", async ({
    page,
    machine,
  }) => {
    const script = join(machine.home, "suggester.mjs");
    const span = { start, end: start + claimed.length, text: claimed };
    const claim = { kind: "claim", span, checkWorthiness: 0.9, reason: "A program says so." };
    const reply = lines({ kind: "begin", version: 1, offsets: "code-points" }, claim, { kind: "end" });
    writeFileSync(script, `process.stdin.resume().on("end", () => process.stdout.write(${JSON.stringify(reply)}));`);
    machine.options.push("--allow-commands");
    await makeProject(page, machine, "Bridges", { "story.txt": story });
    await page.locator(".article-text").click();
    await runFromPalette(page, "Other suggesters");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add a suggester…" }).click();
    await dialog.getByRole("textbox", { name: "Name" }).fill("Script");
    await dialog.getByRole("radio", { name: "Command" }).click();
    await dialog.getByRole("textbox", { name: "Program" }).fill(process.execPath);
    await dialog.getByRole("textbox", { name: "Arguments, one a line" }).fill(script);
    await dialog.getByRole("checkbox", { name: "On: offer it among the commands" }).check();
    if (machine.shell !== "web") await machine.desktop.answer(allow);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByRole("checkbox", { name: "Script is on" })).toBeChecked();
    await dialog.getByRole("button", { name: "Close" }).last().click();

    await runFromPalette(page, "Ask Script");
    const consent = page.getByRole("dialog", { name: /Script/ });
    await expect(consent).toContainText(script);
    await consent.getByRole("button", { name: /^Consent/ }).click();
    await expect(notices(page)).toContainText("Script: 1 claim.");
    await page.locator(".article-text [data-suggestion]").filter({ hasText: "Nobody" }).first().click();
    const card = page.getByRole("region", { name: "Suggestions" }).locator(".review-card");
    await expect(card).toContainText("A program says so.");
    await page.keyboard.press("Enter");
    await expect(marks(page).filter({ hasText: "Nobody" })).not.toHaveCount(0);
  });
});
