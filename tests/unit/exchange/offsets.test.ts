import { describe, expect, it } from "vitest";
import { articleState } from "../../../shared/annotation/state.ts";
import { exportDocument, importFiles, whole } from "../../../shared/exchange/exchange.ts";
import { formats } from "../../../shared/exchange/registry.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { article, entity, mention, project, quote, spanOf } from "../../builders.ts";
import { formatNamed, unsaid } from "./support.ts";

/** Emoji of one and several code points, a combining accent, CRLF, and no-break spaces before what is marked. */
const text = "👩🏽‍🚀 Cafe\u0301\u00a0😀\r\n\r\n“Re\u0301sume\u0301 𝒳,”\u00a0said Zoe\u0308 Doe 🙃 of the\u202fPost.";
const name = spanOf(text, "Zoe\u0308 Doe");

const document: AnnotationDocument = {
  project: project(),
  articleVersion: "v1",
  annotators: [{ id: "a1", name: "Ann", state: "doing" }],
  entities: [entity("e1", "Zoë Doe")],
  open: articleState(article(text), {
    mentions: [mention("m1", name, "e1")],
    quotes: [
      quote("q1", [spanOf(text, "Re\u0301sume\u0301 𝒳,")], {
        cue: [spanOf(text, "said")],
        speakers: [{ mention: "m1" }],
      }),
    ],
  }),
  earlier: [],
  unknown: {},
};

const before = text.slice(0, name.start);
const written = (id: string) => exportDocument(formatNamed(id), document, { extension: false }).files;
const json = (id: string) => JSON.parse(whole(formatNamed(id), [written(id)])[0]?.text ?? "null");

describe("the offsets of a text full of emoji and combining marks", () => {
  const inCodePoints = [Array.from(before).length, Array.from(before).length + 8];
  const inUtf16 = [name.start, name.end];

  it("differ between the units, so that a wrong one is seen", () => {
    expect(inCodePoints).not.toEqual(inUtf16);
  });

  it("are code points in brat", () => {
    const ann = written("brat").find(({ name: file }) => file.endsWith(".ann"))?.text;
    expect(ann).toContain(`Person ${inCodePoints.join(" ")}\tZoe\u0308 Doe\n`);
  });

  it("are UTF-16 units in Label Studio", () => {
    const [task] = json("label-studio");
    const region = task.annotations[0].result.find((one: { id: string }) => one.id === "m1");
    expect([region.value.start, region.value.end]).toEqual(inUtf16);
  });

  it("are UTF-16 units in UIMA CAS, as XMI and JSON, and in WebAnno TSV", () => {
    const [start, end] = inUtf16;
    const [xmi] = written("uima-xmi");
    expect(xmi?.text).toMatch(new RegExp(`<\\w+:NamedEntity [^>]*begin="${start}" end="${end}"`));
    const structures: Record<string, unknown>[] = json("uima-json")["%FEATURE_STRUCTURES"];
    const entity = structures.find((one) => String(one["%TYPE"]).endsWith(".NamedEntity"));
    expect([entity?.begin, entity?.end]).toEqual(inUtf16);
    const rows = (written("webanno-tsv")[0]?.text ?? "").split("\n").map((row) => row.split("\t"));
    const inName = rows.filter(
      ([unit = "", , , ...cells]) => /^\d/.test(unit) && cells.some((cell) => cell.startsWith("Person")),
    );
    expect([inName[0]?.[1]?.split("-")[0], inName.at(-1)?.[1]?.split("-")[1]]).toEqual([start, end].map(String));
    for (const id of ["uima-xmi", "webanno-tsv"]) {
      const { documents } = importFiles(formatNamed(id), written(id), unsaid);
      const there = documents.flatMap(({ open }) => [...open.mentions.values()].map(({ spans }) => spans[0]));
      expect(there).toContainEqual(name);
    }
  });

  it("are code points in doccano, Prodigy and Web Annotation", () => {
    const [span] = json("doccano").entities;
    expect([span.start_offset, span.end_offset]).toEqual(inCodePoints);
    const [task] = json("prodigy").spans;
    expect([task.start, task.end]).toEqual(inCodePoints);
    const [item] = json("web-annotation").items;
    expect(item.target.selector[0]).toEqual({
      type: "TextPositionSelector",
      start: inCodePoints[0],
      end: inCodePoints[1],
    });
    expect(item.target.selector[1]).toMatchObject({ exact: "Zoe\u0308 Doe" });
  });

  it("are tokens in CoNLL-U, whose text comes back to the character", () => {
    const lines = (written("conll-u")[0]?.text ?? "").split("\n");
    expect(lines.filter((line) => line.includes("NER=")).map((line) => line.split("\t")[1])).toEqual([
      "Zoe\u0308",
      "Doe",
    ]);
    const { documents } = importFiles(formatNamed("conll-u"), written("conll-u"), unsaid);
    expect(documents[0]?.open.article.text).toBe(text);
  });

  it.each(formats.filter(({ read, write, carries }) => read && write && carries.fields.article?.includes("text")))(
    "come back from $title",
    (format) => {
      const { files } = exportDocument(format, document, { extension: false });
      const { documents, problems } = importFiles(format, whole(format, [files]), unsaid);
      expect(problems).toEqual([]);
      const spans = [...(documents[0]?.open.mentions.values() ?? [])].map((one) => one.spans[0]);
      expect(spans).toContainEqual(name);
    },
  );
});
