import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { pathFromAddress, pathFromArguments } from "../../../electron/launch.ts";

const here = resolve("/somewhere");
const root = resolve("/program");

describe("what the program is started with", () => {
  it("is the first file named, from where the person stands", () => {
    expect(pathFromArguments(["story.txt", "other.txt"], here, root)).toBe(resolve(here, "story.txt"));
  });

  it("is not a switch, nor the program's own folder", () => {
    expect(pathFromArguments(["--no-sandbox", root, "--flag=a.txt"], here, root)).toBeNull();
    expect(pathFromArguments([root, "--no-sandbox", "a.onrecord.json"], here, root)).toBe(
      resolve(here, "a.onrecord.json"),
    );
  });

  it("may be a file address, as desktops give it", () => {
    const path = resolve("/articles/a story.txt");
    expect(pathFromAddress(pathToFileURL(path).href, here)).toBe(path);
  });

  it("is never another address", () => {
    for (const address of ["https://example.org/a.json", "onrecord://open?path=/etc/passwd", "javascript:alert(1)"]) {
      expect(pathFromAddress(address, here)).toBeNull();
    }
  });
});
