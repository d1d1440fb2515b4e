import { type XmlElement, xmlElement, xmlText } from "../xml.ts";

/** Text as TEI holds it: a character that XML does not have becomes an element `g` that names its code point. */
export const teiText = (text: string): string =>
  xmlText(text, (code) => xmlElement("g", { n: code.toString(16).toUpperCase().padStart(4, "0") }));

/** The character that a `g` names; nothing where it names none. */
export function characterOf({ attributes }: XmlElement): string {
  const code = Number.parseInt(attributes.n ?? "", 16);
  return Number.isInteger(code) && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** All text below an element, with such characters. */
export const wordsOf = (element: XmlElement | undefined): string =>
  (element?.children ?? [])
    .map((child) => (typeof child === "string" ? child : child.name === "g" ? characterOf(child) : wordsOf(child)))
    .join("");
