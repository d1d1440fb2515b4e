import { linkSchema } from "../../annotation/records.ts";
import { webAddressOf } from "../../article/web-address.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import { type ArticleFacts, blankFile } from "../blank.ts";
import { extensionFromText, fingerprint } from "../extension.ts";
import type { Loss, NativeArticle } from "../format.ts";
import { isObject } from "../json.ts";
import { factsFrom } from "../line-documents.ts";
import { contiguous, linkTypes, type Region, regionsOf, withRegions } from "../regions.ts";
import { byReference, type Cas, refOf, type Structure, shortName, typeSystemOf, type Value } from "./cas.ts";
import { foreignTypes, isEmptyRaw, type Kept, kept, layer, ownTypes, type Raw, withoutFeatures } from "./layers.ts";
import { type MarkedRegion, type Marks, marksOf } from "./marks.ts";

type Entity = AnnotationFile["entities"][number];

const wikidata = "http://www.wikidata.org/entity/";

/** What a CAS says of its first text. What is no annotation stays in the article's file, to be written again. */
export function articleOf(cas: Cas, stem: string, source: string, losses: Loss[]): NativeArticle {
  const own = cas.structures.filter(({ type }) => type === layer.own);
  const [facts, extension] = ["facts", "extension"].map(
    (name) =>
      own.map(({ features }) => features[name]).find((value) => typeof value === "string") as string | undefined,
  );
  const marks = marksOf(cas);
  const text = marks.sofa?.text ?? "";
  const chained = new Map(
    marks.chains.flatMap(({ id, members }) => members.map((one) => [one, `chain-${id}`] as const)),
  );
  const identifiers = identifiersIn(marks);
  const regions = marks.regions.map((region) => {
    const id = chained.get(region.id) ?? identifiers.get(region.id);
    return {
      ...region,
      ...(id === undefined ? {} : { entity: { id: id.slice(0, 200) } }),
      fields: { ...region.fields },
    };
  });
  const links = marks.links.map((link) => ({
    ...link,
    fields: isEmptyRaw(link.raw) ? {} : { [kept]: link.raw },
  }));
  const blank = blankFile({ ...(facts === undefined ? factsIn(cas, stem) : ownFacts(facts, stem, text)), text });
  const linked = withEntityLinks(withRegions(blank, { regions, links }), identifiers);
  const raws = rawsOf(linked, marks, identifiers);
  const left = leftIn(cas, linked, marks, raws);
  const file = withRaws(linked, raws);
  const chainMarks = new Map(marks.chains.map(({ id, type }) => [`chain-${id}`, type]));
  const isOwn = facts !== undefined;
  report(cas, marks, left, raws, source, losses);
  const rest: Kept = {
    text: fingerprint(text),
    sofa: marks.sofa?.id ?? null,
    types: foreignTypes(cas.types),
    sofas: cas.sofas.map((one) => (one.id === marks.sofa?.id ? { ...one, text: null } : one)),
    structures: left.filter(({ type }) => type !== layer.own),
  };
  const isPlain = isOwn && !rest.structures.some(({ type }) => !regenerated.has(type));
  return {
    file: isPlain ? file : { ...withChainMarks(file, chainMarks), [kept]: rest },
    extension: extension === undefined ? null : extensionFromText(extension),
  };
}

/** What Onrecord writes anew for a text of its own. */
const regenerated = new Set<string>([layer.token, layer.sentence, layer.document]);

function ownFacts(facts: string, stem: string, text: string): ArticleFacts {
  try {
    const value: unknown = JSON.parse(facts);
    return factsFrom(isObject(value) ? value : {}, stem, text);
  } catch {
    return { id: stem, text };
  }
}

function factsIn(cas: Cas, stem: string): Omit<ArticleFacts, "text"> {
  const types = typeSystemOf(cas.types, ownTypes);
  const documents = cas.structures.filter(({ type }) => types.isA(type, "uima.tcas.DocumentAnnotation"));
  const word = (name: string) => {
    const found = documents.map(({ features }) => features[name]).find((value) => typeof value === "string");
    return typeof found === "string" && found.trim() !== "" ? found : null;
  };
  const [language, uri] = [word("language"), word("documentUri")];
  return {
    id: word("documentId") ?? stem,
    title: word("documentTitle") ?? word("documentId") ?? stem,
    language: language === "x-unspecified" ? null : language,
    url: webAddressOf(uri),
  };
}

