import { XMLParser } from "fast-xml-parser";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { newsScheme } from "../../../shared/annotation/scheme.ts";
import { articleState } from "../../../shared/annotation/state.ts";
import { exportDocument, importFiles, whole } from "../../../shared/exchange/exchange.ts";
import { guessFormat } from "../../../shared/exchange/registry.ts";
import { type AnnotationDocument, annotationFileOf } from "../../../shared/format/annotation-file.ts";
import { article, claim, entity, mention, project, quote, relation, spanOf } from "../../builders.ts";
import { formatNamed, thereAndBack, unsaid } from "./support.ts";

const text = "“It is time,” Jane Doe said. “We did it.” The Post called it overdue.";
const document: AnnotationDocument = {
  project: project(),
  articleVersion: "v1",
  annotators: [{ id: "a1", name: "Ann", state: "doing" }],
  entities: [
    entity("e1", "Jane Doe", { links: [{ kind: "wikidata", id: "Q42" }] }),
    entity("e2", "The Post", { type: "Organization" }),
  ],
  open: articleState(article(text), {
    mentions: [
      mention("m1", spanOf(text, "Jane Doe"), "e1"),
      mention("m2", spanOf(text, "The Post"), "e2", { form: "nominal" }),
    ],
    quotes: [
      quote("q1", [spanOf(text, "It is time,"), spanOf(text, "We did it.")], {
        cue: [spanOf(text, "said")],
        speakers: [{ mention: "m1" }],
      }),
    ],
    claims: [
      claim("c1", [spanOf(text, "We did it.")], {
        claimant: { quote: "q1" },
        quote: "q1",
        gist: 'They did, "all" of it.',
        verdict: "half true",
        evidence: [{ url: "https://example.org/", excerpt: "So it is.", stance: "supports", retrieved: null }],
      }),
    ],
    relations: [relation("r1", "c1", "q1", { type: "about" })],
  }),
  earlier: [],
  unknown: {},
};
const bare = (id: string) => exportDocument(formatNamed(id), document, { extension: false });

describe("brat", () => {
  it("says a quote as an event with its cue as trigger, and a claim with whose it is", () => {
    const ann = bare("brat").files.find(({ name }) => name.endsWith(".ann"))?.text;
    expect(ann?.split("\n").slice(0, -1)).toEqual([
      "T1\tPerson 14 22\tJane Doe",
      "N1\tReference T1 Onrecord:e1\tJane Doe",
      "N2\tReference T1 Wikidata:Q42\tJane Doe",
      "T2\tOrganization 42 50\tThe Post",
      "N3\tReference T2 Onrecord:e2\tThe Post",
      "A1\tForm T2 nominal",
      "T3\tQuote 23 27\tsaid",
      "T4\tContent 1 12;30 40\tIt is time, We did it.",
      "E1\tQuote:T3 Content:T4 Speaker:T1",
      "T5\tClaim 30 40\tWe did it.",
      "E2\tClaim:T5 Claimant:E1 Quote:E1",
      "A2\tVerdict E2 half_true",
      '#1\tGist E2\tThey did, "all" of it.',
      "R1\tabout Arg1:E2 Arg2:E1",
    ]);
  });

  it("keeps events, equivalences and attributes that Onrecord has no record for", () => {
    const files = [
      { name: "a.txt", text: "Acme bought Roe." },
      { name: "a.ann", text: "T1\tOrg 0 4\tAcme\nT2\tBuy 5 11\tbought\nE1\tBuy:T2 Buyer:T1\n*\tEquiv T1 T2\n" },
    ];
    const { imported, files: again } = thereAndBack("brat", files);
    expect(imported.losses.map(({ what }) => what)).toEqual([
      "brat lines of kind * (kept, and written back)",
      "brat lines of kind E (kept, and written back)",
    ]);
    expect(again).toEqual(files);
  });

  it("leaves as it is what was edited in brat since", () => {
    const { files } = exportDocument(formatNamed("brat"), document, { extension: true });
    const edited = files.map((file) => ({
      ...file,
      text: file.text.replace("T1\tPerson 14 22\tJane Doe", "T1\tPerson 19 22\tDoe").replace(/^A1\t.*\n/m, ""),
    }));
    const { documents, problems } = importFiles(formatNamed("brat"), edited, unsaid);
    expect(problems).toEqual([]);
    expect(documents[0]?.open.mentions.get("m1")).toMatchObject({
      spans: [spanOf(text, "Doe")],
      entity: "e1",
      annotator: "a1",
    });
    expect(documents[0]?.open.mentions.get("m2")?.form).toBe("name");
    expect(documents[0]?.open.quotes.get("q1")).toMatchObject({ speakers: [{ mention: "m1" }] });
  });

  it("is told the scheme", () => {
    const [annotation, visual] = formatNamed("brat").settings?.(newsScheme) ?? [];
    for (const section of ["entities", "relations", "events", "attributes"])
      expect(annotation?.text).toContain(`[${section}]\n`);
    expect(annotation?.text).toContain(
      "Verdict\tArg:Claim, Value:true|mostly_true|half_true|mostly_false|false|unproven",
    );
    expect(visual?.text).toContain("Person\tfgColor:white, bgColor:#0b66a8");
  });
});

