import { checkWorthinessLevels, mentionForms } from "../../annotation/records.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { FileSpan } from "../../format/spans.ts";
import { blankFile, schemeWith, unstamped } from "../blank.ts";
import { extensionFromText } from "../extension.ts";
import type { ExchangeFile, Loss, NativeArticle, NativeRead } from "../format.ts";
import {
  claimLabel,
  cueLabel,
  type Link,
  linkTypes,
  mentionLabel,
  quoteLabel,
  type Region,
  withRegions,
} from "../regions.ts";
import { childrenOf, findElement, idOfXml, parseXml, textOf, type XmlElement } from "../xml.ts";
import { wordsOf } from "./characters.ts";
import { type EntityRecord, entitiesIn } from "./entities.ts";
import { type Found, textIn } from "./text.ts";
import { kept, ownApplication, prefix, speech, typeOfElement } from "./vocabulary.ts";

/** Reads TEI documents: text and inline annotations of `text`, entities, notes and links of `standOff`. */
export function read(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  for (const file of files) {
    const root = parseXml(file);
    if ("reason" in root) result.problems.push(root);
    else if (root.name !== "TEI" && root.name !== "teiCorpus")
      result.problems.push({
        file: file.name,
        path: "",
        reason: `its root element is ${root.name}`,
        remedy: "Choose a TEI P5 document, whose root is TEI.",
      });
    else
      for (const document of root.name === "TEI" ? [root] : childrenOf(root, "TEI"))
        result.articles.push(articleOf(document, file, result.losses));
  }
  return result;
}

