import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { articleFromPaste, readArticle } from "../../../electron/services/import/read-article.ts";
import { bytesOf, docxOf, draftIn, fixture, kindsAndTexts, reasonIn, zipOf } from "./build.ts";

const read = (name: string, content: string | Uint8Array) =>
  readArticle({ name, bytes: typeof content === "string" ? bytesOf(content) : content });

describe("a plain text", () => {
  it("stays as it is: line ends, no-break spaces, no final newline; only the byte-order mark is noted elsewhere", async () => {
    const file = await fixture("bom-crlf.txt");
    const draft = draftIn(await readArticle(file));
    expect(draft.text).toBe("Mayor resigns\r\n\r\n“I have had enough,” he\u00a0said.\r\nHe left.");
    expect(draft.source).toEqual({
      kind: "file",
      name: "bom-crlf.txt",
      sha256: createHash("sha256").update(file.bytes).digest("hex"),
      encoding: "utf-8",
      bom: true,
    });
    expect(draft.keepBytes).toBe(false);
    expect(draft.title).toBe("Mayor resigns");
  });

  it("has the bytes of the file when it is written again", async () => {
    const { bytes } = await fixture("briefing.md");
    const draft = draftIn(await read("briefing.txt", bytes));
    expect(Buffer.from(draft.text).equals(Buffer.from(bytes))).toBe(true);
  });

  it("is read as windows-1252 where it is not UTF-8, and says so", async () => {
    const result = await readArticle(await fixture("windows-1252.txt"));
    const draft = draftIn(result);
    expect(draft.text).toBe("Café owner wins appeal\n\n“We never gave up,” said Zoë Müller – €500 richer.\n");
    expect(draft.source.encoding).toBe("windows-1252");
    expect(result.ok && result.notices.join()).toContain("windows-1252");
  });

  it.each([
    ["utf-16le", [0xff, 0xfe, 0x41, 0, 0xe9, 0]],
    ["utf-16be", [0xfe, 0xff, 0, 0x41, 0, 0xe9]],
  ])("is read as %s by its mark", async (encoding, bytes) => {
    const draft = draftIn(await read("a.txt", Uint8Array.from(bytes)));
    expect(draft.text).toBe("Aé");
    expect(draft.source).toMatchObject({ encoding, bom: true });
  });

  it("is what a file of an unknown ending is", async () => {
    expect(draftIn(await read("notes.asc", "One.")).text).toBe("One.");
    expect(draftIn(await read("README", "a < b, c > d & <nothing>")).text).toBe("a < b, c > d & <nothing>");
  });

  it("has its first line as its title, cut at a word", async () => {
    const line = `${"word ".repeat(30)}end.`;
    const { title } = draftIn(await read("a.txt", `${line}\n\nMore.`));
    expect(title).toMatch(/^word( word)+…$/u);
    expect(title.length).toBeLessThanOrEqual(81);
  });
});

describe("a file that cannot be an article", () => {
  it.each(["binary.txt", "empty.txt"])("is refused with its name, the reason and a remedy: %s", async (name) => {
    const result = await readArticle(await fixture(name));
    if (result.ok) throw new Error("it was read");
    expect(result.problem.file).toBe(name);
    expect(result.problem.reason).not.toBe("");
    expect(result.problem.remedy).toMatch(/^[A-Z].*\.$/u);
  });

  it.each<[string, Uint8Array | string, RegExp]>([
    ["only white space", " \n\u00a0\r\n", /no text/],
    ["NULs", "a\0b", /not text/],
    ["UTF-16 without a mark", Uint8Array.from([0x41, 0, 0x42, 0]), /not text/],
    ["control characters that are not UTF-8", Uint8Array.from([0x41, 0xe9, 0x02, 0x42]), /not text/],
    ["a lone surrogate in UTF-16", Uint8Array.from([0xff, 0xfe, 0x41, 0, 0x3d, 0xd8]), /surrogate/],
    ["a lone surrogate in UTF-8", Uint8Array.from([0x41, 0xed, 0xa0, 0xbd, 0x42]), /surrogate/],
    ["a UTF-8 mark before something else", Uint8Array.from([0xef, 0xbb, 0xbf, 0x41, 0xe9]), /mark says UTF-8/],
    ["RTF", "{\\rtf1 text}", /RTF/],
    ["an older Word file", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /older Office/],
    ["another archive", zipOf({ "content.xml": "<office/>" }), /archive/],
    ["a document cut off in the middle", docxOf([{ text: "Text." }]).subarray(0, 300), /archive/],
    ["a damaged Word document", zipOf({ "word/document.xml": "<w:document" }), /damaged/],
    ["a page without text", "<!doctype html><html><body><script>1</script></body></html>", /no text/],
  ])("is refused where it holds %s", async (_, content, reason) => {
    expect(reasonIn(await read("a.txt", content))).toMatch(reason);
  });

  it("is refused where it is larger than 20 MB", async () => {
    expect(reasonIn(await read("a.txt", new Uint8Array(20 * 1024 * 1024 + 1).fill(0x41)))).toContain("20 MB");
  });

  it("is refused where it is nested too deeply", async () => {
    expect(reasonIn(await read("a.html", `${"<div>".repeat(200_000)}text`))).toMatch(/nested/);
  });
});

describe("the kind of a file", () => {
  it("is what it holds, where its ending lies, and a notice says so", async () => {
    const page = "<!DOCTYPE html>\n<html><body><p>One.</p></body></html>";
    const result = await read("story.txt", page);
    expect(draftIn(result).text).toBe("One.");
    expect(result.ok && result.notices[0]).toBe(
      "story.txt is not plain text as its name says: it was read as a web page.",
    );
    expect(draftIn(await read("story.docx", page)).text).toBe("One.");
    expect(draftIn(await read("story.html", "No markup: 1 < 2.")).text).toBe("No markup: 1 < 2.");
    expect(draftIn(await read("story.html", docxOf([{ text: "Word." }]))).text).toBe("Word.");
    expect(draftIn(await read("story.docx", "Plain.")).keepBytes).toBe(false);
  });

  it("is found in UTF-16 too", async () => {
    const bytes = Buffer.from("\ufeff<html><body><p>Zwölf</p></body></html>", "utf16le");
    const draft = draftIn(await read("story.txt", bytes));
    expect(draft.text).toBe("Zwölf");
    expect(draft.source).toMatchObject({ encoding: "utf-16le", bom: true });
  });
});

describe("pasted text", () => {
  it("stays as it is and has no file", () => {
    const draft = draftIn(articleFromPaste("Title\r\n\r\nText\u00a0here. "));
    expect(draft.text).toBe("Title\r\n\r\nText\u00a0here. ");
    expect(kindsAndTexts(draft)).toEqual([
      ["headline", "Title"],
      ["paragraph", "Text\u00a0here."],
    ]);
    expect(draft.source).toEqual({ kind: "paste", name: null, sha256: null, encoding: null, bom: false });
  });

  it("is refused where it is empty or holds half of a character", () => {
    expect(reasonIn(articleFromPaste("\n "))).toMatch(/no text/);
    expect(reasonIn(articleFromPaste("a\ud83d"))).toMatch(/surrogate/);
  });
});

describe("importing", () => {
  it("loads nothing from anywhere", () => {
    const sources = ["html", "html-blocks", "page-facts", "docx", "markdown", "read-article"].map((name) =>
      readFileSync(new URL(`../../../electron/services/import/${name}.ts`, import.meta.url), "utf8"),
    );
    expect(sources.join("\n")).not.toMatch(/fetch\(|node:https?|node:net|externalFileAccess: true/u);
  });
});
