import type { Refusal } from "./draft.ts";
import { entryNames } from "./zip.ts";

export type SourceKind = "text" | "markdown" | "html" | "docx";

const NAMES: Record<SourceKind, string> = {
  text: "plain text",
  markdown: "Markdown",
  html: "a web page",
  docx: "a Word document",
};

const START_BYTES = 4096;
const WEB_PAGE = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b/iu;
const ANY_TAG = /<(?:[a-z][a-z0-9-]*[\s/>]|!--|!doctype)/iu;
const SAVE_AS = "Save it as .docx, HTML or plain text in the program it comes from.";

const REFUSED_STARTS: [start: string, reason: string][] = [
  ["%PDF-", "it is a PDF file"],
  ["{\\rtf", "it is an RTF file"],
  ["\xd0\xcf\x11\xe0", "it is a file of an older Office program"],
];

/** What a file really holds. Its ending decides only where the content does not; a notice says where it lies. */
export function detect(name: string, bytes: Uint8Array): { kind: SourceKind; notices: string[] } | Refusal {
  const start = startOf(bytes);
  const refused = REFUSED_STARTS.find(([mark]) => start.startsWith(mark));
  if (refused) return { reason: refused[1], remedy: SAVE_AS };
  if (start.startsWith("PK\x03\x04")) {
    if (!entryNames(bytes).includes("word/document.xml")) {
      return { reason: "it is an archive, or a document of a kind that cannot be read", remedy: SAVE_AS };
    }
    return { kind: "docx", notices: noticesFor(name, "docx") };
  }
  const kind = kindOfText(kindByEnding(name), start);
  return { kind, notices: noticesFor(name, kind) };
}

function kindOfText(byEnding: SourceKind | null, start: string): SourceKind {
  if (WEB_PAGE.test(start)) return "html";
  if (byEnding === "html") return ANY_TAG.test(start) ? "html" : "text";
  return byEnding === "markdown" ? "markdown" : "text";
}

function kindByEnding(name: string): SourceKind | null {
  const ending = /\.([^.]+)$/u.exec(name.toLowerCase())?.[1] ?? "";
  if (["md", "markdown"].includes(ending)) return "markdown";
  if (["html", "htm", "xhtml"].includes(ending)) return "html";
  if (ending === "docx") return "docx";
  return ["txt", "text"].includes(ending) ? "text" : null;
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
