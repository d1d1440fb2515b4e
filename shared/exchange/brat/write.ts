import type { Scheme } from "../../annotation/records.ts";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { Extension } from "../extension.ts";
import type { ExchangeFile, Written } from "../format.ts";
import { isObject, listOf } from "../json.ts";
import { fileStem } from "../names.ts";
import { claimLabel, linkTypes, quoteLabel, type Region, regionsOf } from "../regions.ts";
import { bratName, onOneLine } from "./lines.ts";
import {
  attributeFields,
  contentType,
  entityDatabase,
  extensionNote,
  gistNote,
  kept,
  noteType,
  wikidata,
} from "./read.ts";

/** Writes the text and its .ann file. Records that came from brat keep its ids. */
export function writeBrat(file: AnnotationFile, extension: Extension | null): Written {
  const stem = fileStem(file.article.id);
  const sheet = annSheet(file);
  const { regions, links } = regionsOf(file);
  const entities = new Map(file.entities.map((entity) => [entity.id, entity]));
  const cueOf = new Map(links.filter(({ type }) => type === linkTypes.cue).map(({ from, to }) => [from, to]));
  const isForeign = isObject(file[kept]) && file[kept].isOwn === false;
  const isCue = new Set(cueOf.values());
  const byId = new Map(regions.map((region) => [region.id, region]));
  const isClaim = new Set(file.claims.map(({ id }) => id));
  const isQuote = new Set(file.quotes.map(({ id }) => id));
  for (const region of regions) {
    if (isCue.has(region.id) || isClaim.has(region.id) || isQuote.has(region.id)) continue;
    const id = sheet.id("T", region.id);
    const raw = keptOf(region.fields);
    sheet.bound(id, bratName(region.label), region, typeof raw.text === "string" ? raw.text : undefined);
    const entity = region.entity?.id === undefined ? undefined : entities.get(region.entity.id);
    const foreign = listOf(raw.references).map(String);
    for (const line of foreign) sheet.again(line, id);
    if (entity && foreign.length === 0 && !isForeign) {
      sheet.line("N", `Reference ${id} ${entityDatabase}:${fileStem(entity.id)}\t${onOneLine(entity.name)}`);
      for (const link of entity.links)
        if (link.kind === "wikidata")
          sheet.line("N", `Reference ${id} ${wikidata}:${link.id}\t${onOneLine(entity.name)}`);
    }
    sheet.about(id, region.fields, { form: "name" });
  }
  const targets = (from: string, type: string) =>
    links.filter((link) => link.from === from && link.type === type).map(({ to }) => sheet.known(to));
  for (const { id } of file.quotes) sheet.id("E", id);
  for (const quote of file.quotes) {
    const content = byId.get(quote.id);
    const cue = byId.get(cueOf.get(quote.id) ?? "");
    if (!content) continue;
    const trigger = sheet.id("T", cue?.id ?? null);
    sheet.bound(trigger, quoteLabel, cue ?? content);
    const args = [];
    if (cue) {
      const id = sheet.id("T", null);
      sheet.bound(id, contentType, content);
      args.push(`Content:${id}`);
    }
    args.push(...numbered("Speaker", targets(quote.id, linkTypes.speaker)));
    args.push(...numbered("Addressee", targets(quote.id, linkTypes.addressee)));
    sheet.push(`${sheet.known(quote.id)}\t${[`${quoteLabel}:${trigger}`, ...args].join(" ")}`);
    sheet.about(sheet.known(quote.id), quote, { form: "direct" });
  }
  for (const claim of file.claims) {
    const region = byId.get(claim.id);
    if (!region) continue;
    const [trigger, event] = [sheet.id("T", null), sheet.id("E", claim.id)];
    sheet.bound(trigger, claimLabel, region);
    const args = [
      ...targets(claim.id, linkTypes.claimant).map((id) => `Claimant:${id}`),
      ...targets(claim.id, linkTypes.quote).map((id) => `Quote:${id}`),
    ];
    sheet.push(`${event}\t${[`${claimLabel}:${trigger}`, ...args].join(" ")}`);
    sheet.about(event, claim, {});
  }
  for (const { id, type, from, to, fields } of links) {
    const [first = "Arg1", second = "Arg2"] = listOf(keptOf(fields).roles).map(String);
    if (id !== null && from !== to)
      sheet.push(`${sheet.id("R", id)}\t${bratName(type)} ${first}:${sheet.known(from)} ${second}:${sheet.known(to)}`);
  }
  const whole = isObject(file[kept]) ? file[kept] : {};
  for (const line of listOf(whole.lines)) sheet.push(String(line));
  if (extension) sheet.line("#", `${extensionNote} ${sheet.first() ?? "T0"}\t${JSON.stringify(extension)}`);
  return {
    files: [
      { name: `${stem}.txt`, text: file.article.text },
      { name: `${stem}.ann`, text: sheet.text() },
    ],
    ids: sheet.ids(),
  };
}

const keptOf = (fields: Record<string, unknown> | undefined): Record<string, unknown> =>
  isObject(fields?.[kept]) ? (fields[kept] as Record<string, unknown>) : {};

const numbered = (role: string, ids: readonly string[]) =>
  ids.map((id, at) => `${role}${at === 0 ? "" : at + 1}:${id}`);

