import { describe, expect, it } from "vitest";
import { importFiles } from "../../../shared/exchange/exchange.ts";
import { guessFormat } from "../../../shared/exchange/registry.ts";
import { formatNamed, isThere, realFile, realFiles, thereAndBack, unsaid } from "./support.ts";

const linesOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);

/** A value with its lists sorted: spans are written in order of position. */
function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value) && typeof value[0] === "object") {
    const place = (one: unknown) => JSON.stringify(Object.entries(one as object).sort());
    return [...value].sort((a, b) => (place(a) < place(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, inAnyOrder(field)]));
}

describe.skipIf(!isThere("brat-conll-bconv"))("brat files of bconv", () => {
  const stems = ["CRAFT-example", "elliptic-coordination"];
  it.each(stems)("%s comes in without a loss and goes out byte for byte", (stem) => {
    const files = [realFile(`brat-conll-bconv/txt/${stem}.txt`), realFile(`brat-conll-bconv/brat/${stem}.ann`)];
    const { imported, exported, files: again } = thereAndBack("brat", files);
    expect([imported.problems, imported.losses, exported[0]?.extra]).toEqual([[], [], []]);
    expect(again).toEqual(files);
  });

  it.each([
    ["BC5CDR-example", ["T3", "T4", "T5", "T6"], "it covers “ lidocain”, but says “lidocaine”"],
    [
      "tutorial-example",
      ["T3", "T4", "T5", "T6", "T7", "T8", "T9"],
      "it covers “ Estrogen receptor ”, but says “Estrogen receptor 1”",
    ],
  ])(
    "%s, whose offsets are of another text, comes in with a word on each and goes out byte for byte",
    (stem, places, first) => {
      const files = [realFile(`brat-conll-bconv/txt/${stem}.txt`), realFile(`brat-conll-bconv/brat/${stem}.ann`)];
      const { imported, files: again } = thereAndBack("brat", files);
      expect(imported.problems.map(({ path }) => path)).toEqual(places);
      expect(imported.problems[0]?.reason).toBe(first);
      expect(again).toEqual(files);
    },
  );

  it("keeps a discontinuous span, and one entity for all that is normalised to it", () => {
    const { imported } = thereAndBack("brat", [
      realFile("brat-conll-bconv/txt/elliptic-coordination.txt"),
      realFile("brat-conll-bconv/brat/elliptic-coordination.ann"),
    ]);
    const [document] = imported.documents;
    expect(document?.open.mentions.get("T1")?.spans).toEqual([
      { start: 15, end: 21 },
      { start: 34, end: 41 },
    ]);
    expect(document?.open.mentions.get("T5")?.entity).toBe(document?.open.mentions.get("T1")?.entity);
  });
});

describe.skipIf(!isThere("brat-conll-bconv"))("columns of tokens", () => {
  const files = [
    ...realFiles("brat-conll-bconv/conll", /\.conll$/),
    ...realFiles("webanno-json", /\.conll$/),
    ...realFiles("doccano", /conll2003/),
  ];
  it.each(files)("$name come in with every name and go out with the same rows", (file) => {
    expect(guessFormat(file)?.id).toBe("conll");
    const { imported, files: again } = thereAndBack("conll", [file]);
    expect(imported.problems).toEqual([]);
    const rows = (text: string) => text.split(/\r?\n/).filter((line) => line.trim() !== "");
    expect(again.flatMap(({ text }) => rows(text))).toEqual(rows(file.text));
  });

  it("put their words where their offsets say", () => {
    const file = realFile("brat-conll-bconv/conll/tutorial-example.conll");
    const { imported } = thereAndBack("conll", [file]);
    const { text } = realFile("brat-conll-bconv/txt/tutorial-example.txt");
    const [document] = imported.documents;
    expect(document?.open.article.text.replace(/\s+/g, " ").trim()).toBe(text.replace(/\s+/g, " ").trim());
    expect([...(document?.open.mentions.values() ?? [])].map(({ spans }) => spans[0]).slice(0, 2)).toEqual([
      { start: 28, end: 47 },
      { start: 71, end: 89 },
    ]);
  });
});

describe.skipIf(!isThere("doccano"))("doccano files", () => {
  it.each(realFiles("doccano", /\.jsonl$/))("$name come in without a loss and go out with the same content", (file) => {
    expect(guessFormat(file)?.id).toBe("doccano");
    const { imported, files } = thereAndBack("doccano", [file]);
    expect([imported.problems, imported.losses]).toEqual([[], []]);
    expect(linesOf(files[0]?.text ?? "").map(inAnyOrder)).toEqual(linesOf(file.text).map(inAnyOrder));
  });
});

describe.skipIf(!isThere("label-studio"))("Label Studio tasks without a text", () => {
  it.each(realFiles("label-studio/test_export_json_min", /^data\.json$/))(
    "$name are refused, each by its place",
    (file) => {
      const { documents, problems } = importFiles(formatNamed("label-studio"), [file], unsaid);
      expect(documents).toEqual([]);
      expect(problems).toMatchObject([{ file: file.name, path: "[0]" }]);
      expect(problems[0]?.reason).toContain("no text");
    },
  );
});
