import type { AnnotationFile } from "../../format/annotation-file.ts";
import { blankFile } from "../blank.ts";
import { type KeptRows, type KeptSentence, keptRows, keptTokens } from "../conll/kept.ts";
import { tokenSentences } from "../conll/sentences.ts";
import { schemeOfTags, spansOfTags, tagsOfSpans } from "../conll/tags.ts";
import { type Extension, extensionFromText } from "../extension.ts";
import type { ExchangeFile, Format, NativeArticle, NativeRead, Written } from "../format.ts";
import { fileStem } from "../names.ts";
import { type Region, withRegions } from "../regions.ts";

const kept = "x-conll-u";
const extensionComment = "# onrecord = ";
const newDocument = /^# newdoc(?:\s+id\s*=\s*(.*))?$/;

function read(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  for (const file of files) {
    const stem = file.name.replace(/\.[^.]*$/, "");
    documentsIn(file.text).forEach((sentences, at, all) => {
      const named = sentences[0]?.head.map((line) => newDocument.exec(line)?.[1]?.trim()).find((id) => id);
      result.articles.push(articleOf(named ?? (all.length > 1 ? `${stem}-${at + 1}` : stem), sentences));
    });
  }
  return result;
}

interface Sentence {
  head: string[];
  rows: string[];
}

function documentsIn(text: string): Sentence[][] {
  const documents: Sentence[][] = [];
  for (const block of text.replace(/^\uFEFF/, "").split(/(?:\r?\n){2,}/)) {
    const lines = block.split(/\r?\n/).filter((line) => line !== "");
    if (lines.length === 0) continue;
    const sentence = {
      head: lines.filter((line) => line.startsWith("#") && !line.includes("\t")),
      rows: lines.filter((line) => !line.startsWith("#") || line.includes("\t")),
    };
    const begins = sentence.head.some((line) => newDocument.test(line));
    const current = documents.at(-1);
    if (current && !begins) current.push(sentence);
    else documents.push([sentence]);
  }
  return documents;
}

