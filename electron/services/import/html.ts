import { Readability } from "@mozilla/readability";
import type { BlockRange } from "../../../shared/article/blocks.ts";
import type { Extracted } from "./draft.ts";
import { blocksOfHtml, parsePage } from "./html-blocks.ts";
import { isCrowded, nestingOf } from "./nesting.ts";
import { factsOf } from "./page-facts.ts";

type TextAndBlocks = { text: string; blocks: BlockRange[] };

/** Its time grows with the third power of the depth; no real page comes near. */
const DEEPEST_FOR_READABILITY = 250;
const MOST_FOR_READABILITY = 15_000;
const DECLARATION_BYTES = 4096;
const CHARSET = /<meta\b[^>]*\bcharset\s*=\s*["']?\s*([\w:.-]+)/iu;
const XML_ENCODING = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w:.-]+)["']/iu;
const SAVED_FROM = /<!--\s*saved from url=(?:\(\d+\))?(\S+)\s*-->/iu;
const WHOLE_PAGE = "No article could be told apart on this page: all of its text was taken.";

/** The article on a saved web page, without the page around it, and what the page says about it. */
export function readHtml(html: string): Extracted {
  const page = parsePage(html);
  const facts = factsOf(page);
  const headlines = Array.from(page.querySelectorAll("h1"), (h1) =>
    blocksOfHtml(h1).text.replace(/\n+/gu, "\n").trim(),
  );
  // Readability takes the page apart: the fallback needs one of its own.
  const isTooMuch = nestingOf(html) > DEEPEST_FOR_READABILITY || isCrowded(html, MOST_FOR_READABILITY);
  const found = isTooMuch ? null : articleOn(page);
  const content = found?.content ? blocksOfHtml(found.content) : null;
  const isArticle = content !== null && content.blocks.length > 0;
  const title = facts.title ?? found?.title ?? null;
  const publisher = facts.publisher ?? found?.siteName ?? null;
  return {
    ...(isArticle
      ? withHeadline(
          content,
          headlines.filter((one) => !isSame(one, publisher)),
          title,
        )
      : blocksOfHtml(parsePage(html).body)),
    title,
    byline: facts.byline ?? found?.byline?.trim() ?? null,
    publisher,
    date: facts.date ?? found?.publishedTime ?? null,
    url: facts.url ?? SAVED_FROM.exec(html)?.[1] ?? null,
    language: facts.language ?? found?.lang ?? null,
    notices: isArticle ? [] : [WHOLE_PAGE],
  };
}

function articleOn(page: Document) {
  return new Readability<Element>(page, { serializer: (node) => node as Element }).parse();
}

/** The encoding that a page names near its start, or null. */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const name = CHARSET.exec(start)?.[1] ?? XML_ENCODING.exec(start)?.[1] ?? null;
  // A page whose ASCII declaration could be read is not UTF-16, whatever it says.
  return name !== null && /^utf-?16/iu.test(name) ? null : name;
}

/** The encoding that an XML declaration names, or null. */
export function declaredXmlEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const name = XML_ENCODING.exec(start)?.[1] ?? null;
  return name !== null && /^utf-?16/iu.test(name) ? null : name;
}

/** Readability drops the headline or makes it a heading; a reader of the page saw it, above everything else. */
function withHeadline(content: TextAndBlocks, headlines: string[], title: string | null): TextAndBlocks {
  const known = [...headlines.filter((headline) => isSame(headline, title)), title ?? ""].filter(Boolean);
  const there = content.blocks.findIndex(({ start, end }) => known.includes(content.text.slice(start, end)));
  if (there >= 0) {
    return {
      text: content.text,
      blocks: content.blocks.map((block, i) => (i === there ? { ...block, kind: "headline" } : block)),
    };
  }
  const headline = headlines.find((one) => isSame(one, title)) ?? (headlines.length === 1 ? headlines[0] : undefined);
  if (!headline) return content;
  const shift = headline.length + "\n\n".length;
  const moved = content.blocks.map(({ kind, start, end }) => ({ kind, start: start + shift, end: end + shift }));
  return {
    text: `${headline}\n\n${content.text}`,
    blocks: [{ kind: "headline", start: 0, end: headline.length }, ...moved],
  };
}

/** Whether one of the two is the other, perhaps with the publisher's name behind it. */
function isSame(headline: string, title: string | null): boolean {
  const [a, b] = [plain(headline), plain(title ?? "")];
  return a !== "" && b !== "" && (a.startsWith(b) || b.startsWith(a));
}

function plain(text: string): string {
  return text.replace(/\s+/gu, " ").trim().toLowerCase();
}
