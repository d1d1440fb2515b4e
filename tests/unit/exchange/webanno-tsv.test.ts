import { describe, expect, it } from "vitest";
import { blankFile } from "../../../shared/exchange/blank.ts";
import { exportDocument, importFiles } from "../../../shared/exchange/exchange.ts";
import { guessFormat } from "../../../shared/exchange/registry.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { readAnnotationValue } from "../../../shared/format/annotation-file.ts";
import { formatNamed, thereAndBack, unsaid } from "./support.ts";

const emptyText = blankFile({ id: "blank", text: " \n " });
const lines = (...rows: string[]) => ({ name: "a.tsv", text: `${rows.join("\n")}\n` });

/** Who is where, by label, and what leads where, by the words at both ends. */
function saidBy(document: AnnotationDocument | undefined) {
  const text = document?.open.article.text ?? "";
  const types = new Map(document?.entities.map(({ id, type }) => [id, type]));
  const mentions = [...(document?.open.mentions.values() ?? [])];
  const words = new Map(
    mentions.map(({ id, spans }) => [id, spans.map(({ start, end }) => text.slice(start, end)).join("…")]),
  );
  return {
    mentions: mentions.map(({ id, entity }) => `${types.get(entity ?? "") ?? "–"}: ${words.get(id)}`),
    relations: [...(document?.open.relations.values() ?? [])]
      .map(({ type, from, to }) => `${type}: ${words.get(String(from))} → ${words.get(String(to))}`)
      .sort(),
    chains: [...new Set(mentions.map(({ entity }) => entity))].map((entity) =>
      mentions.filter((one) => one.entity === entity).map(({ id }) => words.get(id)),
    ),
  };
}

