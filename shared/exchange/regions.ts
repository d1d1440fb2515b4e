import type { AnnotationFile } from "../format/annotation-file.ts";
import type { FileSpan } from "../format/spans.ts";
import { schemeWith, unsaid, unstamped } from "./blank.ts";

/** What tools for labelling text have in common: labelled regions of the text, and links between them. */
export interface Region {
  id: string;
  label: string;
  spans: FileSpan[];
  /** Whom a mention names, where the format can say it. */
  entity?: { id?: string; name?: string };
  /** Fields of the record that the format can say. */
  fields?: Record<string, unknown>;
}
export interface Link {
  id: string | null;
  type: string;
  from: string;
  to: string;
  /** Fields of the relation that the format can say. */
  fields?: Record<string, unknown>;
}
export interface Regions {
  regions: Region[];
  links: Link[];
}

export const quoteLabel = "Quote";
export const cueLabel = "Cue";
export const claimLabel = "Claim";
/** The label of a mention of which nobody said yet whom it names. */
export const mentionLabel = "Mention";
/** Types of links that are fields of quotes and claims, and what holds regions together. */
export const linkTypes = {
  cue: "cue",
  speaker: "speaker",
  addressee: "addressee",
  claimant: "claimant",
  quote: "in quote",
  continued: "continued",
  coreference: "same entity",
} as const;

/** The regions and links of a file, in order of position. Regions are valid: sorted pieces that do not overlap. */
export function regionsOf(file: AnnotationFile): Regions {
  const types = new Map(file.entities.map((entity) => [entity.id, entity]));
  const ids = freeIds(file);
  const links: Link[] = [];
  const firsts = new Map<string, { id: string; words: string }>();
  const pieces = piecesIn(file.article.text);
  const link = (type: string, from: string, to: string) => links.push({ id: null, type, from, to });
  const mentions = file.mentions.map((mention): Region => {
    const entity = mention.entity === null ? undefined : types.get(mention.entity);
    const spans = pieces(mention.spans);
    const first = entity && firsts.get(entity.id);
    if (entity && !first) firsts.set(entity.id, { id: mention.id, words: wordsOf({ spans }) });
    // The same words with the same label are taken to name the same without a link.
    else if (first && first.words !== wordsOf({ spans })) link(linkTypes.coreference, mention.id, first.id);
    return {
      id: mention.id,
      label: entity?.type ?? mentionLabel,
      spans,
      ...(entity ? { entity: { id: entity.id, name: entity.name } } : {}),
      fields: mention,
    };
  });
  const quotes = file.quotes.flatMap((quote): Region[] => {
    const content = { id: quote.id, label: quoteLabel, spans: pieces(quote.content), fields: quote };
    if (quote.cue.length === 0) return [content];
    const cue = { id: ids(`${quote.id}.cue`), label: cueLabel, spans: pieces(quote.cue) };
    link(linkTypes.cue, quote.id, cue.id);
    return [content, cue];
  });
  const claims = file.claims.map((claim): Region => {
    return { id: claim.id, label: claimLabel, spans: pieces(claim.spans), fields: claim };
  });
  for (const { id, speakers, addressees } of file.quotes) {
    for (const one of speakers) if ("mention" in one) link(linkTypes.speaker, id, String(one.mention));
    for (const one of addressees) if ("mention" in one) link(linkTypes.addressee, id, String(one.mention));
  }
  for (const { id, claimant, quote } of file.claims) {
    if (claimant && "quote" in claimant) link(linkTypes.claimant, id, String(claimant.quote));
    if (quote !== null) link(linkTypes.quote, id, quote);
  }
  const regions = [...mentions, ...quotes, ...claims];
  const there = new Set(regions.map(({ id }) => id));
  for (const relation of file.relations) {
    const { id, type, from, to } = relation;
    if (typeof from === "string" && typeof to === "string") links.push({ id, type, from, to, fields: relation });
  }
  return { regions, links: links.filter(({ from, to }) => there.has(from) && there.has(to)) };
}

