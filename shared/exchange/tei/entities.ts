import { type Link, linkSchema } from "../../annotation/records.ts";
import { childrenOf, type XmlElement } from "../xml.ts";
import { wordsOf } from "./characters.ts";
import { typeOfElement } from "./vocabulary.ts";

/** What a document lists of an entity. */
export interface EntityRecord {
  id: string;
  type: string;
  name: string;
  aliases: string[];
  links: Link[];
  note: string;
}

const items = ["person", "personGrp", "org", "place", "object", "event"];
const names = ["persName", "orgName", "placeName", "objectName", "eventName", "name", "label"];

/** The entities listed anywhere below an element, in order. */
export function entitiesIn(element: XmlElement, idOf: (name: string) => string): EntityRecord[] {
  return childrenOf(element).flatMap((child) => {
    const id = child.attributes["xml:id"];
    if (!items.includes(child.name) || id === undefined) return entitiesIn(child, idOf);
    const holder = childrenOf(child, "objectIdentifier")[0] ?? child;
    const called = childrenOf(holder).filter(({ name }) => names.includes(name));
    const own = called.find(({ attributes }) => attributes.type !== "alias") ?? called[0];
    return [
      {
        id: idOf(id),
        type: child.attributes.n ?? typeOfElement[child.name] ?? "Person",
        name: wordsOf(own) || idOf(id),
        aliases: called.filter((one) => one !== own).map(wordsOf),
        links: childrenOf(holder, "idno").flatMap(linkOf),
        note: wordsOf(childrenOf(child, "note")[0]),
      },
    ];
  });
}

function linkOf(element: XmlElement): Link[] {
  const value = wordsOf(element);
  const link = element.attributes.type === "wikidata" ? { kind: "wikidata", id: value } : { kind: "url", url: value };
  const parsed = linkSchema.safeParse(link);
  return parsed.success ? [parsed.data] : [];
}