describe("Label Studio", () => {
  const task = {
    id: 5,
    data: { text: "Jane Doe 😀 left Acme.", other: 1 },
    annotations: [
      {
        id: 9,
        completed_by: { id: 3, first_name: "Kim", last_name: "Lee" },
        result: [
          {
            id: "x",
            from_name: "ner",
            to_name: "text",
            type: "labels",
            origin: "manual",
            value: { start: 0, end: 8, text: "Jane Doe", labels: ["PER"] },
          },
          { id: "whole", from_name: "sentiment", to_name: "text", type: "choices", value: { choices: ["neutral"] } },
        ],
        lead_time: 2.5,
      },
    ],
    predictions: [
      {
        model_version: "ner-2",
        score: 0.75,
        result: [
          {
            id: "y",
            from_name: "ner",
            to_name: "text",
            type: "labels",
            value: { start: 17, end: 21, text: "Acme", labels: ["ORG"] },
          },
        ],
      },
    ],
  };
  const file = { name: "tasks.json", text: JSON.stringify([task]) };

  it("gives people's regions, and predictions as suggestions that nobody accepted", () => {
    expect(guessFormat(file)?.id).toBe("label-studio");
    const [read] = importFiles(formatNamed("label-studio"), [file], unsaid).documents;
    expect(read?.open.mentions.get("x")).toMatchObject({ annotator: "3", spans: [{ start: 0, end: 8 }] });
    expect(read?.annotators).toEqual([{ id: "3", name: "Kim Lee", state: "doing" }]);
    expect(read?.open.mentions.get("y")?.origin).toEqual({
      kind: "suggested",
      producer: "ner-2",
      version: "",
      confidence: 0.75,
      accepted: null,
    });
  });

  it("gets back the task as it was, results of other kinds too", () => {
    const { imported, exported, files } = thereAndBack("label-studio", [file]);
    expect(imported.losses).toMatchObject([
      { what: "Label Studio results of type choices (kept, and written back)", count: 1 },
    ]);
    expect(exported[0]?.losses).toEqual([]);
    const [again] = JSON.parse(files[0]?.text ?? "[]");
    const { onrecord: _extension, ...data } = again.data;
    expect({ ...again, data }).toEqual(task);
  });

  it("is told the scheme, in XML that holds any label", () => {
    const type = { id: 'A&B <"x">', color: "#112233", key: null, description: "", attributes: [] };
    const [config] = formatNamed("label-studio").settings?.({ ...newsScheme, entityTypes: [type] }) ?? [];
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(config?.text ?? "");
    expect(parsed.View.Labels.Label[0]).toEqual({ "@_value": 'A&B <"x">', "@_background": "#112233" });
    expect(parsed.View.Text["@_value"]).toBe("$text");
  });
});

describe("tables", () => {
  it("hold what they say they carry", () => {
    const files = whole(formatNamed("csv"), [bare("csv").files]);
    const table = (name: string) =>
      Papa.parse<Record<string, string>>(files.find((one) => one.name === `${name}.csv`)?.text ?? "", {
        header: true,
        skipEmptyLines: true,
      }).data;
    expect(table("mentions").map(({ id, entityName, spans }) => [id, entityName, spans])).toEqual([
      ["m1", "Jane Doe", "14-22"],
      ["m2", "The Post", "42-50"],
    ]);
    expect(table("quotes")[0]).toMatchObject({
      text: "It is time, … We did it.",
      cue: "said",
      speakerNames: "Jane Doe",
    });
    expect(table("claims")[0]).toMatchObject({
      gist: 'They did, "all" of it.',
      claimantNames: "Jane Doe",
      verdict: "half true",
    });
    expect(table("relations")[0]).toMatchObject({ type: "about", from: "c1", to: "q1" });
    expect(table("entities")).toHaveLength(2);
    expect(bare("csv").losses.map(({ what }) => what)).toContain("article.text");
  });
});

describe("ClaimReview", () => {
  it("says each claim with its verdict, who made it, and the evidence", () => {
    const [review] = JSON.parse(bare("claim-review").files[0]?.text ?? "")["@graph"];
    expect(review).toMatchObject({
      "@type": "ClaimReview",
      claimReviewed: 'They did, "all" of it.',
      itemReviewed: {
        text: "We did it.",
        author: { "@type": "Person", name: "Jane Doe", sameAs: ["http://www.wikidata.org/entity/Q42"] },
      },
      reviewRating: { alternateName: "half true", ratingValue: 4, bestRating: 6, worstRating: 1 },
      citation: [{ url: "https://example.org/", text: "So it is.", keywords: "supports" }],
    });
  });
});

describe("Web Annotation", () => {
  it("finds words again whose position is wrong, by what stands around them", () => {
    const page = {
      "@context": "http://www.w3.org/ns/anno.jsonld",
      id: "http://example.org/1",
      type: "Annotation",
      body: [{ type: "TextualBody", purpose: "tagging", value: "Person" }],
      target: {
        source: "http://example.org/",
        selector: [
          { type: "TextPositionSelector", start: 0, end: 8 },
          { type: "TextQuoteSelector", exact: "Jane Doe", prefix: "time,” ", suffix: " said" },
        ],
      },
    };
    const files = [
      { name: "a.jsonld", text: JSON.stringify(page) },
      { name: "a.txt", text },
    ];
    const [read] = importFiles(formatNamed("web-annotation"), files, unsaid).documents;
    expect(annotationFileOf(read ?? document).mentions.map(({ spans }) => spans)).toEqual([
      [{ start: 14, end: 22, text: "Jane Doe" }],
    ]);
  });
});
