import { type CDPSession, chromium } from "playwright/test";
import { expect, test } from "./support/host.ts";
import { findAndMark, makeProject } from "./support/steps.ts";

const paragraphs = 1_000;
const text = Array.from(
  { length: paragraphs },
  (_, at) => `The council met for the ${at + 1}. time. Ada Lowe spoke about the bridge, and nobody answered her.`,
).join("\n\n");

/** How many marks with what they are, and whether all paragraphs, the accessibility tree has. */
async function described(session: CDPSession) {
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const told = nodes.filter((node) => !node.ignored);
  return {
    marks: told.filter((node) => node.role?.value === "mark" && node.description?.value === "Person mention: Ada Lowe")
      .length,
    hasParagraphs: told.filter((node) => node.role?.value === "paragraph").length >= paragraphs,
  };
}

test("in a long article a screen reader finds every mark, far from the screen too", async ({
  machine,
  launchOptions,
}) => {
  // Unless a screen reader is there, the browser tells only of what is on the screen.
  const args = [...(launchOptions.args ?? []), "--force-renderer-accessibility"];
  const browser = await chromium.launch({ ...launchOptions, args });
  const page = await browser.newPage();
  await makeProject(page, machine, "Long", { "long.txt": `${text}\n` });
  await findAndMark(page, "Ada Lowe");
  await page.keyboard.press("a");
  await expect(page.getByText(`${paragraphs - 1} more occurrences marked`)).toBeVisible();
  const session = await page.context().newCDPSession(page);
  await expect.poll(() => described(session)).toEqual({ marks: paragraphs, hasParagraphs: true });
  await browser.close();
});
