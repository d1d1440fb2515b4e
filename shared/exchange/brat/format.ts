import type { Format } from "../format.ts";
import { readBrat } from "./read.ts";
import { bratSettings, writeBrat } from "./write.ts";

/** brat's standoff format: a text and an .ann file of the same name. Offsets are code points. */
export const bratFormat: Format = {
  id: "brat",
  title: "brat standoff",
  endings: [".ann", ".txt"],
  unit: "codepoint",
  carries: {
    fields: { article: ["text"], mentions: [], quotes: [], claims: [] },
    extension: "a note of type Onrecord on the first annotation",
    not: [
      "Speakers, addressees and claimants that are entities and not mentions.",
      "Ends of relations that are entities, or in another article.",
      "Empty and overlapping pieces of one annotation.",
      "Who annotated, when, and where an annotation came from.",
      "The article's title and other facts, its blocks, the label scheme.",
    ],
  },
  lines: false,
  sniff: ({ name, text }) => {
    if (/\.ann$/i.test(name)) return text === "" || /^[TERAMN#*]\d*\t/.test(text) ? 1 : 0.5;
    return /^T\d+\t\S+ \d+ \d+/.test(text) ? 0.9 : 0;
  },
  read: readBrat,
  write: writeBrat,
  settings: bratSettings,
};
