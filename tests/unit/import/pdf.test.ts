import { describe, expect, it } from "vitest";
import { type ReadArticle, readArticle, readArticles } from "../../../electron/services/import/index.ts";
import { readPdf } from "../../../electron/services/import/pdf.ts";
import { linesAt, type PdfParts, pdfOf, type Words } from "../../support/pdf.ts";
import { bytesOf, draftIn, kindsAndTexts, reasonIn, zipOf } from "./build.ts";

const read = (parts: PdfParts) => readArticle({ name: "story.pdf", bytes: pdfOf(parts) });
const draftOf = async (parts: PdfParts) => draftIn(await read(parts));
const blocksOf = async (pages: PdfParts["pages"]) => kindsAndTexts(await draftOf({ pages }));
const textOf = async (pages: PdfParts["pages"]) => (await draftOf({ pages })).text;

async function noticesOf(parts: PdfParts): Promise<string[]> {
  const result = await read(parts);
  if (!result.ok) throw new Error(result.problem.reason);
  return result.notices;
}

/** Sixty letters, as many as a line of these tests has. */
const full = "The council of the old town said that it would now close all";

describe("the text of a PDF file", () => {
  it("has its lines joined to paragraphs, which a gap, an indent or an early end divides", async () => {
    const page = [
      ...linesAt([full, `${full}`, "of it.", "A new one begins here, as the line above had room for more"]),
      ...linesAt(["and this is its end, so that the next has an indent and", "nothing else."], 72, 652),
      ...linesAt(["An indented one that goes on for more than one line of it"], 90, 628),
      ...linesAt(["until it ends.", ""], 72, 616),
      ...linesAt(["Far below stands another."], 72, 560),
    ];
    expect(await blocksOf([page])).toEqual([
      ["paragraph", `${full} ${full} of it.`],
      [
        "paragraph",
        "A new one begins here, as the line above had room for more and this is its end, so that the next has an indent and nothing else.",
      ],
      ["paragraph", "An indented one that goes on for more than one line of it until it ends."],
      ["paragraph", "Far below stands another."],
    ]);
  });

  it("has divided words whole, and compounds with their hyphen", async () => {
    const page = linesAt([
      "The munici-",
      "pality and a well-known Franco-",
      "German firm of self-",
      "made men spoke of its well-",
      "known son and his mother-in-",
      "law in the years 2019-",
      "20 at https://example.com/a-",
      "b and no more.",
    ]);
    expect(await textOf([page])).toBe(
      "The municipality and a well-known Franco-German firm of self-made men spoke of its well-known son and his mother-in-law in the years 2019-20 at https://example.com/a-b and no more.",
    );
  });

  it("is read column by column, below what spans them and above what spans them again", async () => {
    const lines = (word: string) => Array.from({ length: 6 }, (_, i) => `${word} ${i} of it is said in these words`);
    const page = [
      ...linesAt(["A headline over all of the page"], 72, 740, 12, { size: 20 }),
      ...linesAt(lines("left"), 60),
      ...linesAt(lines("right"), 320),
      ...linesAt([`${full}, and that is said over the width of both.`], 60, 600),
    ];
    const blocks = await blocksOf([page]);
    expect(blocks.map(([kind]) => kind)).toEqual(["headline", "paragraph", "paragraph"]);
    expect(blocks[1]?.[1]).toBe([...lines("left"), ...lines("right")].join(" "));
  });

  it("goes on over the end of a page, without the heads, feet and page numbers that return", async () => {
    const page = (number: number, lines: string[]): Words[] => [
      { text: "The Daily Planet", x: 250, y: 770, size: 8 },
      ...linesAt(lines),
      { text: `Page ${number} of 3`, x: 280, y: 20, size: 8 },
    ];
    const pages = [
      page(1, [full, `${full} the`]),
      page(2, ["bridges. That is its end.", "", full]),
      page(3, ["roads."]),
    ];
    expect(await textOf(pages)).toBe(`${full} ${full} the bridges. That is its end.\n\n${full} roads.`);
    expect(await noticesOf({ pages })).toEqual([
      "Lines that pages repeat at their head or foot were left out: “The Daily Planet”, “Page 1 of 3”, “Page 2 of 3” and others.",
    ]);
  });

  it("keeps what stands once at the head of a page", async () => {
    expect(await textOf([[{ text: "Only here it stands.", x: 72, y: 770 }, ...linesAt([full])]])).toContain(
      "Only here",
    );
  });

  it("has headings by size and by type, items and captions", async () => {
    const page = [
      ...linesAt(["Bridge closed"], 72, 740, 12, { size: 24 }),
      ...linesAt([full, "of it."], 72, 700),
      ...linesAt(["What is next"], 72, 660, 12, { font: "bold" }),
      ...linesAt([full, "of it."], 72, 640),
      ...linesAt(["\x95 The first of them.", "\x95 The second of them."], 72, 600),
      ...linesAt(["Photo: the bridge in May"], 72, 550, 12, { size: 7 }),
    ];
    expect(await blocksOf([page])).toEqual([
      ["headline", "Bridge closed"],
      ["paragraph", `${full} of it.`],
      ["heading", "What is next"],
      ["paragraph", `${full} of it.`],
      ["item", "The first of them."],
      ["item", "The second of them."],
      ["caption", "Photo: the bridge in May"],
    ]);
  });

  it("has spaces where there is room for one, and none within words that are drawn in pieces", async () => {
    const page: Words[] = [
      { text: "Coun", x: 72, y: 700 },
      { text: "cil", x: 96, y: 700 },
      { text: "votes.", x: 119, y: 700 },
    ];
    expect(await textOf([page])).toBe("Council votes.");
  });

  it("has the letters of ligatures, each word once where it is drawn twice, and a large first letter with its word", async () => {
    const odd: Words[] = [
      { text: "A", x: 72, y: 700, font: "odd" },
      { text: "rst of", x: 78, y: 700 },
      { text: "all", x: 120, y: 700 },
      { text: "all", x: 120.4, y: 700 },
    ];
    expect(await textOf([odd])).toBe("first of all");
    const initial = [
      { text: "T", x: 72, y: 676, size: 34 },
      ...linesAt(["he council met", "and spoke of it", "until late"], 94),
    ];
    expect(await textOf([initial])).toBe("The council met and spoke of it until late");
  });

  it("has rows of a table as blocks, their cells apart", async () => {
    const cells = [
      ["Name", "Votes"],
      ["Smith", "1,200"],
      ["Jones", "90"],
      ["Young", "7"],
    ];
    const page = cells.flatMap(([a = "", b = ""], i) => [
      ...linesAt([a], 72, 700 - i * 14),
      ...linesAt([b], 200, 700 - i * 14),
    ]);
    expect(await textOf([page])).toBe(cells.map((row) => row.join("\t")).join("\n\n"));
  });

  it("is the same on a page that is turned, with what runs in another direction left out and named", async () => {
    const turned = `BT /plain 10 Tf 0 1 -1 0 300 100 Tm (${full}) Tj ET`;
    expect(await textOf([turned])).toBe(full);
    expect((await draftOf({ pages: [linesAt([full])], page: "/Rotate 90" })).text).toBe(full);
    const both = `BT /plain 10 Tf 1 0 0 1 72 700 Tm (${full}) Tj 0 1 -1 0 30 100 Tm (margin) Tj ET`;
    expect(await noticesOf({ pages: [both] })).toEqual(["Text that runs in another direction was left out on page 1."]);
  });

  it("is read from fonts of East Asia that the file does not hold", async () => {
    expect(await textOf([linesAt(["市長は昨日、古い橋を", "閉鎖した。"], 72, 700, 14, { font: "japanese" })])).toBe(
      "市長は昨日、古い橋を閉鎖した。",
    );
  });

  it("lacks what its fonts say nothing of, and a notice counts it", async () => {
    const page: Words[] = [...linesAt([full]), { text: "CD", x: 72, y: 688, font: "odd" }];
    expect(await textOf([page])).toBe(full);
    expect(await noticesOf({ pages: [page] })).toEqual([
      expect.stringMatching(/^2 characters on page 1 could not be read/),
    ]);
    const reason = reasonIn(await read({ pages: [[{ text: "CDEFCDEF", x: 72, y: 700, font: "odd" }]] }));
    expect(reason).toMatch(/fonts do not say which letters/);
  });
});

