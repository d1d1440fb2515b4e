import { fileURLToPath } from "node:url";
import type { PDFDocumentProxy } from "pdfjs-dist";
import type { Refusal } from "../draft.ts";
import { dateFrom, type Facts, plain, titleFrom } from "./facts.ts";
import { lettersOf } from "./letters.ts";
import { heaviest, type Page, type Run } from "./page.ts";

/** What no article has more of. */
export const MOST_PAGES = 1000;
const MOST_CHARACTERS = 10_000_000;
/** Share of characters that may be unknown before the text is worth nothing. */
const MOST_UNKNOWN = 0.3;

export type Told = { page: number; pages: number };
export type Document = { pages: Page[]; facts: Facts };

const DAMAGED: Refusal = {
  reason: "the PDF file is damaged, or it was cut off",
  remedy: "Download it again, or open it in a PDF viewer and save or print it as a new PDF.",
};
const LOCKED: Refusal = {
  reason: "the PDF file is encrypted and needs a password",
  remedy: "Open it with its password in a PDF viewer, and save or print it as a PDF without one.",
};
const NO_PAGES: Refusal = { reason: "the PDF file has no pages", remedy: "Download it again, or choose another file." };
const SCANNED: Refusal = {
  reason: "its pages are pictures: there is no text in the PDF file",
  remedy: "Run text recognition (OCR) on it, for example with OCRmyPDF, and import the result; or paste its text.",
};
const UNKNOWN: Refusal = {
  reason: "its fonts do not say which letters its text is made of",
  remedy: "Run text recognition (OCR) on it and import the result, or get the article in another format.",
};
const TOO_MANY: Refusal = {
  reason: `the PDF file has more than ${MOST_PAGES.toLocaleString("en")} pages`,
  remedy: "Save the article's own pages as a PDF file, and import that.",
};
const TOO_MUCH: Refusal = {
  reason: "its pages have more than 10 million characters",
  remedy: "Save the article's own pages as a PDF file, and import that.",
};

const maps = new URL("./cmaps/", import.meta.url);
const mapsBeforeBuild = new URL("../../../../node_modules/pdfjs-dist/cmaps/", import.meta.url);

/** Reads text with its places and what the file says of itself. Nothing of it is drawn, run or fetched: fonts and pictures
 *  are not decoded, links and scripts stay unread. */
export async function readDocument(bytes: Uint8Array, told: (progress: Told) => void): Promise<Document | Refusal> {
  const { getDocument } = await parser();
  const task = getDocument({
    data: bytes,
    verbosity: 0,
    cMapUrl: fileURLToPath(import.meta.url.endsWith(".ts") ? mapsBeforeBuild : maps),
    cMapPacked: true,
    useWorkerFetch: false,
    useSystemFonts: false,
    useWasm: false,
    disableFontFace: true,
    enableXfa: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
  });
  try {
    return await documentOf(await task.promise, told);
  } catch (error) {
    return error instanceof Error && error.name === "PasswordException" ? LOCKED : DAMAGED;
  } finally {
    await task.destroy().catch(() => undefined);
  }
}

/** The parser, whose two halves talk to each other within this thread. It asks for classes of drawing, and for a native
 *  package that has them, when it is loaded; what reads text needs neither. */
async function parser(): Promise<typeof import("pdfjs-dist")> {
  for (const name of ["DOMMatrix", "Path2D", "ImageData"]) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: class {}, configurable: true });
  }
  if (!("pdfjsWorker" in globalThis)) {
    const value = await import("pdfjs-dist/legacy/build/pdf.worker.mjs");
    Object.defineProperty(globalThis, "pdfjsWorker", { value, configurable: true });
  }
  return import("pdfjs-dist/legacy/build/pdf.mjs");
}

async function documentOf(document: PDFDocumentProxy, told: (progress: Told) => void): Promise<Document | Refusal> {
  const count = document.numPages;
  if (count > MOST_PAGES) return TOO_MANY;
  if (count < 1) return NO_PAGES;
  const facts = await factsOf(document);
  const pages: Page[] = [];
  let characters = 0;
  for (let number = 1; number <= count; number++) {
    told({ page: number, pages: count });
    const page = await pageOf(document, number);
    if ("reason" in page) return page;
    characters += page.runs.reduce((sum, { text }) => sum + text.length, 0);
    if (characters > MOST_CHARACTERS) return TOO_MUCH;
    pages.push(page);
  }
  const unknown = pages.reduce((sum, page) => sum + page.unknown, 0);
  if (unknown > (characters + unknown) * MOST_UNKNOWN) return UNKNOWN;
  return characters === 0 ? SCANNED : { pages, facts };
}

