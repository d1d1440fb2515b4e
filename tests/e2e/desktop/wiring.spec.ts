import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import type { Desktop } from "../support/desktop.ts";
import { expect, type Machine, test } from "../support/host.ts";
import { profileIn, startAgain } from "../support/shells.ts";
import { caretIn, makeProject, markedWords, notices, openSample, put, saved } from "../support/steps.ts";

const story = "Mayor Ada Lowe spoke on Monday.\n\nShe told Bo Finch that the bridge was safe.\n";
const article = (page: Page) => page.locator(".article-text .block").first();
const entry = async (desktop: Desktop, id: string) => (await desktop.menu()).find((line) => line.id === id);

test.beforeEach(({ page }) => page.setDefaultTimeout(20_000));

test.describe("the menu", () => {
  test("runs the window's commands, and knows at every moment which of them can be run", async ({ page, machine }) => {
    await machine.start(page);
    const { desktop } = machine;
    await expect.poll(async () => (await entry(desktop, "project.save"))?.enabled).toBe(false);
    await desktop.clickMenu("Project", "Open the sample project");
    await expect(article(page)).toBeVisible();
    await expect.poll(async () => (await entry(desktop, "project.save"))?.enabled).toBe(true);
    await desktop.clickMenu("Help", "All keys");
    await expect(page.getByRole("dialog")).toBeVisible();
  });

  test("takes no key from the window, and has no undo of its own", async ({ page, machine }) => {
    await openSample(page, machine);
    const lines = await machine.desktop.menu();
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => line.takesKey)).toEqual([]);
    expect(lines.filter((line) => /^(undo|redo)$/i.test(line.role ?? ""))).toEqual([]);
    const bare = lines.filter((line) => /^(?:Shift\+)?.$/.test(line.accelerator ?? ""));
    expect(bare).toEqual([]);
    expect((await entry(machine.desktop, "change.undo"))?.accelerator ?? null).not.toBe("Z");
  });

  test("undoes what was done in the window", async ({ page, machine }) => {
    await makeProject(page, machine, "Bridges", { "story.txt": story });
    await caretIn(page, "Finch");
    await page.keyboard.press("1");
    await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
    const undo = (await machine.desktop.menu()).find((line) => /^Undo/.test(line.path.at(-1) ?? ""));
    await machine.desktop.clickMenu(...(undo?.path ?? []));
    await expect.poll(() => markedWords(page)).toEqual([]);
  });
});

