import fc from "fast-check";
import jsonld from "jsonld";
import { describe, expect, it } from "vitest";
import { exportDocument, importFiles } from "../../../shared/exchange/exchange.ts";
import { isObject } from "../../../shared/exchange/json.ts";
import { type AnnotationDocument, writeAnnotation } from "../../../shared/format/annotation-file.ts";
import { kindsOf, objectsOf, vocabularyOf } from "../../fixtures/json-ld/vocabulary.ts";
import { motivations, webAnnotationContext, webAnnotationModel } from "../../fixtures/json-ld/web-annotation-terms.ts";
import { documents } from "../../property/support/documents.ts";
import { formatNamed, unsaid } from "./support.ts";

type Json = Record<string, unknown>;

/** What the vocabularies are loaded from here: nothing is fetched. */
const contexts: Record<string, object> = {
  "http://www.w3.org/ns/anno.jsonld": webAnnotationContext,
  "https://schema.org": { "@vocab": "http://schema.org/" },
};
const options = {
  documentLoader: async (url: string) => {
    const context = contexts[url];
    if (!context) throw new Error(`nothing of ${url} is here`);
    return { documentUrl: url, document: { "@context": context } };
  },
};

/** Every object in a value, the value itself first. */
const objectsIn = (value: unknown): Json[] => {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
};

const written = (format: string, document: AnnotationDocument): Json => {
  const { files } = exportDocument(formatNamed(format), document, { extension: true });
  return JSON.parse(files[0]?.text ?? "");
};

const check = (holds: (document: AnnotationDocument) => Promise<void>) =>
  fc.assert(fc.asyncProperty(documents, holds), { numRuns: 25 });

const isOwn = (key: string) => key.startsWith("onrecord:");

describe("a Web Annotation page", () => {
  const oa = vocabularyOf("oa");
  const isDefined = (iri: string) => objectsOf(oa, iri, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type").length > 0;

  it("has terms that the published vocabulary defines", () => {
    const iris = Object.values(webAnnotationContext).map((term) => (typeof term === "string" ? term : term["@id"]));
    const own = iris.filter((iri) => iri.startsWith("http://www.w3.org/ns/oa#"));
    expect(own.length).toBeGreaterThan(15);
    expect(own.filter((iri) => !isDefined(iri))).toEqual([]);
    expect(motivations.filter((name) => !isDefined(`http://www.w3.org/ns/oa#${name}`))).toEqual([]);
  });

  it("says nothing that its context does not define", () =>
    check(async (document) => {
      // In safe mode a key or type that expands to nothing is an error.
      const expanded = await jsonld.expand(written("web-annotation", document), { ...options, safe: true });
      for (const one of objectsIn(expanded)) {
        for (const key of Object.keys(one))
          expect(key).toMatch(/^(?:@\w+|http:\/\/www\.w3\.org\/\S+|urn:onrecord:terms:\w+)$/);
      }
    }));

  it("has of each class what the data model asks for, and nothing else", () =>
    check(async (document) => {
      const { "@context": context, ...page } = written("web-annotation", document);
      expect(context).toEqual(["http://www.w3.org/ns/anno.jsonld", { onrecord: "urn:onrecord:terms:" }]);
      for (const one of objectsIn(page)) {
        const rules = webAnnotationModel[String(one.type)];
        const keys = Object.keys(one).filter((key) => !isOwn(key));
        expect(keys).toEqual(expect.arrayContaining(rules?.must ?? ["a class of the data model"]));
        expect([...(rules?.must ?? []), ...(rules?.may ?? [])]).toEqual(expect.arrayContaining(keys));
        for (const word of [one.motivation, one.purpose]) if (word !== undefined) expect(motivations).toContain(word);
      }
    }));

  it("means the same after another program expanded and compacted it", () =>
    check(async (document) => {
      const page = written("web-annotation", document);
      const context = page["@context"];
      const compact = await jsonld.compact(await jsonld.expand(page, options), context, options);
      const files = [{ name: "story.jsonld", text: JSON.stringify(compact) }];
      const { documents: back, problems } = importFiles(formatNamed("web-annotation"), files, unsaid);
      expect(problems).toEqual([]);
      expect(back.map((one) => writeAnnotation(one, "all"))).toEqual([writeAnnotation(document, "all")]);
    }));
});

describe("a ClaimReview", () => {
  const schema = vocabularyOf("schema");
  const name = (iri: string) => `http://schema.org/${iri}`;
  const domainsOf = (property: string) => objectsOf(schema, property, name("domainIncludes"));
  const rangesOf = (property: string) => objectsOf(schema, property, name("rangeIncludes"));
  const literals = ["Text", "URL", "Number", "Date", "DateTime"].map(name);

  /** Whether a value is of a class that a property takes, or of a wider one, which says less and nothing wrong. */
  function isTaken(value: Json, property: string): boolean {
    const ranges = rangesOf(property);
    if ("@value" in value || !("@type" in value)) return ranges.some((range) => literals.includes(range));
    const [type = ""] = value["@type"] as string[];
    const kinds = kindsOf(schema, type);
    return ranges.some((range) => kinds.includes(range) || kindsOf(schema, range).includes(type));
  }

  it("has classes, properties and values that schema.org defines for one another", () =>
    check(async (document) => {
      const expanded = await jsonld.expand(written("claim-review", document), { ...options, safe: true });
      for (const node of objectsIn(expanded).filter((one) => "@type" in one && !("@value" in one))) {
        const [type = ""] = node["@type"] as string[];
        const kinds = kindsOf(schema, type);
        for (const [property, values] of Object.entries(node)) {
          if (property.startsWith("@")) continue;
          expect(
            domainsOf(property).filter((domain) => kinds.includes(domain)),
            `${property} of ${type}`,
          ).not.toEqual([]);
          for (const value of values as Json[])
            expect(isTaken(value, property), `${property}: ${JSON.stringify(value)}`).toBe(true);
        }
      }
    }));

  it("has of a review what a search engine asks for", () =>
    check(async (document) => {
      for (const review of written("claim-review", document)["@graph"] as Json[]) {
        expect(review).toMatchObject({
          "@type": "ClaimReview",
          claimReviewed: expect.any(String),
          author: { "@type": "Person", name: expect.any(String) },
          itemReviewed: { "@type": "Claim", appearance: { "@type": "NewsArticle" } },
        });
      }
    }));
});
