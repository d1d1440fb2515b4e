import { describe, expect, it } from "vitest";
import { newsScheme } from "../../../shared/annotation/scheme.ts";
import { articleState } from "../../../shared/annotation/state.ts";
import { exportDocument, importFiles } from "../../../shared/exchange/exchange.ts";
import type { ExchangeFile } from "../../../shared/exchange/format.ts";
import { guessFormat } from "../../../shared/exchange/registry.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { article, claim, entity, mention, project, quote, relation, spanOf } from "../../builders.ts";
import { formatNamed, thereAndBack, unsaid } from "./support.ts";

const text = "“It is time,” Jane Doe said. “We did it.” The Post called it overdue, Doe added.";
const last = { start: text.lastIndexOf("Doe"), end: text.lastIndexOf("Doe") + 3 };
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
      mention("m3", last, "e1"),
    ],
    quotes: [
      quote("q1", [spanOf(text, "It is time,"), spanOf(text, "We did it.")], {
        cue: [spanOf(text, "said")],
        speakers: [{ mention: "m1" }],
      }),
    ],
    claims: [
      claim("c1", [spanOf(text, "We did it.")], {
        ...{ claimant: { quote: "q1" }, quote: "q1", gist: 'They did, "all" of it.', verdict: "half true" },
      }),
    ],
    relations: [relation("r1", "c1", "q1", { type: "about" }), relation("r2", "m1", "m2", { type: "works for" })],
  }),
  earlier: [],
  unknown: {},
};
const bare = (id: string) => exportDocument(formatNamed(id), document, { extension: false });

interface JsonCas {
  "%TYPES": Record<string, { "%SUPER_TYPE": string }>;
  "%FEATURE_STRUCTURES": ({ "%ID": number; "%TYPE": string } & Record<string, unknown>)[];
  "%VIEWS": Record<string, { "%SOFA": number; "%MEMBERS": number[] }>;
}
const structuresOf = (file: ExchangeFile | undefined) => {
  const cas: JsonCas = JSON.parse(file?.text ?? "null");
  const all = cas["%FEATURE_STRUCTURES"];
  return { cas, all, ofType: (name: string) => all.filter((one) => one["%TYPE"].endsWith(name)) };
};

