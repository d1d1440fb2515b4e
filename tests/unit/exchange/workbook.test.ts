import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { Packer } from "../../../electron/services/exchange/packing.ts";
import { Workbook } from "../../../electron/services/exchange/workbook.ts";
import { exportDocument, importFiles } from "../../../shared/exchange/exchange.ts";
import { workbookFormat } from "../../../shared/exchange/tables/workbook.ts";
import { childrenOf, findElement, parseXml, textOf, type XmlElement } from "../../../shared/exchange/xml.ts";
import { temporaryFolder } from "../../builders.ts";
import { formatNamed, unsaid } from "./support.ts";

const cli = fileURLToPath(new URL("../../../electron/cli.ts", import.meta.url));

function xmlIn(files: Record<string, Uint8Array>, name: string): XmlElement {
  const root = parseXml({ name, text: strFromU8(files[name] ?? new Uint8Array()) });
  if (!("children" in root)) throw new Error(`${name}: ${root.reason}`);
  return root;
}

const unescaped = (text: string) =>
  text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The sheets of a workbook by name, as Excel shows them; a formula would be an object. */
function sheetsOf(bytes: Uint8Array) {
  const files = unzipSync(bytes);
  const strings = childrenOf(xmlIn(files, "xl/sharedStrings.xml"), "si").map((one) => unescaped(textOf(one)));
  const sheets = childrenOf(findElement(xmlIn(files, "xl/workbook.xml"), "sheets"));
  return Object.fromEntries(
    sheets.map(({ attributes }, at) => {
      const sheet = xmlIn(files, `xl/worksheets/sheet${at + 1}.xml`);
      const rows = childrenOf(findElement(sheet, "sheetData")).map((row) =>
        Object.fromEntries(
          childrenOf(row).map((cell) => [
            String(cell.attributes.r).replace(/\d+$/, ""),
            findElement(cell, "f") ? { formula: true } : valueOfCell(cell, strings),
          ]),
        ),
      );
      return [attributes.name ?? "", { rows, pane: findElement(sheet, "pane")?.attributes }];
    }),
  );
}

const valueOfCell = (cell: XmlElement, strings: readonly string[]) =>
  cell.attributes.t === "s" ? strings[Number(textOf(cell))] : Number(textOf(cell));

const text = "=SUM(A1) 🎉 & <b> said _x0041_ constructor.";
const task = (at: number, label = "Person") =>
  `${JSON.stringify({
    text: `${text} ${at}`,
    spans: [
      { start: 0, end: 10, label },
      { start: 11, end: 41, label },
      { start: 30, end: 41, label },
    ],
  })}\n`;

describe("an Excel workbook", { timeout: 60_000 }, () => {
  it("has a sheet for each table with its header frozen, and the words of the article as text", () => {
    const home = temporaryFolder();
    writeFileSync(join(home, "t.jsonl"), task(1) + task(2));
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [cli, ...args], { cwd: home, env: { ...process.env, INIT_CWD: home, HOME: home } });
    const { status, stderr } = run("convert", "t.jsonl", "--to", "xlsx", "--out", "out.xlsx", "--report");
    expect([status, String(stderr)]).toEqual([0, expect.stringContaining("article.text\t2")]);
    const sheets = sheetsOf(readFileSync(join(home, "out.xlsx")));
    expect(Object.keys(sheets)).toEqual(["mentions", "quotes", "claims", "relations", "entities"]);
    for (const { pane } of Object.values(sheets)) expect(pane).toMatchObject({ state: "frozen", ySplit: "1" });
    const { rows = [] } = sheets.mentions ?? {};
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatchObject({ A: "article", B: "id", G: "start", H: "end", I: "text" });
    expect(rows[1]).toMatchObject({ A: "t-1", G: 0, H: 10, I: "=SUM(A1) 🎉" });
    expect(rows[2]?.I).toBe(Array.from(text).slice(11, 41).join(""));
    expect(rows[3]?.I).toBe("constructor");
    expect(rows[6]).toMatchObject({ A: "t-2", I: "constructor" });
    mkdirSync(join(home, "folder"));
    expect(run("convert", "t.jsonl", "--to", "xlsx", "--out", "folder").status).toBe(0);
    expect(existsSync(join(home, "folder", "annotations.xlsx"))).toBe(true);
    const piped = run("convert", "t.jsonl", "--to", "xlsx").stdout;
    expect(sheetsOf(piped).mentions?.rows).toEqual(rows);
  });

  it("counts as lost what is longer than a cell, and cuts no character in half", () => {
    const long = `${"a".repeat(32_765)}🎉${"b".repeat(20)}`;
    const line = JSON.stringify({ text: long, spans: [{ start: 0, end: 32_780, label: "Person" }] });
    const { documents } = importFiles(formatNamed("prodigy"), [{ name: "t.jsonl", text: line }], unsaid);
    if (!documents[0]) throw new Error("nothing was read");
    const { files, losses } = exportDocument(workbookFormat, documents[0], { extension: false });
    expect(losses).toContainEqual({
      what: "mentions.text (longer than a cell)",
      count: 1,
      examples: [expect.any(String)],
    });
    const cell = JSON.parse(files[0]?.text ?? "")[8];
    expect(cell).toBe(`${"a".repeat(32_765)}…`);
  });

  it("says when its rows are more than Excel has, before it packs them", () => {
    const workbook = new Workbook();
    const lines = '["",null]\n'.repeat(100_000);
    expect(() => {
      for (let at = 0; at < 11; at++) workbook.add({ name: "mentions", text: lines, before: '["a","b"]\n' });
    }).toThrow("1,048,576 rows");
  });

  const large = { name: "mentions", text: '["some words of an article",12]\n'.repeat(30_000), before: '["a","b"]\n' };

  it("is packed beside what else there is to do, where it is large", async () => {
    const packer = new Packer();
    await packer.add([large]);
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    const bytes = await packer.packed(() => false);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
    expect(sheetsOf(bytes ?? new Uint8Array()).mentions?.rows).toHaveLength(30_001);
  });

  it("can be stopped while it is packed, and says of another thread too what is too much", async () => {
    const packer = new Packer();
    await packer.add([large]);
    expect(await packer.packed(() => true)).toBeNull();
    const other = new Packer();
    const tooLarge = { ...large, text: '["",null]\n'.repeat(1_100_000) };
    await expect(other.add([tooLarge])).rejects.toMatchObject({
      problem: { reason: expect.stringContaining("1,048,576 rows"), remedy: expect.stringContaining("CSV") },
    });
    await other.close();
  });

  it("keeps characters that XML does not have", async () => {
    const workbook = new Workbook();
    const cells = ["a\u0001b", "\uffff", "a\rb\n c\t", "__proto__", "_x005F_", " = "];
    workbook.add({ name: "mentions", text: `${JSON.stringify(cells)}\n`, before: '["a"]\n' });
    const [, row = {}] = sheetsOf(await workbook.packed()).mentions?.rows ?? [];
    expect(Object.values(row)).toEqual(cells);
  });
});