const identifierOf = (region: MarkedRegion): string | null => {
  const { identifier } = region.structure.features;
  return region.structure.type === layer.name && typeof identifier === "string" && identifier !== ""
    ? identifier
    : null;
};

/** The identifiers of named entities, by region. */
function identifiersIn({ regions }: Marks): Map<string, string> {
  return new Map(
    regions.flatMap((region) => {
      const identifier = identifierOf(region);
      return identifier === null ? [] : [[region.id, identifier] as const];
    }),
  );
}

/** The identifier of an entity in a knowledge base: an address of Wikidata, or what its first link says. */
export function identifierOfEntity(entity: Pick<Entity, "links"> | undefined): string | null {
  const [link] = entity?.links ?? [];
  if (!link) return null;
  return link.kind === "wikidata" ? `${wikidata}${link.id}` : link.url;
}

function withEntityLinks(file: AnnotationFile, identifiers: ReadonlyMap<string, string>): AnnotationFile {
  const first = new Map<string, string>();
  for (const { id, entity } of file.mentions) {
    const identifier = identifiers.get(id);
    if (entity !== null && identifier !== undefined && !first.has(entity)) first.set(entity, identifier);
  }
  const entities = file.entities.map((entity): Entity => {
    const identifier = first.get(entity.id);
    if (identifier === undefined) return entity;
    const isItem = identifier.startsWith(wikidata);
    const parsed = linkSchema.safeParse(
      isItem ? { kind: "wikidata", id: identifier.slice(wikidata.length) } : { kind: "url", url: identifier },
    );
    return { ...entity, links: parsed.success ? [parsed.data] : [] };
  });
  return { ...file, entities };
}

/** What each record keeps of its structure, by the id of the record. */
function rawsOf(file: AnnotationFile, { regions }: Marks, identifiers: ReadonlyMap<string, string>): Map<string, Raw> {
  const entities = new Map(file.entities.map((entity) => [entity.id, entity]));
  const entityOf = new Map(file.mentions.map(({ id, entity }) => [id, entity]));
  return new Map(
    regions.map((region) => {
      const entity = entities.get(entityOf.get(region.id) ?? "");
      const given = identifiers.get(region.id) ?? null;
      const isDerived = region.structure.type === layer.name && given === identifierOfEntity(entity);
      const { identifier: _identifier, ...features } = region.raw.features ?? {};
      const rest =
        region.structure.type !== layer.name
          ? region.raw.features
          : isDerived
            ? features
            : { ...features, identifier: given };
      return [region.id, { ...region.raw, features: rest ?? {} }];
    }),
  );
}

/** The structures that are not in records: what says no annotation, and what says one that has no record of its own, as
 *  a cue, where Onrecord would not write it just so again. */
function leftIn(cas: Cas, file: AnnotationFile, marks: Marks, raws: Map<string, Raw>): Structure[] {
  const records = new Set([...file.mentions, ...file.quotes, ...file.claims, ...file.relations].map(({ id }) => id));
  const again = writtenAgain(file);
  const structures = new Map(marks.regions.map(({ id, structure }) => [id, structure.id]));
  const places = new Map(marks.regions.map((region) => [region.id, placeOf(region)]));
  const left = new Set<number>();
  const leave = (region: string) => {
    const structure = structures.get(region);
    if (structure !== undefined && !records.has(region)) left.add(structure);
  };
  for (const { id } of marks.regions) if (!isEmptyRaw(raws.get(id) ?? {}) || !again.region(places.get(id))) leave(id);
  const links = marks.links.filter(({ id }) => !records.has(id ?? ""));
  const lost = new Set(
    links.filter(({ type, from, to, raw }) => {
      const isAgain = again.link(type, places.get(from), places.get(to));
      return !isAgain || !isEmptyRaw(raw);
    }),
  );
  // What is left has its links with it, and they have their ends.
  const isLeft = (region: string) => left.has(structures.get(region) ?? 0);
  for (let before = -1; before < lost.size + left.size; ) {
    before = lost.size + left.size;
    for (const { from, to } of lost) for (const end of [from, to]) leave(end);
    for (const link of links) if (isLeft(link.from) || isLeft(link.to)) lost.add(link);
  }
  for (const { structure, host } of lost) {
    left.add(structure.id);
    if (host && !isLeft(host.region)) keepInSlot(structure.id, host, raws);
  }
  return cas.structures.filter(({ id, type }) => !marks.said.has(id) || left.has(id) || type === layer.own);
}

