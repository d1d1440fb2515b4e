import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { _electron as electron } from "playwright";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { temporaryFolder } from "../builders.ts";
import { asar, fuses, pack, readYaml, root, standInRuntime, unpack, validate } from "./package.ts";

const onLinux = describe.skipIf(process.platform !== "linux");
const largestArchiveBytes = 10 * 1024 * 1024;
const configuration = () => z.looseObject({}).parse(readYaml(read("electron-builder.yml")));
const read = (path: string) => readFileSync(join(root, path), "utf8");
const packageSchema = z.object({
  main: z.string(),
  version: z.string(),
  devDependencies: z.record(z.string(), z.string()).optional(),
  scripts: z.record(z.string(), z.string()).optional(),
});

describe("the packages' configuration", { timeout: 60_000 }, () => {
  it("is what the builder takes, which refuses what it does not know", async () => {
    await validate(configuration());
    await expect(validate({ ...configuration(), appIdd: "x" })).rejects.toThrow("appIdd");
  });

  it("names files that there are", () => {
    const { mac, nsis, linux, win } = z
      .object({
        mac: z.object({ entitlements: z.string(), entitlementsInherit: z.string(), icon: z.string() }),
        nsis: z.object({ include: z.string() }),
        linux: z.object({ icon: z.string() }),
        win: z.object({ icon: z.string() }),
      })
      .parse(configuration());
    for (const path of [...Object.values(mac), nsis.include, linux.icon, win.icon]) {
      expect(existsSync(join(root, path)), path).toBe(true);
    }
  });

  it("has an icon large enough for every system", () => {
    const png = readFileSync(join(root, "assets", "icons", "icon.png"));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1024, 1024]);
  });

  it("names a publisher nowhere: nothing is asked for newer versions by itself", () => {
    expect(configuration().publish).toBeNull();
  });

  it("gives up nothing of macOS's hardened runtime but for the compiler", () => {
    const keys = [...read("packaging/entitlements.mac.plist").matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key);
    expect(keys).toEqual(["com.apple.security.cs.allow-jit"]);
    expect(configuration().mac).toMatchObject({ hardenedRuntime: true, notarize: true, target: ["dmg", "zip"] });
  });
});