async function factsOf(document: PDFDocumentProxy): Promise<Facts> {
  const { info, metadata } = await document.getMetadata().catch(() => ({ info: {}, metadata: null }));
  const said = new Map<string, unknown>(Object.entries(info));
  const creators = metadata?.get("dc:creator");
  const authors = Array.isArray(creators) ? creators.join(", ") : creators;
  return {
    title: titleFrom(said.get("Title")) ?? titleFrom(metadata?.get("dc:title")),
    author: plain(said.get("Author")) ?? plain(authors),
    created: dateFrom(said.get("CreationDate")),
    language: plain(said.get("Language")),
  };
}

async function pageOf(document: PDFDocumentProxy, number: number): Promise<Page | Refusal> {
  try {
    const page = await document.getPage(number);
    const content = await page.getTextContent();
    const { width, height, transform } = page.getViewport({ scale: 1 });
    const pieces = content.items.flatMap((item) =>
      "str" in item ? (pieceOf(item, transform, content.styles[item.fontName]?.vertical ?? false) ?? []) : [],
    );
    page.cleanup();
    return pageFrom(number, width, height, pieces);
  } catch {
    return {
      reason: `page ${number} of the PDF file is damaged`,
      remedy: "Download it again, or open it in a PDF viewer and print the pages that can be read as a new PDF.",
    };
  }
}

/** A run as it stands on the page, and the quarter turns clockwise in which it runs; 3 down the page for vertical writing. */
interface Piece {
  run: Run;
  turns: number;
  unknown: number;
}

type Item = { str: string; dir: string; transform: number[]; width: number; height: number; fontName: string };

function pieceOf(item: Item, page: number[], isVertical: boolean): Piece | null {
  const { text, unknown } = lettersOf(item.str);
  if (item.str.trim() === "") return null;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = page;
  const [ta = 0, tb = 0, tc = 0, td = 0, x = 0, y = 0] = item.transform;
  const [along, down] = [a * ta + c * tb, b * ta + d * tb];
  const [left, baseline] = [a * x + c * y + e, b * x + d * y + f];
  const size = Math.hypot(tc, td);
  if (![left, baseline, size, item.width, item.height].every(Number.isFinite) || size === 0) return null;
  const turns = isVertical ? 1 : (Math.round(Math.atan2(down, along) / (Math.PI / 2)) + 4) % 4;
  const length = isVertical ? item.height : item.width;
  const place = turnedBack(left, baseline, isVertical ? 1 : turns);
  const run = {
    text,
    left: place.x,
    right: place.x + length,
    y: place.y,
    size,
    font: item.fontName,
    isRightToLeft: item.dir === "rtl",
  };
  return { run, turns, unknown };
}

/** A place on the page where the page is turned so that the text of those quarter turns is upright. */
function turnedBack(x: number, y: number, turns: number): { x: number; y: number } {
  if (turns === 1) return { x: y, y: -x };
  if (turns === 2) return { x: -x, y: -y };
  return turns === 3 ? { x: -y, y: x } : { x, y };
}

function pageFrom(number: number, width: number, height: number, pieces: readonly Piece[]): Page {
  const turns = heaviest(pieces.map((piece) => [piece.turns, piece.run.text.length])) ?? 0;
  const [wide, high] = turns % 2 === 0 ? [width, height] : [height, width];
  const left = turns === 2 ? -width : turns === 3 ? -height : 0;
  const top = turns === 2 ? -height : turns === 1 ? -width : 0;
  const upright = pieces.filter((piece) => piece.turns === turns);
  const runs = upright
    .map(({ run }) => ({ ...run, left: run.left - left, right: run.right - left, y: run.y - top }))
    .filter(({ text, left: from, right: to, y }) => text !== "" && from < wide && to > 0 && y > 0 && y < high + 5);
  return {
    number,
    width: wide,
    height: high,
    runs: withoutDoubles(runs),
    unknown: pieces.reduce((sum, piece) => sum + piece.unknown, 0),
    turned: pieces.reduce((sum, piece) => sum + (piece.turns === turns ? 0 : piece.run.text.trim().length), 0),
  };
}

/** Some programs draw the same text twice, a little aside, to make it bold or give it a shadow. */
function withoutDoubles(runs: readonly Run[]): Run[] {
  const near = new Map<number, Run[]>();
  return runs.filter((run) => {
    const place = Math.round(run.y / 4);
    const before = [place - 1, place, place + 1].flatMap((key) => near.get(key)?.slice(-MOST_NEAR) ?? []);
    if (before.some((one) => isDouble(run, one))) return false;
    near.set(place, [...(near.get(place)?.slice(-MOST_NEAR) ?? []), run]);
    return true;
  });
}

const MOST_NEAR = 64;

function isDouble(run: Run, before: Run): boolean {
  const aside = run.size * 0.15;
  const isOver = run.left > before.left - aside && run.right < before.right + aside;
  return isOver && Math.abs(run.y - before.y) < aside && before.text.includes(run.text.trim());
}
