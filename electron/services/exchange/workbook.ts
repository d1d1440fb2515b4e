import writeExcelFile from "write-excel-file/node";
import { z } from "zod";
import type { ExchangeFile } from "../../../shared/exchange/format.ts";
import { fail } from "../problems.ts";

/** Microsoft, “Excel specifications and limits”. The first row says the columns. */
export const mostRows = 1_048_576;
/** Cells that are packed in memory at once: about half a minute, and 1 GB. */
const mostCells = 1_500_000;

const rowSchema = z.array(z.union([z.string(), z.number(), z.null()]));
type Row = z.infer<typeof rowSchema>;

/** A part of a sheet, JSON Lines of a row each, and what begins the sheet where it is new. */
export interface SheetPart extends ExchangeFile {
  before: string;
}

/** Sheets grow until they are packed: what is too much for a workbook is said as soon as it is known. */
export class Workbook {
  private readonly sheets = new Map<string, Row[]>();
  private cells = 0;

  /** @throws ProblemError where it is too much. */
  add({ name, text, before }: SheetPart): void {
    const rows = this.sheets.get(name) ?? rowsIn(before);
    this.sheets.set(name, rows);
    for (const row of rowsIn(text)) {
      rows.push(row);
      this.cells += row.filter((cell) => cell !== null && cell !== "").length;
    }
    if (rows.length > mostRows) tooMuch(`its sheet ${name} would have more than ${mostRows.toLocaleString("en")} rows`);
    if (this.cells > mostCells) tooMuch(`it would have more than ${mostCells.toLocaleString("en")} cells`);
  }

  /** The file. Text is text, whatever it begins with: no cell is a formula. */
  async packed(): Promise<Uint8Array> {
    const sheets = [...this.sheets].map(([sheet, rows]) => ({
      sheet,
      stickyRowsCount: 1,
      data: rows.map((row) => row.map(cellOf)),
    }));
    return await writeExcelFile(sheets).toBuffer();
  }
}

const rowsIn = (lines: string): Row[] =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => rowSchema.parse(JSON.parse(line)));

function cellOf(value: Row[number]) {
  if (value === null || value === "") return null;
  return typeof value === "number" ? { value, type: Number } : { value: escaped(value), type: String };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const toEscape = /[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-f]{4}_)/giu;

/** Text as cells write it: what XML has no character for is `_xHHHH_` (ECMA-376, 22.9.2.19). So is how names begin that
 *  every object has: the library looks texts up in one. */
const escaped = (text: string): string => (text in {} ? `${code(text)}${text.slice(1)}` : text.replace(toEscape, code));

const code = (character: string): string => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

function tooMuch(reason: string): never {
  return fail("The workbook", reason, "Export fewer articles at a time, or CSV tables, which have no limit.");
}
