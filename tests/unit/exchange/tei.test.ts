import { describe, expect, it } from "vitest";
import { importFiles } from "../../../shared/exchange/exchange.ts";
import { guessFormat } from "../../../shared/exchange/registry.ts";
import { formatNamed, thereAndBack, unsaid } from "./support.ts";

const header = `<teiHeader>
    <fileDesc>
      <titleStmt><title>The lake</title><author>Ada Lowe</author></titleStmt>
      <publicationStmt><publisher>The Ledger</publisher><date when="1897-03-02">2 March 1897</date></publicationStmt>
      <sourceDesc><p>A clipping.</p></sourceDesc>
    </fileDesc>
  </teiHeader>`;
const foreign = {
  name: "lake.xml",
  text: `<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  ${header}
  <standOff>
    <listPerson>
      <person xml:id="mayor"><persName>Tobias Renn</persName><persName type="alias">the mayor</persName>
        <idno type="wikidata">Q42</idno><note>since 1893</note></person>
    </listPerson>
  </standOff>
  <text><body>
    <head>The   lake</head>
    <p><said who="#mayor" direct="false"><persName ref="#mayor">Renn</persName> will drain
       it</said>, said <rs type="person" ref="#mayor">he</rs> in <placeName>Ellery</placeName>.</p>
    <q xml:id="q1" next="#q2" who="#mayor">“I will &amp; must,</q>
    <p>no <q xml:id="q2" prev="#q1">less.”</q> <date when="1897">That year</date> he won.</p>
  </body></text>
</TEI>`,
};

describe("TEI", () => {
  const { imported, exported, files } = thereAndBack("tei", [foreign]);
  const [document] = imported.documents;
  if (!document) throw new Error(JSON.stringify(imported.problems));
  const { open } = document;
  const entities = new Map(document.entities.map((entity) => [entity.id, entity]));
  const { text } = open.article;

  it("is known by its root", () => expect(guessFormat(foreign)?.id).toBe("tei"));

  it("of another program comes in with its facts, its text without the layout, and its blocks", () => {
    expect(imported.problems).toEqual([]);
    expect(open.article).toMatchObject({ title: "The lake", byline: "Ada Lowe", publisher: "The Ledger" });
    expect(text).toBe(
      "The lake\n\nRenn will drain it, said he in Ellery.\n\n“I will & must,\n\nno less.” That year he won.",
    );
    expect(open.article.blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ["heading", "The lake"],
      ["paragraph", "Renn will drain it, said he in Ellery."],
      ["quote", "“I will & must,"],
      ["paragraph", "no less.” That year he won."],
    ]);
  });

  it("comes in with its names, listed persons, and speech in several parts", () => {
    const words = (spans: readonly { start: number; end: number }[]) =>
      spans.map((span) => text.slice(span.start, span.end));
    expect(entities.get("mayor")).toMatchObject({
      ...{ type: "Person", name: "Tobias Renn", aliases: ["the mayor"], note: "since 1893" },
      links: [{ kind: "wikidata", id: "Q42" }],
    });
    expect(
      [...open.mentions.values()].map(({ spans, entity }) => [...words(spans), entities.get(entity ?? "")?.name]),
    ).toEqual([
      ["Renn", "Tobias Renn"],
      ["he", "Tobias Renn"],
      ["Ellery", "Ellery"],
    ]);
    expect(
      [...open.quotes.values()].map(({ form, content, speakers }) => ({ form, words: words(content), speakers })),
    ).toEqual([
      { form: "indirect", words: ["Renn will drain it"], speakers: [{ entity: "mayor" }] },
      { form: "direct", words: ["“I will & must,", "less.”"], speakers: [{ entity: "mayor" }] },
    ]);
    expect(imported.losses).toEqual([{ what: "TEI element <date>", count: 1, examples: ["lake.xml"] }]);
  });

  it("goes out with the header that came in, and comes back the same", () => {
    expect(exported[0]?.losses).toEqual([]);
    expect(files[0]?.text).toContain("<p>A clipping.</p>");
    const back = importFiles(formatNamed("tei"), files, unsaid).documents[0];
    expect(back?.open.article.text).toBe(text);
    expect([...(back?.open.quotes.values() ?? [])]).toEqual([...open.quotes.values()]);
  });

  it("names the line of what is no XML, and what root a file should have", () => {
    const broken = importFiles(formatNamed("tei"), [{ name: "x.xml", text: "<TEI>\n<p>\n</TEI>" }], unsaid);
    expect(broken.problems).toMatchObject([{ file: "x.xml", path: expect.stringMatching(/^line [23], column/) }]);
    const other = importFiles(formatNamed("tei"), [{ name: "x.xml", text: "<html/>" }], unsaid);
    expect(other.problems).toMatchObject([{ reason: "its root element is html" }]);
  });
});
