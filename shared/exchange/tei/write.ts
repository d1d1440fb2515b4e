import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { Extension } from "../extension.ts";
import type { Written } from "../format.ts";
import { type Block, cut, type Fragment, marked } from "../fragments.ts";
import { keptIn } from "../line-documents.ts";
import { fileStem } from "../names.ts";
import { claimLabel, cueLabel, type Link, linkTypes, type Region, regionsOf } from "../regions.ts";
import { jsonForXml, xmlAttributes, xmlElement, xmlIdOf, xmlText } from "../xml.ts";
import { teiText } from "./characters.ts";
import { entityElements, kept, ownApplication, prefix } from "./vocabulary.ts";

type Attributes = Record<string, string | null | undefined>;

/** Writes a file as one TEI document: a header, the entities and links as stand-off, and the text with its annotations
 *  inline, cut where they cross each other or the edges of blocks. */
export function write(file: AnnotationFile, extension: Extension | null): Written {
  const { regions, links } = regionsOf(file);
  const document = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<TEI xmlns="http://www.tei-c.org/ns/1.0">',
    headerOf(file, extension),
    standOffOf(file, links),
    textOf(file, regions),
    "</TEI>",
    "",
  ];
  return { files: [{ name: `${fileStem(file.article.id)}.tei.xml`, text: document.join("\n") }], ids: {} };
}

const line = (name: string, value: string | null, attributes: Attributes = {}): string =>
  value === null ? "" : `<${name}${xmlAttributes(attributes)}>${teiText(value)}</${name}>`;

