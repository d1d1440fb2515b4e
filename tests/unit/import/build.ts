import { readFile } from "node:fs/promises";
import { crc32, deflateRawSync } from "node:zlib";
import type { ArticleDraft, ImportResult } from "../../../electron/services/import/draft.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const fixture = async (name: string): Promise<{ name: string; bytes: Uint8Array }> => ({
  name,
  bytes: await readFile(new URL(`../../fixtures/import/${name}`, import.meta.url)),
});

export const kindsAndTexts = ({ blocks, text }: Pick<ArticleDraft, "blocks" | "text">) =>
  blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)]);

export function draftIn(result: ImportResult): ArticleDraft {
  if (!result.ok) throw new Error(`refused: ${result.problem.reason}`);
  return result.draft;
}

export function reasonIn(result: ImportResult): string {
  if (result.ok) throw new Error("it was read");
  return result.problem.reason;
}

/** A zip archive of these files, packed as Word packs them. */
export function zipOf(files: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const path = Buffer.from(name);
    const packed = deflateRawSync(content);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(Buffer.byteLength(content), 18);
    facts.writeUInt16LE(path.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), facts, path, packed]);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), facts, entry, path]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** A Word document of these paragraphs; a style is the name that Word's own templates give it. */
export function docxOf(paragraphs: { text: string; style?: string }[], properties = ""): Buffer {
  const styles = [...new Set(paragraphs.flatMap(({ style }) => style ?? []))];
  const idOf = (style: string) => style.replaceAll(" ", "");
  const body = paragraphs.map(({ text, style }) => {
    const properties = style ? `<w:pPr><w:pStyle w:val="${idOf(style)}"/></w:pPr>` : "";
    const runs = text.split("\n").map((line) => `<w:r><w:t xml:space="preserve">${line}</w:t></w:r>`);
    return `<w:p>${properties}${runs.join("<w:r><w:br/></w:r>")}</w:p>`;
  });
  return zipOf({
    "[Content_Types].xml": `${DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    "_rels/.rels": `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    "word/document.xml": `${DECLARATION}<w:document xmlns:w="${WORD}"><w:body>${body.join("")}</w:body></w:document>`,
    "word/styles.xml": `${DECLARATION}<w:styles xmlns:w="${WORD}">${styles
      .map((style) => `<w:style w:type="paragraph" w:styleId="${idOf(style)}"><w:name w:val="${style}"/></w:style>`)
      .join("")}</w:styles>`,
    ...(properties && { "docProps/core.xml": `${DECLARATION}<cp:coreProperties>${properties}</cp:coreProperties>` }),
  });
}