/** An id like the wanted one that no annotation of the file has; each call takes one. */
export function freeIds(file: AnnotationFile): (wanted: string) => string {
  const lists = [file.mentions, file.quotes, file.claims, file.relations, file.orphans ?? []];
  const taken = new Set(lists.flatMap((list) => list.map(({ id }) => id)));
  return (wanted) => {
    let id = wanted.slice(0, 190);
    while (taken.has(id)) id = `${id}'`;
    taken.add(id);
    return id;
  };
}

/** Makes spans of a text such as every format takes: in order, without overlaps, and without other programs' fields. */
export function piecesIn(text: string): (spans: readonly FileSpan[]) => FileSpan[] {
  const characters = Array.from(text);
  return (spans) => {
    const merged: { start: number; end: number }[] = [];
    for (const { start, end } of [...spans].sort((a, b) => a.start - b.start || a.end - b.end)) {
      const last = merged.at(-1);
      if (last && start < last.end) last.end = Math.max(last.end, end);
      else merged.push({ start, end });
    }
    return merged.map(({ start, end }) => ({ start, end, text: characters.slice(start, end).join("") }));
  };
}

/** Regions of one piece each, for formats that have no others; the other pieces are linked to the first. */
export function contiguous({ regions, links }: Regions): Regions {
  const taken = new Set(regions.map(({ id }) => id));
  const more: Link[] = [];
  const single = regions.flatMap(({ spans, ...region }) =>
    spans.map((span, at) => {
      if (at === 0) return { ...region, spans: [span] };
      let id = `${region.id}.${at + 1}`;
      while (taken.has(id)) id = `${id}'`;
      taken.add(id);
      more.push({ id: null, type: linkTypes.continued, from: region.id, to: id });
      return { id, label: region.label, spans: [span] };
    }),
  );
  return { regions: single, links: [...more, ...links] };
}

/** The file with the annotations that regions and links say. */
export function withRegions(file: AnnotationFile, given: Regions): AnnotationFile {
  const { regions, links } = joined(given);
  const byId = new Map(regions.map((region) => [region.id, region]));
  const cues = new Map<string, Region>();
  const isQuote = (id: string) => byId.get(id)?.label === quoteLabel;
  for (const { type, from, to } of links) {
    const cue = byId.get(to);
    if (type === linkTypes.cue && isQuote(from) && cue?.label === cueLabel && !cues.has(from)) cues.set(from, cue);
  }
  const isCue = new Set([...cues.values()].map(({ id }) => id));
  const own = (label: string) => regions.filter((region) => region.label === label);
  const mentions = regions.filter(({ id, label }) => ![quoteLabel, claimLabel].includes(label) && !isCue.has(id));
  const isMention = new Set(mentions.map(({ id }) => id));
  const isClaim = new Set(own(claimLabel).map(({ id }) => id));
  const said = new Set<Link>();
  const targets = (from: string, type: string, fits: (id: string) => boolean) =>
    links.flatMap((link) => {
      if (link.from !== from || link.type !== type || !fits(link.to)) return [];
      said.add(link);
      return [link.to];
    });
  const mentionOf = (id: string) => isMention.has(id);
  const entities = entitiesOf(mentions, links);
  const quoteRecords = own(quoteLabel).map((region) => ({
    form: "direct" as const,
    ...unsaid(),
    ...region.fields,
    id: region.id,
    content: region.spans,
    cue: targets(region.id, linkTypes.cue, (id) => id === cues.get(region.id)?.id).flatMap(
      (id) => byId.get(id)?.spans ?? [],
    ),
    speakers: targets(region.id, linkTypes.speaker, mentionOf).map((mention) => ({ mention })),
    addressees: targets(region.id, linkTypes.addressee, mentionOf).map((mention) => ({ mention })),
  }));
  const claimRecords = own(claimLabel).map((region) => {
    const [claimant] = targets(region.id, linkTypes.claimant, isQuote);
    const [quote] = targets(region.id, linkTypes.quote, isQuote);
    return {
      gist: "",
      checkWorthiness: null,
      verdict: null,
      evidence: [],
      ...unsaid(),
      ...region.fields,
      id: region.id,
      spans: region.spans,
      claimant: claimant === undefined ? null : { quote: claimant },
      quote: quote ?? null,
    };
  });
  for (const link of links) if (entities.links.has(link)) said.add(link);
  const ids = freeIds({ ...file, mentions: [], quotes: [], claims: [], relations: [] });
  for (const { id } of regions) ids(id);
  const relations = links.flatMap((link, at) => {
    const there = [link.from, link.to].every((id) => isMention.has(id) || isQuote(id) || isClaim.has(id));
    if (said.has(link) || !there || link.from === link.to || link.type === "") return [];
    return [
      { ...unsaid(), ...link.fields, id: ids(link.id ?? `r${at + 1}`), type: link.type, from: link.from, to: link.to },
    ];
  });
  const types = mentions.map(({ label }) => label).filter((label) => label !== mentionLabel && label !== "");
  return {
    ...file,
    entities: entities.list,
    mentions: mentions.map(({ id, fields, spans }) => ({
      form: "name" as const,
      ...unsaid(),
      ...fields,
      id,
      entity: entities.of.get(id) ?? null,
      spans,
    })),
    quotes: quoteRecords,
    claims: claimRecords,
    relations,
    scheme: schemeWith(file.scheme, types, new Set(relations.map(({ type }) => type))),
  };
}

