import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isOwnPage, isWebAddress, rendererFile, rendererPath } from "../../../electron/renderer-files.ts";

const parent = mkdtempSync(join(tmpdir(), "onrecord-renderer-"));
const folder = join(parent, "renderer");
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("the window's own address", () => {
  it("names files of the built renderer, and the page by itself", () => {
    expect(rendererPath(folder, "app://onrecord/assets/main.js")).toBe(join(folder, "assets", "main.js"));
    expect(rendererPath(folder, "app://onrecord/")).toBe(join(folder, "index.html"));
  });

  it("names nothing outside the renderer's folder", () => {
    for (const path of [
      "../secret",
      "%2e%2e/secret",
      "..%2fsecret",
      "%2e%2e%2fsecret",
      "..%5csecret",
      "a/%2e%2e/%2e%2e/secret",
      "%00",
      "%zz",
    ]) {
      const found = rendererPath(folder, `app://onrecord/${path}`);
      expect(found === null || found === join(folder, "secret")).toBe(true);
    }
  });

  it("is no other scheme and no other host", () => {
    expect(isOwnPage("app://onrecord/index.html")).toBe(true);
    for (const address of [
      "app://other/index.html",
      "app://onrecord.example/",
      "https://onrecord/",
      "file:///index.html",
      "about:blank",
      "",
    ]) {
      expect(isOwnPage(address)).toBe(false);
    }
  });

  it("gives each file with its type, and nothing for one that is not there", async () => {
    writeFileSync(join(parent, "a.js"), "1");
    expect(await rendererFile(parent, "app://onrecord/a.js")).toMatchObject({ type: "text/javascript; charset=utf-8" });
    expect(await rendererFile(parent, "app://onrecord/b.js")).toBeNull();
  });
});

describe("an address for the system's browser", () => {
  it("is of the web, whatever its letters, and nothing else", () => {
    expect(isWebAddress("HTTPS://example.org/")).toBe(true);
    for (const address of [
      "file:///etc/passwd",
      "javascript:alert(1)",
      "smb://host/share",
      "mailto:a@example.org",
      "x",
    ]) {
      expect(isWebAddress(address)).toBe(false);
    }
  });
});
