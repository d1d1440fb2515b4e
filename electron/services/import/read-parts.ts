import { createHash } from "node:crypto";
import type { FieldMap } from "../../../shared/article/json-fields.ts";
import { parseXml } from "../../../shared/exchange/xml.ts";
import { mostArticleBytes } from "../../../shared/host/limits.ts";
import { decode } from "./decode.ts";
import type { SourceKind } from "./detect.ts";
import { type ArticleSource, draftOf, type ImportResult, isRefusal, type Refusal, refuse, TOO_LARGE } from "./draft.ts";
import { mendFeed, readFeed } from "./feed.ts";
import { declaredXmlEncoding } from "./html.ts";
import { readJsonLines } from "./json-lines.ts";
import { nestingOf } from "./nesting.ts";
import { readNewsMl } from "./newsml.ts";
import { readNitf } from "./nitf.ts";
import type { Part } from "./part.ts";
import type { ReadArticle } from "./read-article.ts";

/** How files are read that leave something open. */
export interface FileOptions {
  /** Which fields of JSON Lines say what; the others are known by their usual names. */
  fields?: FieldMap;
  /** Stops the reading of what takes long. */
  signal?: AbortSignal;
  /** Called before each page of a file that has pages. */
  progress?: (page: number, pages: number) => void;
}

export type PartedKind = Extract<SourceKind, "feed" | "newsml" | "nitf" | "json-lines">;

/** Each of its articles may be as large as any. */
const MOST_JSON_LINES_BYTES = 200 * 1024 * 1024;
const TOO_MANY_LINES: Refusal = { reason: "it is larger than 200 MB", remedy: "Split it by lines." };
const DEEPEST = 100;
const NESTED: Refusal = {
  reason: "its elements are nested too deeply to be read",
  remedy: "Save it again in the program it comes from, or paste its text.",
};

/** The articles of a file that may hold several. */
export function* readParts(
  kind: PartedKind,
  { name, bytes }: { name: string; bytes: Uint8Array },
  notices: string[],
  { fields = {} }: FileOptions,
): Generator<ReadArticle> {
  const alone = (refusal: Refusal): ReadArticle => ({ read: refuse(name, refusal), bytes: null, called: name });
  if (kind === "json-lines" && bytes.length > MOST_JSON_LINES_BYTES) return yield alone(TOO_MANY_LINES);
  if (kind !== "json-lines" && bytes.length > mostArticleBytes) return yield alone(TOO_LARGE);
  const decoded = decode(bytes, kind === "json-lines" ? null : declaredXmlEncoding(bytes));
  if (isRefusal(decoded)) return yield alone(decoded);
  const { text, encoding, bom } = decoded;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const source: ArticleSource = { kind: "file", name, sha256, encoding, bom };
  const isOne = kind === "nitf" || kind === "newsml";
  let said = [...notices, ...decoded.notices];
  for (const part of kind === "json-lines" ? readJsonLines(text, fields) : readXml(kind, name, text)) {
    const read = resultOf(part, source, isOne && part.place === "", said);
    if (read.ok) said = [];
    const title = read.ok ? read.draft.title : "";
    yield { read, bytes: isOne && part.place === "" ? bytes : null, called: title || name };
  }
}

function resultOf(part: Part, source: ArticleSource, keepBytes: boolean, notices: string[]): ImportResult {
  const name = source.name ?? "";
  const read = "refusal" in part ? refuse(name, part.refusal) : draftOf(part.extracted, source, keepBytes, notices);
  return read.ok ? read : { ok: false, problem: { ...read.problem, path: part.place } };
}

function readXml(kind: Exclude<PartedKind, "json-lines">, name: string, text: string): Iterable<Part> {
  if (nestingOf(text) > DEEPEST) return [{ place: "", refusal: NESTED }];
  try {
    const root = parseXml({ name, text });
    if (!("children" in root))
      return kind === "feed"
        ? mendFeed(name, text, root)
        : [{ place: root.path, refusal: { reason: root.reason, remedy: root.remedy } }];
    if (kind === "feed") return readFeed(root);
    if (kind === "newsml") return readNewsMl(root);
    const story = readNitf(root);
    return [isRefusal(story) ? { place: "", refusal: story } : { place: "", extracted: story }];
  } catch (error) {
    // The parser throws where entities are more than it resolves.
    const reason = error instanceof Error ? error.message : "nothing could be made of it";
    return [
      {
        place: "",
        refusal: { reason: `its XML cannot be read: ${reason}`, remedy: "Save it again, without entities of its own." },
      },
    ];
  }
}
