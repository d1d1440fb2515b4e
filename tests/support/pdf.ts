import { deflateSync } from "node:zlib";

/** Text at a place of a page, in points from its lower left corner. */
export interface Words {
  text: string;
  x: number;
  y: number;
  size?: number;
  /** Courier, whose letters are all 0.6 of the size wide, unless it says `bold`. */
  font?: "plain" | "bold" | "odd" | "japanese";
}

export interface PdfParts {
  /** What each page shows: words, or the operators themselves. */
  pages: (Words[] | string)[];
  /** The information dictionary's entries. */
  info?: string;
  catalog?: string;
  trailer?: string;
  page?: string;
  isPacked?: boolean;
}

export const pageWidth = 612;
export const pageHeight = 792;
export const letterWidth = 0.6;

const fonts = `/Font << /plain << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>
/bold << /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>
/odd << /Type /Font /Subtype /Type1 /BaseFont /Odd /FirstChar 65 /LastChar 70 /Widths [600 600 600 600 600 600]
 /Encoding << /Differences [65 /fi /fl /g901 /g902 /g903 /g904] >> /ToUnicode 4 0 R
 /FontDescriptor << /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 600 700] /Ascent 700 /Descent -200
 /CapHeight 700 /StemV 80 /ItalicAngle 0 >> >>
/japanese << /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /UniJIS-UTF16-H /DescendantFonts [<<
 /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /DW 1000
 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 4 >>
 /FontDescriptor << /Type /FontDescriptor /FontName /Ryumin-Light /Flags 4 /FontBBox [0 -200 1000 900] /Ascent 900
 /Descent -200 /CapHeight 700 /StemV 80 /ItalicAngle 0 >> >>] >> >>`;

/** The letters of the odd font: two ligatures, and glyphs that stand for nothing. */
const letters = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <00> <FF> endcodespacerange
6 beginbfchar <41> <FB01> <42> <FB02> <43> <FFFD> <44> <FFFD> <45> <FFFD> <46> <E000> endbfchar endcmap end end`;

const literal = (text: string): string => `(${text.replace(/[\\()]/g, "\\$&")})`;
const hex = (text: string): string => `<${Buffer.from(text, "utf16le").swap16().toString("hex")}>`;

const shown = ({ text, x, y, size = 10, font = "plain" }: Words): string =>
  `BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm ${font === "japanese" ? hex(text) : literal(text)} Tj ET`;

/** A PDF file of these parts, as ISO 32000-1 says it: objects, their table, the trailer. */
export function pdfOf({ pages, info, catalog = "", trailer = "", page = "", isPacked }: PdfParts): Buffer {
  const first = 5;
  const kids = pages.map((_, i) => `${first + i * 2} 0 R`);
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids.join(" ")}] /Count ${pages.length} >>`,
    `<< ${info ?? ""} >>`,
    stream(letters, false),
    ...pages.flatMap((content, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pageWidth} ${pageHeight}] ${page} /Resources << ${fonts} >> /Contents ${first + 1 + i * 2} 0 R >>`,
      stream(typeof content === "string" ? content : content.map(shown).join("\n"), isPacked ?? false),
    ]),
  ];
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [i, object] of objects.entries()) {
    const part = Buffer.concat([
      Buffer.from(`${i + 1} 0 obj\n`),
      Buffer.from(object, "latin1"),
      Buffer.from("\nendobj\n"),
    ]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  }
  const rows = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`);
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join("")}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 3 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

function stream(content: string, isPacked: boolean): string {
  const bytes = Buffer.from(content, "latin1");
  const kept = isPacked ? deflateSync(bytes) : bytes;
  return `<< /Length ${kept.length} ${isPacked ? "/Filter /FlateDecode " : ""}>>\nstream\n${kept.toString("latin1")}\nendstream`;
}

/** Lines of text one below the other, from the upper left. */
export const linesAt = (
  lines: readonly string[],
  x = 72,
  top = 700,
  leading = 12,
  more: Partial<Words> = {},
): Words[] => lines.map((text, i) => ({ text, x, y: top - i * leading, ...more }));