describe("UIMA CAS", () => {
  const { cas, all, ofType } = structuresOf(bare("uima-json").files[0]);
  const found = (id: unknown) => all.find((one) => one["%ID"] === id);
  const wordsOf = (one: Record<string, unknown> | undefined) => text.slice(Number(one?.begin), Number(one?.end));

  it("says mentions as named entities, and in a chain which are of one entity", () => {
    expect(ofType(".NamedEntity").map((one) => [wordsOf(one), one.value, one.identifier])).toEqual([
      ["Jane Doe", "Person", "http://www.wikidata.org/entity/Q42"],
      ["The Post", "Organization", undefined],
      ["Doe", "Person", "http://www.wikidata.org/entity/Q42"],
    ]);
    const chains = ofType(".CoreferenceChain").map((chain) => {
      const words: string[] = [];
      for (let link = found(chain["@first"]); link; link = found(link["@next"])) words.push(wordsOf(link));
      return words;
    });
    expect(chains).toEqual([["Jane Doe", "Doe"], ["The Post"]]);
    expect(ofType(".CoreferenceLink").map(({ referenceType }) => referenceType)).toEqual(["name", "name", "nominal"]);
  });

  it("says quotes and claims as layers with slots for who speaks, the cue, and whose the claim is", () => {
    const slotsOf = (type: string) =>
      ofType(type).map((host) => {
        const list = found(host["@links"])?.["%ELEMENTS"];
        const items = (Array.isArray(list) ? list : []).map(found);
        return [wordsOf(host), ...items.map((item) => `${item?.role}: ${wordsOf(found(item?.["@target"]))}`)];
      });
    expect(slotsOf("custom.Quote")).toEqual([["It is time,", "cue: said", "speaker: Jane Doe"], ["We did it."]]);
    expect(slotsOf("custom.Claim")).toEqual([
      ["We did it.", "claimant: It is time,", "in quote: It is time,", "about: It is time,"],
    ]);
    expect(ofType("custom.Claim")[0]).toMatchObject({ gist: 'They did, "all" of it.', verdict: "half true" });
  });

  it("says pieces and relations within a layer as relation annotations", () => {
    expect(ofType("Relation").map((one) => [one["%TYPE"], one.value, wordsOf(found(one["@Dependent"]))])).toEqual([
      ["webanno.custom.QuoteRelation", "continued", "We did it."],
      ["webanno.custom.NamedEntityRelation", "works for", "The Post"],
    ]);
  });

  it("declares each type that it uses, and indexes each annotation", () => {
    const built = (type: string) => type.startsWith("uima.") || type.endsWith("[]");
    expect(all.map((one) => one["%TYPE"]).filter((type) => !built(type) && !(type in cas["%TYPES"]))).toEqual([]);
    const members = new Set(cas["%VIEWS"]._InitialView?.["%MEMBERS"]);
    expect(all.filter((one) => "begin" in one && !members.has(one["%ID"]))).toEqual([]);
  });

  it.each(["uima-xmi", "uima-json", "webanno-tsv"])("loses in %s only what the layers do not say", (id) => {
    const said = bare(id).losses.map(({ what }) => what);
    expect(
      said.filter((what) =>
        /^(?:mentions|quotes|claims|relations)(?:$| added|\.(?!annotator|created|modified))/.test(what),
      ),
    ).toEqual([]);
  });

  it("comes with a type system that declares the layers of the scheme", () => {
    const [settings] = formatNamed("uima-xmi").settings?.(newsScheme) ?? [];
    expect(settings?.name).toBe("TypeSystem.xml");
    expect(settings?.text).toContain("<name>webanno.custom.Quote</name>");
    expect(settings?.text).toContain("<elementType>webanno.custom.QuoteLinksLink</elementType>");
  });
});

const root = (content: string) => `<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
  xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmlns:tcas="http:///uima/tcas.ecore"
  xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" xmi:version="2.0">
${content}
  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Doe met Roe &amp; left.&#10;"/>
  <cas:View sofa="1" members="2 3 4 5 6 7 8"/>
</xmi:XMI>`;
const foreign = {
  name: "met.xmi",
  text: root(`  <seg:Token xmi:id="2" sofa="1" begin="0" end="3"/>
  <ner:NamedEntity xmi:id="3" sofa="1" begin="0" end="3" value="PER" identifier="urn:kb:7"/>
  <ner:NamedEntity xmi:id="4" sofa="1" begin="8" end="11" value="PER"/>
  <custom:Meeting xmi:id="5" sofa="1" begin="4" end="7" label="MEET" certain="true" weight="12" who="10 11"/>
  <custom:MeetingWhoLink xmi:id="10" role="guest" target="3"/>
  <custom:MeetingWhoLink xmi:id="11" role="host" target="4"/>
  <custom:Knows xmi:id="6" sofa="1" begin="8" end="11" Governor="3" Dependent="4" value="knows" since="1999"/>
  <custom:Gap xmi:id="7" sofa="1" begin="12" end="12"/>
  <tcas:DocumentAnnotation xmi:id="8" sofa="1" begin="0" end="20" language="en"/>`),
};
const typeSystem = {
  name: "TypeSystem.xml",
  text: `<?xml version="1.0"?><typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
    <typeDescription><name>webanno.custom.Meeting</name><description/><supertypeName>uima.tcas.Annotation</supertypeName>
    <features>
      ${["label:String", "certain:Boolean", "weight:Integer"]
        .map((one) => one.split(":"))
        .map(
          ([name, range]) =>
            `<featureDescription><name>${name}</name><rangeTypeName>uima.cas.${range}</rangeTypeName></featureDescription>`,
        )
        .join("")}
      <featureDescription><name>who</name><rangeTypeName>uima.cas.FSArray</rangeTypeName>
        <elementType>webanno.custom.MeetingWhoLink</elementType></featureDescription>
    </features></typeDescription>
  </types></typeSystemDescription>`,
};

