import { checkWorthinessLevels, linkSchema, mentionForms, quoteForms, statuses } from "../../annotation/records.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { Problem } from "../../format/problem.ts";
import type { FileSpan } from "../../format/spans.ts";
import { blankFile } from "../blank.ts";
import { extensionFromText } from "../extension.ts";
import type { ExchangeFile, Loss, NativeArticle, NativeRead } from "../format.ts";
import { idOfStem } from "../names.ts";
import { claimLabel, cueLabel, type Link, linkTypes, quoteLabel, type Region, withRegions } from "../regions.ts";
import { type Event, onOneLine, type Standoff, standoffOf } from "./lines.ts";

export const extensionNote = "Onrecord";
export const gistNote = "Gist";
export const noteType = "AnnotatorNotes";
/** The database of normalisations that name an entity of the project. */
export const entityDatabase = "Onrecord";
export const wikidata = "Wikidata";
export const contentType = "Content";
/** What is kept of a file that Onrecord has no records for, to be written back as it was. */
export const kept = "x-brat";

/** Attributes of brat → fields of records. */
export const attributeFields: Record<string, string> = {
  Form: "form",
  Status: "status",
  CheckWorthiness: "checkWorthiness",
  Verdict: "verdict",
};

/** Reads pairs of .txt and .ann files. A text without annotations is an article without them. */
export function readBrat(files: readonly ExchangeFile[]): NativeRead {
  const read: NativeRead = { articles: [], problems: [], losses: [] };
  const stems = new Map<string, { text?: string; annotations: string }>();
  for (const { name, text } of files) {
    const ending = /\.(txt|ann|a1|a2)$/i.exec(name)?.[1]?.toLowerCase();
    if (!ending) continue;
    const stem = name.slice(0, -ending.length - 1);
    const known = stems.get(stem) ?? { annotations: "" };
    if (ending === "txt") stems.set(stem, { ...known, text });
    else stems.set(stem, { ...known, annotations: `${known.annotations}${text}\n` });
  }
  for (const [stem, { text, annotations }] of stems) {
    if (text === undefined) {
      const reason = "there is no text file of the same name";
      read.problems.push({ file: `${stem}.ann`, path: "", reason, remedy: `Put ${stem}.txt beside it.` });
    } else read.articles.push(articleOf(stem, text, annotations, read));
  }
  return read;
}

function articleOf(stem: string, text: string, annotations: string, read: NativeRead): NativeArticle {
  const standoff = standoffOf(annotations);
  const characters = Array.from(text);
  const outside = new Set<string>();
  const spansOf = (id: string): FileSpan[] => {
    const bound = standoff.bounds.get(id);
    if (!bound) return [];
    if (bound.spans.some(({ start, end }) => end <= start || end > characters.length)) {
      if (!outside.has(id))
        read.problems.push({ file: `${stem}.ann`, path: id, reason: "it lies outside the text", remedy: leftOut });
      outside.add(id);
      return [];
    }
    return bound.spans.map(({ start, end }) => ({ start, end, text: characters.slice(start, end).join("") }));
  };
  const extension = standoff.notes.find(({ type }) => type === extensionNote);
  const taken = new Set<string>(extension ? [extension.id] : []);
  const parts = partsOf(standoff, spansOf, taken);
  const blank = blankFile({ id: idOfStem(stem), text });
  const file = withRegions(blank, parts);
  const others = leftLines(standoff, taken);
  const isOwn = extension !== undefined || standoff.normalisations.some(({ reference }) => isOurs(reference));
  const whole: AnnotationFile = isOwn && others.length === 0 ? file : { ...file, [kept]: { isOwn, lines: others } };
  read.problems.push(...contradictions(standoff, stem, spansOf));
  read.losses.push(...lossesOf(others, stem));
  return {
    file: withEntityLinks(whole, standoff),
    extension: extension ? extensionFromText(extension.text) : null,
  };
}

const leftOut = "It is left out; correct it in the file to have it.";

