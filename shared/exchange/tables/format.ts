import Papa from "papaparse";
import type { AnnotationFile } from "../../format/annotation-file.ts";
import type { FileSpan } from "../../format/spans.ts";
import type { Carries, Format, FormatOption, Written } from "../format.ts";

export type Cell = string | number | null | undefined;
type Row = Record<string, Cell>;

const piece = " … ";
const words = (spans: readonly FileSpan[]) => spans.map(({ text }) => text).join(piece);
const places = (spans: readonly FileSpan[]) => spans.map(({ start, end }) => `${start}-${end}`).join(";");
const json = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text === "{}" || text === "[]" ? "" : text;
};

const aboutColumns = [
  "status",
  "note",
  "attributes",
  "annotator",
  "origin",
  "producer",
  "producerVersion",
  "confidence",
];
const timeColumns = ["accepted", "created", "modified"];
const columns = {
  mentions: ["article", "id", "entity", "entityName", "entityType", "form", "start", "end", "text", "spans"],
  quotes: [
    ...["article", "id", "form", "start", "end", "text", "spans", "cue", "cueSpans"],
    ...["speakers", "speakerNames", "addressees", "addresseeNames"],
  ],
  claims: [
    ...["article", "id", "start", "end", "text", "spans", "claimantQuote", "claimantEntity", "claimantNames"],
    ...["quote", "gist", "checkWorthiness", "verdict", "evidence"],
  ],
  relations: ["article", "id", "type", "from", "fromArticle", "to", "toArticle"],
  entities: ["article", "id", "type", "name", "aliases", "links", "note", "created"],
} as const;
type Table = keyof typeof columns;

/** A table's columns, in order. */
export const columnsOf = (table: Table): string[] =>
  table === "entities" ? [...columns.entities] : [...columns[table], ...aboutColumns, ...timeColumns];

type Annotation = AnnotationFile["mentions" | "quotes" | "claims" | "relations"][number];

function about({ status, note, attributes, annotator, origin, created, modified }: Annotation): Row {
  const suggested = origin.kind === "suggested" ? origin : null;
  return {
    status,
    note,
    attributes: json(attributes),
    annotator,
    origin: origin.kind,
    producer: suggested?.producer,
    producerVersion: suggested?.version,
    confidence: suggested?.confidence,
    accepted: suggested?.accepted,
    created,
    modified,
  };
}

const extent = (spans: readonly FileSpan[]): Row => ({
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
  text: words(spans),
  spans: places(spans),
});

/** One tidy table for each kind of record, a row for each record. */
export function rowsOf(file: AnnotationFile): Record<Table, Row[]> {
  const entities = new Map(file.entities.map((entity) => [entity.id, entity]));
  const mentions = new Map(file.mentions.map((mention) => [mention.id, mention]));
  const quotes = new Map(file.quotes.map((quote) => [quote.id, quote]));
  const article = file.article.id;
  type Party = AnnotationFile["quotes"][number]["speakers"][number];
  const entityOf = (party: Party) =>
    "entity" in party ? String(party.entity) : (mentions.get(String(party.mention))?.entity ?? "");
  const ids = (parties: readonly Party[]) =>
    parties.map((party) => ("mention" in party ? `mention:${party.mention}` : `entity:${party.entity}`)).join(";");
  const names = (parties: readonly Party[]) =>
    parties
      .map((party) => entities.get(entityOf(party))?.name ?? words(mentions.get(String(party.mention))?.spans ?? []))
      .join(";");
  return {
    mentions: file.mentions.map((mention) => ({
      article,
      id: mention.id,
      entity: mention.entity,
      entityName: entities.get(mention.entity ?? "")?.name,
      entityType: entities.get(mention.entity ?? "")?.type,
      form: mention.form,
      ...extent(mention.spans),
      ...about(mention),
    })),
    quotes: file.quotes.map((quote) => ({
      article,
      id: quote.id,
      form: quote.form,
      ...extent(quote.content),
      cue: words(quote.cue),
      cueSpans: places(quote.cue),
      speakers: ids(quote.speakers),
      speakerNames: names(quote.speakers),
      addressees: ids(quote.addressees),
      addresseeNames: names(quote.addressees),
      ...about(quote),
    })),
    claims: file.claims.map((claim) => {
      const { claimant } = claim;
      const quote = claimant && "quote" in claimant ? String(claimant.quote) : null;
      const entity = claimant && "entity" in claimant ? String(claimant.entity) : null;
      return {
        article,
        id: claim.id,
        ...extent(claim.spans),
        claimantQuote: quote,
        claimantEntity: entity,
        claimantNames: entity ? entities.get(entity)?.name : names(quotes.get(quote ?? "")?.speakers ?? []),
        quote: claim.quote,
        gist: claim.gist,
        checkWorthiness: claim.checkWorthiness,
        verdict: claim.verdict,
        evidence: json(claim.evidence),
        ...about(claim),
      };
    }),
    relations: file.relations.map((relation) => {
      const [from, to] = [relation.from, relation.to];
      return {
        article,
        id: relation.id,
        type: relation.type,
        from: typeof from === "string" ? from : from.id,
        fromArticle: typeof from === "string" ? "" : from.article,
        to: typeof to === "string" ? to : to.id,
        toArticle: typeof to === "string" ? "" : to.article,
        ...about(relation),
      };
    }),
    entities: file.entities.map((entity) => ({
      article,
      id: entity.id,
      type: entity.type,
      name: entity.name,
      aliases: json(entity.aliases),
      links: json(entity.links),
      note: entity.note,
      created: entity.created,
    })),
  };
}

