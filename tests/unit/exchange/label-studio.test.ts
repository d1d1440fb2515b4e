import { describe, expect, it } from "vitest";
import { importFiles } from "../../../shared/exchange/exchange.ts";
import { writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { formatNamed, thereAndBack, unsaid } from "./support.ts";

const text = "Mayor Ada Stone 🎉 told the Post: “It is time.” Doe, her critic, denied it.";
const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length, text: words });
const names = { to_name: "text", origin: "manual" };

const region = (id: string, words: string, label: string, more: object = {}) => ({
  value: { ...at(words), labels: [label] },
  id,
  from_name: "label",
  ...names,
  type: "labels",
  ...more,
});
const said = (id: string, words: string, name: string, type: "choices" | "textarea", answer: string) => ({
  value: { ...at(words), [type === "choices" ? "choices" : "text"]: [answer] },
  id,
  from_name: name,
  ...names,
  type,
});
const relation = (from: string, to: string, more: object = {}) => ({
  from_id: from,
  to_id: to,
  type: "relation",
  direction: "right",
  ...more,
});

/** A task as Label Studio exports it (https://labelstud.io/guide/task_format): regions with per-region answers, relations,
 *  a second annotator, and what a model predicted. */
const task = {
  id: 7,
  annotations: [
    {
      id: 71,
      completed_by: { id: 3, email: "ann@post.example", first_name: "Ann", last_name: "Lee" },
      result: [
        region("aB1", "Ada Stone", "Person", { meta: { text: ["the mayor"] } }),
        region("cD2", "It is time.", "Quote"),
        region("eF3", "told", "Cue", { origin: "prediction-changed", meta: { text: ["a verb"] } }),
        region("gH4", "Doe", "Person"),
        said("aB1", "Ada Stone", "role", "textarea", "mayor of Port Lambert"),
        said("cD2", "It is time.", "form", "choices", "direct"),
        said("cD2", "It is time.", "tone", "choices", "calm"),
        said("eF3", "told", "tense", "choices", "past"),
        relation("cD2", "aB1", { labels: ["speaker"] }),
        relation("cD2", "eF3", { labels: ["cue"] }),
        relation("aB1", "gH4", { direction: "left", labels: ["criticises"] }),
        relation("gH4", "cD2"),
        relation("aB1", "gH4", { direction: "bi", labels: ["knows"] }),
        { value: { choices: ["Politics"] }, id: "iJ5", from_name: "topic", ...names, type: "choices" },
      ],
      was_cancelled: false,
      ground_truth: true,
      created_at: "2026-11-23T21:52:49.513742Z",
      updated_at: "2026-11-23T22:16:08.746926Z",
      draft_created_at: "2026-11-23T21:50:00.000000Z",
      lead_time: 74.288,
      prediction: {},
      result_count: 0,
      unique_id: "b5a4d4b0-0000-4000-8000-000000000001",
      import_id: null,
      last_action: null,
      task: 7,
      project: 83,
      updated_by: 3,
      parent_prediction: null,
      parent_annotation: null,
      last_created_by: null,
    },
    { id: 72, completed_by: 4, result: [region("kL6", "the Post", "Organization")], was_cancelled: false, task: 7 },
  ],
  file_upload: "0f3a-tasks.json",
  drafts: [],
  predictions: [
    {
      id: 9,
      model_version: "ner-2",
      score: 0.5,
      created_ago: "3 hours",
      result: [
        region("m1", "Doe", "Person", { score: 0.9 }),
        region("m2", "the Post", "Organization"),
        relation("m1", "m2", { labels: ["works for"] }),
      ],
    },
  ],
  data: { text, source_id: "post-17" },
  meta: {},
  created_at: "2026-11-23T20:00:00.000000Z",
  updated_at: "2026-11-23T22:16:09.000000Z",
  inner_id: 1,
  total_annotations: 2,
  cancelled_annotations: 0,
  total_predictions: 1,
  comment_count: 0,
  unresolved_comment_count: 0,
  last_comment_updated_at: null,
  project: 83,
  updated_by: 3,
  comment_authors: [],
};
const file = { name: "project-83.json", text: JSON.stringify([task]) };