describe("what a PDF file says of itself", () => {
  it("is taken over, and its bytes are kept", async () => {
    const info =
      "/Title (Bridge closed) /Author (Jane Doe) /CreationDate (D:20261124093000+02'00') /Producer (Printer 1)";
    expect(await draftOf({ pages: [linesAt([full])], info, catalog: "/Lang (en-GB)" })).toMatchObject({
      title: "Bridge closed",
      byline: "Jane Doe",
      publisher: null,
      date: "2026-11-24T09:30:00+02:00",
      language: "en-GB",
      keepBytes: true,
      source: { kind: "file", name: "story.pdf", encoding: null, bom: false },
    });
  });

  it("gives way to the largest heading where a program made the title up", async () => {
    const pages = [[...linesAt(["Bridge closed"], 72, 740, 12, { size: 24 }), ...linesAt([full, full])]];
    for (const made of ["Microsoft Word - x.doc", "untitled", "page-3.indd", ""])
      expect((await draftOf({ pages, info: `/Title (${made})` })).title).toBe("Bridge closed");
  });

  it("says which of its large lines is the headline", async () => {
    const pages = [
      [
        ...linesAt(["The Daily Planet"], 72, 740, 12, { size: 30 }),
        ...linesAt(["Bridge closed"], 72, 690, 12, { size: 20 }),
        ...linesAt([full, full], 72, 650),
      ],
    ];
    const draft = await draftOf({ pages, info: "/Title (Bridge closed)" });
    expect(kindsAndTexts(draft).slice(0, 2)).toEqual([
      ["heading", "The Daily Planet"],
      ["headline", "Bridge closed"],
    ]);
  });
});

