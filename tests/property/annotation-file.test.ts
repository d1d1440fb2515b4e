import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { articleState, tableOf } from "../../shared/annotation/state.ts";
import {
  type AnnotationDocument,
  annotationFileSchema,
  readAnnotation,
  writeAnnotation,
} from "../../shared/format/annotation-file.ts";
import { article, entity, mention, plain, project, projectWith } from "../builders.ts";
import { documents } from "./support/documents.ts";

const check = (holds: (document: AnnotationDocument) => void) =>
  fc.assert(fc.property(documents, holds), { numRuns: 150 });

function read(content: string) {
  const result = readAnnotation("story.onrecord.json", content, content.length);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result;
}

const stateOf = ({ project: one, entities, open }: AnnotationDocument) => {
  const state = projectWith(open.article, {}, entities);
  return plain({ ...state, project: one, articles: state.articles.set(open.article.id, open) });
};

describe("an annotation file", () => {
  it("is read without a problem and written again to the same bytes, unknown fields and all", () => {
    check((document) => {
      const content = writeAnnotation(document);
      const { document: again, problems } = read(content);
      expect(problems).toEqual([]);
      expect(writeAnnotation(again)).toBe(content);
    });
  });

  it("gives back the state that was written", () => {
    check((document) => {
      const { document: again } = read(writeAnnotation(document, "all"));
      expect(stateOf(again)).toEqual(stateOf(document));
      expect(again.unknown).toEqual(JSON.parse(JSON.stringify(document.unknown)));
    });
  });

  it("has the same bytes in whatever order its records were made", () => {
    check((document) => {
      const { open } = document;
      const turned = articleState(open.article, {
        work: open.work,
        mentions: [...open.mentions.values()].reverse(),
        quotes: [...open.quotes.values()].reverse(),
        claims: [...open.claims.values()].reverse(),
        relations: [...open.relations.values()].reverse(),
        orphans: [...open.orphans.values()].reverse(),
      });
      const entities = [...document.entities].reverse();
      expect(writeAnnotation({ ...document, entities, open: turned })).toBe(writeAnnotation(document));
    });
  });

  it("has the same bytes after its lists and keys were shuffled on disk", () => {
    check((document) => {
      const content = writeAnnotation(document);
      const shuffled = JSON.stringify(turnedAround(JSON.parse(content)));
      expect(writeAnnotation(read(shuffled).document)).toBe(content);
    });
  });

  it("fits its schema, counts in code points, and ends in a line end", () => {
    check((document) => {
      const content = writeAnnotation(document);
      const file = annotationFileSchema.parse(JSON.parse(content));
      const characters = Array.from(file.article.text);
      for (const { spans } of file.mentions) {
        for (const span of spans) expect(characters.slice(span.start, span.end).join("")).toBe(span.text);
      }
      expect(content.endsWith("}\n")).toBe(true);
    });
  });
});

describe("entities in an annotation file", () => {
  const document = (merged: string | null): AnnotationDocument => ({
    project: project(),
    articleVersion: "v1",
    annotators: [],
    entities: [entity("e1", "Doe", { mergedInto: merged }), entity("e2", "Jane Doe"), entity("e3", "Nobody")],
    open: articleState(article("Doe"), { mentions: [mention("m1", { start: 0, end: 3 }, "e1")] }),
    earlier: [],
    unknown: {},
  });

  it("are those that the article uses, unless all are wanted", () => {
    expect(read(writeAnnotation(document(null))).document.entities.map(({ id }) => id)).toEqual(["e1"]);
    expect(read(writeAnnotation(document(null), "all")).document.entities.map(({ id }) => id)).toEqual([
      "e1",
      "e2",
      "e3",
    ]);
  });

  it("stand for those that were merged into them", () => {
    const { document: again } = read(writeAnnotation(document("e2")));
    expect(again.entities.map(({ id }) => id)).toEqual(["e2"]);
    expect(again.open.mentions).toEqual(tableOf([mention("m1", { start: 0, end: 3 }, "e2")]));
  });
});

/** The same JSON with the keys of every object, and the lists that the format sorts, the other way round. */
function turnedAround(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => turnedAround(item));
    const isSorted = ["mentions", "quotes", "claims", "relations", "entities", "annotators"].includes(key);
    return isSorted ? items.reverse() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, field]) => [name, turnedAround(field, name)]),
  );
}
