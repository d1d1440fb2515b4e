import { linkSchema } from "../../annotation/records.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { FileSpan } from "../../format/spans.ts";
import { blankFile } from "../blank.ts";
import { type Extension, extensionFromText } from "../extension.ts";
import type { ExchangeFile, Format, NativeArticle, NativeRead, Written } from "../format.ts";
import { isObject, keysAtStart, listOf, objectsOf, textOr } from "../json.ts";
import { carriedOfArticle, factsFrom, factsOf, keptIn, without } from "../line-documents.ts";
import { fileStem, idOfStem } from "../names.ts";
import { type Link, type Region, regionsOf, withRegions } from "../regions.ts";

type Fields = Record<string, unknown>;

const kept = "x-web-annotation";
const context = "http://www.w3.org/ns/anno.jsonld";
const terms = "urn:onrecord:terms:";
const iri = (id: string) => `urn:onrecord:${encodeURIComponent(id)}`;
const wikidata = "http://www.wikidata.org/entity/";
/** Characters before and after the quoted words, to find them by. */
const contextLength = 32;

function idOfIri(value: unknown, other: string): string {
  const text = textOr(value, other);
  return (text.startsWith("urn:onrecord:") ? idOfStem(text.slice("urn:onrecord:".length)) : text).slice(0, 200);
}

function write(file: AnnotationFile, extension: Extension | null): Written {
  const { text, url, id } = file.article;
  const { regions, links } = regionsOf(file);
  const source = url && /^[a-z][a-z0-9+.-]*:\S+$/i.test(url) ? url : iri(`article:${id}`);
  const selectors = selectorsOf(text);
  const entities = new Map(file.entities.map((entity) => [entity.id, entity]));
  const items = regions.map((region): Fields => {
    const targets = region.spans.map((span) => ({ type: "SpecificResource", source, selector: selectors(span) }));
    const target = targets.length === 1 ? targets[0] : targets;
    const raw = keptIn(region.fields, kept);
    if ("target" in raw || "body" in raw) return { ...raw, id: nameOf(region.id), target };
    const entity = entities.get(region.entity?.id ?? "");
    const body = [
      { type: "TextualBody", purpose: "tagging", value: region.label },
      ...(entity ? [{ type: "TextualBody", purpose: "identifying", value: entity.name }] : []),
      ...(entity?.links ?? []).map((link) => ({
        type: "SpecificResource",
        purpose: "identifying",
        source: link.kind === "wikidata" ? `${wikidata}${link.id}` : link.url,
      })),
      ...commentsOf(region.fields),
    ];
    return { id: nameOf(region.id), type: "Annotation", motivation: "classifying", body, target };
  });
  const linking = links.map(({ id: own, type, from, to }, at) => ({
    id: own === null ? iri(`link:${at + 1}`) : iri(own),
    type: "Annotation",
    motivation: "linking",
    body: [
      { type: "SpecificResource", purpose: "linking", source: nameOf(from) },
      { type: "TextualBody", purpose: "tagging", value: type },
    ],
    target: nameOf(to),
  }));
  const shape = keptIn(file, kept);
  const page = {
    "@context": [context, { onrecord: terms }],
    id: iri(`page:${id}`),
    type: "AnnotationPage",
    ...shape,
    items: [...items, ...linking, ...listOf(shape.items)],
    ...("onrecord:facts" in shape ? {} : { "onrecord:text": text, "onrecord:facts": JSON.stringify(factsOf(file)) }),
    ...(extension ? { "onrecord:extension": JSON.stringify(extension) } : {}),
  };
  return {
    files: [{ name: `${fileStem(id)}.jsonld`, text: `${JSON.stringify(page, null, 2)}\n` }],
    ids: {},
  };
}

const nameOf = (id: string) => (/^(?:https?|urn):\S+$/.test(id) ? id : iri(id));

const commentsOf = (fields: Fields | undefined) =>
  [fields?.note, fields?.gist].flatMap((value, at) =>
    typeof value === "string" && value !== ""
      ? [{ type: "TextualBody", purpose: at === 0 ? "commenting" : "describing", value }]
      : [],
  );