const placeOf = ({ label, spans: [span] }: Region): string => `${span?.start}-${span?.end} ${label}`;

/** Whether what has no record of its own is written again from the records: each of them answers once. */
function writtenAgain(file: AnnotationFile) {
  const { regions, links } = contiguous(regionsOf(file));
  const places = new Map(regions.map((region) => [region.id, placeOf(region)]));
  const counts = new Map<string, number>();
  const keyOf = (...parts: (string | undefined)[]) => JSON.stringify(parts);
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const region of regions) if (region.fields === undefined) add(keyOf(placeOf(region)));
  for (const { type, from, to } of links)
    if (type !== linkTypes.coreference) add(keyOf(type, places.get(from), places.get(to)));
  const take = (key: string): boolean => {
    const count = counts.get(key) ?? 0;
    counts.set(key, count - 1);
    return count > 0;
  };
  return {
    region: (place: string | undefined) => take(keyOf(place)),
    link: (type: string, from: string | undefined, to: string | undefined) => take(keyOf(type, from, to)),
  };
}

function keepInSlot(ref: number, host: { region: string; feature: string }, raws: Map<string, Raw>) {
  const raw = raws.get(host.region) ?? {};
  const before: Value | undefined = raw.features?.[host.feature];
  const items = [...(Array.isArray(before) ? before : []), { ref }].sort(byReference);
  raws.set(host.region, { ...raw, features: { ...raw.features, [host.feature]: items } });
}

function withRaws(file: AnnotationFile, raws: ReadonlyMap<string, Raw>): AnnotationFile {
  const add = <R extends { id: string }>(record: R): R => {
    const raw = raws.get(record.id);
    return raw && !isEmptyRaw(raw) ? { ...record, [kept]: raw } : record;
  };
  return { ...file, mentions: file.mentions.map(add), quotes: file.quotes.map(add), claims: file.claims.map(add) };
}

/** The file with each entity that a chain says marked, so that the chain is written again. */
const withChainMarks = (file: AnnotationFile, chains: ReadonlyMap<string, string>): AnnotationFile => ({
  ...file,
  entities: file.entities.map((entity) => {
    const chain = chains.get(entity.id);
    return chain === undefined ? entity : { ...entity, [kept]: { chain } };
  }),
});

const keptAs = "(kept, and written back)";

/** Says what of the CAS is no annotation here, and which features of annotations have no field. */
function report(
  cas: Cas,
  marks: Marks,
  left: readonly Structure[],
  raws: ReadonlyMap<string, Raw>,
  source: string,
  losses: Loss[],
) {
  const add = (what: string, count: number, example: string) =>
    losses.push({ what: `UIMA ${what} ${keptAs}`, count, examples: [`${source} ${example}`] });
  const types = typeSystemOf(cas.types, ownTypes);
  const isUsual = ({ type, features }: Structure) =>
    regenerated.has(type) ||
    type === layer.own ||
    /^(?:Token|Sentence)$/.test(shortName(type)) ||
    (types.isA(type, "uima.tcas.DocumentAnnotation") && marks.sofa?.id === refOf(features.sofa ?? null));
  for (const structure of left) if (!isUsual(structure)) add(`type ${structure.type}`, 1, String(structure.id));
  for (const { id, structure } of marks.regions) {
    const { features = {}, reference = {} } = raws.get(id) ?? {};
    for (const name of Object.keys({ ...withoutFeatures(features, []), ...reference }))
      add(`feature ${structure.type}:${name}`, 1, id);
  }
  for (const { structure, raw } of marks.links)
    for (const name of Object.keys(raw.features ?? {}))
      add(`feature ${structure.type}:${name}`, 1, String(structure.id));
  const views = cas.sofas.filter(({ id, text }) => id !== marks.sofa?.id && text !== null);
  for (const { name } of views) add("view with another text", 1, name);
}
