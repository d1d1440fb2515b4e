import { type AnnotationFile, annotationJson, annotationLine } from "../../format/annotation-file.ts";
import type { Problem } from "../../format/problem.ts";
import type { Carries, ExchangeFile, Format, NativeRead } from "../format.ts";
import { keysAtStart, objectsIn } from "../json.ts";
import { fileStem } from "../names.ts";

const carries: Carries = {
  fields: {
    article: ["id", "version", "title", "byline", "publisher", "date", "url", "language", "text", "blocks", "source"],
    entities: ["id", "type", "name", "aliases", "links", "note", "created"],
    mentions: ["entity", "form", "spans"],
    quotes: ["form", "content", "cue", "speakers", "addressees"],
    claims: ["spans", "claimant", "quote", "gist", "checkWorthiness", "verdict", "evidence"],
    relations: ["type", "from", "to"],
  },
  extension: null,
  not: [],
};

function read(files: readonly ExchangeFile[]): NativeRead {
  const problems: Problem[] = [];
  const articles = files.flatMap((file) =>
    // Shape and references are checked by the reader that every import goes through.
    objectsIn(file, problems).map(({ value }) => ({ file: value as unknown as AnnotationFile, extension: null })),
  );
  return { articles, problems, losses: [] };
}

const isOurs = ({ text }: ExchangeFile) =>
  keysAtStart(text).includes("format") && /"format"\s*:\s*"onrecord\/annotation"/.test(text.slice(0, 4000));

/** Annotation JSON, one file for each article. */
export const annotationJsonFormat: Format = {
  id: "onrecord",
  title: "Annotation JSON",
  endings: [".onrecord.json"],
  unit: "codepoint",
  carries,
  lines: false,
  sniff: (file) => (isOurs(file) ? 1 : 0),
  read,
  write: (file) => ({
    files: [{ name: `${fileStem(file.article.id)}.onrecord.json`, text: annotationJson(file) }],
    ids: {},
  }),
};

/** Annotation JSON, one article on each line. */
export const annotationLinesFormat: Format = {
  ...annotationJsonFormat,
  id: "onrecord-lines",
  title: "Annotation JSON Lines",
  endings: [".onrecord.jsonl", ".jsonl"],
  lines: true,
  sniff: (file) => (isOurs(file) && /^\s*\{"/.test(file.text) ? 1 : 0),
  write: (file) => ({ files: [{ name: "annotations.onrecord.jsonl", text: annotationLine(file) }], ids: {} }),
  join: () => ({ before: "", between: "", after: "" }),
};