/** Annotations whose words are not those that their offsets cover: the offsets hold, and a person should look. */
function contradictions({ bounds }: Standoff, stem: string, spansOf: (id: string) => FileSpan[]): Problem[] {
  const plain = (words: string) => words.replace(/[.[\]…\s]+/gu, " ").trim();
  return [...bounds.values()].flatMap(({ id, text }): Problem[] => {
    const covered = spansOf(id)
      .map((span) => span.text)
      .join(" ");
    if (covered === "" || text === "" || plain(onOneLine(covered)) === plain(text)) return [];
    const reason = `it covers “${onOneLine(covered)}”, but says “${text}”`;
    const remedy = "It is taken where its offsets say; see whether the text is the one that was annotated.";
    return [{ file: `${stem}.ann`, path: id, reason, remedy }];
  });
}

/** Lines that became no record, in order of the file. */
const leftLines = ({ lines, others }: Standoff, taken: ReadonlySet<string>): string[] => [
  ...[...lines].filter(([id]) => !taken.has(id)).map(([, line]) => line),
  ...others,
];

const lossesOf = (lines: readonly string[], stem: string): Loss[] =>
  lines.map((line) => ({
    what: `brat lines of kind ${line.charAt(0)} (kept, and written back)`,
    count: 1,
    examples: [`${stem}.ann: ${line.split("\t", 1)[0]}`],
  }));

function partsOf(standoff: Standoff, spansOf: (id: string) => FileSpan[], taken: Set<string>) {
  const quotes = standoff.events.filter(({ type }) => type === quoteLabel);
  const claims = standoff.events.filter(({ type }) => type === claimLabel);
  const parts = { regions: [] as Region[], links: [] as Link[] };
  const fields = fieldsOf(standoff, taken);
  for (const event of quotes) takeQuote(event, parts, spansOf, fields, taken);
  for (const event of claims) takeClaim(event, parts, spansOf, fields, taken);
  for (const { id, type } of standoff.bounds.values()) {
    const spans = taken.has(id) ? [] : spansOf(id);
    if (spans.length === 0) continue;
    taken.add(id);
    const extra = mentionExtras(id, standoff, taken, spans);
    const entity = entityOf(id, standoff);
    const label = [quoteLabel, claimLabel].includes(type) ? `${type} word` : type;
    parts.regions.push({ id, label, spans, ...(entity ? { entity } : {}), fields: { ...fields(id), ...extra } });
  }
  const there = new Set(parts.regions.map(({ id }) => id));
  for (const { id, type, from, to, roles } of standoff.relations) {
    if (!there.has(from) || !there.has(to) || from === to) continue;
    taken.add(id);
    const fields = roles.join(" ") === "Arg1 Arg2" ? {} : { [kept]: { roles } };
    parts.links.push({ id, type, from, to, fields });
  }
  return parts;
}

type FieldsOf = (id: string) => Record<string, unknown>;

function fieldsOf(standoff: Standoff, taken: Set<string>): FieldsOf {
  return (of) => {
    const fields: Record<string, unknown> = {};
    const attributes: Record<string, string | boolean> = {};
    for (const { id, type, value, of: target } of standoff.attributes) {
      if (target !== of) continue;
      const field = Object.hasOwn(attributeFields, type) ? attributeFields[type] : undefined;
      if (field !== undefined && value !== null && field in fields) continue;
      taken.add(id);
      if (field !== undefined && value !== null && allowed(field, value)) fields[field] = value;
      else attributes[type] = value ?? true;
    }
    for (const { id, type, text, of: target } of standoff.notes) {
      if (target !== of) continue;
      const field = type === gistNote ? "gist" : type === noteType ? "note" : null;
      if (field === null || field in fields) continue;
      taken.add(id);
      fields[field] = text;
    }
    return Object.keys(attributes).length > 0 ? { ...fields, attributes } : fields;
  };
}

const values: Record<string, readonly string[]> = {
  form: [...mentionForms, ...quoteForms],
  status: statuses,
  checkWorthiness: checkWorthinessLevels,
};
const allowed = (field: string, value: string) => values[field]?.includes(value) ?? true;

