import { findElement, type XmlElement } from "../../../shared/exchange/xml.ts";
import { isoDateOf } from "./dates.ts";
import { type Extracted, isRefusal, type Refusal } from "./draft.ts";
import { childNamed, childrenNamed, elementAt, everyNamed, htmlOf, lineIn } from "./markup.ts";
import { contentOf, withHeadline } from "./part.ts";

/** A story in NITF (News Industry Text Format 3.6, IPTC). Bylines become facts; datelines are part of the text. */
export function readNitf(root: XmlElement): Extracted | Refusal {
  const head = childNamed(root, "head");
  const bodyHead = elementAt(root, "body", "body.head");
  const docdata = childNamed(head, "docdata");
  const headline = lineIn(elementAt(bodyHead, "hedline", "hl1")) ?? lineIn(childNamed(head, "title"));
  const bylines = childrenNamed(bodyHead, "byline").flatMap((one) => nameIn(one) ?? []);
  const markup = [
    ...childrenNamed(childNamed(bodyHead, "hedline"), "hl2").map((one) => `<h2>${htmlOf(one)}</h2>`),
    ...childrenNamed(bodyHead, "abstract").map((one) => `<div>${htmlOf(one)}</div>`),
    ...childrenNamed(bodyHead, "dateline").map((one) => `<p>${htmlOf(one)}</p>`),
    ...childrenNamed(childNamed(root, "body"), "body.content", "body.end").map(htmlOf),
  ];
  const content = contentOf(`<div>${markup.join("\n")}</div>`);
  if (isRefusal(content)) return content;
  const publication = findElement(head, "pubdata")?.attributes;
  return {
    ...withHeadline(content, headline ?? ""),
    title: headline,
    byline: bylines.length > 0 ? bylines.join(", ") : null,
    publisher: publication?.name ?? lineIn(everyNamed(bodyHead, "org").at(0)) ?? docOwner(docdata),
    date: isoDateOf(
      childNamed(docdata, "date.issue")?.attributes.norm ??
        childNamed(docdata, "date.release")?.attributes.norm ??
        publication?.["date.publication"] ??
        findElement(bodyHead, "story.date")?.attributes.norm,
    ),
    url: publication?.["ex-ref"] ?? childNamed(docdata, "doc-id")?.attributes["id-string"] ?? null,
    language: root.attributes["xml:lang"] ?? root.attributes.lang ?? null,
  };
}

const docOwner = (docdata: XmlElement | undefined): string | null =>
  childNamed(docdata, "doc.copyright")?.attributes.holder ?? null;

/** Who wrote it: the persons that the byline names, else its words without the one that begins it. */
function nameIn(byline: XmlElement): string | null {
  const persons = everyNamed(byline, "person").flatMap((person) => lineIn(person) ?? []);
  if (persons.length > 0) return persons.join(", ");
  return lineIn(byline)?.replace(/^by\s+/iu, "") ?? null;
}