describe("a PDF file that cannot be read", () => {
  const whole = pdfOf({ pages: [linesAt([full])] });
  const locked = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${"41".repeat(32)}> /U <${"42".repeat(32)}> /P -4 >> /ID [<00> <00>]`;

  it.each<[string, Uint8Array, RegExp]>([
    ["is encrypted", pdfOf({ pages: [linesAt([full])], trailer: locked }), /encrypted and needs a password/],
    ["has only pictures", pdfOf({ pages: ["0 0 100 100 re f", ""] }), /pages are pictures/],
    ["is cut off before its first page", whole.subarray(0, 300), /damaged, or it was cut off/],
    ["is nothing but its first line", bytesOf("%PDF-1.7\n"), /damaged, or it was cut off/],
    ["has no pages", pdfOf({ pages: [] }), /no pages|damaged/],
    [
      "has more pages than any article",
      pdfOf({ pages: Array.from({ length: 1_001 }, () => "") }),
      /more than 1,000 pages/,
    ],
    ["nests without end", pdfOf({ pages: [linesAt([full])], catalog: `/X ${"[".repeat(200_000)}` }), /damaged/],
  ])("is refused with its name, the reason and a remedy where it %s", async (_, bytes, reason) => {
    const result = await readArticle({ name: "story.pdf", bytes });
    expect(reasonIn(result)).toMatch(reason);
    expect(result).toMatchObject({
      ok: false,
      problem: { file: "story.pdf", remedy: expect.stringMatching(/^[A-Z].*\.$/u) },
    });
  });

  it("is what it is where only its name says that it is one", async () => {
    const result = await readArticle({ name: "story.pdf", bytes: bytesOf("Doe left.\n") });
    expect(draftIn(result).text).toBe("Doe left.\n");
    expect(result).toMatchObject({
      notices: ["story.pdf is not a PDF file as its name says: it was read as plain text."],
    });
  });

  it("is known behind bytes that a server put before it, and without its ending", async () => {
    const behind = Buffer.concat([Buffer.from("HTTP rest\r\n"), whole]);
    expect(draftIn(await readArticle({ name: "story.pdf", bytes: behind })).text).toBe(full);
    expect(draftIn(await readArticle({ name: "story", bytes: whole })).text).toBe(full);
  });

  it("is found in an archive, beside others that can be read", async () => {
    const archive = zipOf({ "a/one.txt": "Doe left.", "a/two.pdf": "%PDF-1.7\n" });
    const found: ReadArticle[] = [];
    for await (const one of readArticles({ name: "all.zip", bytes: archive })) found.push(one);
    expect(found.map(({ read: one }) => (one.ok ? one.draft.title : one.problem.path))).toEqual([
      "Doe left.",
      "a/two.pdf",
    ]);
  });
});

describe("a PDF file that takes long", () => {
  const bomb = pdfOf({ pages: ["BT ET ".repeat(12_000_000)], isPacked: true });
  const story = pdfOf({ pages: Array.from({ length: 3 }, () => linesAt([full])) });
  const never = { page: 60_000, whole: 60_000, memory: 4096 };

  it("is given up with its page, and the next one is read", async () => {
    const refusal = await readPdf(bomb, {}, { ...never, page: 400 });
    expect(refusal).toMatchObject({ reason: expect.stringMatching(/takes too long/) });
    expect(await readPdf(story)).toHaveProperty("text");
  });

  it("stops where it is asked to, and says its pages meanwhile", async () => {
    const stop = new AbortController();
    const pages: [number, number][] = [];
    const progress = (page: number, of: number) => {
      pages.push([page, of]);
      stop.abort();
    };
    expect(await readPdf(bomb, { signal: stop.signal, progress }, never)).toMatchObject({
      reason: "reading it was stopped",
    });
    expect(pages).toEqual([[1, 1]]);
    expect(await readPdf(bomb, { signal: stop.signal })).toMatchObject({ reason: "reading it was stopped" });
  });
});