test.describe("files from outside", () => {
  test("the one that the program is started with is opened", async ({ page, machine }) => {
    put(machine, { "story.txt": story });
    await machine.start(page, join(machine.home, "story.txt"));
    await expect(article(page)).toContainText("Ada Lowe");
  });

  test("a second start hands its file to the first, and ends", async ({ page, machine }) => {
    put(machine, { "story.txt": story });
    await machine.start(page);
    expect(await startAgain(machine.shell, machine.home, join(machine.home, "story.txt"))).toBe(0);
    await expect(article(page)).toContainText("Ada Lowe");
    expect(machine.desktop.app.windows()).toHaveLength(1);
  });

  test("the one that macOS asks it to open is opened", async ({ page, machine }) => {
    put(machine, { "story.txt": story });
    await machine.start(page);
    await machine.desktop.app.evaluate(
      ({ app }, path) => app.emit("open-file", { preventDefault: () => undefined }, path),
      join(machine.home, "story.txt"),
    );
    await expect(article(page)).toContainText("Ada Lowe");
  });

  test("a choice that is cancelled changes nothing", async ({ page, machine }) => {
    await openSample(page, machine);
    const before = await markedWords(page);
    for (const keys of ["Control+o", "Control+i", "Control+e"]) {
      await machine.desktop.answer([]);
      await page.keyboard.press(keys);
    }
    await expect
      .poll(async () => (await machine.desktop.asked()).map((one) => one.kind))
      .toEqual(["open", "open", "save"]);
    expect(await markedWords(page)).toEqual(before);
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
});

test.describe("a page that has been taken over", () => {
  const address = (page: Page) => page.evaluate(() => location.href);

  test("cannot leave its own address", async ({ page, machine }) => {
    await openSample(page, machine);
    const own = await address(page);
    const others = [
      "https://example.org/",
      "file:///etc/passwd",
      "data:text/html,other",
      "/other.html",
      "javascript:1",
    ];
    for (const other of others) {
      await page.evaluate((to) => {
        location.href = to;
      }, other);
      await page.waitForTimeout(100);
      expect(await address(page)).toBe(own);
    }
    await page.evaluate(() => location.reload());
    await page.waitForTimeout(200);
    expect(await address(page)).toBe(own);
    expect(await page.evaluate(() => document.querySelectorAll(".article-text .block").length)).toBeGreaterThan(0);
  });

  test("opens no window; only web addresses reach the system's browser", async ({ page, machine }) => {
    await openSample(page, machine);
    const addresses = [
      "https://example.org/story",
      "http://example.org/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "smb://example.org/share",
      "ms-msdt:/id",
      "about:blank",
      "app://onrecord/index.html",
    ];
    for (const one of addresses) {
      await page.evaluate((to) => {
        window.open(to);
      }, one);
      await page.waitForTimeout(150);
    }
    await expect.poll(() => machine.desktop.app.windows().length).toBe(1);
    expect(await machine.desktop.openedOutside()).toEqual(["https://example.org/story", "http://example.org/"]);
  });

  test("embeds no web view and follows no redirect", async ({ page, machine }) => {
    await machine.start(page);
    const prevented = await machine.desktop.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const stopped: string[] = [];
      for (const name of ["will-attach-webview", "will-redirect", "will-navigate", "will-frame-navigate"]) {
        contents?.emit(name, { preventDefault: () => stopped.push(name), url: "app://onrecord/other.html" });
      }
      return stopped;
    });
    expect(prevented).toEqual(["will-attach-webview", "will-redirect", "will-navigate", "will-frame-navigate"]);
  });

  test("gets no permission but to write to the clipboard", async ({ page, machine }) => {
    await openSample(page, machine);
    await page.locator(".article-text").click();
    const answers = await page.evaluate(async () => {
      const said = (asked: Promise<unknown>) =>
        asked.then(
          (answer) => (answer === "denied" ? "refused" : "given"),
          () => "refused",
        );
      return {
        place: await said(new Promise((yes, no) => navigator.geolocation.getCurrentPosition(yes, no))),
        camera: await said(navigator.mediaDevices.getUserMedia({ video: true })),
        notices: await said(Notification.requestPermission()),
        read: await said(navigator.clipboard.readText()),
        write: await said(navigator.clipboard.writeText("words")),
      };
    });
    expect(answers).toEqual({
      place: "refused",
      camera: "refused",
      notices: "refused",
      read: "refused",
      write: "given",
    });
  });

  test("reaches no network even without its policy", async ({ page, machine }) => {
    await openSample(page, machine);
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setBypassCSP", { enabled: true });
    await page.reload();
    await expect(article(page)).toBeVisible();
    const reached = await page.evaluate(() =>
      Promise.all(
        ["https://example.org/", "http://127.0.0.1:1/"].map((url) =>
          fetch(url, { mode: "no-cors" }).then(
            () => url,
            () => null,
          ),
        ),
      ),
    );
    expect(reached).toEqual([null, null]);
    const leaks = await machine.desktop.app.evaluate((electron) => Reflect.get(electron, "standIn")?.leaks ?? []);
    expect(leaks).toEqual([]);
  });

  test("is not heard when it speaks from another address or from inside a frame", async ({ page, machine }) => {
    test.skip(machine.shell !== "stand-in", "Electron lets no test speak for a frame");
    await machine.start(page);
    const answers = await machine.desktop.app.evaluate(async (electron) => {
      const { invoke } = Reflect.get(electron, "standIn");
      const own = { url: "app://onrecord/index.html", parent: null };
      const senders = [
        own,
        null,
        { url: "https://example.org/", parent: null },
        { url: "app://other/index.html", parent: null },
        { url: "https://app.onrecord/", parent: null },
        { url: "app://onrecord/index.html", parent: own },
      ];
      const asked = senders.map((frame) => invoke(null, frame, "onrecord:call", ["app.info", {}]));
      return (await Promise.all(asked)).map((answer) => answer.ok);
    });
    expect(answers).toEqual([true, false, false, false, false, false]);
  });
});

