import { parseHTML } from "linkedom";
import type { BlockRange } from "../../../shared/article/blocks.ts";
import { type BlockWriter, createBlockWriter } from "./block-writer.ts";

const DOCTYPE = /<!doctype[^>]*>/iu;
const ELEMENT = 1;
const TEXT = 3;

/** What a reader never sees as text, or what is no part of a text. */
const SKIPPED = words(`script style template noscript head title svg math iframe object embed audio video canvas
  button select textarea input datalist dialog`);

const METADATA = words("title meta link base");

const BLOCKS = words(`address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption
  figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table
  tbody td tfoot th thead tr ul`);

const KINDS: Record<string, string> = {
  h1: "headline",
  h2: "heading",
  h3: "heading",
  h4: "heading",
  h5: "heading",
  h6: "heading",
  blockquote: "quote",
  li: "item",
  figcaption: "caption",
  caption: "caption",
};

const QUOTATION_MARKS: [open: string, close: string][] = [
  ["“", "”"],
  ["‘", "’"],
];

type Place = { kind: string; keepsSpace: boolean; quotationDepth: number };

/** A document of the markup, with the html and body elements that HTML allows to leave out.
 *  Nothing in it runs and nothing is loaded. */
export function parsePage(html: string): Document {
  const markup = html.replace(/\r\n?/gu, "\n").replace(DOCTYPE, "");
  const isWhole = /<html\b/iu.test(markup);
  const { document } = parseHTML(`<!doctype html>${isWhole ? markup : `<html>${markup}</html>`}`);
  addImpliedElements(document);
  return document;
}

function addImpliedElements(document: Document): void {
  const root = document.documentElement;
  const has = (name: string) => Array.from(root.children).some(({ localName }) => localName === name);
  if (has("body")) return;
  const head = has("head") ? document.head : document.createElement("head");
  const body = document.createElement("body");
  for (const node of Array.from(root.childNodes)) {
    if (node !== head) (METADATA.has(node.nodeName.toLowerCase()) ? head : body).append(node);
  }
  root.append(head, body);
}

/** An element's text as a reader would see it, cut into blocks. The first h1 is the headline, others are headings. */
export function blocksOfHtml(root: Element): { text: string; blocks: BlockRange[] } {
  const writer = createBlockWriter();
  visit(root, { kind: "paragraph", keepsSpace: false, quotationDepth: 0 }, writer);
  const { text, blocks } = writer.finish();
  const headline = blocks.find(({ kind }) => kind === "headline");
  return { text, blocks: blocks.map((one) => (isSecond(one, headline) ? { ...one, kind: "heading" } : one)) };
}

function isSecond(block: BlockRange, headline: BlockRange | undefined): boolean {
  return block.kind === "headline" && block !== headline;
}

function visit(node: Node, place: Place, writer: BlockWriter): void {
  if (node.nodeType === TEXT) writer.write(node.nodeValue ?? "", place.keepsSpace);
  else if (node.nodeType === ELEMENT) visitElement(node as Element, place, writer);
}

function visitElement(element: Element, place: Place, writer: BlockWriter): void {
  const name = element.localName.toLowerCase();
  if (SKIPPED.has(name) || isHidden(element)) return;
  if (name === "br") writer.breakLine();
  else if (name === "q") visitQuotation(element, place, writer);
  else if (BLOCKS.has(name)) visitBlock(element, name, place, writer);
  else visitChildren(element, place, writer);
}

function visitBlock(element: Element, name: string, place: Place, writer: BlockWriter): void {
  const kind = KINDS[name] ?? place.kind;
  writer.open(kind);
  visitChildren(element, { ...place, kind, keepsSpace: place.keepsSpace || name === "pre" }, writer);
  writer.open(place.kind);
}

/** A browser draws the marks of a q element; as text they would be lost. */
function visitQuotation(element: Element, place: Place, writer: BlockWriter): void {
  const [open, close] = QUOTATION_MARKS[place.quotationDepth % QUOTATION_MARKS.length] ?? ["", ""];
  writer.write(open, false);
  visitChildren(element, { ...place, quotationDepth: place.quotationDepth + 1 }, writer);
  writer.write(close, false);
}

function visitChildren(element: Element, place: Place, writer: BlockWriter): void {
  for (const child of element.childNodes) visit(child, place, writer);
}

function isHidden(element: Element): boolean {
  return element.hasAttribute("hidden") || /display\s*:\s*none/iu.test(element.getAttribute("style") ?? "");
}

function words(list: string): Set<string> {
  return new Set(list.split(/\s+/u));
}
