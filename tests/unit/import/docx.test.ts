import { describe, expect, it } from "vitest";
import { readArticle } from "../../../electron/services/import/read-article.ts";
import { entryNames, readEntry, unpackedSize } from "../../../electron/services/import/zip.ts";
import { docxOf, draftIn, kindsAndTexts, zipOf } from "./build.ts";

const read = async (bytes: Uint8Array) => draftIn(await readArticle({ name: "story.docx", bytes }));

describe("a Word document", () => {
  it("is read with the blocks that its styles say", async () => {
    const draft = await read(
      docxOf([
        { text: "Bridge vote", style: "Title" },
        { text: "What was said", style: "heading 1" },
        { text: "“It\u00a0stands,” Kolb said.\nShe smiled." },
        { text: "" },
        { text: "We will build it.", style: "Quote" },
        { text: "The bridge", style: "caption" },
      ]),
    );
    expect(kindsAndTexts(draft)).toEqual([
      ["headline", "Bridge vote"],
      ["heading", "What was said"],
      ["paragraph", "“It\u00a0stands,” Kolb said.\nShe smiled."],
      ["quote", "We will build it."],
      ["caption", "The bridge"],
    ]);
    expect(draft).toMatchObject({ title: "Bridge vote", keepBytes: true, source: { encoding: null, bom: false } });
  });

  it("has title and author of its properties, the title only where no headline is in the text", async () => {
    const properties = "<dc:title>Vote &amp; after</dc:title><dc:creator>Ana Brook</dc:creator>";
    expect(await read(docxOf([{ text: "Text." }], properties))).toMatchObject({
      title: "Vote & after",
      byline: "Ana Brook",
    });
    const titled = docxOf([{ text: "Own headline", style: "Title" }, { text: "Text." }], properties);
    expect((await read(titled)).title).toBe("Own headline");
  });
});

describe("a zip archive", () => {
  it("gives its files one by one, within a limit", () => {
    const archive = zipOf({ "a.txt": "one", "b/c.txt": "x".repeat(1000) });
    expect(entryNames(archive)).toEqual(["a.txt", "b/c.txt"]);
    expect(unpackedSize(archive)).toBe(1003);
    expect(readEntry(archive, "a.txt", 10)?.toString()).toBe("one");
    expect(readEntry(archive, "b/c.txt", 10)).toBeNull();
    expect(readEntry(archive, "none", 10)).toBeNull();
  });

  it("has no files where it is damaged", () => {
    expect(entryNames(zipOf({ "a.txt": "one" }).subarray(0, 30))).toEqual([]);
    expect(entryNames(new Uint8Array(3))).toEqual([]);
  });
});