function selectorsOf(text: string): (span: FileSpan) => Fields[] {
  const characters = Array.from(text);
  const part = (start: number, end: number) => characters.slice(Math.max(0, start), end).join("");
  return ({ start, end, text: exact }) => [
    { type: "TextPositionSelector", start, end },
    {
      type: "TextQuoteSelector",
      exact,
      prefix: part(start - contextLength, start),
      suffix: part(end, end + contextLength),
    },
  ];
}

function read(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  const texts = new Map(
    files.filter(({ name }) => /\.txt$/i.test(name)).map(({ name, text }) => [name.replace(/\.txt$/i, ""), text]),
  );
  for (const file of files) {
    if (/\.txt$/i.test(file.name)) continue;
    const stem = file.name.replace(/(?:\.jsonld|\.json)$/i, "");
    const problem = (reason: string, remedy: string) =>
      result.problems.push({ file: file.name, path: "", reason, remedy });
    const page = pageOf(file.text);
    const text = page && (typeof page["onrecord:text"] === "string" ? page["onrecord:text"] : texts.get(stem));
    if (!page) problem("it is not JSON", "Choose a Web Annotation file of JSON-LD.");
    else if (typeof text !== "string")
      problem("the text that it annotates is not in it", `Put the text beside it as ${stem}.txt.`);
    else result.articles.push(articleOf(stem, page, text, file.name, result));
  }
  return result;
}

/** An annotation page or collection; a list of annotations or a single one is taken as the items of one. */
function pageOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (Array.isArray(value)) return { items: value };
    if (!isObject(value)) return null;
    if (isObject(value.first)) return { ...without(value, ["first"]), ...value.first };
    return "items" in value ? value : { items: [value] };
  } catch {
    return null;
  }
}

function articleOf(stem: string, page: Fields, text: string, file: string, result: NativeRead): NativeArticle {
  const facts = page["onrecord:facts"];
  const isOwn = typeof facts === "string";
  const find = finder(text);
  const regions: Region[] = [];
  const links: Link[] = [];
  const rest: Fields[] = [];
  const entityLinks = new Map<string, string[]>();
  const taken = new Set<string>();
  objectsOf(page.items).forEach((item, at) => {
    const id = idOfIri(item.id, `a${at + 1}`);
    const link = linkOf(item, id);
    if (link) links.push(link);
    else {
      const spans = [item.target].flat().flatMap((target) => find(target) ?? []);
      if (spans.length === 0 || spans.length !== [item.target].flat().length || taken.has(id)) rest.push(item);
      else {
        taken.add(id);
        const { region, sources } = regionOf(item, id, spans, isOwn);
        if (sources.length > 0) entityLinks.set(id, sources);
        regions.push(region);
      }
    }
  });
  for (const item of rest) {
    const what = "Web annotations without a place in the text (kept, and written back)";
    result.losses.push({ what, count: 1, examples: [`${file} ${textOr(item.id, "")}`] });
  }
  const native = withRegions(blankFile(factsFrom(isOwn ? factsIn(facts) : {}, stem, text)), { regions, links });
  const linked = withEntityLinks(native, entityLinks);
  const extension = page["onrecord:extension"];
  return {
    file: isOwn ? linked : { ...linked, [kept]: { ...without(page, ["onrecord:extension"]), items: rest } },
    extension: typeof extension === "string" ? extensionFromText(extension) : null,
  };
}