describe("WebAnno TSV", () => {
  const file = lines(
    "#FORMAT=WebAnno TSV 3.3",
    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value",
    "#T_SP=webanno.custom.Act|kind|ROLE_webanno.custom.Act:who_webanno.custom.ActWhoLink|uima.tcas.Annotation|value",
    "#T_CH=webanno.custom.SameLink|referenceRelation|referenceType",
    "#T_RL=webanno.custom.Knows|value|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
    "",
    "",
    "#Text=Ann Doe\\tmet  Roe-Lee 😀.",
    "1-1\t0-3\tAnn\t*[1]\tPER[1]\t_\t_\t_\t_\t*->1-1\t*[1]\t_\t_\t",
    "1-2\t4-7\tDoe\t*[1]|*[2]\tPER[1]|FAM\\_NAME[2]\t_\t_\t_\t_\t_\t_\t_\t_\t",
    "1-3\t8-11\tmet\t_\t_\tx\\|y\tagent;*\t1-1[1];1-4.1[3]\tMEET\t_\t_\t_\t_\t",
    "1-4\t13-20\tRoe-Lee\t_\t_\t_\t_\t_\t_\t*->1-2\t*[1]\t_\t_\t",
    "1-4.1\t13-16\tRoe\t*[3]\tPER[3]\t_\t_\t_\t_\t_\t_\tfriend\t1-1[1_3]\t",
    "1-4.2\t18-18\t\t*\tGAP\t_\t_\t_\t_\t_\t_\t_\t_\t",
    "1-5\t21-23\t😀\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t",
    "1-6\t23-24\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t",
    "",
    "#Text=Gone.",
    "2-1\t26-30\tGone\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t",
    "2-2\t30-31\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t",
  );
  const { imported, exported, files } = thereAndBack("webanno-tsv", [file]);
  const [read] = imported.documents;

  it("is known by its first line", () => expect(guessFormat(file)?.id).toBe("webanno-tsv"));

  it("comes in with stacked spans, parts of tokens, slots, relations and chains", () => {
    expect(imported.problems).toEqual([]);
    expect(read?.open.article.text).toBe("Ann Doe\tmet  Roe-Lee 😀.\n\nGone.");
    expect(saidBy(read)).toEqual({
      mentions: ["PER: Ann Doe", "SameChain: Ann", "FAM_NAME: Doe", "MEET: met", "SameChain: Roe-Lee", "PER: Roe"],
      relations: ["agent: met → Ann Doe", "friend: Ann Doe → Roe", "who: met → Roe"],
      chains: [["Ann Doe"], ["Ann", "Roe-Lee"], ["Doe"], ["met"], ["Roe"]],
    });
  });

  it("says what it keeps, and goes out again as it was", () => {
    expect(imported.losses.map(({ what }) => what)).toEqual([
      "UIMA feature webanno.custom.Act:kind (kept, and written back)",
      "UIMA type de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity (kept, and written back)",
    ]);
    expect([exported[0]?.losses, exported[0]?.extra]).toEqual([[], []]);
    expect(files[0]?.text).toBe(file.text);
  });

  it("goes out as XMI with the same annotations", () => {
    if (!read) throw new Error("it did not come in");
    const written = exportDocument(formatNamed("uima-xmi"), read, { extension: false });
    const [back] = importFiles(formatNamed("uima-xmi"), written.files, unsaid).documents;
    expect(saidBy(back)).toEqual(saidBy(read));
  });

  it("of version 3.0 keeps its columns", () => {
    const old = lines(
      "#FORMAT=WebAnno TSV 3.0",
      "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value",
      "",
      "",
      "#Text=Doe left.",
      "1-1\t0-3\tDoe\tPER\t",
      "1-2\t4-8\tleft\t_\t",
      "1-3\t8-9\t.\t_\t",
    );
    expect(thereAndBack("webanno-tsv", [old]).files[0]?.text).toBe(old.text.replace("3.0", "3.3"));
  });

  it("names the line of what leads nowhere, of a word that is not there, and of a row that is none", () => {
    const broken = lines(
      "#FORMAT=WebAnno TSV 3.2",
      "#T_SP=webanno.custom.Span|value",
      "#T_RL=webanno.custom.Relation|value|BT_webanno.custom.Span",
      "",
      "#Text=Doe left.",
      "1-1\t0-3\tDoe\tPER\tx\t1-7[3_0]\t",
      "1-2\t4-8\tstay\t_\t_\t_\t",
      "left",
    );
    const { documents, problems } = importFiles(formatNamed("webanno-tsv"), [broken], unsaid);
    expect(saidBy(documents[0]).mentions).toEqual(["PER: Doe"]);
    expect(problems.map(({ path, reason }) => [path, reason])).toEqual([
      ["line 8", "it does not begin with a unit and its offsets"],
      ["line 7", "it says “stay”, but the text has “left” from 4 to 8"],
      ["line 6", "1-7[3] is no annotation of webanno.custom.Span"],
    ]);
  });

  it("reports what it has no room for where there is no token", () => {
    const blank = { ...emptyText, article: { ...emptyText.article, title: "Nothing yet" } };
    const read = readAnnotationValue("blank", blank);
    if (!read.ok) throw new Error(read.problem.reason);
    const { losses, extra } = exportDocument(formatNamed("webanno-tsv"), read.document, { extension: true });
    expect(losses.map(({ what }) => what)).toContain("article.title");
    expect(extra).toEqual([]);
  });

  it("writes tokens of ours where the file has none, cut where an annotation begins or ends", () => {
    const xmi = {
      name: "a.xmi",
      text: `<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///webanno/custom.ecore">
        <c:Span xmi:id="2" sofa="1" begin="1" end="7" value="X"/>
        <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="Doe left."/><cas:View sofa="1" members="2"/>
        </xmi:XMI>`,
    };
    const { documents } = importFiles(formatNamed("uima-xmi"), [xmi], unsaid);
    const [written] = documents.map((one) => exportDocument(formatNamed("webanno-tsv"), one, { extension: false }));
    const rows = written?.files[0]?.text.split("\n").filter((row) => /^\d/.test(row));
    expect(rows?.map((row) => row.split("\t").slice(0, 4))).toEqual([
      ["1-1", "0-3", "Doe", "_"],
      ["1-1.1", "1-3", "oe", "X[1]"],
      ["1-2", "4-8", "left", "_"],
      ["1-2.1", "4-7", "lef", "X[1]"],
      ["1-3", "8-9", ".", "_"],
    ]);
  });
});
