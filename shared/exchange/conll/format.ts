import type { AnnotationFile } from "../../format/annotation-file.ts";
import { blankFile } from "../blank.ts";
import type { ExchangeFile, Format, NativeArticle, NativeRead, Written } from "../format.ts";
import { fileStem } from "../names.ts";
import { type Region, withRegions } from "../regions.ts";
import { type KeptRows, type KeptSentence, keptRows, keptTokens } from "./kept.ts";
import { tokenSentences } from "./sentences.ts";
import { schemeOfTags, spansOfTags, type TagScheme, tagsOfSpans } from "./tags.ts";

const kept = "x-conll";
const start = /^-DOCSTART-/;
const comment = /^#\s*\S+\s*=/;
const columns = (line: string) =>
  (line.includes("\t") ? line.split("\t") : line.split(/ +/)).filter((part) => part !== "");

interface Sentence {
  head: string[];
  rows: string[];
}

function read(files: readonly ExchangeFile[]): NativeRead {
  const result: NativeRead = { articles: [], problems: [], losses: [] };
  for (const file of files) {
    const stem = file.name.replace(/\.[^.]*$/, "");
    const documents = documentsIn(file.text);
    documents.forEach((sentences, at) => {
      const id = documents.length > 1 ? `${stem}-${at + 1}` : stem;
      result.articles.push(articleOf(id, sentences));
    });
  }
  return result;
}

/** The sentences of each document: one begins at `-DOCSTART-` and at a comment that names it. */
function documentsIn(text: string): Sentence[][] {
  const documents: Sentence[][] = [];
  let sentence: Sentence = { head: [], rows: [] };
  let current: Sentence[] = [];
  const endSentence = () => {
    if (sentence.rows.length > 0 || sentence.head.length > 0) current.push(sentence);
    sentence = { head: [], rows: [] };
  };
  const endDocument = () => {
    endSentence();
    if (current.length > 0) documents.push(current);
    current = [];
  };
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const begins = start.test(line) || /^#\s*(?:doc_id|newdoc)\b/.test(line);
    if (begins) endDocument();
    if (/^[ \t]*$/.test(line)) endSentence();
    else if (begins || comment.test(line)) {
      if (sentence.rows.length > 0) endSentence();
      sentence.head.push(line);
    } else sentence.rows.push(line);
  }
  endDocument();
  return documents;
}

function articleOf(id: string, sentences: readonly Sentence[]): NativeArticle {
  const tags = sentences.map(({ rows }) => rows.map((row) => columns(row).at(-1) ?? "O"));
  const { text, placed } = textOf(sentences);
  const characters = Array.from(text);
  const regions: Region[] = [];
  placed.forEach(({ tokens }, at) => {
    for (const { first, last, label } of spansOfTags(tags[at] ?? [])) {
      const [from, to] = [tokens[first]?.start ?? 0, tokens[last]?.end ?? 0];
      const span = { start: from, end: to, text: characters.slice(from, to).join("") };
      regions.push({ id: `m${regions.length + 1}`, label, spans: [span] });
    }
  });
  const rows: KeptRows = { scheme: schemeOfTags(tags.flat()), sentences: placed };
  const isOwn = placed[0]?.head[0] === ownStart;
  const native = withRegions(blankFile({ id, text }), { regions, links: [] });
  return { file: isOwn ? native : { ...native, [kept]: rows }, extension: null };
}

const ownStart = "-DOCSTART- _ _ O";

/** The text of the tokens: with the file's own offsets where it has them, otherwise with a space between tokens and a
 *  line end after each sentence. */
function textOf(sentences: readonly Sentence[]): { text: string; placed: KeptSentence[] } {
  let text = "";
  let length = 0;
  const base =
    offsetsIn(sentences[0]?.rows[0] ?? "")?.[0] ?? sentences.flatMap(({ rows }) => rows).map(offsetsIn)[0]?.[0];
  const put = (piece: string) => {
    text += piece;
    length += Array.from(piece).length;
  };
  const placed = sentences.map(({ head, rows }) => {
    const tokens = rows.map((row, at) => {
      const [word = ""] = columns(row);
      const offsets = offsetsIn(row);
      const gap = offsets && base !== undefined ? offsets[0] - base - length : length === 0 ? 0 : 1;
      const isBreak = at === 0 && length > 0;
      if (gap > 0) put(isBreak ? `${" ".repeat(gap - 1)}\n` : " ".repeat(gap));
      const begins = length;
      put(word);
      return { start: begins, end: length, row: at };
    });
    return { head, rows, tokens };
  });
  return { text, placed };
}

/** The offsets in the second and third column, which some tools write. */
function offsetsIn(row: string): [number, number] | null {
  const [word = "", from = "", to = ""] = columns(row);
  if (!/^\d+$/.test(from) || !/^\d+$/.test(to)) return null;
  const [first, last] = [Number(from), Number(to)];
  return last - first === Array.from(word).length ? [first, last] : null;
}

function write(file: AnnotationFile, scheme: TagScheme): Written {
  const rows = keptRows(file, kept);
  const sentences = tokenSentences(file, rows ? keptTokens(file, rows) : null);
  const spans = sentences.flatMap((sentence) => [...sentence.spans].sort((a, b) => a.first - b.first));
  const blocks = sentences.map(({ tokens, spans: marked }, at) => {
    const tags = tagsOfSpans(tokens.length, marked, rows?.scheme ?? scheme);
    const given = rows?.sentences[at];
    if (given) return [...given.head, ...given.rows.map((row, index) => withTag(row, tags[index] ?? "O"))];
    return tokens.map(({ text }, index) => `${text} _ _ ${tags[index]}`);
  });
  const whole = rows ? blocks : [[ownStart], ...blocks];
  return {
    files: [
      { name: `${fileStem(file.article.id)}.conll`, text: whole.map((lines) => `${lines.join("\n")}\n\n`).join("") },
    ],
    ids: Object.fromEntries(spans.map(({ id }, at) => [`m${at + 1}`, id])),
  };
}

const withTag = (row: string, tag: string) => row.replace(/[^\s]+([ \t]*)$/, (_, blank: string) => `${tag}${blank}`);

const sniff = ({ text }: ExchangeFile): number => {
  const lines = text.slice(0, 20_000).split(/\r?\n/).slice(0, -1);
  if (start.test(lines[0] ?? "")) return 1;
  const rows = lines.filter((line) => line.trim() !== "" && !comment.test(line));
  const tagged = rows.filter((line) => /[ \t](?:O|[BILUES]-\S+)\s*$/.test(line) && columns(line).length >= 2);
  return rows.length > 0 && tagged.length === rows.length ? 0.85 : 0;
};

const conll = (id: string, title: string, scheme: TagScheme): Format => ({
  id,
  title,
  endings: [".conll", ".bio", ".iob"],
  unit: "token",
  carries: {
    fields: {},
    extension: null,
    not: [
      "White space: a text without offsets comes back with a space between tokens and a line for each sentence.",
      "All but mentions that name an entity: of each its place and the entity's type.",
      "Mentions of several pieces, and of two that overlap the shorter one.",
    ],
  },
  lines: false,
  sniff,
  read,
  write: (file) => write(file, scheme),
});

/** Columns of tokens with tags in the last: CoNLL-2003 and its kin. */
export const conllFormat: Format = conll("conll", "CoNLL-2003 (BIO)", "BIO");
/** The same with tags that mark the last token and single ones, as spaCy takes them. */
export const bilouFormat: Format = { ...conll("conll-bilou", "CoNLL columns (BILOU)", "BILOU"), sniff: () => 0 };
