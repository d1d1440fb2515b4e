import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { expect, test } from "./support/host.ts";
import { makeProject, put } from "./support/steps.ts";

const root = join(import.meta.dirname, "..", "..");
const script = "<script>globalThis.pwned=1</script><img src=http://127.0.0.1:9/x onerror=globalThis.pwned=1>";
const shell = "$(touch pwned) `touch pwned`; touch pwned";

/** Watches a window for everything that nothing in it may do. */
function watch(page: Page): { requests: string[]; dialogs: string[] } {
  const seen: { requests: string[]; dialogs: string[] } = { requests: [], dialogs: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  return seen;
}

async function nothingHappened(page: Page, seen: ReturnType<typeof watch>, home: string): Promise<void> {
  expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
  expect(seen.dialogs).toEqual([]);
  const own = await page.evaluate(() => location.origin);
  expect(seen.requests.filter((url) => !url.startsWith(own))).toEqual([]);
  expect(readdirSync(home, { recursive: true }).filter((name) => String(name).includes("pwned"))).toEqual([]);
}

test("a saved page with scripts, remote images and frames becomes text, and nothing of it runs or is fetched", async ({
  page,
  machine,
}) => {
  const seen = watch(page);
  const paragraph = "A paragraph of the story that is long enough to be one, with words in it. ".repeat(6);
  await makeProject(page, machine, "Hostile", {
    "page.html": `<!doctype html><html><head><title>${"A story"}</title><base href="http://127.0.0.1:9/">
      <meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">
      <style>@import url(http://127.0.0.1:9/b.css)</style></head><body onload="globalThis.pwned=1"><article><h1>A story</h1>
      <p>${paragraph}</p>${script}<svg onload="globalThis.pwned=1"><script>globalThis.pwned=1</script></svg>
      <iframe srcdoc="<script>parent.pwned=1</script>"></iframe><p onclick="globalThis.pwned=1">${paragraph}</p>
      <p><a href="javascript:globalThis.pwned=1">a link</a> &lt;script&gt;globalThis.pwned=1&lt;/script&gt;</p></article></body></html>`,
  });
  await expect(page.locator(".article-text")).toContainText("A paragraph of the story");
  await expect(page.locator(".article-text")).toContainText("<script>globalThis.pwned=1</script>");
  expect(
    await page.locator(".article-text script, .article-text iframe, .article-text img, .article-text a").count(),
  ).toBe(0);
  await nothingHappened(page, seen, machine.home);
});

test("a project from somebody else cannot run, fetch or reach anything, whatever its files say", async ({
  page,
  machine,
}) => {
  const seen = watch(page);
  const folder = join(machine.home, "theirs");
  cpSync(join(root, "assets", "sample", "project"), folder, { recursive: true });
  put(machine, { "secret.json": '{"secret": "do not read"}' });
  const projectFile = join(folder, "project.json");
  const project = JSON.parse(readFileSync(projectFile, "utf8"));
  const types = project.scheme.entityTypes.map((type: object) => ({ ...type, description: script }));
  writeFileSync(
    projectFile,
    JSON.stringify({
      ...project,
      name: `${script}${shell}`,
      guidelines: `# Rules\n\n${script}\n\n[run](javascript:globalThis.pwned=1) ![](http://127.0.0.1:9/pixel)\n\n<iframe src="http://127.0.0.1:9/">`,
      scheme: { ...project.scheme, entityTypes: types },
      command: shell,
      suggesters: [{ command: "touch", args: ["pwned"] }, { url: "http://127.0.0.1:9/" }],
      updateUrl: "http://127.0.0.1:9/",
    }),
  );
  const register = join(folder, "entities", "zz.jsonl");
  const entity = {
    id: "../../../secret",
    type: "Person",
    name: script,
    aliases: [shell, "../../secret.json"],
    links: [
      { kind: "url", url: "javascript:globalThis.pwned=1" },
      { kind: "url", url: "file:///etc/passwd" },
    ],
    note: script,
  };
  writeFileSync(register, `${JSON.stringify({ at: "2026-11-24T09:00:00.000Z", do: "create", entity })}\n`);
  const versions = join(folder, "articles", "port-ellery-water");
  const [version = ""] = readdirSync(versions);
  const article = JSON.parse(readFileSync(join(versions, version), "utf8"));
  writeFileSync(
    join(versions, `${"0".repeat(32)}.json`),
    JSON.stringify({
      ...article,
      previous: version.replace(".json", ""),
      annotator: "../../../secret",
      article: { ...article.article, title: script, byline: script, url: "javascript:globalThis.pwned=1" },
    }),
  );

  await machine.start(page, folder);
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Filter entities" }).fill("script");
  await page.locator(".list-row").first().click();
  await page.keyboard.press("F6");
  await page.locator(".article-text").focus();
  await page.keyboard.press("g");
  await expect(page.getByRole("dialog")).toContainText("Rules");
  expect(await page.getByRole("dialog").locator("img, iframe, script, a[href^='javascript']").count()).toBe(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("versions of the text");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).not.toContainText("do not read");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+s");
  await expect(page.locator(".save-state")).toHaveText("● Saved");
  await nothingHappened(page, seen, machine.home);
  expect(readFileSync(join(machine.home, "secret.json"), "utf8")).toBe('{"secret": "do not read"}');
  expect(existsSync(join(machine.home, "pwned"))).toBe(false);
});
