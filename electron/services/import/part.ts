import type { BlockRange } from "../../../shared/article/blocks.ts";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import type { Extracted, Refusal } from "./draft.ts";
import { blocksOfHtml, parsePage } from "./html-blocks.ts";
import { isCrowded, nestingOf } from "./nesting.ts";

/** One article of a file that may hold several, or why it is none. `place` is where in the file, for a person. */
export type Part = { place: string } & ({ extracted: Extracted } | { refusal: Refusal });

type TextAndBlocks = { text: string; blocks: BlockRange[] };

/** What parsers of markup need minutes for. */
const DEEPEST = 1000;
const TAG_OR_ENTITY = /<[a-z!/]|&(?:#\w+|[a-z]\w*);/iu;

export const OVERLOADED: Refusal = {
  reason: "it is nested too deeply, or has more tags than any article",
  remedy: "Paste the text of the article.",
};

export const isOverloaded = (markup: string): boolean => isCrowded(markup) || nestingOf(markup) > DEEPEST;

/** Text and blocks of a piece of HTML; of words without a tag or an entity, as they stand. */
export function contentOf(markup: string): TextAndBlocks | Refusal {
  if (!TAG_OR_ENTITY.test(markup)) return plainContent(markup.trim());
  if (isOverloaded(markup)) return OVERLOADED;
  return blocksOfHtml(parsePage(markup).body);
}

export function plainContent(written: string): TextAndBlocks {
  const text = written.replace(/\r\n?/gu, "\n");
  return { text, blocks: blocksOfPlainText(text) };
}

/** A line of words that may be written as HTML, such as a feed's headlines. */
export function lineOf(markup: string): string {
  const text = TAG_OR_ENTITY.test(markup) && !isOverloaded(markup) ? blocksOfHtml(parsePage(markup).body).text : markup;
  return text.replace(/\s+/gu, " ").trim();
}

/** The content below its headline, as a reader sees it, unless it begins with that. */
export function withHeadline(content: TextAndBlocks, headline: string): TextAndBlocks {
  const [first] = content.blocks;
  if (headline === "" || content.text.trim() === "") return content;
  if (content.blocks.some(({ kind }) => kind === "headline")) return content;
  if (first && content.text.slice(first.start, first.end) === headline)
    return { ...content, blocks: [{ ...first, kind: "headline" }, ...content.blocks.slice(1)] };
  const shift = headline.length + "\n\n".length;
  const moved = content.blocks.map(({ kind, start, end }) => ({ kind, start: start + shift, end: end + shift }));
  return {
    text: `${headline}\n\n${content.text}`,
    blocks: [{ kind: "headline", start: 0, end: headline.length }, ...moved],
  };
}
