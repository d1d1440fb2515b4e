import fc from "fast-check";
import { orphanFrom } from "../../../shared/annotation/pieces.ts";
import type { Article, LostPiece, Orphan, Span } from "../../../shared/annotation/records.ts";
import { articleState } from "../../../shared/annotation/state.ts";
import { createOffsetIndex } from "../../../shared/article/offsets.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { article, claim, entity, mention, project, quote, relation } from "../../builders.ts";

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
export const documents: fc.Arbitrary<AnnotationDocument> = text.chain((whole) =>
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
