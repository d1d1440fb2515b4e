import type { AnnotationFile } from "../../format/annotation-file.ts";
import { type SpanConverter, spanConverter } from "../../format/spans.ts";
import type { Extension } from "../extension.ts";
import type { Written } from "../format.ts";
import { isObject, listOf, objectsOf, textOr } from "../json.ts";
import { factsOf, inOrderOf, keptIn, without } from "../line-documents.ts";
import { contiguous, type Link, linkTypes, type Region, regionsOf } from "../regions.ts";
import { withKeptCues } from "./cues.ts";
import { kept } from "./kept.ts";
import { choiceFields, entityControl, type Layer, textFields, unlabelled } from "./task.ts";

type Fields = Record<string, unknown>;
type Placed = AnnotationFile["mentions" | "quotes" | "claims"][number];

/** Writes a document as one task: an annotation for each annotator, and a prediction for each producer of suggestions
 *  that nobody accepted. */
export function taskOf(file: AnnotationFile, extension: Extension | null): Fields {
  const { regions, links } = contiguous(withKeptCues(regionsOf(file), file));
  const shape = keptIn(file, kept);
  const isForeign = Object.keys(shape).length > 0;
  const place = placer(file, regions, links, shape);
  const converter = spanConverter(file.article.text);
  const written = new Map<string, Fields[]>();
  const put = (key: string, item: Fields) => written.set(key, [...(written.get(key) ?? []), item]);
  const names = new Map(regions.map((region) => [region.id, rawOf(region).id ?? region.id]));
  for (const region of regions) for (const item of itemsOf(region, converter)) put(place(region.id), item);
  for (const { id, type, from, to } of links) {
    const item = { ...(id === null ? {} : { id }), from_id: names.get(from), to_id: names.get(to), type: "relation" };
    put(place(from), { ...item, direction: "right", ...(type === unlabelled ? {} : { labels: [type] }) });
  }
  const layer = (name: Layer) => {
    const old = objectsOf(shape[name]).map((one, at): Fields => {
      const result = [...(written.get(`${name} ${at}`) ?? []), ...listOf(one.result)];
      return { ...without(one, ["result"]), result };
    });
    const made = [...written].flatMap(([key, result]) => envelopeOf(name, key, result, file));
    return [...old, ...made];
  };
  const data = {
    ...keptIn(shape, "data"),
    [textOr(shape.textKey, "text")]: file.article.text,
    ...(isForeign ? pick(factsOf(file), listOf(shape.facts)) : factsOf(file)),
    ...(extension ? { onrecord: extension } : {}),
  };
  const [annotations, predictions] = [layer("annotations"), layer("predictions")];
  const has = listOf(shape.has);
  return inOrderOf(has, {
    ...keptIn(shape, "task"),
    data,
    ...(!isForeign || has.includes("annotations") || annotations.length > 0 ? { annotations } : {}),
    ...(!isForeign || has.includes("predictions") || predictions.length > 0 ? { predictions } : {}),
  });
}

export const writeTask = (file: AnnotationFile, extension: Extension | null): Written => ({
  files: [{ name: "tasks.json", text: JSON.stringify(taskOf(file, extension), null, 2) }],
  ids: {},
});

const pick = (fields: Fields, keys: readonly unknown[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));

const rawOf = (region: Region): Fields => keptIn(keptIn(region.fields, kept), "raw");

/** In which annotation or prediction a region is written; its pieces and its cue go with it. */
function placer(file: AnnotationFile, regions: readonly Region[], links: readonly Link[], shape: Fields) {
  const owners = new Map<string, string>();
  for (const record of [...file.mentions, ...file.quotes, ...file.claims])
    owners.set(record.id, ownPlace(record, shape));
  for (const { type, from, to } of links) {
    const owner = owners.get(from);
    if ((type === linkTypes.cue || type === linkTypes.continued) && owner !== undefined && !owners.has(to))
      owners.set(to, owner);
  }
  for (const { type, from, to } of links) {
    const owner = owners.get(from);
    if (type === linkTypes.continued && owner !== undefined && !owners.has(to)) owners.set(to, owner);
  }
  const [first] = regions;
  return (id: string) => owners.get(id) ?? owners.get(first?.id ?? "") ?? "annotations";
}

