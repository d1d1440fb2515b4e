import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { Format, Written } from "../format.ts";
import { fileStem } from "../names.ts";

type Claim = AnnotationFile["claims"][number];
type Entity = AnnotationFile["entities"][number];

/** Who makes a claim: an entity, or those who speak in the quote. */
function claimants(file: AnnotationFile, { claimant }: Claim): Entity[] {
  const entities = new Map(file.entities.map((entity) => [entity.id, entity]));
  const mentions = new Map(file.mentions.map(({ id, entity }) => [id, entity]));
  if (!claimant) return [];
  const ids =
    "entity" in claimant
      ? [String(claimant.entity)]
      : (file.quotes.find(({ id }) => id === claimant.quote)?.speakers ?? []).map((party) =>
          "entity" in party ? String(party.entity) : (mentions.get(String(party.mention)) ?? ""),
        );
  return ids.flatMap((id) => entities.get(id) ?? []);
}

const schemaTypes: Record<string, string> = { Person: "Person", Organization: "Organization" };

const authorOf = ({ type, name, links }: Entity) => ({
  "@type": Object.hasOwn(schemaTypes, type) ? schemaTypes[type] : "Thing",
  name,
  ...(links.length > 0
    ? {
        sameAs: links.map((link) =>
          link.kind === "wikidata" ? `http://www.wikidata.org/entity/${link.id}` : link.url,
        ),
      }
    : {}),
});

/** One review for each claim, with the verdict as its rating and the evidence as what it cites. */
function reviewOf(file: AnnotationFile, claim: Claim): Record<string, unknown> {
  const { article, scheme } = file;
  const place = scheme.verdicts.indexOf(claim.verdict ?? "");
  const words = claim.spans.map(({ text }) => text).join(" … ");
  const authors = claimants(file, claim).map(authorOf);
  const annotator = file.annotators.find(({ id }) => id === claim.annotator);
  const known = Object.entries({
    url: article.url,
    headline: article.title,
    datePublished: article.date,
    inLanguage: article.language,
    publisher: article.publisher === null ? null : { "@type": "Organization", name: article.publisher },
    author: article.byline === null ? null : { "@type": "Person", name: article.byline },
  }).filter(([, value]) => value !== null && value !== "");
  return {
    "@type": "ClaimReview",
    "@id": `urn:onrecord:${encodeURIComponent(article.id)}:${encodeURIComponent(claim.id)}`,
    datePublished: claim.modified,
    author: { "@type": "Person", name: annotator?.name ?? claim.annotator },
    claimReviewed: claim.gist === "" ? words : claim.gist,
    itemReviewed: {
      "@type": "Claim",
      text: words,
      ...(authors.length > 0 ? { author: authors.length === 1 ? authors[0] : authors } : {}),
      appearance: { "@type": "NewsArticle", ...Object.fromEntries(known) },
    },
    ...(claim.verdict === null
      ? {}
      : {
          reviewRating: {
            "@type": "Rating",
            alternateName: claim.verdict,
            ...(place >= 0
              ? { ratingValue: scheme.verdicts.length - place, bestRating: scheme.verdicts.length, worstRating: 1 }
              : {}),
          },
        }),
    ...(claim.evidence.length === 0
      ? {}
      : {
          citation: claim.evidence.map(({ url, excerpt, stance, retrieved }) => ({
            "@type": "CreativeWork",
            url,
            ...(excerpt === "" ? {} : { text: excerpt }),
            keywords: stance,
            ...(retrieved === null ? {} : { sdDatePublished: retrieved }),
          })),
        }),
  };
}

function write(file: AnnotationFile): Written {
  const document = { "@context": "https://schema.org", "@graph": file.claims.map((claim) => reviewOf(file, claim)) };
  const text = `${JSON.stringify(document, null, 2)}\n`;
  return { files: [{ name: `${fileStem(file.article.id)}.claimreview.jsonld`, text }], ids: {} };
}

/** schema.org's ClaimReview, as search engines and fact checkers read it. */
export const claimReviewFormat: Format = {
  id: "claim-review",
  title: "schema.org ClaimReview",
  endings: [".claimreview.jsonld"],
  unit: "codepoint",
  carries: {
    fields: {
      article: ["id", "title", "byline", "publisher", "date", "url", "language"],
      claims: ["id", "gist", "verdict", "evidence", "modified"],
    },
    extension: null,
    not: [
      "Mentions, quotes, relations and entities, but for the names of who makes a claim.",
      "Where a claim stands; only its words are there.",
      "Check-worthiness, notes, statuses and attributes.",
    ],
  },
  lines: false,
  sniff: () => 0,
  write,
};
