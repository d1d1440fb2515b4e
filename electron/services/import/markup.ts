import { childrenOf, type XmlElement, xmlText } from "../../../shared/exchange/xml.ts";

/** An element's name without the prefix of its namespace, in small letters. */
export const localName = (element: XmlElement): string =>
  element.name.slice(element.name.indexOf(":") + 1).toLowerCase();

export const childrenNamed = (element: XmlElement | undefined, ...names: string[]): XmlElement[] =>
  childrenOf(element).filter((child) => names.includes(localName(child)));

export const childNamed = (element: XmlElement | undefined, ...names: string[]): XmlElement | undefined => {
  const children = childrenOf(element);
  return names.flatMap((name) => children.filter((child) => localName(child) === name))[0];
};

/** The element at the end of a path of children; undefined where there is none. */
export const elementAt = (element: XmlElement | undefined, ...path: string[]): XmlElement | undefined =>
  path.reduce((at, name) => childNamed(at, name), element);

/** All elements of that name below an element, outermost first. */
export function everyNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  return childrenOf(element).flatMap((child) => (localName(child) === name ? [child] : everyNamed(child, name)));
}

/** The text below an element in one line; null where it has none. */
export function lineIn(element: XmlElement | undefined): string | null {
  if (!element) return null;
  const text = (one: XmlElement): string =>
    one.children.map((child) => (typeof child === "string" ? child : text(child))).join("");
  return text(element).replace(/\s+/gu, " ").trim() || null;
}

/** HTML elements that are written for those of NITF 3.6; an empty name leaves the element out. */
const NITF_AS_HTML: Readonly<Record<string, string>> = {
  hl1: "h1",
  hl2: "h2",
  hedline: "div",
  bq: "blockquote",
  nitf: "div",
  body: "div",
  "body.head": "",
  "body.content": "div",
  "body.end": "div",
  block: "div",
  note: "aside",
  byline: "",
  bytag: "",
  media: "figure",
  "media-reference": "",
  "media-metadata": "",
  "media-producer": "",
  "media-object": "",
  "media-caption": "figcaption",
  datasource: "p",
  credit: "p",
  tagline: "p",
};
const KEPT = new Set(
  `a b blockquote br caption col dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr html i li main ol p pre q section
  article aside header footer span strong sub sup table tbody td tfoot th thead tr u ul style script head`.split(
    /\s+/u,
  ),
);
const EMPTY = new Set(["br", "hr", "col"]);

/** What stands in an element as HTML: XHTML as it is, NITF by what it means. Attributes stay behind. */
export function htmlOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? xmlText(child) : tagged(child))).join("");
}

function tagged(element: XmlElement): string {
  const name = localName(element);
  const html = NITF_AS_HTML[name] ?? (KEPT.has(name) ? name : "span");
  if (html === "") return "";
  return EMPTY.has(html) ? `<${html}>` : `<${html}>${htmlOf(element)}</${html}>`;
}