/** Ids as they are in the document: Onrecord's own without the prefix that tells them apart. */
function idsOf(isOwn: boolean) {
  const of = (kind: keyof typeof prefix) => (name: string) => {
    const bare = name.replace(/^#/, "");
    return isOwn ? (idOfXml(prefix[kind], bare) ?? bare) : bare;
  };
  const isEntity = (name: string) => isOwn && name.replace(/^#/, "").startsWith(`${prefix.entity}.`);
  return { entity: of("entity"), annotation: of("annotation"), isEntity };
}
type Ids = ReturnType<typeof idsOf>;

function articleOf(root: XmlElement, source: ExchangeFile, losses: Loss[]): NativeArticle {
  const header = childrenOf(root, "teiHeader")[0];
  const isOwn = findElement(header, "application")?.attributes.ident === ownApplication;
  const ids = idsOf(isOwn);
  const standOff = childrenOf(root, "standOff");
  const entities = new Map(
    [...standOff, ...childrenOf(header)].flatMap((part) => entitiesIn(part, ids.entity)).map((one) => [one.id, one]),
  );
  const found = textIn(childrenOf(root, "text")[0]);
  const { text } = found;
  const stem = source.name.replace(/(?:\.tei)?\.xml$/i, "");
  const blank = blankFile({ ...factsIn(header, stem), text });
  const regions = regionsIn(found, ids, entities, isOwn);
  const links = standOff.flatMap((part) => linksIn(part, ids));
  const blocks = isCovered(found) ? found.blocks : blank.article.blocks;
  const native = withRegions({ ...blank, article: { ...blank.article, blocks } }, { regions, links });
  const whole = withParties(withEntities(native, entities), found, ids, links);
  const file = withNotes(whole, standOff, ids);
  const room = childrenOf(header, "xenoData").find(({ attributes }) => attributes.type === "onrecord");
  for (const [name, count] of found.unknown)
    losses.push({ what: `TEI element <${name}>`, count, examples: [source.name] });
  return {
    file: isOwn ? file : { ...file, [kept]: { header: headerText(source.text) } },
    extension: room ? extensionFromText(textOf(room)) : null,
  };
}

/** Whether every character of the text that is not white space is in a block. */
function isCovered({ text, blocks }: Found): boolean {
  const characters = Array.from(text);
  let at = 0;
  const isGap = (end: number) => characters.slice(at, end).every((character) => /\s/u.test(character));
  for (const { start, end } of blocks) {
    if (!isGap(start)) return false;
    at = end;
  }
  return isGap(characters.length);
}

/** The header as it was written, to be written again. */
const headerText = (text: string): string | undefined => /<teiHeader[\s>][\s\S]*?<\/teiHeader\s*>/.exec(text)?.[0];

function factsIn(header: XmlElement | undefined, stem: string) {
  const bibl = findElement(findElement(header, "sourceDesc"), "bibl");
  const statement = findElement(header, "titleStmt");
  const publication = findElement(header, "publicationStmt");
  const word = (name: string, ...places: (XmlElement | undefined)[]) => {
    const element = places.map((place) => findElement(place, name)).find((one) => one !== undefined);
    return element ? wordsOf(element) : null;
  };
  const numbers = childrenOf(bibl, "idno");
  const number = (type: string) => {
    const element = numbers.find(({ attributes }) => attributes.type === type);
    return element ? wordsOf(element) : null;
  };
  const language = findElement(findElement(header, "langUsage"), "language");
  return {
    id: number("article") ?? stem,
    title: word("title", bibl, statement) ?? stem,
    byline: word("author", bibl, statement),
    publisher: word("publisher", bibl, publication),
    date: word("date", bibl, publication),
    url: number("URI"),
    language: language ? wordsOf(language) || (language.attributes.ident ?? null) : null,
  };
}

const isNamed = (label: string) => label !== "" && label !== mentionLabel;

function regionsIn(found: Found, ids: Ids, entities: ReadonlyMap<string, EntityRecord>, isOwn: boolean): Region[] {
  const characters = Array.from(found.text);
  return found.chains.map(({ id, element, spans }, at): Region => {
    const { attributes } = element;
    const label = labelOf(element, isOwn);
    const entity = attributes.ref === undefined ? undefined : entities.get(ids.entity(attributes.ref));
    const fields: Record<string, unknown> = {};
    if (mentionForms.some((form) => form === attributes.subtype)) fields.form = attributes.subtype;
    if (label === quoteLabel) fields.form = formOf(attributes.direct);
    if (label === claimLabel && checkWorthinessLevels.some((level) => level === attributes.n))
      fields.checkWorthiness = attributes.n;
    return {
      id: idOfChain(id, at, ids),
      label: entity && isNamed(label) && isOwn ? entity.type : label,
      spans: spans.map(({ start, end }): FileSpan => ({ start, end, text: characters.slice(start, end).join("") })),
      ...(entity
        ? { entity: { id: entity.id, name: entity.name } }
        : attributes.ref !== undefined && !attributes.ref.startsWith("#")
          ? { entity: { id: attributes.ref.slice(0, 200) } }
          : {}),
      fields,
    };
  });
}

const idOfChain = (id: string | null, at: number, ids: Ids) => (id === null ? `t${at + 1}` : ids.annotation(id));

function formOf(direct: string | undefined) {
  if (direct === "false" || direct === "0") return "indirect";
  return direct === "unknown" ? "mixed" : "direct";
}

function labelOf({ name, attributes }: XmlElement, isOwn: boolean): string {
  if (speech.includes(name)) return quoteLabel;
  if (name === "seg") return attributes.type === claimLabel ? claimLabel : cueLabel;
  if (name === "rs") return isOwn ? mentionLabel : (attributes.type ?? mentionLabel);
  if (name === "name") return attributes.n ?? attributes.type ?? mentionLabel;
  return typeOfElement[name] ?? name;
}

function linksIn(standOff: XmlElement, ids: Ids): Link[] {
  return childrenOf(standOff, "linkGrp").flatMap((group) =>
    childrenOf(group, "link").flatMap(({ attributes }): Link[] => {
      const [from, to] = (attributes.target ?? "").split(/\s+/).map(ids.annotation);
      if (!from || !to) return [];
      const own = Object.values(linkTypes).find((type) => type.replace(" ", "-") === attributes.type);
      const id = attributes["xml:id"];
      const type = attributes.n ?? own ?? attributes.type ?? "";
      return [{ id: id === undefined ? null : ids.annotation(id), type, from, to }];
    }),
  );
}

/** The file with the entities that the document lists, in its order, and those that only the text names after them. */
function withEntities(file: AnnotationFile, listed: ReadonlyMap<string, EntityRecord>): AnnotationFile {
  const byText = new Map(file.entities.map((entity) => [entity.id, entity]));
  const entities = [
    ...[...listed.values()].map((entity) => ({ ...(byText.get(entity.id) ?? unlisted), ...entity })),
    ...file.entities.filter(({ id }) => !listed.has(id)),
  ];
  const types = entities.map(({ type }) => type);
  return { ...file, entities, scheme: schemeWith(file.scheme, types, []) };
}
const unlisted = { created: unstamped };

/** The file with those who speak and are spoken to as the quotes' elements say: entities, or the mentions of links. */
function withParties(file: AnnotationFile, found: Found, ids: Ids, links: readonly Link[]): AnnotationFile {
  const elements = new Map(found.chains.map(({ id, element }, at) => [idOfChain(id, at, ids), element]));
  const entityOf = new Map(file.mentions.map(({ id, entity }) => [id, entity]));
  const known = new Set(file.entities.map(({ id }) => id));
  type Party = AnnotationFile["quotes"][number]["speakers"][number];
  const parties = (quote: string, pointers: string | undefined, type: string): Party[] | null => {
    if (pointers === undefined) return null;
    const linked = links.filter((link) => link.from === quote && link.type === type).map(({ to }) => to);
    return pointers.split(/\s+/).flatMap((pointer): Party[] => {
      const mention = ids.annotation(pointer);
      if (!ids.isEntity(pointer) && entityOf.has(mention)) return [{ mention }];
      const entity = ids.entity(pointer);
      const at = linked.findIndex((one) => entityOf.get(one) === entity);
      if (at >= 0) return [{ mention: linked.splice(at, 1)[0] ?? "" }];
      return known.has(entity) ? [{ entity }] : [];
    });
  };
  return {
    ...file,
    quotes: file.quotes.map((quote) => {
      const { who, toWhom } = elements.get(quote.id)?.attributes ?? {};
      return {
        ...quote,
        speakers: parties(quote.id, who, linkTypes.speaker) ?? quote.speakers,
        addressees: parties(quote.id, toWhom, linkTypes.addressee) ?? quote.addressees,
      };
    }),
    claims: file.claims.map((claim) => {
      const pointer = elements.get(claim.id)?.attributes.corresp;
      const entity = pointer === undefined ? "" : ids.entity(pointer);
      return claim.claimant === null && known.has(entity) ? { ...claim, claimant: { entity } } : claim;
    }),
  };
}

function withNotes(file: AnnotationFile, standOff: readonly XmlElement[], ids: Ids): AnnotationFile {
  const notes = new Map<string, { note?: string; gist?: string }>();
  for (const part of standOff)
    for (const list of [part, ...childrenOf(part, "listAnnotation")])
      for (const element of childrenOf(list, "note")) {
        const target = element.attributes.target;
        if (target === undefined) continue;
        const id = ids.annotation(target);
        const field = element.attributes.type === "gist" ? "gist" : "note";
        notes.set(id, { ...notes.get(id), [field]: wordsOf(element) });
      }
  const noted = <R extends { id: string }>(record: R): R => {
    const { note } = notes.get(record.id) ?? {};
    return note === undefined ? record : { ...record, note };
  };
  return {
    ...file,
    mentions: file.mentions.map(noted),
    quotes: file.quotes.map(noted),
    claims: file.claims.map((claim) => {
      const { gist } = notes.get(claim.id) ?? {};
      return noted(gist === undefined ? claim : { ...claim, gist });
    }),
  };
}
