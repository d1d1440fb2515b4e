import type { AnnotationFile } from "../../format/annotation-file.ts";
import { spanConverter } from "../../format/spans.ts";
import type { Extension } from "../extension.ts";
import type { ExchangeFile, Format, NativeRead, Written } from "../format.ts";
import { fileStem } from "../names.ts";
import { textTokens } from "../tokens.ts";
import { type Cas, refOf, shortName } from "../uima/cas.ts";
import { layer } from "../uima/layers.ts";
import { articleSofa } from "../uima/marks.ts";
import { articleOf } from "../uima/read.ts";
import { casOf } from "../uima/write.ts";
import { casOfTsv } from "./read.ts";
import { tsvOfCas } from "./write.ts";

function read(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  for (const file of files) {
    if (files.length > 1 && !isTsv(file)) continue;
    const cas = casOfTsv(file, result.problems);
    const stem = file.name.replace(/\.[^.]*$/, "");
    result.articles.push(articleOf(cas, stem, file.name, result.losses));
  }
  return result;
}

const isTsv = ({ text }: ExchangeFile) => /^\uFEFF?#FORMAT=WebAnno TSV 3/.test(text);

function write(file: AnnotationFile, extension: Extension | null): Written {
  const { cas, ids } = casOf(file, extension);
  const { text, order } = tsvOfCas(withTokens(cas));
  const written = order.flatMap(({ id }, at) => {
    const own = ids.get(id);
    return own === undefined ? [] : [[String(at + 1), own] as const];
  });
  return {
    files: [{ name: `${fileStem(file.article.id)}.tsv`, text }],
    ids: Object.fromEntries(written),
    noRoom: !order.some(({ type }) => type === layer.own),
  };
}

/** The CAS with tokens of ours where it has none. */
function withTokens(cas: Cas): Cas {
  const sofa = articleSofa(cas);
  const isToken = ({ type, features }: Cas["structures"][number]) =>
    shortName(type) === "Token" && refOf(features.sofa ?? null) === sofa?.id;
  if (!sofa?.text || cas.structures.some(isToken)) return cas;
  const { utf16 } = spanConverter(sofa.text);
  let id = cas.structures.reduce((most, one) => Math.max(most, one.id), sofa.id);
  const tokens = textTokens(sofa.text, []).map(({ start, end }) => ({
    ...{ id: ++id, type: layer.token, views: [sofa.id] },
    features: { sofa: { ref: sofa.id }, begin: utf16(start), end: utf16(end) },
  }));
  return { ...cas, structures: [...cas.structures, ...tokens] };
}

/** WebAnno TSV 3.3, read from 3.0 on: a token a row, with the layers of INCEpTION in columns. Offsets are UTF-16 units. */
export const webannoTsvFormat: Format = {
  id: "webanno-tsv",
  title: "WebAnno TSV 3.3",
  endings: [".tsv"],
  unit: "utf16",
  carries: {
    fields: {},
    extension: "the layer webanno.custom.OnrecordDocument on the first token",
    not: [
      "White space between sentences, and at the ends of annotations; what covers white space alone.",
      "Speakers, addressees and claimants that are entities and not mentions.",
      "Links from a mention to a quote or claim: a relation is between annotations of one layer.",
      "Names, aliases and notes of entities, and all but one of their links.",
      "Forms of mentions that name nobody yet; notes and statuses of mentions; attributes; evidence of claims.",
      "Ends of relations that are entities, or in another article; notes of relations.",
      "Who annotated, when, and where an annotation came from.",
      "The article's blocks and source, the label scheme.",
      "A text without a word: there is no token to write anything on.",
    ],
  },
  lines: false,
  sniff: (file) => (isTsv(file) ? 1 : 0),
  read,
  write,
};