const miscOf = (row: string): Map<string, string> => {
  const misc = row.split("\t")[9] ?? "_";
  return new Map(
    (misc === "_" ? [] : misc.split("|")).map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
};

/** Rows that stand for text: ranges of words, and words outside of ranges. Each with the rows in it. */
function surfaceRows(rows: readonly string[]): { row: number; form: string; carrier: number }[] {
  const found: { row: number; form: string; carrier: number }[] = [];
  let inside = 0;
  rows.forEach((row, at) => {
    const [id = "", form = ""] = row.split("\t");
    const range = /^\d+-(\d+)$/.exec(id);
    if (range) inside = Number(range[1]);
    else if (!/^\d+$/.test(id) || Number(id) <= inside) return;
    const next = rows[at + 1] ?? "";
    const carrier = range && !miscOf(row).has("NER") && miscOf(next).has("NER") ? at + 1 : at;
    found.push({ row: at, form, carrier });
  });
  return found;
}

function articleOf(id: string, sentences: readonly Sentence[]): NativeArticle {
  let text = "";
  let length = 0;
  const put = (piece: string) => {
    text += piece;
    length += Array.from(piece).length;
  };
  const regions: Region[] = [];
  const all: string[] = [];
  const pending: { first: number; last: number; label: string }[] = [];
  const placed = sentences.map(({ head, rows }, at): KeptSentence => {
    const surface = surfaceRows(rows);
    const tokens = surface.map(({ row, form, carrier }, index) => {
      const misc = miscOf(rows[row] ?? "");
      put(unescaped(misc.get("SpacesBefore") ?? ""));
      const start = length;
      put(form);
      const end = length;
      const isLast = index === surface.length - 1;
      const usual = isLast ? (at === sentences.length - 1 ? "" : "\n") : " ";
      const after = misc.get("SpacesAfter");
      put(after !== undefined ? unescaped(after) : misc.get("SpaceAfter") === "No" ? "" : usual);
      return { start, end, row: carrier };
    });
    const tags = surface.map(({ carrier }) => miscOf(rows[carrier] ?? "").get("NER") ?? "O");
    all.push(...tags);
    for (const { first, last, label } of spansOfTags(tags))
      pending.push({ first: tokens[first]?.start ?? 0, last: tokens[last]?.end ?? 0, label });
    return { head, rows, tokens };
  });
  const characters = Array.from(text);
  for (const { first, last, label } of pending) {
    const span = { start: first, end: last, text: characters.slice(first, last).join("") };
    regions.push({ id: `m${regions.length + 1}`, label, spans: [span] });
  }
  const head = placed[0]?.head ?? [];
  const own = head.find((line) => line.startsWith(extensionComment));
  const isOwn = head.includes(ownMark);
  const rows: KeptRows = { scheme: schemeOfTags(all), sentences: placed };
  const native = withRegions(blankFile({ id, text }), { regions, links: [] });
  return {
    file: isOwn ? native : { ...native, [kept]: rows },
    extension: own === undefined ? null : extensionFromText(own.slice(extensionComment.length)),
  };
}

const ownMark = "# generator = Onrecord";

const escapes: Record<string, string> = { " ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p", "\\": "\\\\" };
const escaped = (blank: string) => blank.replace(/[ \t\r\n|\\]/g, (sign) => escapes[sign] ?? sign);
const unescaped = (text: string) =>
  text.replace(
    /\\([strnp\\])/g,
    (_, letter: string) => ({ s: " ", t: "\t", r: "\r", n: "\n", p: "|" })[letter] ?? "\\",
  );

function write(file: AnnotationFile, extension: Extension | null): Written {
  const rows = keptRows(file, kept);
  const sentences = tokenSentences(file, rows ? keptTokens(file, rows) : null);
  const spans = sentences.flatMap((sentence) => [...sentence.spans].sort((a, b) => a.first - b.first));
  const characters = Array.from(file.article.text);
  const flat = sentences.flatMap(({ tokens }) => tokens);
  let index = 0;
  const blocks = sentences.map(({ tokens, spans: marked }, at): string[] => {
    const tags = tagsOfSpans(tokens.length, marked, rows?.scheme ?? "BIO");
    const given = rows?.sentences[at];
    if (given) return [...given.head, ...retagged(given, tags)];
    const lines = tokens.map((token, place): string => {
      const [before, next] = [index === 0 ? 0 : token.start, flat[index + 1]?.start ?? characters.length];
      const misc = [
        ...(before < token.start ? [`SpacesBefore=${escaped(characters.slice(before, token.start).join(""))}`] : []),
        ...(tags[place] === "O" ? [] : [`NER=${tags[place]}`]),
        ...spacing(characters.slice(token.end, next).join("")),
      ];
      index++;
      return `${place + 1}\t${token.text}\t_\t_\t_\t_\t_\t_\t_\t${misc.join("|") || "_"}`;
    });
    const [first, last] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
    const text = characters.slice(first, last).join("").replace(/\s+/gu, " ");
    return [`# sent_id = ${fileStem(file.article.id)}-${at + 1}`, `# text = ${text}`, ...lines];
  });
  const head = [`# newdoc id = ${file.article.id.replace(/\s+/gu, " ")}`, ownMark];
  const note = extension ? [`${extensionComment}${JSON.stringify(extension)}`] : [];
  const [first = [], ...rest] = blocks;
  const start = rows
    ? [...note, ...first.filter((line) => !line.startsWith(extensionComment))]
    : [...head, ...note, ...first];
  return {
    files: [{ name: "annotations.conllu", text: [start, ...rest].map((lines) => `${lines.join("\n")}\n\n`).join("") }],
    ids: Object.fromEntries(spans.map(({ id }, at) => [`m${at + 1}`, id])),
  };
}

const spacing = (blank: string) =>
  blank === "" ? ["SpaceAfter=No"] : blank === " " ? ["SpacesAfter=\\s"] : [`SpacesAfter=${escaped(blank)}`];

/** The rows of a sentence with the tags in MISC, each where it stood. */
function retagged({ rows, tokens }: KeptSentence, tags: readonly string[]): string[] {
  const wanted = new Map(tokens.map(({ row }, at) => [row, tags[at] ?? "O"]));
  return rows.map((row, at) => {
    const tag = wanted.get(at);
    const cells = row.split("\t");
    const misc = miscOf(row);
    if (tag === undefined || cells.length < 10 || (misc.get("NER") ?? "O") === tag) return row;
    if (tag === "O") misc.delete("NER");
    else misc.set("NER", tag);
    cells[9] = [...misc].map(([key, value]) => (value === "" ? key : `${key}=${value}`)).join("|") || "_";
    return cells.join("\t");
  });
}

/** CoNLL-U with names as `NER=B-…` in the column MISC, and the exact text by `SpacesAfter`. */
export const conllUFormat: Format = {
  id: "conll-u",
  title: "CoNLL-U (NER in MISC)",
  endings: [".conllu"],
  unit: "token",
  carries: {
    fields: { article: ["text"] },
    extension: "a comment “# onrecord” before the first sentence",
    not: [
      "All but mentions that name an entity: of each its place and the entity's type.",
      "Mentions of several pieces, and of two that overlap the shorter one.",
      "The article's facts and blocks, the label scheme.",
    ],
  },
  lines: false,
  sniff: ({ text }) => (/^(?:#[^\n]*\n)*1(?:-\d+)?\t(?:[^\t\n]*\t){8}[^\t\n]*(?:\r?\n|$)/.test(text) ? 1 : 0),
  read,
  write,
  join: () => ({ before: "", between: "", after: "" }),
};
