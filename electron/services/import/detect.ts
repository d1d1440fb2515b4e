import { rootNameOf } from "../../../shared/host/article-names.ts";
import type { Refusal } from "./draft.ts";
import { entryNames } from "./zip.ts";

export type SourceKind =
  | "text"
  | "markdown"
  | "html"
  | "docx"
  | "pdf"
  | "mail"
  | "feed"
  | "newsml"
  | "nitf"
  | "json-lines"
  | "archive";

const NAMES: Record<SourceKind, string> = {
  text: "plain text",
  markdown: "Markdown",
  html: "a web page",
  docx: "a Word document",
  pdf: "a PDF file",
  mail: "a mail",
  feed: "a feed",
  newsml: "NewsML-G2",
  nitf: "NITF",
  "json-lines": "JSON Lines",
  archive: "an archive",
};

const ENDINGS: Record<string, SourceKind> = {
  txt: "text",
  text: "text",
  md: "markdown",
  markdown: "markdown",
  html: "html",
  htm: "html",
  xhtml: "html",
  docx: "docx",
  pdf: "pdf",
  eml: "mail",
  rss: "feed",
  atom: "feed",
  newsml: "newsml",
  nitf: "nitf",
  jsonl: "json-lines",
  ndjson: "json-lines",
  zip: "archive",
};

const ROOTS: Record<string, SourceKind> = {
  html: "html",
  rss: "feed",
  feed: "feed",
  rdf: "feed",
  newsitem: "newsml",
  newsmessage: "newsml",
  packageitem: "newsml",
  nitf: "nitf",
};

const START_BYTES = 4096;
const WEB_PAGE = /^\s*<!doctype\s+html/iu;
const ANY_TAG = /<(?:[a-z][a-z0-9-]*[\s/>]|!--|!doctype)/iu;
const ANY_FIELD = /^[!-9;-~]+:/u;
const MAIL_FIELD =
  /^(?:return-path|received|delivered-to|message-id|mime-version|dkim-signature|arc-seal|x-[\w-]+):\s/iu;
const PDF = /^\s*%PDF-\d/u;
/** Mail and web servers put bytes before it: readers look for it in the first 1,024 (ISO 32000-1, Annex H, note 13). */
const PDF_WITHIN = /^[\s\S]{0,1019}%PDF-\d/u;
const SAVE_AS = "Save it as .docx, HTML or plain text in the program it comes from.";

const REFUSED_STARTS: [start: string, reason: string][] = [
  ["{\\rtf", "it is an RTF file"],
  ["\xd0\xcf\x11\xe0", "it is a file of an older Office program"],
];
/** What archives hold that are documents of other programs. */
const OF_DOCUMENT = /^(?:\[Content_Types\]\.xml|mimetype|content\.xml|META-INF\/)/u;

/** What a file really holds. Its ending decides only where the content does not; a notice says where it lies. */
export function detect(name: string, bytes: Uint8Array): { kind: SourceKind; notices: string[] } | Refusal {
  const start = startOf(bytes);
  const refused = REFUSED_STARTS.find(([mark]) => start.startsWith(mark));
  if (refused) return { reason: refused[1], remedy: SAVE_AS };
  const kind = kindOf(name, start, bytes);
  if (typeof kind !== "string") return kind;
  return { kind, notices: noticesFor(name, kind) };
}

function kindOf(name: string, start: string, bytes: Uint8Array): SourceKind | Refusal {
  if (start.startsWith("PK\x03\x04") || start.startsWith("PK\x05\x06")) return kindOfArchive(name, bytes);
  const byEnding = kindByEnding(name);
  if ((byEnding === "pdf" ? PDF_WITHIN : PDF).test(start)) return "pdf";
  const root = rootNameOf(start);
  const byRoot = root === null || WEB_PAGE.test(start) ? undefined : ROOTS[root];
  if (byRoot && byRoot !== "html") return byRoot;
  if (/\.xml$/iu.test(name) && root !== null && byRoot === undefined)
    return {
      reason: `it is XML of a kind that is no article (its first element is ${root})`,
      remedy: "Import it with “Import annotations…” if an annotation tool wrote it.",
    };
  if (byEnding === "mail" ? ANY_FIELD.test(start) : byEnding === null && MAIL_FIELD.test(start)) return "mail";
  if (byEnding === "json-lines") return /^\s*\{/u.test(start) ? "json-lines" : "text";
  if (WEB_PAGE.test(start) || byRoot === "html") return "html";
  if (byEnding === "html") return ANY_TAG.test(start) ? "html" : "text";
  return byEnding === "markdown" ? "markdown" : "text";
}

function kindOfArchive(name: string, bytes: Uint8Array): SourceKind | Refusal {
  const names = entryNames(bytes);
  if (names.includes("word/document.xml")) return "docx";
  if (names.some((one) => OF_DOCUMENT.test(one)))
    return { reason: "it is an archive that is a document of a kind that cannot be read", remedy: SAVE_AS };
  if (names.length === 0 && kindByEnding(name) !== "archive")
    return { reason: "it is a damaged archive, or a document that was cut off", remedy: SAVE_AS };
  return "archive";
}

function kindByEnding(name: string): SourceKind | null {
  const ending = /\.([^.]+)$/u.exec(name.toLowerCase())?.[1] ?? "";
  return Object.hasOwn(ENDINGS, ending) ? (ENDINGS[ending] ?? null) : null;
}

function noticesFor(name: string, kind: SourceKind): string[] {
  const promised = kindByEnding(name);
  if (promised === null || promised === kind) return [];
  return [`${name} is not ${NAMES[promised]} as its name says: it was read as ${NAMES[kind]}.`];
}

/** The first bytes as characters of the same number, without byte-order mark and the NULs of UTF-16. */
function startOf(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, START_BYTES)).toString("latin1");
  const withoutMark = start.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/u, "");
  return withoutMark === start ? start : withoutMark.replaceAll("\0", "");
}
