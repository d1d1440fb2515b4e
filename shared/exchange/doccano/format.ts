import type { AnnotationFile } from "../../format/annotation-file.ts";
import { blankFile } from "../blank.ts";
import { type Extension, extensionFrom } from "../extension.ts";
import type { ExchangeFile, Format, NativeArticle, NativeRead, Written } from "../format.ts";
import {
  articlesIn,
  fallbackId,
  type Item,
  isObject,
  keysAtStart,
  leftOut,
  listOf,
  objectsOf,
  textOr,
} from "../json.ts";
import {
  carriedOfArticle,
  factKeys,
  factsFrom,
  factsOf,
  idFrom,
  inOrderOf,
  keptIn,
  notInLabels,
  spanIn,
  without,
} from "../line-documents.ts";
import { contiguous, type Link, type Region, regionsOf, withRegions } from "../regions.ts";

/** What is kept of a doccano document that Onrecord has no field for. */
const kept = "x-doccano";
/** How the versions of doccano write spans: objects with ids, objects without, and triples. */
const spanKeys = ["entities", "annotations", "labels", "label"] as const;
type SpanKey = (typeof spanKeys)[number];

const read = (files: readonly ExchangeFile[]): NativeRead => articlesIn(files, articleOf);

function articleOf({ value, at, file }: Item, result: NativeRead): NativeArticle | null {
  const text = value.text ?? value.data;
  if (typeof text !== "string") {
    result.problems.push({ file, path: at, reason: "it has no text", remedy: leftOut });
    return null;
  }
  const key = spanKeys.find((name) => Array.isArray(value[name]) && name in value) ?? "entities";
  const span = spanIn(text);
  const ids = new Set<string>();
  const regions = listOf(value[key]).flatMap((item, index): Region[] => {
    const raw = Array.isArray(item) ? { start_offset: item[0], end_offset: item[1], label: item[2] } : item;
    const found = isObject(raw) ? span(raw.start_offset, raw.end_offset) : null;
    if (!found || !isObject(raw)) {
      const place = [at, `${key}[${index}]`].filter((part) => part !== "").join(".");
      result.problems.push({ file, path: place, reason: "it is no span of the text", remedy: leftOut });
      return [];
    }
    const id = idFrom(raw.id, `s${index + 1}`);
    if (ids.has(id)) return [];
    ids.add(id);
    const rest = without(raw, ["id", "start_offset", "end_offset", "label"]);
    const extra = { ...rest, ...(typeof raw.label === "string" ? {} : { label: raw.label }) };
    const fields = Object.keys(extra).length > 0 ? { [kept]: extra } : {};
    return [{ id, label: textOr(raw.label, ""), spans: [found], fields }];
  });
  const links = objectsOf(value.relations).map((raw, index): Link => {
    const id = idFrom(raw.id, `r${index + 1}`);
    return {
      id: ids.has(id) ? `r${id}` : id,
      type: textOr(raw.type, ""),
      from: textOr(raw.from_id, ""),
      to: textOr(raw.to_id, ""),
    };
  });
  const facts = factsFrom(value, idFrom(value.id, fallbackId({ file, at })), text);
  const rest = without(value, ["text", "data", "relations", "onrecord", ...factKeys, key]);
  const isOwn = extensionFrom(value.onrecord) !== null || "article" in value;
  const shape = {
    key,
    fields: rest,
    textKey: "text" in value ? "text" : "data",
    hasRelations: "relations" in value,
    has: Object.keys(value).filter((name) => name !== "onrecord"),
  };
  const file2 = withRegions(blankFile(facts), { regions, links });
  return {
    file: isOwn ? file2 : { ...file2, [kept]: shape },
    extension: extensionFrom(value.onrecord),
  };
}

function write(file: AnnotationFile, extension: Extension | null): Written {
  const { regions, links } = contiguous(regionsOf(file));
  const shape = keptIn(file, kept);
  const key = spanKeys.find((name) => name === shape.key) ?? "entities";
  const numbers = numbered([...regions.map(({ id }) => id), ...links.map(({ id }) => id)]);
  const ids: Record<string, string> = {};
  const spans = regions.map((region, index) => {
    const number = key === "entities" ? numbers(region.id) : `s${index + 1}`;
    ids[String(number)] = region.id;
    return spanOf(key, region, number);
  });
  const relations = links.map(({ id, type, from, to }, index) => {
    const number = numbers(id ?? `\u0000${index}`);
    if (id !== null) ids[relationId(number, ids)] = id;
    return { id: number, from_id: numbers(from), to_id: numbers(to), type };
  });
  const isForeign = Object.keys(shape).length > 0;
  const document = inOrderOf(shape.has, {
    ...(isForeign ? keptIn(shape, "fields") : { id: numberOr(file.article.id), ...factsOf(file) }),
    [textOr(shape.textKey, "text")]: file.article.text,
    [key]: spans,
    ...(!isForeign || shape.hasRelations === true || relations.length > 0 ? { relations } : {}),
    ...(extension ? { onrecord: extension } : {}),
  });
  return { files: [{ name: "documents.jsonl", text: `${JSON.stringify(document)}\n` }], ids };
}

const relationId = (number: number, ids: Readonly<Record<string, string>>) =>
  Object.hasOwn(ids, String(number)) ? `r${number}` : String(number);

const numberOr = (id: string): string | number => (/^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id);

function spanOf(key: SpanKey, { label, spans: [span], fields }: Region, id: number | string): unknown {
  const raw = keptIn(fields, kept);
  const said = "label" in raw && textOr(raw.label, "") === label ? raw.label : label;
  if (key === "labels" || key === "label") return [span?.start, span?.end, said];
  const place = { label: said, start_offset: span?.start, end_offset: span?.end };
  return { ...(key === "entities" ? { id } : {}), ...without(raw, ["label"]), ...place };
}

/** Whole numbers for ids, which doccano has alone: an id's own where it is one. */
function numbered(ids: readonly (string | null)[]): (id: string) => number {
  const given = new Map<string, number>();
  for (const id of ids) if (id !== null && typeof numberOr(id) === "number") given.set(id, Number(id));
  const taken = new Set(given.values());
  let next = 1;
  return (id) => {
    const known = given.get(id);
    if (known !== undefined) return known;
    while (taken.has(next)) next++;
    taken.add(next);
    given.set(id, next);
    return next;
  };
}

/** doccano's JSON Lines for sequence labelling with relations. Offsets are code points. */
export const doccanoFormat: Format = {
  id: "doccano",
  title: "doccano JSON Lines",
  endings: [".jsonl", ".json"],
  unit: "codepoint",
  carries: {
    fields: { article: carriedOfArticle },
    extension: "the field onrecord of each document, which doccano keeps as metadata",
    not: notInLabels,
  },
  lines: true,
  sniff: ({ text }) => {
    const keys = new Set(keysAtStart(text));
    if (!keys.has("text") && !keys.has("data")) return 0;
    if (keys.has("start_offset")) return 0.95;
    return keys.has("labels") || keys.has("label") || keys.has("entities") ? 0.6 : keys.has("text") ? 0.2 : 0;
  },
  read,
  write,
  join: () => ({ before: "", between: "", after: "" }),
};