function factsIn(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function linkOf(item: Fields, id: string): Link | null {
  const bodies = [item.body].flat().filter(isObject);
  const source = bodies.find(({ purpose }) => purpose === "linking")?.source;
  if (item.motivation !== "linking" || typeof source !== "string" || typeof item.target !== "string") return null;
  const type = textOr(bodies.find(({ purpose }) => purpose === "tagging")?.value, "linking");
  return { id: id.startsWith("link:") ? null : id, type, from: idOfIri(source, ""), to: idOfIri(item.target, "") };
}

function regionOf(item: Fields, id: string, spans: FileSpan[], isOwn: boolean): { region: Region; sources: string[] } {
  const bodies = [item.body ?? item.bodyValue]
    .flat()
    .map((body) => (typeof body === "string" ? { value: body } : body));
  const values = (purpose: string) =>
    bodies
      .filter(isObject)
      .flatMap((body) => (body.purpose === purpose && typeof body.value === "string" ? [body.value] : []));
  const sources = bodies
    .filter(isObject)
    .flatMap(({ purpose, source }) => (purpose === "identifying" && typeof source === "string" ? [source] : []));
  const [label = "Annotation"] = values("tagging");
  const [note] = values("commenting");
  const [gist] = values("describing");
  const [name] = values("identifying");
  const fields = {
    ...(note === undefined ? {} : { note }),
    ...(gist === undefined || label !== "Claim" ? {} : { gist }),
    ...(isOwn ? {} : { [kept]: item }),
  };
  const region = { id, label, spans: [...spans].sort((a, b) => a.start - b.start), fields };
  return { region: name === undefined ? region : { ...region, entity: { name } }, sources };
}

function withEntityLinks(file: AnnotationFile, sources: ReadonlyMap<string, string[]>): AnnotationFile {
  const first = new Map<string, string[]>();
  for (const { id, entity } of file.mentions) {
    const found = sources.get(id);
    if (entity && found && !first.has(entity)) first.set(entity, found);
  }
  const entities = file.entities.map((entity) => ({
    ...entity,
    links: (first.get(entity.id) ?? []).flatMap((source) => {
      const id = source.startsWith(wikidata) ? source.slice(wikidata.length) : null;
      const parsed = linkSchema.safeParse(id === null ? { kind: "url", url: source } : { kind: "wikidata", id });
      return parsed.success ? [parsed.data] : [];
    }),
  }));
  return { ...file, entities };
}

/** Finds the place that a target's selectors say: the position where it holds the quoted words, or else the words with
 *  what stands before and after them, where they stand once. */
function finder(text: string): (target: unknown) => FileSpan | null {
  const characters = Array.from(text);
  const span = (start: number, end: number): FileSpan => ({ start, end, text: characters.slice(start, end).join("") });
  return (target) => {
    if (!isObject(target)) return null;
    const selectors = [target.selector].flat().filter(isObject);
    const position = selectors.find(({ type }) => type === "TextPositionSelector");
    const quote = selectors.find(({ type }) => type === "TextQuoteSelector");
    const [start, end] = [Number(position?.start), Number(position?.end)];
    if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= characters.length) {
      const found = span(start, end);
      if (!quote || quote.exact === found.text) return found;
    }
    const exact = textOr(quote?.exact, "");
    if (exact === "") return null;
    const [before, after] = [textOr(quote?.prefix, ""), textOr(quote?.suffix, "")];
    const at = onlyPlace(text, `${before}${exact}${after}`);
    if (at === null) return null;
    const from = Array.from(text.slice(0, at + before.length)).length;
    return span(from, from + Array.from(exact).length);
  };
}

function onlyPlace(text: string, words: string): number | null {
  const at = text.indexOf(words);
  return at >= 0 && text.indexOf(words, at + 1) < 0 ? at : null;
}

/** W3C Web Annotation as JSON-LD: an annotation page, its targets with position and quote. Offsets are code points. */
export const webAnnotationFormat: Format = {
  id: "web-annotation",
  title: "W3C Web Annotation",
  endings: [".jsonld"],
  unit: "codepoint",
  carries: {
    fields: { article: carriedOfArticle },
    extension: "the property onrecord:extension of the page",
    not: [
      "Speakers, addressees and claimants that are entities and not mentions.",
      "Forms, statuses and attributes of annotations; check-worthiness, verdict and evidence of claims.",
      "Ends of relations that are entities, or in another article; notes of relations.",
      "Aliases and notes of entities.",
      "Who annotated, when, and where an annotation came from.",
      "The article's blocks and source, the label scheme.",
    ],
  },
  lines: false,
  sniff: ({ text }) => {
    if (text.slice(0, 5000).includes(context)) return 1;
    return keysAtStart(text).includes("selector") ? 0.5 : 0;
  },
  read,
  write,
};