/** Regions with their continued pieces in them. */
function joined({ regions, links }: Regions): Regions {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const first = new Map<string, string>();
  for (const { type, from, to } of links) {
    const [one, other] = [byId.get(from), byId.get(to)];
    if (type === linkTypes.continued && one && other && one !== other && one.label === other.label && !first.has(from))
      first.set(to, from);
  }
  const rootOf = (id: string): string => first.get(id) ?? id;
  const whole = regions.flatMap((region): Region[] => {
    if (first.has(region.id)) return [];
    const rest = regions.filter(({ id }) => first.get(id) === region.id);
    if (rest.length === 0) return [region];
    const spans = [region, ...rest].flatMap((one) => one.spans).sort((a, b) => a.start - b.start);
    return [{ ...region, spans }];
  });
  const kept = new Set(whole.map(({ id }) => id));
  return {
    regions: whole,
    links: links
      .filter(({ type, from, to }) => !(type === linkTypes.continued && first.get(to) === from))
      .map((link) => ({ ...link, from: rootOf(link.from), to: rootOf(link.to) }))
      .filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

/** Whom the mentions name: as the format says, or else by links, or else the same words with the same label. */
function entitiesOf(mentions: readonly Region[], links: readonly Link[]) {
  const isMention = new Map(mentions.map((mention) => [mention.id, mention]));
  const parent = new Map<string, string>();
  const used = new Set<Link>();
  const rootOf = (id: string): string => {
    const next = parent.get(id);
    return next === undefined ? id : rootOf(next);
  };
  const isNamed = (id: string) => (isMention.get(id)?.label ?? mentionLabel) !== mentionLabel;
  for (const link of links) {
    if (link.type !== linkTypes.coreference || !isNamed(link.from) || !isNamed(link.to)) continue;
    const [a, b] = [rootOf(link.from), rootOf(link.to)];
    if (a !== b) parent.set(a, b);
    used.add(link);
  }
  const keys = new Map<string, string>();
  const of = new Map<string, string>();
  const list: AnnotationFile["entities"] = [];
  const taken = new Set(mentions.flatMap(({ entity }) => entity?.id ?? []));
  const newId = () => {
    let at = list.length + 1;
    while (taken.has(`e${at}`)) at++;
    taken.add(`e${at}`);
    return `e${at}`;
  };
  for (const mention of mentions) {
    if (!isNamed(mention.id) || mention.label === "") continue;
    const root = isMention.get(rootOf(mention.id)) ?? mention;
    const words = root.entity?.name || wordsOf(root);
    const key = mention.entity?.id ? `=${mention.entity.id}` : `${root.label}\u0000${words}`;
    let id = keys.get(key);
    if (id === undefined) {
      id = mention.entity?.id ?? newId();
      keys.set(key, id);
      const name = mention.entity?.name || words || id;
      list.push({ id, type: root.label, name, aliases: [], links: [], note: "", created: unstamped });
    }
    of.set(mention.id, id);
  }
  return { list, of, links: used };
}

const wordsOf = ({ spans }: Pick<Region, "spans">) =>
  spans.map(({ text }) => text.replace(/\s+/gu, " ").trim()).join(" … ");
