import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import type { Extracted } from "./draft.ts";

/** A plain text is the article, character for character. */
export function readPlainText(text: string): Extracted {
  return { text, blocks: blocksOfPlainText(text) };
}
