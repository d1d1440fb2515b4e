import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArticle } from "../../electron/services/import/index.ts";
import { letterWidth, linesAt, pageHeight, pageWidth, pdfOf, type Words } from "../support/pdf.ts";
import { casesOf, damaged, seed, sweep } from "./support/hostile.ts";

/** Syllables of which no English first part of a compound is made, which would keep its hyphen. */
const syllable = fc.constantFrom("ba", "du", "ka", "pu", "ga", "bu", "da", "ku");
const word = fc.array(syllable, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
const paragraph = fc
  .array(word, { minLength: 40, maxLength: 90 })
  .map((words) => `${words.join(" ").replace(/^./, (first) => first.toUpperCase())}.`)
  // Of lines that all are first lines nobody could tell whether they are set in.
  .filter((text) => text.length > 300);

interface Setting {
  columns: number;
  size: number;
  isIndented: boolean;
  isDividing: boolean;
  linesOnPage: number;
}

const setting: fc.Arbitrary<Setting> = fc.record({
  columns: fc.constantFrom(1, 2, 3),
  size: fc.constantFrom(6, 8, 9),
  isIndented: fc.boolean(),
  isDividing: fc.boolean(),
  linesOnPage: fc.integer({ min: 20, max: 45 }),
});

const margin = 50;
const gutter = 24;

/** Sets paragraphs as a program for print does: lines as full as words let them be, columns, pages. */
function set(
  paragraphs: readonly string[],
  { columns, size, isIndented, isDividing, linesOnPage }: Setting,
): Words[][] {
  const width = (pageWidth - 2 * margin - gutter * (columns - 1)) / columns;
  const most = Math.floor(width / (size * letterWidth));
  const leading = size * 1.3;
  const placed = paragraphs.flatMap((text, at) => {
    const lines = wrapped(text, most, isIndented ? 3 : 0, isDividing);
    const gap = at > 0 && !isIndented ? [null] : [];
    return [...gap, ...lines.map((line, i) => ({ line, indent: isIndented && i === 0 ? size * 1.5 : 0 }))];
  });
  // A column is told by three lines, unless those before it have shown where it is.
  fc.pre(columns === 1 || placed.length > linesOnPage * columns || placed.length % linesOnPage > 4);
  const pages: Words[][] = [];
  for (const [at, one] of placed.entries()) {
    const column = Math.floor(at / linesOnPage);
    const page = Math.floor(column / columns);
    pages[page] ??= [];
    if (one === null) continue;
    const left = margin + (column % columns) * (width + gutter) + one.indent;
    pages[page]?.push(...linesAt([one.line], left, pageHeight - 60 - (at % linesOnPage) * leading, leading, { size }));
  }
  return pages;
}

function wrapped(text: string, most: number, indent: number, isDividing: boolean): string[] {
  const lines = [""];
  for (const one of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    const room = most - last.length - (last === "" ? 0 : 1) - (lines.length === 1 ? indent : 0);
    if (one.length <= room) lines[lines.length - 1] = last === "" ? one : `${last} ${one}`;
    else if (isDividing && room >= 5 && one.length > 6) {
      const cut = Math.min(4, room - 1);
      lines[lines.length - 1] = `${last} ${one.slice(0, cut)}-`;
      lines.push(one.slice(cut));
    } else lines.push(one);
  }
  return lines;
}

const read = (bytes: Uint8Array) => readArticle({ name: "story.pdf", bytes });

describe("paragraphs that are set in a PDF file", () => {
  it("come back as they were, whatever the columns, pages, indents and divided words", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { minLength: 1, maxLength: 12 }), setting, async (paragraphs, how) => {
        const result = await read(pdfOf({ pages: set(paragraphs, how) }));
        if (!result.ok) throw new Error(result.problem.reason);
        const { text, blocks } = result.draft;
        expect(blocks.map(({ start, end }) => text.slice(start, end))).toEqual(paragraphs);
      }),
      { numRuns: casesOf(120), seed },
    );
  });
});

describe("a damaged PDF file", () => {
  const pages = set(["Bada kuga dupa.", "Kaku ".repeat(60).trim()], {
    columns: 2,
    size: 9,
    isIndented: true,
    isDividing: false,
    linesOnPage: 20,
  });
  const whole = [pdfOf({ pages }), pdfOf({ pages, isPacked: true, info: "/Title (Bada)" })];

  it("becomes text or a reason why not, and never stays", async () => {
    await sweep(150, async (random, index) => {
      const result = await read(damaged(whole[index % whole.length] ?? Buffer.alloc(0), random));
      if (result.ok) expect(result.draft.text.isWellFormed()).toBe(true);
      else
        expect(result.problem).toMatchObject({
          file: "story.pdf",
          reason: expect.any(String),
          remedy: expect.stringMatching(/\.$/),
        });
    });
  });
});