function takeQuote(
  { id, trigger, args }: Event,
  parts: { regions: Region[]; links: Link[] },
  spansOf: (id: string) => FileSpan[],
  fields: FieldsOf,
  taken: Set<string>,
): void {
  const content = args.find(({ role }) => role === "Content")?.id;
  const spans = spansOf(content ?? trigger);
  if (spans.length === 0) return;
  taken.add(id).add(trigger);
  if (content !== undefined) taken.add(content);
  parts.regions.push({ id, label: quoteLabel, spans, fields: fields(id) });
  if (content !== undefined && spansOf(trigger).length > 0) {
    parts.regions.push({ id: trigger, label: cueLabel, spans: spansOf(trigger) });
    parts.links.push({ id: null, type: linkTypes.cue, from: id, to: trigger });
  }
  for (const arg of args) {
    const type = roleOf(arg.role) === "Speaker" ? linkTypes.speaker : linkTypes.addressee;
    if (["Speaker", "Addressee"].includes(roleOf(arg.role))) parts.links.push({ id: null, type, from: id, to: arg.id });
  }
}

function takeClaim(
  { id, trigger, args }: Event,
  parts: { regions: Region[]; links: Link[] },
  spansOf: (id: string) => FileSpan[],
  fields: FieldsOf,
  taken: Set<string>,
): void {
  const spans = spansOf(trigger);
  if (spans.length === 0) return;
  taken.add(id).add(trigger);
  parts.regions.push({ id, label: claimLabel, spans, fields: fields(id) });
  for (const { role, id: to } of args) {
    if (role === "Claimant") parts.links.push({ id: null, type: linkTypes.claimant, from: id, to });
    if (role === "Quote") parts.links.push({ id: null, type: linkTypes.quote, from: id, to });
  }
}

/** A role without the number that tells several of one kind apart: `Speaker2`. */
const roleOf = (role: string) => role.replace(/\d+$/, "");

function entityOf(id: string, standoff: Standoff): { id?: string; name?: string } | null {
  const all = standoff.normalisations.filter(({ of }) => of === id);
  const own = all.find(({ reference }) => reference.startsWith(`${entityDatabase}:`)) ?? all[0];
  if (!own) return null;
  const reference = own.reference.startsWith(`${entityDatabase}:`)
    ? idOfStem(own.reference.slice(entityDatabase.length + 1))
    : own.reference;
  return { id: reference.slice(0, 200), ...(own.name ? { name: own.name } : {}) };
}

/** What a mention keeps of lines that only brat has a place for. */
function mentionExtras(id: string, { normalisations, bounds, lines }: Standoff, taken: Set<string>, spans: FileSpan[]) {
  const all = normalisations.filter(({ of }) => of === id);
  for (const one of all) taken.add(one.id);
  const foreign = all.filter(({ reference }) => !isOurs(reference)).map((one) => lines.get(one.id) ?? "");
  const text = bounds.get(id)?.text ?? "";
  const differs = text !== onOneLine(spans.map((span) => span.text).join(" "));
  const extra = { ...(foreign.length > 0 ? { references: foreign } : {}), ...(differs ? { text } : {}) };
  return Object.keys(extra).length > 0 ? { [kept]: extra } : {};
}

const isOurs = (reference: string) =>
  reference.startsWith(`${entityDatabase}:`) || reference.startsWith(`${wikidata}:`);

/** The entities with the Wikidata ids that their mentions' normalisations say. */
function withEntityLinks(file: AnnotationFile, { normalisations }: Standoff): AnnotationFile {
  const entityOfMention = new Map(file.mentions.map(({ id, entity }) => [id, entity]));
  const links = new Map<string, Set<string>>();
  for (const { of, reference } of normalisations) {
    const entity = entityOfMention.get(of);
    if (!entity || !reference.startsWith(`${wikidata}:`)) continue;
    links.set(entity, (links.get(entity) ?? new Set()).add(reference.slice(wikidata.length + 1)));
  }
  const entities = file.entities.map((entity) => ({
    ...entity,
    links: [...(links.get(entity.id) ?? [])].flatMap((id) => {
      const parsed = linkSchema.safeParse({ kind: "wikidata", id });
      return parsed.success ? [parsed.data] : [];
    }),
  }));
  return { ...file, entities };
}
