import { createHash } from "node:crypto";
import { mostArticleBytes } from "../../../shared/host/limits.ts";
import { type Decoded, decode } from "./decode.ts";
import { detect, type SourceKind } from "./detect.ts";
import { readDocx } from "./docx.ts";
import {
  type ArticleSource,
  draftOf,
  type Extracted,
  type ImportResult,
  isRefusal,
  type Refusal,
  refuse,
  TOO_LARGE,
} from "./draft.ts";
import { readMail } from "./eml.ts";
import { declaredEncoding, readHtml } from "./html.ts";
import { readMarkdown } from "./markdown.ts";
import { isCrowded, nestingOf } from "./nesting.ts";
import { readPdf } from "./pdf.ts";
import { readPlainText } from "./plain-text.ts";
import { readArchive } from "./read-archive.ts";
import { type FileOptions, readParts } from "./read-parts.ts";

const DEEPEST = 1000;
const BYTE_ORDER_MARK = "\ufeff";

type TextKind = "text" | "markdown" | "html";
type BinaryKind = "docx" | "mail" | "pdf";

const TEXT_READERS: Record<TextKind, (text: string) => Extracted> = {
  text: readPlainText,
  markdown: readMarkdown,
  html: readHtml,
};

const BINARY_READERS: Record<BinaryKind, (bytes: Uint8Array, options: FileOptions) => Promise<Extracted | Refusal>> = {
  docx: readDocx,
  mail: readMail,
  pdf: readPdf,
};

const UNREADABLE: Refusal = {
  reason: "it is damaged, or nested too deeply to be read",
  remedy: "Save it again in the program it comes from, or paste its text.",
};

const CROWDED: Refusal = {
  reason: "it has more tags than any article",
  remedy: "Paste the text of the article.",
};

/** One article that was read from a source, or why it was not. */
export type ReadArticle = {
  read: ImportResult;
  /** The bytes that the article alone came from; null where the source holds others too. */
  bytes: Uint8Array | null;
  /** What its id may be made of. */
  called: string;
};

/** Makes an article of a file that holds one. What it holds decides how it is read, before its name does. */
export async function readArticle(
  input: { name: string; bytes: Uint8Array },
  options: FileOptions = {},
): Promise<ImportResult> {
  let only: ImportResult | null = null;
  for await (const { read } of readArticles(input, options)) {
    if (only !== null) {
      return refuse(input.name, {
        reason: "it holds several articles",
        remedy: "Import it with “Import articles…”, or choose a file of one article.",
      });
    }
    only = read;
  }
  return only ?? refuse(input.name, { reason: "there is no article in it", remedy: "Choose another file." });
}

/** Makes articles of a file, one after the other: of most files one, of feeds, news messages, JSON Lines and archives as many
 *  as they hold. What is wrong with one leaves the others. */
export async function* readArticles(
  input: { name: string; bytes: Uint8Array },
  options: FileOptions = {},
): AsyncGenerator<ReadArticle> {
  const { name, bytes } = input;
  const called = nameWithoutEnding(name);
  const detected = detect(name, bytes);
  if (isRefusal(detected)) return yield { read: refuse(name, detected), bytes, called };
  const { kind, notices } = detected;
  if (kind === "archive") {
    yield* readArchive(input, (member) => readArticles(member, options));
  } else if (isOfParts(kind)) yield* readParts(kind, input, notices, options);
  else yield { read: await readOne(kind, input, notices, options), bytes, called };
}

const isOfParts = (kind: SourceKind) =>
  kind === "feed" || kind === "newsml" || kind === "nitf" || kind === "json-lines";

async function readOne(
  kind: TextKind | BinaryKind,
  { name, bytes }: { name: string; bytes: Uint8Array },
  notices: string[],
  options: FileOptions,
): Promise<ImportResult> {
  if (kind !== "pdf" && bytes.length > mostArticleBytes) return refuse(name, TOO_LARGE);
  const source = { kind: "file" as const, name, sha256: createHash("sha256").update(bytes).digest("hex") };
  try {
    return kind === "text" || kind === "markdown" || kind === "html"
      ? draftOfText(kind, bytes, source, notices)
      : await draftOfBinary(kind, bytes, { ...source, encoding: null, bom: false }, notices, options);
  } catch {
    // The parsers throw on markup and archives that nothing could be made of.
    return refuse(name, UNREADABLE);
  }
}

/** Makes an article of pasted text, which stays as it is but for a byte-order mark. */
export function articleFromPaste(pasted: string): ImportResult {
  if (Buffer.byteLength(pasted) > mostArticleBytes) return refuse("pasted text", TOO_LARGE);
  const bom = pasted.startsWith(BYTE_ORDER_MARK);
  const text = bom ? pasted.slice(BYTE_ORDER_MARK.length) : pasted;
  return draftOf(readPlainText(text), { kind: "paste", name: null, sha256: null, encoding: null, bom }, false, []);
}

async function draftOfBinary(
  kind: BinaryKind,
  bytes: Uint8Array,
  source: ArticleSource,
  notices: string[],
  options: FileOptions,
): Promise<ImportResult> {
  const extracted = await BINARY_READERS[kind](bytes, options);
  return isRefusal(extracted) ? refuse(source.name ?? "", extracted) : draftOf(extracted, source, true, notices);
}

function draftOfText(
  kind: TextKind,
  bytes: Uint8Array,
  file: Pick<ArticleSource, "kind" | "sha256"> & { name: string },
  notices: string[],
): ImportResult {
  const decoded: Decoded | Refusal = decode(bytes, kind === "html" ? declaredEncoding(bytes) : null);
  if (isRefusal(decoded)) return refuse(file.name, decoded);
  const { text, encoding, bom } = decoded;
  if (kind !== "text" && nestingOf(text) > DEEPEST) return refuse(file.name, UNREADABLE);
  if (kind === "html" && isCrowded(text)) return refuse(file.name, CROWDED);
  const source = { ...file, encoding, bom };
  return draftOf(TEXT_READERS[kind](text), source, kind !== "text", [...notices, ...decoded.notices]);
}

export const nameWithoutEnding = (name: string): string => name.replace(/(?<=.)\.[^.]+$/u, "");
