import type { BlockRange } from "../../../shared/article/blocks.ts";
import { hasLoneSurrogate } from "../../../shared/article/offsets.ts";
import { webAddressOf } from "../../../shared/article/web-address.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import { inMegabytes, mostArticleBytes } from "../../../shared/host/limits.ts";

/** What importing found out about an article, before the project gives it an id. Offsets are UTF-16 units. */
export type ArticleDraft = {
  title: string;
  byline: string | null;
  publisher: string | null;
  /** An ISO date or date and time, exactly as the source gives it. */
  date: string | null;
  url: string | null;
  language: string | null;
  text: string;
  blocks: BlockRange[];
  source: ArticleSource;
  /** Whether the text was extracted from something richer, whose bytes are worth keeping beside it. */
  keepBytes: boolean;
};

export type ArticleSource = {
  kind: "file" | "paste";
  name: string | null;
  sha256: string | null;
  encoding: string | null;
  bom: boolean;
};

export type ImportResult = { ok: true; draft: ArticleDraft; notices: string[] } | { ok: false; problem: Problem };

/** What a format's reader finds: text and blocks always, the rest where the source says it. */
export type Extracted = {
  text: string;
  blocks: BlockRange[];
  title?: string | null;
  byline?: string | null;
  publisher?: string | null;
  date?: string | null;
  url?: string | null;
  language?: string | null;
  notices?: string[];
};

/** Why an article cannot be read, and what to do about it. Its own type, so that only bugs are thrown. */
export type Refusal = { reason: string; remedy: string };

export const TOO_LARGE: Refusal = {
  reason: `it is larger than ${inMegabytes(mostArticleBytes)}`,
  remedy: "Split it, or keep only the article's own text.",
};

const LONGEST_TITLE = 80;
const NUL = "\0";

export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return "reason" in value && "remedy" in value;
}

export function refuse(file: string, refusal: Refusal): ImportResult {
  return { ok: false, problem: { file, path: "", ...refusal } };
}

/** The draft of what a reader found, refused where its text could not be stored or has nothing to annotate. */
export function draftOf(
  extracted: Extracted,
  source: ArticleSource,
  keepBytes: boolean,
  notices: string[],
): ImportResult {
  const { text, blocks } = extracted;
  const name = source.name ?? "pasted text";
  const refusal = unusable(text);
  if (refusal) return refuse(name, refusal);
  const draft: ArticleDraft = {
    title: extracted.title || titleOf(text, blocks) || withoutEnding(name),
    byline: extracted.byline || null,
    publisher: extracted.publisher || null,
    date: isoDate(extracted.date),
    url: webAddressOf(extracted.url),
    language: extracted.language || null,
    text,
    blocks,
    source,
    keepBytes,
  };
  return { ok: true, draft, notices: [...notices, ...(extracted.notices ?? [])] };
}

function unusable(text: string): Refusal | null {
  if (text.includes(NUL)) return BINARY;
  if (hasLoneSurrogate(text) >= 0) return HALF_A_CHARACTER;
  if (text.trim() === "") {
    return { reason: "there is no text in it", remedy: "Choose another file, or paste the article's text." };
  }
  return null;
}

export const BINARY: Refusal = {
  reason: "it is not text: it holds bytes that no text has",
  remedy:
    "Choose a file of a kind that holds an article, such as text, HTML or Word (.docx); save UTF-16 text with a byte-order mark, or as UTF-8.",
};

export const HALF_A_CHARACTER: Refusal = {
  reason: "it holds half of a character (a lone surrogate), which no file format can keep",
  remedy: "Save it again as UTF-8 in the program it comes from, or paste its text.",
};

/** The headline's text or the first line, short enough for a list; empty where there is none. */
function titleOf(text: string, blocks: BlockRange[]): string {
  const block = blocks.find(({ kind }) => kind === "headline") ?? blocks[0];
  if (!block) return "";
  const content = text.slice(block.start, block.end);
  const line = block.kind === "headline" ? content : (content.split(/[\r\n\u2028\u2029]/u)[0] ?? "");
  return shortened(line.replace(/\s+/gu, " ").trim());
}

function shortened(line: string): string {
  if (line.length <= LONGEST_TITLE) return line;
  const space = line.lastIndexOf(" ", LONGEST_TITLE);
  const cut = line.slice(0, space > LONGEST_TITLE / 2 ? space : LONGEST_TITLE);
  return `${cut.replace(/[\uD800-\uDBFF]$/u, "").trimEnd()}…`;
}

function withoutEnding(name: string): string {
  return name.replace(/(?<=.)\.[^.]*$/u, "");
}

function isoDate(date: string | null | undefined): string | null {
  return date && /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/u.test(date) ? date : null;
}
