import { childrenOf, parseXml, textOf, type XmlElement } from "../../../shared/exchange/xml.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import { isoDateOf } from "./dates.ts";
import { type Extracted, isRefusal, type Refusal } from "./draft.ts";
import { childNamed, childrenNamed, htmlOf, lineIn, localName } from "./markup.ts";
import { contentOf, isOverloaded, lineOf, OVERLOADED, type Part, plainContent, withHeadline } from "./part.ts";

type About = { publisher: string | null; language: string | null; byline: string | null };

const ENTRY = /<(item|entry)(?=[\s>])[^>]*>[\s\S]*?<\/\1\s*>/giu;
const NO_ENTRY: Refusal = { reason: "the feed has no entry", remedy: "Choose another feed, or save it again." };
const NO_CONTENT: Refusal = {
  reason: "the entry has neither content nor a description",
  remedy: "Open its page and save that.",
};

/** The entries of a feed: RSS 2.0 (and 0.9x, 1.0), or Atom (RFC 4287). */
export function* readFeed(root: XmlElement): Generator<Part> {
  const channel = childNamed(root, "channel") ?? root;
  const entries = [
    ...childrenNamed(channel, "item", "entry"),
    ...(channel === root ? [] : childrenNamed(root, "item")),
  ];
  const about = aboutFeed(root, channel);
  if (entries.length === 0) yield { place: "", refusal: NO_ENTRY };
  for (const [at, entry] of entries.entries()) yield partOf(`entry ${at + 1}`, entry, about);
}

/** The entries of a feed that is no whole XML: each by itself, so that a broken one leaves the others. `problem` is what is
 *  wrong with the feed where it has no entry that can be told apart. */
export function* mendFeed(name: string, text: string, problem: Problem): Generator<Part> {
  const around = parseXml({ name, text: text.replace(ENTRY, "") });
  const about = isElement(around) ? aboutFeed(around, childNamed(around, "channel") ?? around) : NOTHING_KNOWN;
  let count = 0;
  let line = 1;
  let counted = 0;
  for (const { 0: markup, index } of text.matchAll(ENTRY)) {
    line += linesIn(text.slice(counted, index));
    counted = index;
    const place = `entry ${++count}, from line ${line} on`;
    const entry = isOverloaded(markup) ? OVERLOADED : parseXml({ name, text: markup });
    if (isElement(entry)) yield partOf(place, entry, about);
    else yield { place, refusal: { reason: entry.reason, remedy: entry.remedy } };
  }
  if (count === 0) yield { place: problem.path, refusal: problem };
}

const NOTHING_KNOWN: About = { publisher: null, language: null, byline: null };
const isElement = (one: XmlElement | Problem | Refusal): one is XmlElement => "children" in one;
const linesIn = (text: string): number => text.split("\n").length - 1;

function aboutFeed(root: XmlElement, channel: XmlElement): About {
  return {
    publisher: titleIn(channel),
    language: lineIn(childNamed(channel, "language")) ?? root.attributes["xml:lang"] ?? null,
    byline: authorsIn(channel),
  };
}

function partOf(place: string, entry: XmlElement, about: About): Part {
  const read = entryOf(entry, about);
  return isRefusal(read) ? { place, refusal: read } : { place, extracted: read };
}

function entryOf(entry: XmlElement, about: About): Extracted | Refusal {
  const title = titleIn(entry);
  const found = childNamed(entry, "encoded", "content", "summary", "description");
  const content = found ? contentIn(found) : NO_CONTENT;
  if (isRefusal(content)) return content;
  if (content.text.trim() === "") return NO_CONTENT;
  const source = childNamed(entry, "source");
  return {
    ...withHeadline(content, title ?? ""),
    title,
    byline: authorsIn(entry) ?? about.byline,
    publisher: (source && (titleIn(source) ?? lineIn(source))) ?? about.publisher,
    date: isoDateOf(lineIn(childNamed(entry, "pubdate", "published", "date", "updated", "issued"))),
    url: addressIn(entry),
    language:
      entry.attributes["xml:lang"] ?? found?.attributes["xml:lang"] ?? lineIn(dublinLanguage(entry)) ?? about.language,
  };
}

const dublinLanguage = (entry: XmlElement) => childNamed(entry, "language");

/** Atom says what its text is by `type`; in RSS it is HTML, with its tags escaped. */
function contentIn(element: XmlElement) {
  const { type } = element.attributes;
  if (type === "xhtml" || childrenOf(element).length > 0) return contentOf(`<div>${htmlOf(element)}</div>`);
  return type === "text" || type === "text/plain" ? plainContent(textOf(element).trim()) : contentOf(textOf(element));
}

function titleIn(element: XmlElement): string | null {
  const title = childNamed(element, "title");
  if (!title) return null;
  const isPlain =
    title.attributes.type === "text" || (localName(element) === "entry" && title.attributes.type === undefined);
  return (isPlain ? lineIn(title) : lineOf(textOf(title))) || null;
}

/** Persons by name: of Atom, of Dublin Core, or RSS's address with a name behind it. */
function authorsIn(element: XmlElement): string | null {
  const names = childrenNamed(element, "author", "creator").flatMap((author) => {
    const written = lineIn(childNamed(author, "name")) ?? (childrenOf(author).length === 0 ? lineIn(author) : null);
    return written === null ? [] : (/^\S+@\S+\s+\((.+)\)$/u.exec(written)?.[1] ?? written);
  });
  return names.length > 0 ? [...new Set(names)].join(", ") : null;
}

function addressIn(entry: XmlElement): string | null {
  const links = childrenNamed(entry, "link");
  const page = links.find(
    ({ attributes: { rel, href } }) => href !== undefined && (rel ?? "alternate") === "alternate",
  );
  const guid = childNamed(entry, "guid");
  const named = links.map(lineIn).find((link) => link !== null);
  return page?.attributes.href ?? named ?? (guid?.attributes.isPermaLink === "false" ? null : lineIn(guid));
}
