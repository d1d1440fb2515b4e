import type { Format } from "../format.ts";
import { fileStem } from "../names.ts";
import { pageOf } from "./page.ts";

/** A page to be read, sent or printed: the article with its marks, and who said and claimed what. Nothing reads it again. */
export const reportFormat: Format = {
  id: "report",
  title: "HTML report",
  endings: [".report.html"],
  unit: "codepoint",
  carries: {
    fields: {
      article: ["title", "byline", "publisher", "date", "language", "text"],
      entities: ["type", "name", "aliases", "links", "note"],
      mentions: ["entity", "form", "spans"],
      quotes: ["note", "form", "content", "cue", "speakers", "addressees"],
      claims: ["note", "spans", "claimant", "gist", "checkWorthiness", "verdict", "evidence"],
      relations: ["type", "from", "to"],
    },
    extension: null,
    not: [
      "Ids, times, statuses and attributes; notes of mentions and relations; which quote a claim is in.",
      "The article's id, address where it is none of the web, source and blocks; the label scheme.",
    ],
  },
  lines: false,
  sniff: () => 0,
  write: (file) => ({ files: [{ name: `${fileStem(file.article.id)}.report.html`, text: pageOf(file) }], ids: {} }),
};
