import type { AnnotationFile } from "../../format/annotation-file.ts";
import { spanConverter } from "../../format/spans.ts";
import type { Extension } from "../extension.ts";
import type { Format, Written } from "../format.ts";
import { articlesIn, isObject, keysAtStart, listOf, objectsOf, textOr } from "../json.ts";
import { carriedOfArticle, factsOf, keptIn, without } from "../line-documents.ts";
import { contiguous, regionsOf } from "../regions.ts";
import { labelStudioSettings } from "./config.ts";
import { kept } from "./kept.ts";
import { articleOf } from "./task.ts";
import { writeTask } from "./write.ts";

const list = { before: "[\n", between: ",\n", after: "\n]\n" };

/** Label Studio's tasks, also as JSON Lines. Offsets are UTF-16 units, as its editor counts. */
export const labelStudioFormat: Format = {
  id: "label-studio",
  title: "Label Studio tasks",
  endings: [".json", ".jsonl"],
  unit: "utf16",
  carries: {
    fields: { article: carriedOfArticle },
    extension: "the field onrecord of the task's data",
    not: [
      "Speakers, addressees and claimants that are entities and not mentions.",
      "Ends of relations that are entities, or in another article; notes and attributes of relations.",
      "Aliases, links and notes of entities; evidence of claims.",
      "When an annotation was made, and the version of what suggested it.",
      "The article's blocks and source, the label scheme.",
    ],
  },
  lines: true,
  sniff: ({ text }) => {
    const keys = new Set(keysAtStart(text));
    if (!keys.has("data")) return 0;
    return keys.has("annotations") || keys.has("predictions") || keys.has("from_name") ? 0.95 : 0.4;
  },
  read: (files) => articlesIn(files, (item, result) => articleOf(item, result)),
  write: writeTask,
  settings: labelStudioSettings,
  join: () => list,
};

const minKeys = ["id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time"];

/** A task of JSON-MIN as one of the full form: the data beside the labels. */
function fullTask(value: Record<string, unknown>): Record<string, unknown> {
  const { label } = value;
  const result = objectsOf(label).map(({ labels, start, end, ...rest }, at) => ({
    ...without(rest, ["text"]),
    id: textOr(rest.id, `s${at + 1}`),
    from_name: "label",
    to_name: "text",
    type: "labels",
    value: { start, end, labels: listOf(labels) },
  }));
  const by = value.annotator === undefined ? {} : { completed_by: value.annotator };
  return {
    ...(value.id === undefined ? {} : { id: value.id }),
    data: without(value, ["label", ...minKeys]),
    annotations: [{ ...by, result }],
    [kept]: { fields: pick(value, minKeys), has: Object.keys(value) },
  };
}

const pick = (fields: Record<string, unknown>, keys: readonly string[]) =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => keys.includes(key)));

function writeMin(file: AnnotationFile, extension: Extension | null): Written {
  const { regions } = contiguous(regionsOf(file));
  const converter = spanConverter(file.article.text);
  const shape = keptIn(file, kept);
  const min = keptIn(keptIn(shape, "task"), kept);
  const isForeign = isObject(min.fields);
  const ids: Record<string, string> = {};
  const label = regions.map(({ id, label: name, spans: [span] }, at) => {
    ids[`s${at + 1}`] = id;
    const place = { start: converter.utf16(span?.start ?? 0), end: converter.utf16(span?.end ?? 0), text: span?.text };
    return { ...place, labels: [name] };
  });
  const said = isForeign ? pick(factsOf(file), listOf(shape.facts).map(String)) : factsOf(file);
  const task = {
    [textOr(shape.textKey, "text")]: file.article.text,
    ...keptIn(shape, "data"),
    ...said,
    ...keptIn(min, "fields"),
    ...(!isForeign || listOf(min.has).includes("label") || label.length > 0 ? { label } : {}),
    ...(extension ? { onrecord: extension } : {}),
  };
  return { files: [{ name: "tasks-min.json", text: JSON.stringify(task, null, 2) }], ids };
}

/** Label Studio's JSON-MIN: a task's data with its labels, without relations or what is said of a region. */
export const labelStudioMinFormat: Format = {
  ...labelStudioFormat,
  id: "label-studio-min",
  title: "Label Studio JSON-MIN",
  endings: [".json"],
  carries: {
    fields: { article: carriedOfArticle },
    extension: "the field onrecord of each task",
    not: [
      "All relations, and what holds quotes, cues and speakers together.",
      "Everything of an annotation but its label and its place.",
      "The article's blocks and source, the label scheme.",
    ],
  },
  sniff: ({ text }) => {
    const keys = new Set(keysAtStart(text));
    if (keys.has("data") || keys.has("start_offset")) return 0;
    return keys.has("annotation_id") || (keys.has("label") && keys.has("labels")) ? 0.9 : 0;
  },
  read: (files) =>
    articlesIn(files, (item, result) => {
      if ("data" in item.value) return articleOf(item, result);
      return articleOf({ ...item, value: fullTask(item.value) }, result);
    }),
  write: writeMin,
  settings: labelStudioSettings,
};
