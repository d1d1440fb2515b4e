import type { Format } from "../format.ts";
import { carriedOfArticle } from "../line-documents.ts";
import { read } from "./read.ts";
import { write } from "./write.ts";

/** TEI P5: the text with names, speech and claims marked inline, entities, notes and links as stand-off. There are no
 *  offsets in it. */
export const teiFormat: Format = {
  id: "tei",
  title: "TEI P5",
  endings: [".tei.xml", ".xml", ".tei"],
  unit: "codepoint",
  carries: {
    fields: {
      article: carriedOfArticle,
      entities: ["name", "aliases", "links", "note"],
    },
    extension: "xenoData in the header",
    not: [
      "Parts of annotations that lie between two blocks, and pieces that overlap.",
      "Statuses and attributes of annotations; verdict and evidence of claims.",
      "Ends of relations that are entities, or in another article; notes of relations.",
      "Who annotated, when, and where an annotation came from.",
      "The article's source, the label scheme, what lost its place, fields of other programs.",
    ],
  },
  lines: false,
  sniff: ({ text }) => {
    const head = text.slice(0, 5000);
    if (/<(?:teiCorpus|TEI)[\s>]/.test(head)) return head.includes("http://www.tei-c.org/ns/1.0") ? 1 : 0.7;
    return 0;
  },
  read,
  write,
};
