import type { Block } from "../fragments.ts";
import { claimLabel, cueLabel } from "../regions.ts";
import { childrenOf, type XmlElement } from "../xml.ts";
import { characterOf } from "./characters.ts";
import { speech, typeOfElement } from "./vocabulary.ts";

/** An annotation in the text: its first element, and its pieces in code points, in order. */
export interface Chain {
  id: string | null;
  element: XmlElement;
  spans: { start: number; end: number }[];
}

/** The text of a document as it is read, and what is marked in it. Code points. */
export interface Found {
  text: string;
  blocks: Block[];
  chains: Chain[];
  /** Elements that mean nothing to Onrecord, and how often they come. Their text is read all the same. */
  unknown: Map<string, number>;
}

interface Piece {
  element: XmlElement;
  start: number;
  end: number;
}

const blockElements = [
  "p",
  "head",
  "ab",
  "l",
  "item",
  "cell",
  "speaker",
  "stage",
  "opener",
  "closer",
  "salute",
  "dateline",
  "byline",
];
const transparent = [
  "text",
  "body",
  "front",
  "back",
  "group",
  "div",
  "div1",
  "div2",
  "div3",
  "list",
  "lg",
  "sp",
  "table",
  "row",
  "hi",
  "s",
  "w",
  "pc",
  "c",
  "emph",
  "foreign",
  "ref",
  "g",
  "lb",
  "pb",
];
const named = new Set([...Object.keys(typeOfElement), "name", "rs"]);

/** Reads the text of an element. Where the document does not say that its white space counts, runs of it are one space,
 *  and blocks stand two line ends apart. */
export function textIn(root: XmlElement | undefined): Found {
  const reader = new Reader();
  if (root) reader.read(root, root.attributes["xml:space"] === "preserve");
  return reader.found();
}

class Reader {
  private readonly parts: string[] = [];
  private length = 0;
  private readonly blocks: Block[] = [];
  private readonly pieces: Piece[] = [];
  private readonly unknown = new Map<string, number>();
  /** Where the elements begin that are being read; null until a character of theirs was. */
  private readonly open: { start: number | null }[] = [];
  /** White space that will be one space, once something follows it. */
  private isSpaceDue = false;

  read(element: XmlElement, isVerbatim: boolean, parent = ""): void {
    const space = element.attributes["xml:space"];
    const verbatim = space === "preserve" || (isVerbatim && space !== "default");
    const isMark = marks(element);
    const isBlock = blockElements.includes(element.name) || (isMark && isDivision(parent) && !holdsBlocks(element));
    if (element.name === "g") this.add(characterOf(element));
    else if (element.name === "lb" && !verbatim) this.add("\n");
    else if (!isMark && !isBlock && !transparent.includes(element.name))
      this.unknown.set(element.name, (this.unknown.get(element.name) ?? 0) + 1);
    if (isBlock && !verbatim && this.length > 0) this.push("\n\n");
    const place = this.pieces.length;
    const begun: { start: number | null } = { start: null };
    this.open.push(begun);
    for (const child of element.children) {
      if (typeof child !== "string") this.read(child, verbatim, element.name);
      else if (verbatim) this.add(child);
      else this.addWords(child);
    }
    this.open.pop();
    const { start } = begun;
    const end = this.length;
    if (isBlock && start !== null) this.blocks.push({ kind: kindOf(element), start, end });
    if (isMark && start !== null) this.pieces.splice(place, 0, { element, start, end });
    if (isBlock) this.isSpaceDue = false;
  }

  private add(text: string): void {
    if (text === "") return;
    for (const begun of this.open) begun.start ??= this.length;
    this.push(text);
  }

  private push(text: string): void {
    this.parts.push(text);
    this.length += Array.from(text).length;
    this.isSpaceDue = false;
  }

  private addWords(text: string): void {
    const words = text.replace(/\s+/gu, " ");
    if (words.startsWith(" ")) this.isSpaceDue = true;
    const core = words.trim();
    if (core === "") return;
    if (this.isSpaceDue && this.length > 0 && !this.parts.at(-1)?.endsWith("\n")) this.push(" ");
    this.add(core);
    this.isSpaceDue = words.endsWith(" ");
  }

  found(): Found {
    const text = this.parts.join("");
    return { text, blocks: innermost(this.blocks), chains: this.chains(text), unknown: this.unknown };
  }

  /** The pieces put together by `next` and `prev`; parts that only the gap between two blocks parts are one piece. */
  private chains(text: string): Chain[] {
    const characters = Array.from(text);
    const isGap = (start: number, end: number) => characters.slice(start, end).every((one) => /\s/u.test(one));
    const first = new Map<string, Chain>();
    const chains: Chain[] = [];
    for (const { element, start, end } of this.pieces) {
      const id = element.attributes["xml:id"] ?? null;
      const before = first.get((element.attributes.prev ?? "").replace(/^#/, ""));
      const chain = before ?? { id, element, spans: [] };
      const last = chain.spans.at(-1);
      if (last && start <= last.end) last.end = Math.max(last.end, end);
      else if (last && isGap(last.end, start) && this.isBetweenBlocks(last.end, start)) last.end = end;
      else chain.spans.push({ start, end });
      if (!before) chains.push(chain);
      if (id !== null) first.set(id, chain);
    }
    return chains;
  }

  private isBetweenBlocks(start: number, end: number): boolean {
    return this.blocks.some((block) => block.end === start) || this.blocks.some((block) => block.start === end);
  }
}

const isDivision = (name: string): boolean => /^(?:body|front|back|div\d?)$/.test(name);

const holdsBlocks = (element: XmlElement): boolean =>
  childrenOf(element).some((child) => blockElements.includes(child.name) || holdsBlocks(child));

const marks = (element: XmlElement): boolean =>
  named.has(element.name) ||
  speech.includes(element.name) ||
  (element.name === "seg" && [claimLabel, cueLabel].includes(element.attributes.type ?? ""));

const kinds = ["headline", "heading", "paragraph", "quote", "item", "caption", "credit"];

function kindOf({ name, attributes }: XmlElement): string {
  const said = attributes.rend ?? attributes.type ?? "";
  if (kinds.includes(said)) return said;
  if (name === "head") return "heading";
  if (name === "q" || name === "quote") return "quote";
  return name === "item" ? "item" : "paragraph";
}

/** Blocks without those that hold others. */
const innermost = (blocks: readonly Block[]): Block[] => {
  const sorted = [...blocks].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.filter(
    (block, at) =>
      !(sorted[at + 1] && (sorted[at + 1]?.start ?? 0) < block.end && block.end >= (sorted[at + 1]?.end ?? 0)),
  );
};