/** The .ann file while it is written: its lines and which numbers are taken. */
function annSheet(file: AnnotationFile) {
  const lines: string[] = [];
  const bounds: string[] = [];
  const taken = takenIds(file);
  const given = new Map<string, string>();
  const next = new Map<string, number>();
  const fresh = (kind: string) => {
    let number = next.get(kind) ?? 1;
    while (taken.has(`${kind}${number}`)) number++;
    next.set(kind, number + 1);
    taken.add(`${kind}${number}`);
    return `${kind}${number}`;
  };
  const line = (kind: string, rest: string) => lines.push(`${fresh(kind)}\t${rest}`);
  return {
    push: (text: string) => lines.push(text),
    line,
    text: () => lines.map((text) => `${text}\n`).join(""),
    first: () => bounds[0],
    known: (id: string) => given.get(id) ?? id,
    /** The id in brat of a record, which keeps its own where that is one of brat's. */
    id(kind: string, record: string | null): string {
      const known = record === null ? undefined : given.get(record);
      if (known !== undefined) return known;
      const id = record !== null && isIdOf(kind, record) ? record : fresh(kind);
      if (record !== null) given.set(record, id);
      return id;
    },
    ids: () => Object.fromEntries([...given].map(([from, to]) => [to, from])),
    /** A line of brat as it came, about the annotation that now has `id`. */
    again(text: string, id: string) {
      lines.push(text.replace(/^(\S+\tReference )\S+/, `$1${id}`));
    },
    bound(id: string, type: string, { spans }: Pick<Region, "spans">, text?: string) {
      bounds.push(id);
      const covered = text ?? onOneLine(spans.map((span) => span.text).join(" "));
      lines.push(`${id}\t${type} ${spans.map(({ start, end }) => `${start} ${end}`).join(";")}\t${covered}`);
    },
    /** Attributes and notes of a record, those that say what goes without saying left out. */
    about(id: string, fields: Record<string, unknown> = {}, usual: Record<string, string>) {
      for (const [name, field] of Object.entries(attributeFields)) {
        const value = fields[field];
        const silent = { status: "draft", ...usual }[field];
        if (typeof value === "string" && value !== "" && value !== silent)
          line("A", `${name} ${id} ${bratName(value)}`);
      }
      for (const [name, value] of Object.entries(isObject(fields.attributes) ? fields.attributes : {})) {
        if (value === true) line("A", `${bratName(name)} ${id}`);
        else if (value !== false) line("A", `${bratName(name)} ${id} ${bratName(String(value))}`);
      }
      for (const [type, text] of [
        [noteType, fields.note],
        [gistNote, fields.gist],
      ])
        if (typeof text === "string" && text !== "") line("#", `${type} ${id}\t${onOneLine(text)}`);
    },
  };
}

const isIdOf = (kind: string, id: string) => id.startsWith(kind) && /^[1-9]\d*$/.test(id.slice(kind.length));

/** Ids of brat that records and kept lines have. */
function takenIds(file: AnnotationFile): Set<string> {
  const taken = new Set<string>();
  for (const { id } of file.mentions) taken.add(id);
  for (const list of [file.quotes, file.claims, file.relations]) for (const { id } of list) taken.add(id);
  const whole = isObject(file[kept]) ? listOf(file[kept].lines) : [];
  const lines = [...whole, ...file.mentions.flatMap((mention) => listOf(keptOf(mention).references))];
  for (const line of lines) taken.add(String(line).split("\t", 1)[0] ?? "");
  return taken;
}

/** `annotation.conf` and `visual.conf`, which tell brat what can be marked and in which colours. */
export function bratSettings(scheme: Scheme): ExchangeFile[] {
  const types = scheme.entityTypes.map(({ id }) => bratName(id));
  const everything = ["<ENTITY>", "<EVENT>"].join("|");
  const attribute = ({ id, kind, values }: Scheme["quoteAttributes"][number], of: string) => {
    const choices = kind === "enum" ? values.map(bratName).join("|") : null;
    return choices === "" ? [] : [`${bratName(id)}\tArg:${of}${choices === null ? "" : `, Value:${choices}`}`];
  };
  const annotation = [
    "[entities]",
    ...new Set([...types, "Mention", contentType]),
    "",
    "[relations]",
    ...scheme.relationTypes.map(({ id }) => `${bratName(id)}\tArg1:${everything}, Arg2:${everything}`),
    "",
    "[events]",
    `${quoteLabel}\tContent?:${contentType}, Speaker*:<ENTITY>, Addressee*:<ENTITY>`,
    `${claimLabel}\tClaimant?:${quoteLabel}, Quote?:${quoteLabel}`,
    "",
    "[attributes]",
    `Form\tArg:${everything}, Value:name|nominal|pronoun|direct|mixed|indirect`,
    `Status\tArg:${everything}, Value:draft|done|disputed`,
    `CheckWorthiness\tArg:${claimLabel}, Value:high|medium|low`,
    ...(scheme.verdicts.length > 0
      ? [`Verdict\tArg:${claimLabel}, Value:${scheme.verdicts.map(bratName).join("|")}`]
      : []),
    ...scheme.quoteAttributes.flatMap((one) => attribute(one, quoteLabel)),
    ...scheme.claimAttributes.flatMap((one) => attribute(one, claimLabel)),
    ...scheme.entityTypes.flatMap((type) => type.attributes.flatMap((one) => attribute(one, bratName(type.id)))),
    "",
  ];
  const visual = [
    "[labels]",
    ...scheme.entityTypes.map(({ id }) => `${bratName(id)} | ${onOneLine(id)}`),
    "",
    "[drawing]",
    "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken",
    "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5",
    ...scheme.entityTypes.map(({ id, color }) => `${bratName(id)}\tfgColor:white, bgColor:${color}`),
    "",
  ];
  return [
    { name: "annotation.conf", text: annotation.join("\n") },
    { name: "visual.conf", text: visual.join("\n") },
  ];
}
