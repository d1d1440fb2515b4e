import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeAtomically } from "../../../electron/services/atomic-write.ts";
import { temporaryFolder } from "../../builders.ts";

describe("an atomic write", () => {
  it("replaces a file and makes the folders that are missing", async () => {
    const path = join(temporaryFolder(), "a", "b", "file.json");
    await writeAtomically(path, "old");
    await writeAtomically(path, Buffer.from("new"));
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(join(path, ".."))).toEqual(["file.json"]);
  });

  it("that fails leaves what was there, and nothing besides", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "taken", "inside"), { recursive: true });
    await expect(writeAtomically(join(folder, "taken"), "new")).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(["taken"]);
    writeFileSync(join(folder, "file"), "old");
    await expect(writeAtomically(join(folder, "file", "under"), "new")).rejects.toThrow();
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("old");
  });

  it("by many at once ends in one of them, whole", async () => {
    const path = join(temporaryFolder(), "file");
    const contents = Array.from({ length: 20 }, (_, at) => `${at}`.repeat(10_000));
    await Promise.all(contents.map((content) => writeAtomically(path, content)));
    expect(contents).toContain(readFileSync(path, "utf8"));
  });
});
