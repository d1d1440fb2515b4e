import { textOf, type XmlElement } from "../../../shared/exchange/xml.ts";
import { isoDateOf } from "./dates.ts";
import { type Extracted, isRefusal, type Refusal } from "./draft.ts";
import { childNamed, childrenNamed, elementAt, everyNamed, htmlOf, lineIn, localName } from "./markup.ts";
import { readNitf } from "./nitf.ts";
import { contentOf, type Part, plainContent, withHeadline } from "./part.ts";

const NO_TEXT: Refusal = {
  reason: "the news item has no text in it (its content is a picture, a video, or lies elsewhere)",
  remedy: "Choose the item that has the text.",
};
const NO_ITEM: Refusal = {
  reason: "there is no news item in it",
  remedy: "Choose a file with a newsItem element; a package only names the items that belong together.",
};

/** The news items of a NewsML-G2 file (IPTC): one, or those of a news message. */
export function* readNewsMl(root: XmlElement): Generator<Part> {
  const items = localName(root) === "newsitem" ? [root] : everyNamed(root, "newsitem");
  if (items.length === 0) yield { place: "", refusal: NO_ITEM };
  for (const [at, item] of items.entries()) {
    const place = items.length === 1 ? "" : `news item ${at + 1}`;
    const read = itemOf(item, root);
    yield isRefusal(read) ? { place, refusal: read } : { place, extracted: read };
  }
}

function itemOf(item: XmlElement, root: XmlElement): Extracted | Refusal {
  const about = childNamed(item, "itemmeta");
  const meta = childNamed(item, "contentmeta");
  const content = contentIn(childNamed(item, "contentset"));
  if (isRefusal(content)) return content;
  const headline = lineIn(childNamed(meta, "headline")) ?? content.title ?? lineIn(childNamed(about, "title"));
  return {
    ...withHeadline(withDateline(content, lineIn(childNamed(meta, "dateline"))), headline ?? ""),
    title: headline,
    byline: bylineOf(meta) ?? content.byline,
    publisher: nameOf(childNamed(about, "provider")) ?? nameOf(childNamed(meta, "infosource")) ?? content.publisher,
    date: isoDateOf(
      lineIn(childNamed(about, "versioncreated")) ?? lineIn(childNamed(meta, "contentcreated")) ?? content.date,
    ),
    url:
      childrenNamed(about, "link").find(({ attributes }) => attributes.rel === "irel:seeAlso")?.attributes.href ?? null,
    language:
      childNamed(meta, "language")?.attributes.tag ??
      content.language ??
      item.attributes["xml:lang"] ??
      root.attributes["xml:lang"] ??
      null,
  };
}

/** The dateline above the text, unless the text begins with it. */
function withDateline(content: Extracted, dateline: string | null): Extracted {
  if (dateline === null || content.text.slice(0, 400).includes(dateline)) return content;
  const first = content.blocks.findIndex(({ kind }) => kind !== "headline");
  const at = content.blocks[first]?.start ?? 0;
  const shift = dateline.length + "\n\n".length;
  return {
    ...content,
    text: `${content.text.slice(0, at)}${dateline}\n\n${content.text.slice(at)}`,
    blocks: [
      ...content.blocks.slice(0, Math.max(0, first)),
      { kind: "paragraph", start: at, end: at + dateline.length },
      ...content.blocks
        .slice(Math.max(0, first))
        .map((one) => ({ ...one, start: one.start + shift, end: one.end + shift })),
    ],
  };
}

function bylineOf(meta: XmlElement | undefined): string | null {
  const by = lineIn(childNamed(meta, "by"))?.replace(/^by\s+/iu, "");
  const creators = childrenNamed(meta, "creator").flatMap((one) => nameOf(one) ?? []);
  return by ?? (creators.length > 0 ? creators.join(", ") : null);
}

/** A party's name, else what it is written as, else its code without the scheme. */
function nameOf(party: XmlElement | undefined): string | null {
  const { literal, qcode } = party?.attributes ?? {};
  return lineIn(childNamed(party, "name")) ?? literal ?? qcode?.replace(/^[^:]*:/u, "") ?? null;
}

/** The first content that is text: XHTML, NITF, HTML or plain. */
function contentIn(set: XmlElement | undefined): Extracted | Refusal {
  for (const inline of childrenNamed(set, "inlinexml")) {
    const nitf = childNamed(inline, "nitf");
    if (nitf) return readNitf(nitf);
    return contentOf(`<div>${htmlOf(elementAt(inline, "html", "body") ?? inline)}</div>`);
  }
  for (const inline of childrenNamed(set, "inlinedata")) {
    const { contenttype = "text/plain", encoding } = inline.attributes;
    if (encoding === undefined && contenttype.startsWith("text/"))
      return contenttype.includes("html") ? contentOf(textOf(inline)) : plainContent(textOf(inline).trim());
  }
  return NO_TEXT;
}