describe("A CAS of another program", () => {
  const { imported, exported, files } = thereAndBack("uima-xmi", [foreign]);
  const [read] = imported.documents;
  if (!read) throw new Error(JSON.stringify(imported.problems));
  const { open } = read;

  it("is known by its namespace", () => expect(guessFormat(foreign)?.id).toBe("uima-xmi"));

  it("comes in with its layers as mentions, and its slots and relations as relations", () => {
    expect(imported.problems).toEqual([]);
    expect(open.article).toMatchObject({ text: "Doe met Roe & left.\n", language: "en" });
    const types = new Map(read.entities.map(({ id, type }) => [id, type]));
    expect([...open.mentions.values()].map(({ id, entity: of }) => [id, types.get(of ?? "")])).toEqual([
      ["3", "PER"],
      ["5", "MEET"],
      ["4", "PER"],
    ]);
    expect([...open.relations.values()].map(({ type, from, to }) => [type, from, to])).toEqual([
      ["guest", "5", "3"],
      ["host", "5", "4"],
      ["knows", "3", "4"],
    ]);
  });

  it("says what it keeps, and gives it back", () => {
    expect(imported.losses.map(({ what }) => what.replace(" (kept, and written back)", ""))).toEqual([
      "UIMA feature webanno.custom.Knows:since",
      "UIMA feature webanno.custom.Meeting:certain",
      "UIMA feature webanno.custom.Meeting:weight",
      "UIMA type webanno.custom.Gap",
    ]);
    expect([exported[0]?.losses, exported[0]?.extra]).toEqual([[], []]);
    const elements = (content: string) =>
      [...content.matchAll(/<\w+:(\w+) (xmi:id="[1-9][^>]*)\/>/g)]
        .map(([, name, attributes = ""]) => [
          name,
          attributes
            .match(/[\w:]+="[^"]*"/g)
            ?.sort()
            .join(" "),
        ])
        .sort();
    expect(elements(files[0]?.text ?? "")).toEqual(elements(foreign.text));
  });

  it("reads numbers and truth values as its type system says, and takes that along into JSON", () => {
    const { documents } = importFiles(formatNamed("uima-xmi"), [foreign, typeSystem], unsaid);
    const [again] = documents.map((one) => exportDocument(formatNamed("uima-json"), one, { extension: false }));
    const { cas, ofType } = structuresOf(again?.files[0]);
    expect(ofType("custom.Meeting")[0]).toMatchObject({ certain: true, weight: 12, label: "MEET" });
    expect(cas["%TYPES"]["webanno.custom.Meeting"]).toMatchObject({
      who: { "%RANGE": "webanno.custom.MeetingWhoLink[]" },
      weight: { "%RANGE": "uima.cas.Integer" },
    });
    const xmi = documents.map((one) => exportDocument(formatNamed("uima-xmi"), one, { extension: false }));
    expect(xmi[0]?.files.map(({ name }) => name)).toEqual(["met.xmi", "met.typesystem.xml"]);
  });

  it("leaves out what leads to an annotation that is deleted, and has what is new", () => {
    const mentions = [...open.mentions.values()].filter(({ id }) => id !== "4");
    const relations = [...open.relations.values()].filter(({ to }) => to !== "4");
    const edited: AnnotationDocument = {
      ...read,
      open: articleState(open.article, {
        mentions: mentions.map((one) => (one.id === "3" ? { ...one, spans: [{ start: 0, end: 7 }] } : one)),
        quotes: [quote("q9", [{ start: 8, end: 18 }], { speakers: [{ mention: "3" }] })],
        relations,
      }),
    };
    const written = exportDocument(formatNamed("uima-xmi"), edited, { extension: true });
    const [back] = importFiles(formatNamed("uima-xmi"), written.files, unsaid).documents;
    expect(written.files[0]?.text).not.toContain('"host"');
    expect(written.files[0]?.text).toContain('begin="0" end="7" identifier="urn:kb:7" value="PER"');
    expect([...(back?.open.mentions.keys() ?? [])].sort()).toEqual(["3", "5"]);
    expect([...(back?.open.relations.values() ?? [])].map(({ type }) => type)).toEqual(["guest"]);
    expect([...(back?.open.quotes.values() ?? [])]).toMatchObject([{ id: "q9", speakers: [{ mention: "3" }] }]);
  });

  it("whose text was changed goes out as one of ours, and says that what it kept is lost", () => {
    const changed = { ...read, open: articleState(article("Another text."), { mentions: [] }) };
    const { losses } = exportDocument(formatNamed("uima-xmi"), changed, { extension: false });
    expect(losses.map(({ what }) => what)).toContain("x-uima");
  });
});

describe("Offsets of UIMA CAS JSON", () => {
  const sofaString = "👩🏽‍🚀 Cafe\u0301 Zoe\u0308 Doe";
  const words = "Zoe\u0308 Doe";
  const [before] = sofaString.split(words);
  const encoder = new TextEncoder();
  const cas = (length: (words: string) => number, encoding: string | undefined) => ({
    ...(encoding === undefined ? {} : { "%OFFSET_ENCODING": encoding }),
    "%TYPES": {},
    "%FEATURE_STRUCTURES": [
      { "%ID": 1, "%TYPE": "uima.cas.Sofa", sofaNum: 1, sofaID: "_InitialView", sofaString },
      {
        ...{ "%ID": 2, "%TYPE": "webanno.custom.Span", "@sofa": 1 },
        ...{ begin: length(before ?? ""), end: length(`${before}${words}`), value: "PER" },
      },
    ],
    "%VIEWS": { _InitialView: { "%SOFA": 1, "%MEMBERS": [2] } },
  });
  it.each([
    ["UTF-8", (one: string) => encoder.encode(one).length],
    ["UTF-16", (one: string) => one.length],
    ["UTF-32", (one: string) => Array.from(one).length],
    [undefined, (one: string) => one.length],
  ] as const)("count what %s counts", (encoding, length) => {
    const file = { name: "a.json", text: JSON.stringify(cas(length, encoding)) };
    const { documents, problems } = importFiles(formatNamed("uima-json"), [file], unsaid);
    expect(problems).toEqual([]);
    expect([...(documents[0]?.open.mentions.values() ?? [])].map(({ spans }) => spans)).toEqual([
      [spanOf(sofaString, words)],
    ]);
  });

  it("are refused in a unit that nobody knows, by its place", () => {
    const file = { name: "a.json", text: JSON.stringify(cas((one) => one.length, "EBCDIC")) };
    const { problems } = importFiles(formatNamed("uima-json"), [file], unsaid);
    expect(problems).toMatchObject([
      { file: "a.json", path: "%OFFSET_ENCODING", reason: "it counts offsets in EBCDIC" },
    ]);
  });
});

describe("Files that are no CAS", () => {
  it.each([
    ["uima-xmi", "<html/>", "its root element is html"],
    ["uima-json", "[1]", "it is no JSON object"],
  ])("are refused by %s with the reason", (id, content, reason) => {
    const { documents, problems } = importFiles(formatNamed(id), [{ name: "x", text: content }], unsaid);
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ file: "x", reason }]);
  });

  it("are refused at the place where a structure has no id", () => {
    const content = JSON.stringify({ "%FEATURE_STRUCTURES": [{ "%TYPE": "uima.cas.Sofa" }] });
    const { problems } = importFiles(formatNamed("uima-json"), [{ name: "x", text: content }], unsaid);
    expect(problems).toMatchObject([{ file: "x", path: expect.stringContaining("%FEATURE_STRUCTURES") }]);
  });
});
