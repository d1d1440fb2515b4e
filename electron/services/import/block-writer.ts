import type { BlockRange } from "../../../shared/article/blocks.ts";
import { trimSpaces } from "../../../shared/article/spaces.ts";

/** Builds an article's text block by block, with a blank line between any two. */
export type BlockWriter = {
  /** Adds to the open block. White space collapses as in a web page, unless it is kept; no-break spaces stay. */
  write(text: string, keepsSpace: boolean): void;
  /** A line end inside the open block; the second in a row ends the block. */
  breakLine(): void;
  /** Ends the open block and opens one of this kind. What was empty leaves nothing behind. */
  open(kind: string): void;
  finish(): { text: string; blocks: BlockRange[] };
};

const BETWEEN_BLOCKS = "\n\n";
const COLLAPSIBLE = /[ \t\n\r\f]+/gu;

export function createBlockWriter(): BlockWriter {
  const parts: string[] = [];
  const blocks: BlockRange[] = [];
  let length = 0;
  let kind = "paragraph";
  let content = "";

  function append(part: string): void {
    parts.push(part);
    length += part.length;
  }

  function close(): void {
    const block = trimCollapsible(content);
    content = "";
    const { start, end } = trimSpaces(block, 0, block.length);
    if (start === end) return;
    if (length > 0) append(BETWEEN_BLOCKS);
    blocks.push({ kind, start: length + start, end: length + end });
    append(block);
  }

  return {
    write(text, keepsSpace) {
      const collapsed = keepsSpace ? text : text.replace(COLLAPSIBLE, " ");
      const isDoubled = !keepsSpace && collapsed.startsWith(" ") && isAfterSpace(content);
      content += isDoubled ? collapsed.slice(1) : collapsed;
    },
    breakLine() {
      if (content.endsWith(" ")) content = content.slice(0, -1);
      if (content.endsWith("\n")) close();
      else if (content !== "") content += "\n";
    },
    open(nextKind) {
      close();
      kind = nextKind;
    },
    finish() {
      close();
      return { text: parts.join(""), blocks };
    },
  };
}

function isAfterSpace(content: string): boolean {
  return content === "" || content.endsWith(" ") || content.endsWith("\n");
}

/** Without collapsible white space at the ends. No-break spaces are the author's own and stay. */
function trimCollapsible(content: string): string {
  let start = 0;
  let end = content.length;
  while (start < end && isCollapsible(content.charCodeAt(start))) start++;
  while (end > start && isCollapsible(content.charCodeAt(end - 1))) end--;
  return content.slice(start, end);
}

function isCollapsible(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0c || unit === 0x0d;
}
