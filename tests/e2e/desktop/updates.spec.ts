import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { expect, type Machine, test } from "../support/host.ts";

test.skip(({ shell }) => shell !== "stand-in" || process.platform !== "linux", "needs a package of the program");

/** A publisher of a newer version on this machine, and every request that reached it. */
async function publisher() {
  const asked: string[] = [];
  const release = [
    "version: 99.0.0",
    "files:",
    "  - url: Onrecord-99.0.0.AppImage",
    "    sha512: AAAA",
    "    size: 1",
    "path: Onrecord-99.0.0.AppImage",
    "sha512: AAAA",
    "releaseDate: '2026-01-01T00:00:00.000Z'",
  ].join("\n");
  const server = createServer((request, response) => {
    asked.push(String(request.url).split("?")[0] ?? "");
    response.writeHead(request.url?.includes("latest-linux.yml") ? 200 : 404).end(release);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { asked, url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** The program as a package would be, with or without a publisher in it. */
function packaged(machine: Machine, publisherUrl: string | null): void {
  if (publisherUrl !== null) {
    const config = ["provider: generic", `url: ${publisherUrl}`, "updaterCacheDirName: onrecord-updater"];
    writeFileSync(join(machine.home, "app-update.yml"), config.join("\n"));
  }
  Object.assign(machine.environment, {
    STAND_IN_PACKAGED: "yes",
    STAND_IN_RESOURCES: machine.home,
    APPIMAGE: join(machine.home, "Onrecord.AppImage"),
    XDG_CACHE_HOME: join(machine.home, ".cache"),
  });
}

async function askForUpdates(page: Page): Promise<void> {
  await page.keyboard.press("Control+,");
  await page.getByRole("radio", { name: "Look when starting" }).click();
  await page.getByRole("button", { name: "Close" }).last().click();
}

test("nobody is asked for a newer version until the person wants it, and nothing is fetched without a yes", async ({
  page,
  machine,
}) => {
  const { asked, url, close } = await publisher();
  packaged(machine, url);
  await machine.start(page);
  await page.waitForTimeout(500);
  expect(asked).toEqual([]);
  await machine.desktop.answer(1);
  await askForUpdates(page);
  await expect.poll(async () => (await machine.desktop.asked()).length).toBe(1);
  expect((await machine.desktop.asked())[0]?.options.message).toBe("Onrecord 99.0.0 is there");
  expect(asked).toEqual(["/latest-linux.yml"]);
  await machine.quit();

  await machine.start(page);
  await expect.poll(() => asked).toEqual(["/latest-linux.yml", "/latest-linux.yml"]);
  await machine.quit();
  close();
});

test("a fetch that fails is said, and the program goes on", async ({ page, machine }) => {
  const { url, close } = await publisher();
  packaged(machine, url);
  await machine.start(page);
  await machine.desktop.answer(0);
  await askForUpdates(page);
  await expect(page.getByText("The update could not be had")).toBeVisible();
  await page.getByRole("button", { name: /Sample project/ }).click();
  await expect(page.locator(".article-text .block").first()).toBeVisible();
  close();
});

test("a package that names no publisher calls nobody", async ({ page, machine }) => {
  packaged(machine, null);
  await machine.start(page);
  await askForUpdates(page);
  await page.waitForTimeout(500);
  expect(await machine.desktop.asked()).toEqual([]);
  await expect(page.getByText("The update could not be had")).toHaveCount(0);
});