function headerOf(file: AnnotationFile, extension: Extension | null): string {
  const { article } = file;
  const given = keptIn(file, kept).header;
  const room = extension ? xmlElement("xenoData", { type: "onrecord" }, xmlText(jsonForXml(extension))) : "";
  if (typeof given === "string") return given.replace(/<\/teiHeader\s*>$/, () => `${room}</teiHeader>`);
  const date = article.date !== null && /^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(article.date) ? article.date : undefined;
  const source = [
    line("title", article.title),
    line("author", article.byline),
    line("publisher", article.publisher),
    line("date", article.date, { when: date }),
    line("idno", article.id, { type: "article" }),
    line("idno", article.url, { type: "URI" }),
  ];
  return [
    "<teiHeader>",
    `<fileDesc><titleStmt>${line("title", article.title)}</titleStmt>`,
    "<publicationStmt><p>Annotations of a news article</p></publicationStmt>",
    `<sourceDesc><bibl>${source.join("")}</bibl></sourceDesc></fileDesc>`,
    `<encodingDesc><appInfo><application ident="${ownApplication}" version="1"><label>Onrecord</label></application></appInfo></encodingDesc>`,
    article.language === null
      ? ""
      : `<profileDesc><langUsage>${xmlElement("language", { ident: languageTag(article.language) }, teiText(article.language))}</langUsage></profileDesc>`,
    room,
    "</teiHeader>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** A language tag as XML takes one; `und` stands for what is none. The element's content has it as it is. */
const languageTag = (language: string) => (/^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/.test(language) ? language : "und");

const pointer = (kind: keyof typeof prefix, id: string) => `#${xmlIdOf(prefix[kind], id)}`;

function entityElement(entity: AnnotationFile["entities"][number]): string {
  const { item, holder, name } = entityElements(entity.type);
  const names = [
    line(name, entity.name),
    ...entity.aliases.map((alias) => line(name, alias, { type: "alias" })),
    ...entity.links.map((link) =>
      link.kind === "wikidata"
        ? line("idno", String(link.id), { type: "wikidata" })
        : line("idno", String(link.url), { type: "URI" }),
    ),
  ].join("");
  return xmlElement(
    item,
    { "xml:id": xmlIdOf(prefix.entity, entity.id), n: holder === null ? null : entity.type },
    `${holder === null ? names : xmlElement(holder, {}, names)}${entity.note === "" ? "" : line("note", entity.note)}`,
  );
}

function standOffOf(file: AnnotationFile, links: readonly Link[]): string {
  const lists: { list: string; items: string[] }[] = [];
  for (const entity of file.entities) {
    const { list } = entityElements(entity.type);
    if (lists.at(-1)?.list !== list) lists.push({ list, items: [] });
    lists.at(-1)?.items.push(entityElement(entity));
  }
  const said = (id: string, words: string, type?: string) =>
    words === "" ? [] : [line("note", words, { type, target: pointer("annotation", id) })];
  const notes = [
    ...[...file.mentions, ...file.quotes, ...file.claims].flatMap(({ id, note }) => said(id, note)),
    ...file.claims.flatMap(({ id, gist }) => said(id, gist, "gist")),
  ];
  const linking = links
    .filter(({ type }) => type !== linkTypes.coreference)
    .map(({ id, type, from, to, fields }) =>
      xmlElement("link", {
        type: fields === undefined && id === null ? type.replace(" ", "-") : "relation",
        n: fields === undefined && id === null ? null : type,
        "xml:id": id === null ? null : xmlIdOf(prefix.annotation, id),
        target: `${pointer("annotation", from)} ${pointer("annotation", to)}`,
      }),
    );
  const parts = [
    ...lists.map(({ list, items }) => xmlElement(list, {}, items.join("\n"))),
    ...(notes.length > 0 ? [xmlElement("listAnnotation", {}, notes.join("\n"))] : []),
    ...(linking.length > 0 ? [xmlElement("linkGrp", {}, linking.join("\n"))] : []),
  ];
  return parts.length === 0 ? "<standOff><listAnnotation/></standOff>" : xmlElement("standOff", {}, parts.join("\n"));
}

function textOf(file: AnnotationFile, regions: readonly Region[]): string {
  const { article } = file;
  const characters = Array.from(article.text);
  const blocks: Block[] = article.blocks.map(({ kind, start, end }) => ({ kind, start, end }));
  const fragments = cut(regions, blocks);
  const inBlock = Map.groupBy(fragments, ({ block }) => block);
  const attributes = attributesFor(file, fragments);
  const words = (start: number, end: number) => teiText(characters.slice(start, end).join(""));
  const element = (fragment: Fragment, inside: string) => {
    const { name, ...rest } = attributes(fragment);
    return `<${name}${xmlAttributes(rest)}>${inside}</${name}>`;
  };
  let at = 0;
  let inDivision = false;
  let body = "";
  for (const block of blocks) {
    const gap = words(at, block.start);
    const isHead = block.kind === "headline" || block.kind === "heading";
    const isFirst = block === blocks[0];
    const tag = isHead ? "head" : "p";
    const rend =
      block.kind === "headline" || block.kind === "heading" || block.kind === "paragraph" ? null : block.kind;
    const division = isHead && !isFirst;
    body += division && inDivision ? `</div>${gap}<div>` : division ? `${gap}<div>` : gap;
    inDivision ||= division;
    const marks = { rend, type: isHead ? block.kind : null };
    body += `<${tag}${xmlAttributes(marks)}>${marked(inBlock.get(block) ?? [], block, words, element)}</${tag}>`;
    at = block.end;
  }
  body += `${inDivision ? "</div>" : ""}${words(at, characters.length)}`;
  const empty = blocks.length === 0 ? "<p/>" : "";
  return `<text><body xml:space="preserve">${body}${empty}</body></text>`;
}

/** The element of a fragment and what it says: all of it on the first, how they hang together on each. */
function attributesFor(
  file: AnnotationFile,
  fragments: readonly Fragment[],
): (fragment: Fragment) => Attributes & { name: string } {
  const quotes = new Map(file.quotes.map((quote) => [quote.id, quote]));
  const claims = new Map(file.claims.map((claim) => [claim.id, claim]));
  const mentions = new Map(file.mentions.map((mention) => [mention.id, mention]));
  const counts = new Map<string, number>();
  for (const { region } of fragments) counts.set(region.id, (counts.get(region.id) ?? 0) + 1);
  const nameOf = (region: Region, turn: number) =>
    turn === 0 ? xmlIdOf(prefix.annotation, region.id) : xmlIdOf(prefix.fragment, `${turn + 1}.${region.id}`);
  type Party = AnnotationFile["quotes"][number]["speakers"][number];
  const who = (parties: readonly Party[]) =>
    parties.length === 0
      ? null
      : parties
          .map((party) => {
            if ("entity" in party) return pointer("entity", String(party.entity));
            const entity = mentions.get(String(party.mention))?.entity;
            return entity ? pointer("entity", entity) : pointer("annotation", String(party.mention));
          })
          .join(" ");
  const said = (region: Region): Attributes & { name: string } => {
    const quote = quotes.get(region.id);
    if (quote) {
      const direct = { direct: "true", indirect: "false", mixed: "unknown" }[quote.form];
      return { name: "said", direct, who: who(quote.speakers), toWhom: who(quote.addressees) };
    }
    const claim = claims.get(region.id);
    if (claim) {
      const entity = claim.claimant && "entity" in claim.claimant ? String(claim.claimant.entity) : null;
      const corresp = entity === null ? null : pointer("entity", entity);
      return { name: "seg", type: claimLabel, n: claim.checkWorthiness, corresp };
    }
    const mention = mentions.get(region.id);
    if (!mention) return { name: "seg", type: cueLabel };
    if (mention.entity === null || !region.entity) return { name: "rs", subtype: mention.form };
    const { name, item } = entityElements(region.label);
    const ref = pointer("entity", mention.entity);
    return item === "object"
      ? { name: "name", n: region.label, subtype: mention.form, ref }
      : { name, subtype: mention.form, ref };
  };
  return ({ region, turn }) => {
    const last = (counts.get(region.id) ?? 1) - 1;
    const { name, ...first } = said(region);
    return {
      name,
      "xml:id": nameOf(region, turn),
      ...(turn === 0 ? first : {}),
      next: turn < last ? `#${nameOf(region, turn + 1)}` : null,
      prev: turn > 0 ? `#${nameOf(region, turn - 1)}` : null,
    };
  };
}
