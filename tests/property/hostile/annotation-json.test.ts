import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { violations } from "../../../shared/annotation/invariants.ts";
import { readAnnotation, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { largestFile, readFileOf } from "../../../shared/format/json-file.ts";
import {
  annotationsFileSchema,
  annotatorFileSchema,
  articleFileSchema,
  projectFileSchema,
} from "../../../shared/format/project-files.ts";
import { foldRegister, readRegisterLog } from "../../../shared/format/register-log.ts";
import { damaged, mutated, seed, sweep } from "../support/hostile.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const document = read("docs/annotation-json.md");
const example = /## A worked example[\s\S]*?```json\n([\s\S]*?)```/.exec(document)?.[1] ?? "";
const withOrphan = JSON.stringify({
  ...JSON.parse(example),
  orphans: [
    {
      id: "o1",
      kind: "mention",
      lost: [{ field: "spans", start: 1, end: 3, text: "He", before: "", after: " said" }],
      annotation: { ...JSON.parse(example).mentions[0], id: "o1", spans: undefined },
    },
  ],
  earlier: [{ version: "v0", replaced: "2026-11-24T09:00:00Z", title: "Before", text: "Before.", blocks: [] }],
});

/** Whatever is opened is sound, can be written, and reads the same again. */
function opensSoundOrNot(content: string): void {
  const result = readAnnotation("file.json", content, content.length);
  if (!result.ok) {
    expect(result.problem.reason.length * result.problem.remedy.length).toBeGreaterThan(0);
    return;
  }
  const { document, state } = result;
  expect(violations(state, document.open).filter(({ warning }) => !warning)).toEqual([]);
  const written = writeAnnotation(document, "all");
  const again = readAnnotation("file.json", written, written.length);
  if (!again.ok) throw new Error(`${again.problem.path}: ${again.problem.reason}`);
  expect(writeAnnotation(again.document, "all")).toBe(written);
}

const cases = { json: 4_000, bytes: 10_000, register: 5_000, project: 5_000 };

describe(`Hostile annotation JSON (seed ${seed})`, () => {
  it(`opens sound or is refused with a reason, however it was changed (${cases.json} cases)`, async () => {
    const whole: unknown = JSON.parse(withOrphan);
    await sweep(cases.json, (random) => opensSoundOrNot(JSON.stringify(mutated(whole, random))));
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  }, 120_000);

  it(`opens sound or is refused with a reason, whatever bytes are damaged (${cases.bytes} cases)`, async () => {
    const bytes = Buffer.from(withOrphan);
    await sweep(cases.bytes, (random) => opensSoundOrNot(Buffer.from(damaged(bytes, random)).toString("utf8")));
  }, 120_000);

  it(`folds any register lines into a register (${cases.register} cases)`, async () => {
    const lines = read("assets/sample/project/entities/sample.jsonl").split("\n").filter(Boolean);
    const records: unknown[] = [
      ...lines.slice(0, 6).map((line) => JSON.parse(line)),
      { at: "2026-11-24T09:00:00.000Z", do: "merge", from: "e1", into: "e2" },
      { at: "2026-11-24T09:00:01.000Z", do: "delete", entity: "e2" },
      { at: "2026-11-24T09:00:02.000Z", do: "set", entity: "e1", field: "name", value: "Doe" },
    ];
    await sweep(cases.register, (random) => {
      const text = records.map((record) => JSON.stringify(mutated(record, random))).join("\n");
      const { records: known } = readRegisterLog("a.jsonl", text);
      for (const entity of foldRegister([{ annotator: "a", records: known }]).values()) {
        expect(typeof entity.name === "string" && entity.name !== "").toBe(true);
      }
    });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  }, 120_000);

  it(`takes any project file or refuses it (${cases.project} cases)`, async () => {
    const folder = "assets/sample/project";
    const article = JSON.parse(read(`${folder}/articles/port-ellery-water/2f88af4726c88f7e8188a224eeba1705.json`));
    const files = [
      ["onrecord/project", projectFileSchema, JSON.parse(read(`${folder}/project.json`))],
      ["onrecord/annotator", annotatorFileSchema, JSON.parse(read(`${folder}/annotators/sample.json`))],
      [
        "onrecord/article",
        articleFileSchema,
        { ...article, article: { ...article.article, text: "Short.", blocks: [] } },
      ],
      ["onrecord/annotations", annotationsFileSchema, { ...JSON.parse(example), format: "onrecord/annotations" }],
    ] as const;
    await sweep(cases.project, (random, index) => {
      const [format, schema, value] = files[index % files.length] ?? files[0];
      const content = JSON.stringify(mutated(value, random));
      const result = readFileOf("file.json", content, schema, format, 1);
      if (!result.ok) expect(result.problem.reason).not.toBe("");
    });
  }, 120_000);

  it.each([
    ["arrays in arrays", (depth: number) => "[".repeat(depth) + "]".repeat(depth)],
    ["objects in objects", (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`],
    ["an unclosed nesting", (depth: number) => '{"a":['.repeat(depth)],
  ])(
    "refuses %s, a million deep, at once",
    (_name, nested) => {
      const deep = nested(1_000_000);
      expect(readAnnotation("deep.json", deep, deep.length).ok).toBe(false);
      const inside = example.replace('"guidelines": ""', `"guidelines": "", "deep": ${nested(20_000)}`);
      const result = readAnnotation("deep.json", inside, inside.length);
      expect(result).toMatchObject({ ok: false });
    },
    30_000,
  );

  it("says where a file of one very long text breaks", () => {
    const cut = JSON.stringify({ text: 'x\\"\n'.repeat(4_000_000) }).slice(0, -2);
    expect(readAnnotation("long.json", cut, cut.length)).toMatchObject({
      ok: false,
      problem: { path: "line 1, column 9", reason: "the JSON ends too early or is broken here" },
    });
  }, 30_000);

  it("refuses a file larger than any that people annotate before it is parsed", () => {
    const result = readAnnotation("large.json", "", largestFile + 1);
    expect(result).toMatchObject({ ok: false, problem: { remedy: "Split it into one file for each article." } });
  });
});