/** Spreadsheets take a cell that begins so for a formula, also one that was quoted from an article: OWASP, “CSV Injection”. */
const formula = /^[=+\-@\t\r]/;
const safeCells: FormatOption = {
  id: "safe-cells",
  title: "Safe for spreadsheets",
  description: "An apostrophe before text that begins with = + - or @, so that no spreadsheet takes it for a formula",
  inApp: true,
};
const safe = (cell: Cell): Cell => (typeof cell === "string" && formula.test(cell) ? `'${cell}` : cell);

export const tables = Object.keys(columns) as Table[];
const common = ["id", "note", "attributes", "status", "annotator", "origin", "created", "modified"];

/** What tables say, as text or as a workbook. */
export const tablesCarry: Carries = {
  fields: {
    article: ["id"],
    entities: ["id", "type", "name", "aliases", "links", "note", "created"],
    mentions: [...common, "entity", "form", "spans"],
    quotes: [...common, "form", "content", "cue", "speakers", "addressees"],
    claims: [...common, "spans", "claimant", "quote", "gist", "checkWorthiness", "verdict", "evidence"],
    relations: [...common, "type", "from", "to"],
  },
  extension: null,
  not: ["The article's text, facts and blocks, the label scheme; what lost its place; fields of other programs."],
};

const tableFormat = (id: "csv" | "tsv", title: string): Format => {
  const delimiter = id === "csv" ? "," : "\t";
  const lines = (fields: string[], data: Cell[][]) => Papa.unparse({ fields, data }, { delimiter, newline: "\n" });
  const write = (file: AnnotationFile, _extension: unknown, chosen?: ReadonlySet<string>): Written => {
    const rows = rowsOf(file);
    const cell = chosen?.has(safeCells.id) ? safe : (same: Cell) => same;
    const files = tables.map((table) => {
      const names = columnsOf(table);
      const data = rows[table].map((row) => names.map((name) => cell(row[name] ?? "")));
      const text = data.length === 0 ? "" : `${Papa.unparse(data, { delimiter, newline: "\n" })}\n`;
      return { name: `${table}.${id}`, text };
    });
    return { files, ids: {} };
  };
  return {
    id,
    title,
    endings: [`.${id}`],
    unit: "codepoint",
    carries: tablesCarry,
    lines: false,
    sniff: () => 0,
    write,
    options: [safeCells],
    join: (name) => {
      const table = tables.find((one) => name.startsWith(`${one}.`));
      return { before: table ? `${lines(columnsOf(table), []).trimEnd()}\n` : "", between: "", after: "" };
    },
  };
};

/** Tables for statistics: mentions, quotes, claims, relations, entities. Offsets are code points. */
export const csvFormat: Format = tableFormat("csv", "CSV tables");
export const tsvFormat: Format = tableFormat("tsv", "TSV tables");
