import type { BlockRange } from "../../../../shared/article/blocks.ts";
import { createBlockWriter } from "../block-writer.ts";
import type { Extracted } from "../draft.ts";
import { type Columns, regionsOf } from "./columns.ts";
import type { Facts } from "./facts.ts";
import { joined, wordsOf } from "./joining.ts";
import type { Page } from "./page.ts";
import { type Block, blocksOf } from "./paragraphs.ts";
import { withoutRunning } from "./running.ts";

const MOST_NAMED = 3;
const LONGEST_NAMED = 60;
const ADDRESS = /https?:\/\/\S+/iu;

/** The article on pages of a PDF: its paragraphs whole and in the order of reading, without what every page repeats. */
export function articleOf(pages: readonly Page[], facts: Facts): Extracted {
  const running = withoutRunning(pages);
  const known: Columns = new Set();
  const regions = running.pages.flatMap((page) => regionsOf(page, known));
  const words = wordsOf(regions.flat());
  const writer = createBlockWriter();
  for (const block of titled(blocksOf(regions), facts.title, words)) {
    writer.open(block.kind);
    writer.write(
      textOf(block, words),
      block.lines.some(({ isRow }) => isRow),
    );
  }
  const { text, blocks } = writer.finish();
  const headline = blocks.find(({ kind }) => kind === "headline");
  return {
    text,
    blocks,
    title: facts.title ?? (headline ? lineOf(text, headline) : null),
    byline: facts.author,
    date: facts.created,
    url: running.texts.map((one) => ADDRESS.exec(one)?.[0]).find((one) => one !== undefined) ?? null,
    language: facts.language,
    notices: noticesOf(pages, running.texts),
  };
}

/** Line by line, each with the next alone: a paragraph may be as long as a book. */
function textOf({ lines }: Block, words: ReadonlySet<string>): string {
  const parts: string[] = [];
  let last = "";
  for (const { text } of lines) {
    const both = joined(last, text, words);
    parts.push(both.slice(0, both.length - text.length));
    last = text;
  }
  return [...parts, last].join("").replaceAll("\u00ad", "");
}

const lineOf = (text: string, { start, end }: BlockRange): string => text.slice(start, end).replace(/\s+/gu, " ");

/** The block that says the title is the headline, however large a newspaper's name is above it. */
function titled(blocks: Block[], title: string | null, words: ReadonlySet<string>): Block[] {
  if (title === null) return blocks;
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const found = blocks.findIndex(
    ({ kind, lines }) => kind !== "item" && lines.length <= 4 && plain(textOf({ kind, lines }, words)) === plain(title),
  );
  if (found < 0) return blocks;
  return blocks.map((block, at) => {
    if (at === found) return { ...block, kind: "headline" };
    return block.kind === "headline" ? { ...block, kind: "heading" } : block;
  });
}

function noticesOf(pages: readonly Page[], running: readonly string[]): string[] {
  const notices: string[] = [];
  const named = running
    .slice(0, MOST_NAMED)
    .map((text) => `“${text.length > LONGEST_NAMED ? `${text.slice(0, LONGEST_NAMED).toWellFormed()}…` : text}”`);
  if (running.length > 0) {
    notices.push(
      `Lines that pages repeat at their head or foot were left out: ${named.join(", ")}${running.length > MOST_NAMED ? " and others" : ""}.`,
    );
  }
  const empty = pages.filter(({ runs }) => runs.length === 0).map(({ number }) => number);
  if (empty.length > 0)
    notices.push(
      `There is no text on ${pagesNamed(empty)}: ${empty.length === 1 ? "it is" : "they are"} empty, or pictures.`,
    );
  const unknown = pages.filter((page) => page.unknown > 0);
  if (unknown.length > 0) {
    const count = unknown.reduce((sum, page) => sum + page.unknown, 0);
    notices.push(
      `${count} ${count === 1 ? "character" : "characters"} on ${pagesNamed(unknown.map(({ number }) => number))} could not be read, as the fonts do not say what ${count === 1 ? "it is" : "they are"}, and ${count === 1 ? "is" : "are"} missing.`,
    );
  }
  const turned = pages.filter((page) => page.turned > 0).map(({ number }) => number);
  if (turned.length > 0) notices.push(`Text that runs in another direction was left out on ${pagesNamed(turned)}.`);
  return notices;
}

function pagesNamed(numbers: readonly number[]): string {
  const named = numbers.slice(0, 5).join(", ");
  if (numbers.length === 1) return `page ${named}`;
  return numbers.length > 5 ? `pages ${named} and ${numbers.length - 5} more` : `pages ${named}`;
}
