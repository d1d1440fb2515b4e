import type { AnnotationFile } from "../../format/annotation-file.ts";
import { spanConverter } from "../../format/spans.ts";
import { blankFile } from "../blank.ts";
import { extensionFrom } from "../extension.ts";
import type { NativeArticle, NativeRead } from "../format.ts";
import { fallbackId, type Item, isObject, leftOut, listOf, objectsOf, textOr } from "../json.ts";
import { factKeys, factsFrom, idFrom, keptIn, without } from "../line-documents.ts";
import { type Link, type Region, withRegions } from "../regions.ts";
import { keepingCues } from "./cues.ts";
import { kept } from "./kept.ts";

/** The controls that say a field of a record for one region. */
export const choiceFields = ["form", "status", "checkWorthiness", "verdict"] as const;
export const textFields = ["note", "gist"] as const;
export const entityControl = "entity";

/** The type of a relation that has no label. */
export const unlabelled = "relation";

const allowed: Record<string, readonly string[]> = {
  form: ["name", "nominal", "pronoun", "direct", "mixed", "indirect"],
  status: ["draft", "done", "disputed"],
  checkWorthiness: ["high", "medium", "low"],
};

/** Where a result of a task stands: an annotation, or what a model predicted. */
export type Layer = "annotations" | "predictions";

/** One task as an article. Regions of all annotations and predictions are in it, each with who made it. */
export function articleOf({ value, at, file }: Item, result: NativeRead): NativeArticle | null {
  const data = keptIn(value, "data");
  const textKey = textKeyOf(data, value);
  const text = textKey === null ? null : data[textKey];
  if (typeof text !== "string" || textKey === null) {
    const reason = "the task has no text: Onrecord annotates texts only";
    result.problems.push({ file, path: at, reason, remedy: leftOut });
    return null;
  }
  const reader = resultReader(text);
  const layers = (["annotations", "predictions"] as const).map((layer) =>
    objectsOf(value[layer]).map((one, index) => reader.take(layer, index, one)),
  );
  const others = layers.flat().flatMap(({ rest }) => rest);
  for (const { type } of others) {
    const what = `Label Studio results of type ${textOr(type, "unknown")} (kept, and written back)`;
    result.losses.push({ what, count: 1, examples: [`${file} ${at}`] });
  }
  const id = idFrom(value.id, fallbackId({ file, at }));
  const isOwn = typeof data.article === "string";
  const [annotations = [], predictions = []] = layers.map((list) =>
    list.map(({ envelope, rest }) => ({ ...envelope, result: rest })),
  );
  const shape = {
    task: without(value, ["data", "annotations", "predictions"]),
    data: without(data, [textKey, ...factKeys, "onrecord"]),
    textKey,
    facts: factKeys.filter((key) => key in data),
    has: Object.keys(value),
    annotations,
    predictions,
  };
  const blank = blankFile(factsFrom(data, id, text));
  const found = { regions: reader.regions, links: reader.links };
  const native = withAnnotators(keepingCues(withRegions(blank, found), found), reader.annotators);
  return { file: isOwn ? native : { ...native, [kept]: shape }, extension: extensionFrom(data.onrecord) };
}

/** The field of the data that is the text: the one that results are of, or that is called so. */
function textKeyOf(data: Record<string, unknown>, task: Record<string, unknown>): string | null {
  const texts = Object.keys(data).filter(
    (key) => typeof data[key] === "string" && !(factKeys as readonly string[]).includes(key),
  );
  const spans = [...objectsOf(task.annotations), ...objectsOf(task.predictions)]
    .flatMap((one) => objectsOf(one.result))
    .filter(isTextRegion);
  const named = spans.map(({ to_name: name }) => textOr(name, "")).find((name) => texts.includes(name));
  const usual = ["text", "Text", "content", "article"].find((key) => texts.includes(key));
  return named ?? usual ?? (spans.length > 0 ? (texts[0] ?? null) : null);
}

const isTextRegion = (item: Record<string, unknown>): boolean => {
  const value = keptIn(item, "value");
  return item.type === "labels" && isOffset(value.start) && isOffset(value.end);
};

/** Offsets are numbers, or the same as strings (https://labelstud.io/tags/text); those of HTML are paths. */
const isOffset = (value: unknown): boolean =>
  Number.isInteger(value) || (typeof value === "string" && /^\d+$/.test(value));