function ownPlace(record: Placed, shape: Fields): string {
  const { layer, index } = keptIn(record, kept);
  if (typeof layer === "string" && objectsOf(shape[layer])[Number(index)]) return `${layer} ${index}`;
  const { origin, annotator } = record;
  return origin.kind === "suggested" && origin.accepted === null
    ? `predictions of ${String(origin.producer)}`
    : `annotations by ${annotator}`;
}

function envelopeOf(layer: Layer, key: string, result: Fields[], file: AnnotationFile): Fields[] {
  if (layer === "predictions") {
    return key.startsWith("predictions of ") ? [{ model_version: key.slice("predictions of ".length), result }] : [];
  }
  if (!key.startsWith("annotations by ")) return [];
  const id = key.slice("annotations by ".length);
  const name = file.annotators.find((one) => one.id === id)?.name;
  return [{ completed_by: { id, ...(name === undefined ? {} : { first_name: name, last_name: "" }) }, result }];
}

/** A region and what is said of it, as results. */
function itemsOf(region: Region, converter: SpanConverter): Fields[] {
  const [span] = region.spans;
  if (!span) return [];
  const raw = rawOf(region);
  const place = { start: converter.utf16(span.start), end: converter.utf16(span.end), text: span.text };
  const id = raw.id ?? region.id;
  const rawLabels = listOf(keptIn(raw, "value").labels);
  const labels = rawLabels[0] === region.label ? rawLabels : [region.label];
  const { origin } = region.fields ?? {};
  const score =
    isObject(origin) && origin.kind === "suggested" && raw.id === undefined ? { score: origin.confidence } : {};
  const base = { id, from_name: "label", to_name: "text", type: "labels", ...score, ...without(raw, ["value"]) };
  const about = { id, to_name: textOr(base.to_name, "text") };
  return [
    { ...base, value: { ...place, ...keptIn(raw, "value"), labels } },
    ...fieldsOf(region).map(({ name, text, type }) => {
      const result: Fields = { ...about, from_name: name, type, ...keptIn(saidOf(region), name) };
      const answer = result.type === "choices" ? { choices: [text] } : { text: [text] };
      return { ...result, value: { ...place, ...answer } };
    }),
  ];
}

/** What the results of controls said beside the answers, where the region came from a file. */
const saidOf = (region: Region): Fields => keptIn(keptIn(region.fields, kept), "said");

const silent: Record<string, readonly unknown[]> = { form: ["name", "direct"], status: ["draft"] };

/** What is said of a region by choices and text fields; what goes without saying is left out. */
function fieldsOf(region: Region): { name: string; text: string; type: "choices" | "textarea" }[] {
  const { fields = {}, entity } = region;
  const said = saidOf(region);
  const choices = choiceFields.flatMap((name) => {
    const text = fields[name];
    return typeof text === "string" && text !== "" && (name in said || !silent[name]?.includes(text))
      ? [{ name, text, type: "choices" as const }]
      : [];
  });
  const texts = textFields.flatMap((name) => {
    const text = fields[name];
    return typeof text === "string" && text !== "" ? [{ name, text, type: "textarea" as const }] : [];
  });
  const attributes = Object.entries(keptIn(fields, "attributes")).map(([name, value]) => ({
    name,
    text: String(value),
    type: typeof value === "string" ? ("textarea" as const) : ("choices" as const),
  }));
  const named = entity?.name !== undefined && (entityControl in said || !("raw" in keptIn(fields, kept)));
  return [
    ...(named && entity.name ? [{ name: entityControl, text: entity.name, type: "textarea" as const }] : []),
    ...choices,
    ...texts,
    ...attributes,
  ];
}