onLinux("the package", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "onrecord-package-"));
  let packed = "";
  let application = "";
  let files: string[] = [];

  beforeAll(async () => {
    const { devDependencies } = packageSchema.parse(JSON.parse(read("package.json")));
    const runtime = standInRuntime(join(folder, "runtime"), devDependencies?.electron ?? "");
    packed = await pack(runtime, join(folder, "packages"));
    application = unpack(packed, join(folder, "unpacked"));
    const all = asar.listPackage(join(packed, "resources", "app.asar"), { isPack: false });
    files = all.map((name) => name.slice(1)).filter((name) => statSync(join(application, name)).isFile());
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const content = (name: string) => readFileSync(join(application, name), "utf8");

  it("holds what the program needs, and nothing else", () => {
    const expected = [
      /^package\.json$/,
      /^dist\/electron\/(?:main\.js|index-worker\.js|workbook-thread\.js|pdf\.js|preload\.cjs)$/,
      /^dist\/electron\/cmaps\/(?:[\w-]+\.bcmap|LICENSE)$/,
      /^dist\/renderer\/(?:index\.html|icon\.svg|third-party-notices\.txt)$/,
      /^dist\/renderer\/assets\/[\w.-]+\.(?:js|css)$/,
      /^assets\/icons\/icon\.png$/,
      /^assets\/sample\/[\w./-]+\.(?:json|jsonl|txt|md)$/,
    ];
    expect(files.filter((name) => !expected.some((one) => one.test(name)))).toEqual([]);
    for (const one of expected)
      expect(
        files.some((name) => one.test(name)),
        String(one),
      ).toBe(true);
  });

  it("keeps the sample and the icon as real files beside its archive", () => {
    const beside = join(packed, "resources", "app.asar.unpacked", "assets");
    expect(existsSync(join(beside, "sample", "project", "project.json"))).toBe(true);
    expect(existsSync(join(beside, "icons", "icon.png"))).toBe(true);
  });

  it("is small", () => {
    expect(statSync(join(packed, "resources", "app.asar")).size).toBeLessThan(largestArchiveBytes);
  });

  it("tells nothing of the machine that it was made on, and has no maps of its sources", () => {
    const strange = [root, homedir(), "/home/", "/Users/", "/tmp/", "file:///", "sourceMappingURL"];
    for (const name of files.filter((one) => !/\.png$/.test(one))) {
      const text = content(name);
      expect({ name, found: strange.filter((one) => text.includes(one)) }).toEqual({ name, found: [] });
      expect(text, name).not.toMatch(/(?:^|["'`\s(])\/[\w.-]+\/\S*node_modules\//m);
    }
  });

  it("begins where its package.json says, and says no more than it must", () => {
    const said = packageSchema.parse(JSON.parse(content("package.json")));
    expect(files).toContain(said.main);
    expect(said.devDependencies).toBeUndefined();
    expect(said.scripts).toBeUndefined();
  });

  it("brings the licences of all that is in it", () => {
    const notices = content("dist/renderer/third-party-notices.txt");
    const titles = [...notices.matchAll(/^={78}\n(.+ – .+)\n={78}$/gm)].map(([, title]) => title ?? "");
    for (const name of [
      "react ",
      "prosemirror-view ",
      "zod ",
      "mammoth ",
      "pdfjs-dist ",
      "electron-updater ",
      "linkedom ",
    ]) {
      expect(
        titles.some((title) => title.startsWith(name)),
        name,
      ).toBe(true);
    }
    const free = /– \(?(?:MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Zlib|Python-2\.0)\b/;
    expect(titles.filter((title) => !free.test(title))).toEqual([]);
    expect(readFileSync(join(packed, "THIRD-PARTY-NOTICES.txt"), "utf8")).toBe(notices);
    for (const name of ["LICENSE.onrecord.txt", "LICENSE.electron.txt", "LICENSES.chromium.html"]) {
      expect(existsSync(join(packed, name)), name).toBe(true);
    }
  });

  it("has its fuses set: no Node by another door, and nothing but its own archive", async () => {
    const wire = await fuses.getCurrentFuseWire(join(packed, "onrecord"));
    const state = (name: string) => String.fromCharCode(Number(wire[String(fuses.FuseV1Options[name])]));
    const wanted = {
      RunAsNode: "0",
      EnableCookieEncryption: "1",
      EnableNodeOptionsEnvironmentVariable: "0",
      EnableNodeCliInspectArguments: "0",
      EnableEmbeddedAsarIntegrityValidation: "1",
      OnlyLoadAppFromAsar: "1",
      LoadBrowserProcessSpecificV8Snapshot: "0",
      GrantFileProtocolExtraPrivileges: "0",
    };
    expect(Object.fromEntries(Object.keys(wanted).map((name) => [name, state(name)]))).toEqual(wanted);
  });

  it("starts from its own files alone, and opens the sample", async () => {
    const home = temporaryFolder();
    const app = await electron.launch({
      executablePath: join(root, "tests", "electron", "stand-in", "electron"),
      args: [application],
      cwd: home,
      env: {
        ...(process.env as Record<string, string>),
        HOME: home,
        ONRECORD_PROFILE: join(home, "profile"),
        ONRECORD_NODE: process.execPath,
        STAND_IN_PACKAGED: "yes",
        STAND_IN_RESOURCES: join(application, ".."),
      },
    });
    onTestFinished(async () => {
      app.process().kill("SIGKILL");
    });
    const page = await app.firstWindow();
    await page.getByRole("button", { name: /Sample project/ }).click();
    await page.locator(".article-text .block").first().waitFor();
    expect(await page.locator(".article-text [data-id]").count()).toBeGreaterThan(20);
  });
});