function resultReader(text: string) {
  const converter = spanConverter(text);
  const characters = Array.from(text);
  const regions: Region[] = [];
  const links: Link[] = [];
  const annotators = new Map<string, string>();
  const taken = new Set<string>();
  const spanOf = (start: unknown, end: unknown) => {
    const [from, to] = [Number(start), Number(end)];
    if (from < 0 || to > text.length || to <= from) return null;
    const [first, last] = [converter.codePoint(from), converter.codePoint(to)];
    if (first >= last || converter.utf16(first) !== from || converter.utf16(last) !== to) return null;
    return { start: first, end: last, text: characters.slice(first, last).join("") };
  };
  /** What one annotation or prediction says; `rest` are its results that become no record. */
  const take = (layer: Layer, index: number, one: Record<string, unknown>) => {
    const mine = new Map<string, Region>();
    const who = layer === "annotations" ? annotatorOf(one, annotators) : null;
    const origin = layer === "predictions" ? originOf(one) : null;
    const left = objectsOf(one.result).filter((item) => {
      if (!isTextRegion(item)) return true;
      const value = keptIn(item, "value");
      const found = spanOf(value.start, value.end);
      const wanted = idFrom(item.id, `${layer.charAt(0)}${index}.${mine.size + 1}`);
      if (!found || mine.has(wanted)) return true;
      const id = taken.has(wanted) ? freeOf(taken, `${layer.charAt(0)}${index}.${wanted}`) : wanted;
      taken.add(id);
      const raw = { ...without(item, ["value"]), value: without(value, ["start", "end", "text"]) };
      const fields = {
        ...(who === null ? {} : { annotator: who }),
        ...(origin === null ? {} : { origin: { ...origin, confidence: confidenceOf(item.score, origin.confidence) } }),
        [kept]: { layer, index, raw },
      };
      const region = { id, label: textOr(listOf(value.labels)[0], ""), spans: [found], fields };
      mine.set(wanted, region);
      regions.push(region);
      return false;
    });
    const rest = left.filter((item) => !takeField(item, mine) && !takeLink(item, mine, regions, links));
    return { envelope: without(one, ["result"]), rest };
  };
  return { regions, links, annotators, take };
}

function freeOf(taken: ReadonlySet<string>, wanted: string): string {
  let id = wanted.slice(0, 190);
  while (taken.has(id)) id = `${id}'`;
  return id;
}

function annotatorOf(one: Record<string, unknown>, annotators: Map<string, string>): string | null {
  const by = one.completed_by;
  const id = isObject(by) ? textOr(by.id, "") : textOr(by, "");
  if (id === "") return null;
  const name = isObject(by)
    ? [by.first_name, by.last_name]
        .map((part) => textOr(part, ""))
        .join(" ")
        .trim()
    : "";
  annotators.set(id.slice(0, 200), name || (isObject(by) ? textOr(by.email, id) : id));
  return id.slice(0, 200);
}

const confidenceOf = (score: unknown, other: number): number =>
  typeof score === "number" && score >= 0 && score <= 1 ? score : other;

const originOf = (one: Record<string, unknown>) => ({
  kind: "suggested" as const,
  producer: textOr(one.model_version, "prediction"),
  version: "",
  confidence: confidenceOf(one.score, 0),
  accepted: null,
});

/** Takes a choice or a text that is said of one region. */
function takeField(item: Record<string, unknown>, mine: ReadonlyMap<string, Region>): boolean {
  const region = mine.get(textOr(item.id, ""));
  const value = keptIn(item, "value");
  const name = textOr(item.from_name, "");
  const said = item.type === "choices" ? listOf(value.choices) : item.type === "textarea" ? [value.text].flat() : [];
  const [text] = said;
  if (!region || said.length !== 1 || typeof text !== "string" || name === "") return false;
  const fields = withSaid(region.fields ?? {}, name, item);
  if (item.type === "textarea" && name === entityControl && !region.entity) {
    region.entity = { name: text };
    region.fields = fields;
    return true;
  }
  const known: readonly string[] = item.type === "choices" ? choiceFields : textFields;
  if (known.includes(name) && !(name in fields) && (allowed[name]?.includes(text) ?? true)) {
    region.fields = { ...fields, [name]: text };
    return true;
  }
  const attributes = keptIn(fields, "attributes");
  if (name in attributes) return false;
  region.fields = { ...fields, attributes: { ...attributes, [name]: text } };
  return true;
}

/** A region's fields with what a control's result says beside the answer, to be written again. */
function withSaid(fields: Record<string, unknown>, name: string, item: Record<string, unknown>) {
  const own = keptIn(fields, kept);
  const said = { ...keptIn(own, "said"), [name]: without(item, ["id", "value"]) };
  return { ...fields, [kept]: { ...own, said } };
}

function takeLink(
  item: Record<string, unknown>,
  mine: ReadonlyMap<string, Region>,
  regions: readonly Region[],
  links: Link[],
): boolean {
  // A relation that leads both ways, or has several labels, is more than one link can say.
  if (item.type !== "relation" || item.direction === "bi" || listOf(item.labels).length > 1) return false;
  const find = (id: unknown) => mine.get(textOr(id, "")) ?? regions.find((region) => region.id === id);
  const [from, to] = [find(item.from_id), find(item.to_id)];
  if (!from || !to || from === to) return false;
  const [left, right] = item.direction === "left" ? [to.id, from.id] : [from.id, to.id];
  links.push({
    id: typeof item.id === "string" ? item.id : null,
    type: textOr(listOf(item.labels)[0], unlabelled),
    from: left,
    to: right,
  });
  return true;
}

function withAnnotators(file: AnnotationFile, annotators: ReadonlyMap<string, string>): AnnotationFile {
  if (annotators.size === 0) return file;
  const listed = [...annotators].map(([id, name]) => ({ id, name, state: "doing" as const }));
  return { ...file, annotators: listed };
}
