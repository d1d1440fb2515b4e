import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { folderBackend } from "../../electron/services/store/folder.ts";
import { validateFile } from "../../electron/services/validate.ts";
import { keySchema, makeSample } from "../../scripts/make-sample.ts";

const folder = fileURLToPath(new URL("../../assets/sample/project", import.meta.url));
const key = keySchema.parse(
  JSON.parse(readFileSync(fileURLToPath(new URL("../../assets/sample/key.json", import.meta.url)), "utf8")),
);
const made = mkdtempSync(join(tmpdir(), "onrecord-sample-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Every file of a folder with its bytes, by its path in it. */
function filesOf(root: string): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name));
  return Object.fromEntries(
    paths
      .filter((path) => statSync(path).isFile())
      .map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]),
  );
}

describe("the sample project", () => {
  it("is valid to the last reference", async () => {
    expect(await validateFile(folder, "sample")).toEqual([]);
  });

  it("holds everything that the key names, and nothing else", async () => {
    const backend = folderBackend(folder, { id: "sample", name: "Sample annotator" });
    const { state } = await backend.load();
    const { articles } = await backend.articles();
    const [summary] = articles;
    expect(articles).toHaveLength(1);
    expect(summary).toMatchObject({
      state: "done",
      mentions: key.mentions.length,
      quotes: key.quotes.length,
      claims: key.claims.length,
    });
    expect(state.entities.size).toBe(key.entities.length);
    const { open } = await backend.article(summary?.id ?? "");
    const statuses = [...open.mentions.values(), ...open.quotes.values(), ...open.claims.values()].map(
      ({ status }) => status,
    );
    expect(new Set(statuses)).toEqual(new Set(["done"]));
    expect(open.article.text).toBe(readFileSync(join(folder, "..", "article.txt"), "utf8"));
  });

  it("has a claimant wherever the key has one", async () => {
    const backend = folderBackend(folder, { id: "sample", name: "Sample annotator" });
    const [summary] = (await backend.articles()).articles;
    const { open } = await backend.article(summary?.id ?? "");
    for (const { id, claimant, quote } of key.claims) {
      const expected = quote !== null ? { quote } : claimant !== null ? { entity: claimant } : null;
      expect(open.claims.get(id)?.claimant).toEqual(expected);
    }
  });

  it("is what scripts/make-sample.ts makes, byte for byte", async () => {
    await makeSample(join(made, "project"));
    expect(filesOf(join(made, "project"))).toEqual(filesOf(folder));
  });
});
