import mammoth from "mammoth";
import type { Extracted, Refusal } from "./draft.ts";
import { blocksOfHtml, parsePage } from "./html-blocks.ts";
import { readEntry, unpackedSize } from "./zip.ts";

const MOST_UNPACKED_BYTES = 400 * 1024 * 1024;
const MOST_PROPERTIES_BYTES = 64 * 1024;

/** Styles that Word's own templates have and mammoth leaves as paragraphs. */
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => h2:fresh",
  "p[style-name='Quote'] => blockquote:fresh",
  "p[style-name='Intense Quote'] => blockquote:fresh",
  "p[style-name='Caption'] => figcaption:fresh",
  "p[style-name='caption'] => figcaption:fresh",
];

/** A Word document's text. Pictures, comments and what was struck out stay behind. */
export async function readDocx(bytes: Uint8Array): Promise<Extracted | Refusal> {
  if (unpackedSize(bytes) > MOST_UNPACKED_BYTES) {
    return {
      reason: "it unpacks to more than 400 MB",
      remedy: "Remove its pictures, or keep only the article's own text.",
    };
  }
  const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
  const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) }, { styleMap: STYLES, convertImage });
  const content = blocksOfHtml(parsePage(value).body);
  const properties = coreProperties(bytes);
  return {
    ...content,
    title: content.blocks.some(({ kind }) => kind === "headline") ? null : properties("dc:title"),
    byline: properties("dc:creator"),
    language: properties("dc:language"),
  };
}

/** Looks a property up in docProps/core.xml; a document may do without it. */
function coreProperties(bytes: Uint8Array): (name: string) => string | null {
  const xml = readEntry(bytes, "docProps/core.xml", MOST_PROPERTIES_BYTES)?.toString("utf8") ?? "";
  return (name) => {
    const content = new RegExp(`<${name}\\b[^>]*>([^<]*)</${name}>`, "u").exec(xml)?.[1] ?? "";
    return parsePage(content).body.textContent?.trim() || null;
  };
}