test.describe("the end", () => {
  test("by the close button saves, and the next start has the work and the window's place", async ({
    page,
    machine,
  }) => {
    await makeProject(page, machine, "Bridges", { "story.txt": story });
    await caretIn(page, "Finch");
    await page.keyboard.press("1");
    await expect.poll(() => markedWords(page)).toHaveLength(1);
    await machine.desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1200, height: 800 }),
    );
    await machine.desktop.closeWindow();
    expect(await machine.desktop.ended()).toBe(0);
    const place = JSON.parse(readFileSync(join(profileIn(machine.home), "window-state.json"), "utf8"));
    expect(place).toMatchObject({ x: 40, y: 50, width: 1200, height: 800 });

    await machine.start(page);
    const bounds = await machine.desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toMatchObject({ x: 40, y: 50, width: 1200, height: 800 });
    await page
      .getByRole("button", { name: /Bridges/ })
      .first()
      .click();
    await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
    await expect(notices(page).getByText("brought back")).toHaveCount(0);
  });

  test("takes along what a field still holds", async ({ page, machine }) => {
    await makeProject(page, machine, "Bridges", { "story.txt": story });
    await caretIn(page, "Finch");
    await page.keyboard.press("1");
    await page.keyboard.press("n");
    await page.keyboard.type("seen twice");
    await machine.quit();
    await machine.start(page);
    await page
      .getByRole("button", { name: /Bridges/ })
      .first()
      .click();
    await page.locator(".article-text mark").first().click();
    await expect(page.getByRole("textbox", { name: "Note" })).toHaveValue("seen twice");
  });

  test("comes once, however often it is asked for", async ({ page, machine }) => {
    await openSample(page, machine);
    await Promise.all([machine.desktop.closeWindow(), machine.desktop.quit(), machine.desktop.closeWindow()]);
    expect(await machine.desktop.ended()).toBe(0);
  });

  test("by the system's signal saves as well", async ({ page, machine }) => {
    test.skip(process.platform === "win32", "Windows has no such signal");
    await openSample(page, machine);
    machine.desktop.app.process().kill("SIGTERM");
    expect(await machine.desktop.ended()).toBe(0);
    expect(existsSync(join(profileIn(machine.home), "window-state.json"))).toBe(true);
  });
});

test("a window whose page crashed is loaded again with everything that was done", async ({ page, machine }) => {
  test.skip(machine.shell !== "stand-in", "a crashed page of Electron is lost to Playwright");
  await makeProject(page, machine, "Bridges", { "story.txt": story });
  await caretIn(page, "Finch");
  await page.keyboard.press("1");
  await expect.poll(() => markedWords(page)).toHaveLength(1);
  await saved(page);
  await machine.desktop.answer(0);
  const [crashed] = machine.desktop.app.windows();
  if (!crashed) throw new Error("there is no window");
  const session = await crashed.context().newCDPSession(crashed);
  void session.send("Page.crash").catch(() => undefined);
  await expect.poll(() => machine.desktop.app.windows().some((one) => one !== crashed)).toBe(true);
  await expect.poll(() => windowHas(machine, page)).toBe(true);
  await page
    .getByRole("button", { name: /Bridges/ })
    .first()
    .click();
  await expect.poll(() => markedWords(page)).toEqual(["mention: Finch"]);
  expect(await machine.desktop.asked()).toContainEqual({
    kind: "message",
    options: expect.objectContaining({ message: "The window stopped working" }),
  });
});

async function windowHas(machine: Machine, page: Page): Promise<boolean> {
  await machine.desktop.shown();
  return page.locator(".start, .workspace").first().isVisible();
}

test("the theme that is chosen is the system's for this program, also of its frame", async ({ page, machine }) => {
  await openSample(page, machine);
  await page.keyboard.press("Control+,");
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect.poll(() => machine.desktop.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe("dark");
});

test("the program says whose work is in it", async ({ page, machine }) => {
  await machine.start(page);
  await machine.desktop.clickMenu("Help", "About Onrecord and its licences");
  await expect(page.getByRole("dialog")).toContainText("prosemirror-view");
  await expect(page.getByRole("dialog")).toContainText("Permission is hereby granted, free of charge");
});

test("the window's title names the project", async ({ page, machine }) => {
  await makeProject(page, machine, "Bridges", {});
  await expect
    .poll(() => machine.desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle()))
    .toBe("Bridges – Onrecord");
});
