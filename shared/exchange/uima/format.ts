import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { Extension } from "../extension.ts";
import type { ExchangeFile, Format, NativeRead, Written } from "../format.ts";
import { isObject } from "../json.ts";
import { fileStem } from "../names.ts";
import { parseXml, type XmlElement } from "../xml.ts";
import type { CasType } from "./cas.ts";
import { casOfJson, casToJson } from "./json.ts";
import { foreignTypes, ownTypes } from "./layers.ts";
import { articleOf } from "./read.ts";
import { typesInXml, typesToXml } from "./types.ts";
import { casOf, type WrittenCas } from "./write.ts";
import { casOfXmi, casToXmi } from "./xmi.ts";

const typeSystemName = "TypeSystem.xml";
const typeSystemRoot = "typeSystemDescription";

const stemOf = (name: string) => name.replace(/(?:\.cas)?\.[^.]*$/i, "");

function readXmi(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  const types: CasType[] = [];
  const documents: { file: ExchangeFile; root: XmlElement }[] = [];
  for (const file of files) {
    if (!/^\s*</.test(file.text.replace(/^\uFEFF/, ""))) continue;
    const root = parseXml(file);
    if ("reason" in root) result.problems.push(root);
    else if (root.name === typeSystemRoot) types.push(...typesInXml(root));
    else if (root.name.endsWith("XMI")) documents.push({ file, root });
    else
      result.problems.push({
        ...{ file: file.name, path: "", reason: `its root element is ${root.name}` },
        remedy: "Choose a UIMA CAS as XMI, whose root is xmi:XMI.",
      });
  }
  for (const { file, root } of documents)
    result.articles.push(articleOf(casOfXmi(root, types), stemOf(file.name), file.name, result.losses));
  return result;
}

function readJson(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  for (const file of files) {
    if (files.length > 1 && !/^\s*\{/.test(file.text.replace(/^\uFEFF/, ""))) continue;
    const value = parsed(file.text);
    const cas = isObject(value) ? casOfJson(value) : { path: "", reason: "it is no JSON object" };
    if ("reason" in cas)
      result.problems.push({ file: file.name, ...cas, remedy: "Choose a UIMA CAS as JSON of version 0.4." });
    else result.articles.push(articleOf(cas, stemOf(file.name), file.name, result.losses));
  }
  return result;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

const idsOfWritten = (ids: WrittenCas["ids"]): Record<string, string> =>
  Object.fromEntries([...ids].map(([number, id]) => [String(number), id]));

function writeXmi(file: AnnotationFile, extension: Extension | null): Written {
  const { cas, ids } = casOf(file, extension);
  const stem = fileStem(file.article.id);
  const files = [{ name: `${stem}.xmi`, text: casToXmi(cas) }];
  // Types of other programs are this document's; those that Onrecord has are the settings of all.
  if (foreignTypes(cas.types).length > 0) files.push({ name: `${stem}.typesystem.xml`, text: typesToXml(cas.types) });
  return { files, ids: idsOfWritten(ids) };
}

function writeJson(file: AnnotationFile, extension: Extension | null): Written {
  const { cas, ids } = casOf(file, extension);
  return { files: [{ name: `${fileStem(file.article.id)}.cas.json`, text: casToJson(cas) }], ids: idsOfWritten(ids) };
}

/** What a CAS cannot say in the layers that Onrecord writes. */
const not = [
  "Speakers, addressees and claimants that are entities and not mentions.",
  "Names, aliases and notes of entities, and all but one of their links.",
  "Forms of mentions that name nobody yet; notes and statuses of mentions; attributes; evidence of claims.",
  "Ends of relations that are entities, or in another article; notes of relations.",
  "Who annotated, when, and where an annotation came from.",
  "The article's blocks and source, the label scheme.",
];
const facts = ["id", "title", "byline", "publisher", "date", "url", "language"];
const extension = "the feature extension of a document annotation webanno.custom.OnrecordDocument";

/** UIMA CAS as XMI, with its type system, as INCEpTION takes and gives it. Offsets are UTF-16 units. */
export const xmiFormat: Format = {
  id: "uima-xmi",
  title: "UIMA CAS XMI",
  endings: [".xmi"],
  unit: "utf16",
  carries: {
    fields: { article: facts },
    extension,
    not: [...not, "Characters that XML does not have: each becomes U+FFFD."],
  },
  lines: false,
  sniff: ({ text }) => (text.slice(0, 20_000).includes("http://www.omg.org/XMI") ? 1 : 0),
  read: readXmi,
  write: writeXmi,
  settings: () => [{ name: typeSystemName, text: typesToXml(ownTypes) }],
};

/** UIMA CAS as JSON 0.4, with its type system. Offsets are UTF-16 units; files that say so may count otherwise. */
export const casJsonFormat: Format = {
  id: "uima-json",
  title: "UIMA CAS JSON",
  endings: [".json"],
  unit: "utf16",
  carries: { fields: { article: [...facts, "text"] }, extension, not },
  lines: false,
  sniff: ({ text }) => (/^\s*\{\s*"%[A-Z_]+"\s*:/.test(text.replace(/^\uFEFF/, "").slice(0, 5000)) ? 1 : 0),
  read: readJson,
  write: writeJson,
};
