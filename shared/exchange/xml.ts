import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Problem } from "../format/problem.ts";
import type { ExchangeFile } from "./format.ts";

/** An element of an XML document, its children in order; text is verbatim, with entities resolved. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (XmlElement | string)[];
}

const attributesKey = ":@";
const textKey = "#text";

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/** The root element of a document, or what is wrong with it and where. */
export function parseXml(file: ExchangeFile): XmlElement | Problem {
  const text = file.text.replace(/^\uFEFF/, "");
  const checked = XMLValidator.validate(text, { allowBooleanAttributes: false });
  if (checked !== true) {
    const { line, col, msg } = checked.err;
    return { file: file.name, path: `line ${line}, column ${col}`, reason: msg, remedy: "Correct it there." };
  }
  const [root] = elementsOf(parser.parse(text));
  return root ?? { file: file.name, path: "", reason: "it has no element", remedy: "Choose a whole XML file." };
}

function elementsOf(nodes: unknown): XmlElement[] {
  return nodesOf(nodes).filter((node) => typeof node !== "string");
}

function nodesOf(nodes: unknown): (XmlElement | string)[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: Record<string, unknown>): (XmlElement | string)[] => {
    if (textKey in node) return [String(node[textKey])];
    const name = Object.keys(node).find((key) => key !== attributesKey);
    if (name === undefined) return [];
    const given = node[attributesKey];
    const attributes = typeof given === "object" && given !== null ? given : {};
    return [{ name, attributes: { ...attributes } as Record<string, string>, children: nodesOf(node[name]) }];
  });
}

/** The child elements of an element, of one name or all. */
export const childrenOf = (element: XmlElement | undefined, name?: string): XmlElement[] =>
  (element?.children ?? []).filter(
    (child): child is XmlElement => typeof child !== "string" && (name === undefined || child.name === name),
  );

/** The first element of that name below an element, at any depth. */
export function findElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const child of childrenOf(element)) {
    const found = child.name === name ? child : findElement(child, name);
    if (found) return found;
  }
  return undefined;
}

/** All text below an element. */
export const textOf = (element: XmlElement | undefined): string =>
  (element?.children ?? []).map((child) => (typeof child === "string" ? child : textOf(child))).join("");

/** What XML 1.0 has no character for, lone surrogates among it. */
const notXml = String.raw`[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]`;
const toEscape = new RegExp(`[&<>"\r]|${notXml}`, "gu");
const toEscapeInJson = new RegExp(`\r|${notXml}`, "gu");
const references: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

/** Text as element content. A character that XML does not have becomes `missing` of it. */
export const xmlText = (text: string, missing: (code: number) => string = () => "\uFFFD"): string =>
  text.replace(toEscape, (character) => references[character] ?? missing(character.codePointAt(0) ?? 0));

/** Attributes in double quotes, each after a space; those without a value are left out. */
export const xmlAttributes = (attributes: Readonly<Record<string, string | null | undefined>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => (value === null || value === undefined ? "" : ` ${name}="${attributeValue(value)}"`))
    .join("");

const attributeValue = (value: string) => xmlText(value).replace(/[\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** An element with content that is XML already. */
export const xmlElement = (
  name: string,
  attributes: Readonly<Record<string, string | null | undefined>>,
  content = "",
): string => `<${name}${xmlAttributes(attributes)}${content === "" ? "/>" : `>${content}</${name}>`}`;

/** A value as JSON such as XML can hold: what XML has no character for is escaped as JSON does. */
export const jsonForXml = (value: unknown): string =>
  JSON.stringify(value).replace(
    toEscapeInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const plainName = /^[A-Za-z_][\w.]*$/;

/** An id as XML takes one, unambiguously: what a name cannot have is written as its code between hyphens. */
export const xmlIdOf = (prefix: string, id: string): string =>
  plainName.test(id)
    ? `${prefix}.${id}`
    : `${prefix}.${Array.from(id, (character) => (/[\w.]/.test(character) ? character : `-${(character.codePointAt(0) ?? 0).toString(16)}-`)).join("")}`;

/** The id that `xmlIdOf` made a name of; null where the prefix is another. */
export function idOfXml(prefix: string, name: string): string | null {
  if (!name.startsWith(`${prefix}.`)) return null;
  return name
    .slice(prefix.length + 1)
    .replace(/-([0-9a-f]+)-/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}
