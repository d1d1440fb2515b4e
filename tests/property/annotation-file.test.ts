import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orphanFrom } from "../../shared/annotation/pieces.ts";
import type { Article, LostPiece, Orphan, Span } from "../../shared/annotation/records.ts";
import { articleState, tableOf } from "../../shared/annotation/state.ts";
import { createOffsetIndex } from "../../shared/article/offsets.ts";
import {
  type AnnotationDocument,
  annotationFileSchema,
  readAnnotation,
  writeAnnotation,
} from "../../shared/format/annotation-file.ts";
import { article, claim, entity, mention, plain, project, projectWith, quote, relation } from "../builders.ts";

const pieces = [
  ...'a B é e\u0301 s . ’ “ ” " – 東 ก 𝒳 😀 👍🏽 👩\u200d👧 🏽 \u0301 𠮷 \\ / \t'.split(" "),
  ..." |\u00a0|\u202f|\n|\r\n|\r|\u2028|\n\n|\r\n\r\n|\u0000|\u001f|\u007f".split("|"),
];
const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 40 }).map((parts) => `a${parts.join("")}`);

/** Fields that another program may have added, also ones that every object inherits. */
const unknownFields = fc.dictionary(
  fc.oneof(fc.stringMatching(/^x-[a-z0-9]{1,6}$/), fc.constantFrom("constructor", "toString", "7")),
  fc.oneof(fc.jsonValue({ maxDepth: 2, noUnicodeString: false }), fc.string({ unit: "binary" }).filter(wellFormed)),
  { maxKeys: 3 },
);

function wellFormed(value: string): boolean {
  return value.isWellFormed();
}

const spansIn = (whole: string, least: number, most: number): fc.Arbitrary<Span[]> => {
  const index = createOffsetIndex(whole);
  const length = index.toCodePoint(whole.length);
  const one = fc.tuple(fc.nat(length - 1), fc.nat(length - 1), unknownFields).map(([a, b, extra]) => ({
    ...extra,
    start: index.toUtf16(Math.min(a, b)),
    end: index.toUtf16(Math.max(a, b) + 1),
  }));
  return fc.array(one, { minLength: least, maxLength: most });
};

const lostPieces: fc.Arbitrary<LostPiece> = fc.tuple(text, fc.nat(50), unknownFields).map(([words, start, fields]) => ({
  ...fields,
  field: "spans",
  start,
  end: start + 1,
  text: words,
  before: "",
  after: words,
}));

/** An orphan of which nothing is in the text. */
function wholeOrphan(at: number, kind: number, lost: LostPiece[]): Orphan[] {
  const id = `o${at}`;
  if (kind === 0) return [orphanFrom("mention", mention(id, { start: 0, end: 1 }, "e2"), lost, true)];
  if (kind === 1) return [orphanFrom("quote", quote(id, [], { speakers: [{ entity: "e1" }] }), lost, true)];
  return [orphanFrom("claim", claim(id, [], { claimant: { entity: "e2" } }), lost, true)];
}

/** Any document: every kind of record and reference, and unknown fields at every level. */
const documents: fc.Arbitrary<AnnotationDocument> = text.chain((whole) =>
  fc
    .record({
      mentions: fc.array(fc.tuple(spansIn(whole, 1, 2), unknownFields, fc.nat(2)), { maxLength: 12 }),
      quotes: fc.array(fc.tuple(spansIn(whole, 1, 3), spansIn(whole, 0, 2), unknownFields), { maxLength: 12 }),
      claims: fc.array(fc.tuple(spansIn(whole, 1, 2), unknownFields), { maxLength: 5 }),
      lost: fc.array(fc.tuple(fc.nat(3), fc.array(lostPieces, { minLength: 1, maxLength: 3 })), { maxLength: 6 }),
      extra: fc.array(unknownFields, { minLength: 12, maxLength: 12 }),
    })
    .map(({ mentions, quotes, claims, lost, extra }): AnnotationDocument => {
      const [atTop, inProject, inArticle, inBlock, inSource, inEntity, inAnnotator, inScheme, inType, inOrigin, a, b] =
        extra;
      const plainArticle = article(whole);
      const story: Article = {
        ...plainArticle,
        ...inArticle,
        blocks: plainArticle.blocks.map((block) => ({ ...block, ...inBlock })),
        source: { ...plainArticle.source, ...inSource },
      };
      const who = [entity("e1", "Doe", inEntity), entity("e2", "Post", { type: "Organization" })];
      const base = project();
      const [firstType, ...otherTypes] = base.scheme.entityTypes;
      const types = firstType ? [{ ...firstType, ...inType }, ...otherTypes] : [];
      const mentionRecords = mentions.map(([spans, fields, entityAt], at) =>
        mention(`m${at}`, { start: 0, end: 1 }, who[entityAt]?.id ?? null, {
          ...fields,
          spans,
          origin: { kind: "human", ...inOrigin },
        }),
      );
      const quoteRecords = quotes.map(([content, cue, fields], at) =>
        quote(`q${at}`, content, {
          ...fields,
          cue,
          speakers: mentionRecords.length > 0 ? [{ mention: "m0", ...a }] : [{ entity: "e2", ...b }],
        }),
      );
      const claimRecords = claims.map(([spans, fields], at) =>
        claim(`c${at}`, spans, {
          ...fields,
          quote: quoteRecords.length > 0 ? "q0" : null,
          claimant: at % 2 === 0 ? { entity: "e1", ...a } : quoteRecords.length > 0 ? { quote: "q0", ...b } : null,
          evidence: [{ url: "https://example.org/", excerpt: "", stance: "supports", retrieved: null, ...b }],
        }),
      );
      const ends = [...mentionRecords, ...claimRecords].map(({ id }) => id);
      const relations = ends.map((id, at) =>
        relation(`r${at}`, id, at % 2 === 0 ? "e1" : { article: "other", id: "c9", ...a }, b),
      );
      return {
        project: { ...base, ...inProject, scheme: { ...base.scheme, ...inScheme, entityTypes: types } },
        articleVersion: "v1",
        annotators: [{ id: "a1", name: "Ann", state: "doing", ...inAnnotator }],
        entities: who,
        open: articleState(story, {
          work: { id: "story", state: "doing" },
          mentions: mentionRecords,
          quotes: quoteRecords,
          claims: claimRecords,
          relations,
          orphans: lost.flatMap(([kind, pieces], at) => {
            if (kind < 3) return wholeOrphan(at, kind, pieces);
            const live = mentionRecords[at];
            return live ? [{ id: live.id, kind: "mention" as const, lost: pieces, annotation: null }] : [];
          }),
        }),
        earlier: lost.map(([, pieces], at) => ({
          version: `v0.${at}`,
          replaced: "2026-11-24T09:00:00Z",
          title: "Before",
          text: pieces[0]?.text ?? "",
          blocks: [],
        })),
        unknown: atTop ?? {},
      };
    }),
);

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