describe("a text task of Label Studio", () => {
  const { imported, files } = thereAndBack("label-studio", [file]);
  const [document] = imported.documents;
  if (!document) throw new Error("nothing was read");
  const read = JSON.parse(writeAnnotation(document));

  it("comes in with its regions, the words that they cover, and who marked them", () => {
    expect(imported.problems).toEqual([]);
    expect(read.annotators).toEqual([
      { id: "3", name: "Ann Lee", state: "doing" },
      { id: "4", name: "4", state: "doing" },
    ]);
    const words = read.mentions.map(
      (one: { spans: { text: string }[]; annotator: string; origin: { kind: string } }) => [
        one.spans[0]?.text,
        one.origin.kind === "human" ? one.annotator : one.origin.kind,
      ],
    );
    expect(words).toEqual([
      ["Ada Stone", "3"],
      ["the Post", "4"],
      ["the Post", "suggested"],
      ["Doe", "3"],
      ["Doe", "suggested"],
    ]);
  });

  it("has its relations as the quote's own fields, or as relations in their direction", () => {
    const idOf = (id: string) => expect.objectContaining({ mention: id });
    expect(read.quotes).toMatchObject([
      { content: [{ text: "It is time." }], cue: [{ text: "told" }], form: "direct", attributes: { tone: "calm" } },
    ]);
    expect(read.quotes[0].speakers).toEqual([idOf("aB1")]);
    expect(read.mentions[0].attributes).toEqual({ role: "mayor of Port Lambert" });
    expect(read.relations).toMatchObject([
      { type: "criticises", from: "gH4", to: "aB1" },
      { type: "relation", from: "gH4", to: "cD2" },
      { type: "works for", from: "m1", to: "m2" },
    ]);
  });

  it("has predictions as suggestions of their model, each with its own confidence", () => {
    const suggested = read.mentions.filter((one: { origin: { kind: string } }) => one.origin.kind === "suggested");
    expect(suggested).toMatchObject([
      { id: "m2", origin: { producer: "ner-2", confidence: 0.5, accepted: null } },
      { id: "m1", origin: { producer: "ner-2", confidence: 0.9, accepted: null } },
    ]);
  });

  it("reports what has no record: what is said of the whole task, and a relation that leads both ways", () => {
    expect(imported.losses).toMatchObject([
      { what: "Label Studio results of type choices (kept, and written back)", count: 1 },
      { what: "Label Studio results of type relation (kept, and written back)", count: 1 },
    ]);
  });

  it("goes out with every field and result that it came with, but for the ids of relations", () => {
    const [back] = JSON.parse(files[0]?.text ?? "");
    expect(Object.keys(back)).toEqual(Object.keys(task));
    const sorted = (results: readonly object[]) => results.map((one) => JSON.stringify(inKeyOrder(known(one)))).sort();
    const plain = (one: { annotations: { result: object[] }[]; predictions: { result: object[] }[] }) => ({
      ...one,
      annotations: one.annotations.map(({ result, ...rest }) => ({ ...rest, result: sorted(result) })),
      predictions: one.predictions.map(({ result, ...rest }) => ({ ...rest, result: sorted(result) })),
    });
    expect(plain(back)).toEqual(plain({ ...task, annotations: task.annotations.map(turned) }));
  });

  it("may have its offsets as strings", () => {
    const place = { start: String(at("Doe").start), end: String(at("Doe").end), labels: ["Person"] };
    const one = { data: { text }, annotations: [{ result: [{ ...region("a", "Doe", "Person"), value: place }] }] };
    const content = { name: "a.json", text: JSON.stringify([one]) };
    const { documents, losses } = importFiles(formatNamed("label-studio"), [content], unsaid);
    expect(losses).toEqual([]);
    expect([...(documents[0]?.open.mentions.values() ?? [])]).toMatchObject([
      { spans: [at("Doe")].map(({ start, end }) => ({ start, end })) },
    ]);
  });
});

function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, inKeyOrder(one)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A result without what is new of a relation, its id. */
function known(result: object): object {
  if (!("from_id" in result)) return result;
  const { id: _new, ...rest } = result as { id?: string };
  return rest;
}

/** A relation to the left is the same to the right from its other end. */
function turned<A extends { result: object[] }>(annotation: A): A {
  const result = annotation.result.map((one) =>
    "direction" in one && one.direction === "left" && "from_id" in one && "to_id" in one
      ? { ...one, direction: "right", from_id: one.to_id, to_id: one.from_id }
      : one,
  );
  return { ...annotation, result };
}
