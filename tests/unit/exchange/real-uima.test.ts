import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportDocument, importFiles } from "../../../shared/exchange/exchange.ts";
import type { ExchangeFile } from "../../../shared/exchange/format.ts";
import { guessFormat } from "../../../shared/exchange/registry.ts";
import type { Cas } from "../../../shared/exchange/uima/cas.ts";
import { casOfJson } from "../../../shared/exchange/uima/json.ts";
import { casOfXmi } from "../../../shared/exchange/uima/xmi.ts";
import { parseXml } from "../../../shared/exchange/xml.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { formatNamed, isThere, realFile, shared, thereAndBack, unsaid } from "./support.ts";

const filesBelow = (folder: string, ending: string): string[] =>
  isThere(folder)
    ? readdirSync(join(shared, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(ending))
        .sort()
        .map((name) => join(folder, name))
    : [];

/** What a CAS holds, whatever the order of its structures and features. */
function holdingOf(cas: Cas | { reason: string }) {
  if ("reason" in cas) throw new Error(cas.reason);
  const sorted = (features: object) => Object.entries(features).sort(([a], [b]) => (a < b ? -1 : 1));
  const structures = cas.structures.map(({ id, type, features, views }) => [id, type, sorted(features), views]);
  const sofas = cas.sofas.map(({ id, name, text, features }) => [id, name, text, sorted(features)]);
  return [...structures, ...sofas].sort(([a], [b]) => Number(a) - Number(b));
}

const casOf = (file: ExchangeFile | undefined) => {
  if (!file) throw new Error("nothing was written");
  if (file.name.endsWith(".json")) return casOfJson(JSON.parse(file.text));
  const root = parseXml(file);
  return "reason" in root ? root : casOfXmi(root, []);
};

describe.skipIf(!isThere("uima-cas"))("CAS files of cassis and WebAnno", () => {
  const xmi = [...filesBelow("webanno-tsv3", ".xmi"), ...filesBelow("uima-cas", ".xmi")];
  const json = filesBelow("uima-cas", ".json");
  it.each([...xmi, ...json])("%s comes in without a problem and goes out with all that it holds", (path) => {
    const file = realFile(path);
    const format = path.endsWith(".json") ? "uima-json" : "uima-xmi";
    expect(guessFormat(file)?.id).toBe(format);
    const { imported, exported, files } = thereAndBack(format, [file]);
    expect([imported.problems, exported[0]?.losses, exported[0]?.extra]).toEqual([[], [], []]);
    expect(holdingOf(casOf(files[0]))).toEqual(holdingOf(casOf(file)));
  });

  it.each(json.filter((path) => basename(path) === "data.json"))("%s is the same by way of XMI", (path) => {
    const { documents } = importFiles(formatNamed("uima-json"), [realFile(path)], unsaid);
    const written = documents.flatMap(
      (one) => exportDocument(formatNamed("uima-xmi"), one, { extension: false }).files,
    );
    const [back] = importFiles(formatNamed("uima-xmi"), written, unsaid).documents;
    const again = back && exportDocument(formatNamed("uima-json"), back, { extension: false });
    expect(holdingOf(casOf(again?.files[0]))).toEqual(holdingOf(casOf(realFile(path))));
  });
});

/** The annotations of a document by their words, without ids, and without the white space at their ends, which TSV does
 *  not have. */
function annotationsOf(document: AnnotationDocument | undefined) {
  if (!document) throw new Error("it did not come in");
  const { text } = document.open.article;
  const types = new Map(document.entities.map(({ id, type }) => [id, type]));
  const mentions = [...document.open.mentions.values()];
  const names = new Map(
    mentions.map(({ id, spans, entity }) => {
      const places = spans.map(({ start, end }) => {
        const words = text.slice(start, end);
        const begin = start + words.length - words.trimStart().length;
        return `${begin}-${begin + words.trim().length}`;
      });
      return [id, `${types.get(entity ?? "") ?? ""} ${places}`];
    }),
  );
  const chains = mentions.map(({ entity }) =>
    mentions.filter((one) => one.entity === entity).map(({ id }) => names.get(id)),
  );
  return {
    text: text.trimEnd(),
    mentions: [...names.values()].sort(),
    relations: [...document.open.relations.values()]
      .map(({ type, from, to }) => `${type}: ${names.get(String(from))} → ${names.get(String(to))}`)
      .sort(),
    chains: chains.map((one) => one.sort().join(", ")).sort(),
  };
}

describe.skipIf(!isThere("webanno-tsv3"))("WebAnno's own cases", () => {
  const cases = filesBelow("webanno-tsv3", ".tsv");
  it.each(cases)("%s comes in without a problem and goes out line for line", (path) => {
    const file = realFile(path);
    expect(guessFormat(file)?.id).toBe("webanno-tsv");
    const { imported, exported, files } = thereAndBack("webanno-tsv", [file]);
    expect([imported.problems, exported[0]?.losses, exported[0]?.extra]).toEqual([[], [], []]);
    const rows = (text: string) => text.split("\n").filter((row) => row !== "");
    expect(rows(files[0]?.text ?? "")).toEqual(rows(file.text));
  });

  it.each(cases.filter((path) => isThere(path.replace(/tsv$/, "xmi"))))("%s says the same as its XMI", (path) => {
    const tsv = realFile(path);
    const xmi = realFile(path.replace(/tsv$/, "xmi"));
    // Some cases were written in the layer of named entities and compared in one of WebAnno's own.
    const isOther = tsv.text.includes("webanno.custom.Span|") && xmi.text.includes(":NamedEntity ");
    const renamed = isOther ? { ...xmi, text: xmi.text.replace(/<type\d:NamedEntity /g, "<custom:Span ") } : xmi;
    const read = (format: string, file: ExchangeFile) => importFiles(formatNamed(format), [file], unsaid).documents[0];
    expect(annotationsOf(read("webanno-tsv", tsv))).toEqual(annotationsOf(read("uima-xmi", renamed)));
  });
});
