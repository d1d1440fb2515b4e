import { createHash } from "node:crypto";
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
  TOO_LARGE_BYTES,
} from "./draft.ts";
import { declaredEncoding, readHtml } from "./html.ts";
import { readMarkdown } from "./markdown.ts";
import { isCrowded, nestingOf } from "./nesting.ts";
import { readPlainText } from "./plain-text.ts";

const DEEPEST = 1000;
const BYTE_ORDER_MARK = "\ufeff";

const TEXT_READERS: Record<Exclude<SourceKind, "docx">, (text: string) => Extracted> = {
  text: readPlainText,
  markdown: readMarkdown,
  html: readHtml,
};

const UNREADABLE: Refusal = {
  reason: "it is damaged, or nested too deeply to be read",
  remedy: "Save it again in the program it comes from, or paste its text.",
};

const CROWDED: Refusal = {
  reason: "it has more tags than any article",
  remedy: "Paste the text of the article.",
};

/** Makes an article of a file. What it holds decides how it is read, before its name does. */
export async function readArticle(input: { name: string; bytes: Uint8Array }): Promise<ImportResult> {
  const { name, bytes } = input;
  if (bytes.length > TOO_LARGE_BYTES) return refuse(name, TOO_LARGE);
  const detected = detect(name, bytes);
  if (isRefusal(detected)) return refuse(name, detected);
  const { kind, notices } = detected;
  const source = { kind: "file" as const, name, sha256: createHash("sha256").update(bytes).digest("hex") };
  try {
    return kind === "docx"
      ? await draftOfDocx(bytes, { ...source, encoding: null, bom: false }, notices)
      : draftOfText(kind, bytes, source, notices);
  } catch {
    // The parsers throw on markup and archives that nothing could be made of.
    return refuse(name, UNREADABLE);
  }
}

/** Makes an article of pasted text, which stays as it is but for a byte-order mark. */
export function articleFromPaste(pasted: string): ImportResult {
  if (Buffer.byteLength(pasted) > TOO_LARGE_BYTES) return refuse("pasted text", TOO_LARGE);
  const bom = pasted.startsWith(BYTE_ORDER_MARK);
  const text = bom ? pasted.slice(BYTE_ORDER_MARK.length) : pasted;
  return draftOf(readPlainText(text), { kind: "paste", name: null, sha256: null, encoding: null, bom }, false, []);
}

async function draftOfDocx(bytes: Uint8Array, source: ArticleSource, notices: string[]): Promise<ImportResult> {
  const extracted = await readDocx(bytes);
  return isRefusal(extracted) ? refuse(source.name ?? "", extracted) : draftOf(extracted, source, true, notices);
}

function draftOfText(
  kind: Exclude<SourceKind, "docx">,
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
