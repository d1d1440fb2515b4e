import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "playwright/test";

const root = join(import.meta.dirname, "..", "..");

/** The report on the sample, changed by whatever a hostile article may hold. */
function report(): string {
  const folder = mkdtempSync(join(tmpdir(), "onrecord-report-"));
  const convert = (...parts: string[]) =>
    execFileSync(process.execPath, [join(root, "electron", "cli.ts"), "convert", ...parts], { cwd: folder });
  convert(join(root, "assets", "sample", "project"), "--to", "onrecord", "--out", join(folder, "json"));
  const [name = ""] = readdirSync(join(folder, "json"));
  const file = JSON.parse(readFileSync(join(folder, "json", name), "utf8"));
  file.article.title = "</title><script>document.title = 'pwned'</script>";
  file.article.url = "javascript:alert(1)";
  file.entities[0].name = "<img src=x onerror=alert(1)>";
  file.entities[0].links = [{ kind: "url", url: "javascript:alert(1)" }];
  file.claims[0].verdict = "true & proven";
  writeFileSync(join(folder, "changed.json"), JSON.stringify(file));
  convert(join(folder, "changed.json"), "--to", "report", "--out", join(folder, "report"));
  return pathToFileURL(join(folder, "report", readdirSync(join(folder, "report"))[0] ?? "")).href;
}

test("the report can be read with scripts off, leads from marks to tables and back, and runs nothing of the article's", async ({
  browser,
}) => {
  const address = report();
  const still = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await still.goto(address);
  await expect(still.getByRole("heading", { level: 1 })).toHaveText(/Port Ellery water chief/);
  await still.getByRole("link", { name: "Quote 2", exact: true }).click();
  const row = still.locator("tr:target");
  await expect(row).toContainText("I did not discuss the tests with anyone at Brandt & Lowe");
  await expect(row).toContainText("Inés Calloway");
  await row.getByRole("link", { name: "2", exact: true }).click();
  await expect(still.locator(".quote:target")).toContainText("I did not discuss the tests");
  await expect(still.getByRole("cell", { name: "true & proven" })).toBeVisible();

  const page = await browser.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", () => asked.push("a dialog"));
  await page.goto(address);
  await expect(page).toHaveTitle("</title><script>document.title = 'pwned'</script>");
  expect(asked).toEqual([address]);
  await expect(page.locator("a[href^=javascript], img, script")).toHaveCount(0);
});

test("the report is readable by everybody, in both themes", async ({ browser }) => {
  const address = report();
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await (await browser.newContext({ colorScheme, bypassCSP: true })).newPage();
    await page.goto(address);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html).slice(0, 3) }))).toEqual([]);
  }
});
