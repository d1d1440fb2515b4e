import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { Format, Loss, Written } from "../format.ts";
import { summed } from "../loss.ts";
import { type Cell, columnsOf, rowsOf, tables, tablesCarry } from "./format.ts";

/** Characters (UTF-16 units) that a cell of Excel holds: Microsoft, “Excel specifications and limits”. */
export const mostInCell = 32_767;
const mark = "…";

/** A workbook with a sheet for each table. Parts are JSON Lines, a row each, until the host packs them (`packs`). */
export const workbookFormat: Format = {
  id: "xlsx",
  title: "Excel workbook",
  endings: [".xlsx"],
  unit: "codepoint",
  carries: {
    ...tablesCarry,
    not: [
      ...tablesCarry.not,
      `Of a text of more than ${mostInCell.toLocaleString("en")} characters in a cell the rest.`,
    ],
  },
  lines: false,
  sniff: () => 0,
  write(file: AnnotationFile): Written {
    const rows = rowsOf(file);
    const losses: Loss[] = [];
    const files = tables.map((table) => {
      const names = columnsOf(table);
      const lines = rows[table].map((row) => {
        const cells = names.map((name) => fitting(row[name] ?? null, `${table}.${name}`, String(row.id), losses));
        return `${JSON.stringify(cells)}\n`;
      });
      return { name: table, text: lines.join("") };
    });
    return { files, ids: {}, losses: summed(losses) };
  },
  packs: "workbook",
  join: (name) => {
    const table = tables.find((one) => one === name);
    return { before: table ? `${JSON.stringify(columnsOf(table))}\n` : "", between: "", after: "" };
  },
};

/** A cell as Excel can hold it; what is cut off is counted. */
function fitting(cell: Cell, what: string, id: string, losses: Loss[]): Cell {
  if (typeof cell !== "string" || cell.length <= mostInCell) return cell;
  losses.push({ what: `${what} (longer than a cell)`, count: 1, examples: [id] });
  return `${cell.slice(0, mostInCell - mark.length).replace(/[\uD800-\uDBFF]$/u, "")}${mark}`;
}
