import type { Problem } from "../../format/problem.ts";
import type { ExchangeFile } from "../format.ts";
import type { Cas, CasType, Structure } from "../uima/cas.ts";
import { layer as layers } from "../uima/layers.ts";
import { meaningOf, partsOf, unescaped, withoutNumber } from "./cells.ts";
import { chainOfLinks, type Layer, layerIn, typesOfLayer } from "./header.ts";

interface Row {
  line: number;
  unit: string;
  begin: number;
  end: number;
  form: string;
  cells: string[];
}
interface Sentence {
  line: number;
  text: string;
  id: string | null;
  rows: Row[];
}

/** An annotation whose cells are found; its structure has an id already, and gets its references when all are. */
interface Found {
  structure: Structure;
  layer: Layer;
  number: number | null;
  /** Its first unit. */
  unit: string;
  chain: { number: number; place: number } | null;
}
/** A slot filler or the end of a relation that is named before it is found. */
interface Pending {
  line: number;
  structure: Structure;
  feature: string;
  type: string;
  unit: string;
  number: number | null;
}

const leftOut = "It is left out; correct it in the file to have it.";

/** The CAS that a WebAnno TSV 3 file says. Annotations have the ids from 1 on, in the order in which the rows name them.
 *  Offsets are UTF-16 units. */
export function casOfTsv(file: ExchangeFile, problems: Problem[]): Cas {
  const { layers: declared, sentences } = partsIn(file, problems);
  const text = textOf(sentences, file, problems);
  const reading: Reading = {
    file,
    problems,
    found: [],
    byKey: new Map(),
    links: [],
    pending: [],
    broken: new Set(),
    next: 1,
  };
  for (const row of sentences.flatMap(({ rows }) => rows)) readRow(row, declared, reading);
  const chains = chainsOf(reading);
  const sofa = reading.next++;
  const at = (type: string, begin: number, end: number, features: Structure["features"] = {}): Structure => ({
    ...{ id: reading.next++, type, views: [sofa] },
    features: { begin, end, ...features },
  });
  const tokens = new Map<string, Structure>();
  for (const { unit, begin, end } of sentences.flatMap(({ rows }) => rows))
    if (!unit.includes(".")) tokens.set(unit, at(layers.token, begin, end));
  const whole = sentences.flatMap(({ rows, id }) => {
    const words = rows.filter(({ unit }) => !unit.includes("."));
    const [first, last] = [words[0], words.at(-1)];
    return first && last ? [at(layers.sentence, first.begin, last.end, id === null ? {} : { id })] : [];
  });
  resolve(reading, tokens);
  const all = [
    ...reading.found.map(({ structure }) => structure).filter((one) => !reading.broken.has(one)),
    ...chains,
    ...tokens.values(),
    ...whole,
  ];
  for (const structure of all) structure.features = { sofa: { ref: sofa }, ...structure.features };
  for (const structure of all) structure.views = [sofa];
  const types = new Map<string, CasType>(declared.flatMap(typesOfLayer).map((type) => [type.name, type]));
  return {
    types: [...types.values()],
    sofas: [{ id: sofa, name: "_InitialView", text, features: { sofaNum: 1, mimeType: "text" } }],
    structures: [...all, ...reading.links],
  };
}

function partsIn(file: ExchangeFile, problems: Problem[]): { layers: Layer[]; sentences: Sentence[] } {
  const declared: Layer[] = [];
  const sentences: Sentence[] = [];
  let id: string | null = null;
  file.text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((content, at) => {
      const line = at + 1;
      const layer = sentences.length === 0 ? layerIn(content) : null;
      const last = sentences.at(-1);
      if (layer) declared.push(layer);
      else if (content.startsWith("#Sentence.id=")) id = content.slice("#Sentence.id=".length);
      else if (content.startsWith("#Text=")) {
        const text = unescaped(content.slice("#Text=".length));
        // A sentence of several lines has several such lines.
        if (last && last.rows.length === 0) last.text += `\n${text}`;
        else sentences.push({ line, text, id, rows: [] });
        id = null;
      } else if (!content.startsWith("#") && content.trim() !== "") {
        const row = rowOf(content, line);
        if (row && last) last.rows.push(row);
        else
          problems.push({
            ...{ file: file.name, path: `line ${line}`, remedy: leftOut },
            reason: row ? "it stands before any #Text=" : "it does not begin with a unit and its offsets",
          });
      }
    });
  return { layers: declared, sentences };
}

function rowOf(content: string, line: number): Row | null {
  const [unit = "", place = "", form = "", ...cells] = content.split("\t");
  const offsets = /^(\d+)-(\d+)$/.exec(place);
  if (!/^\d+-\d+(?:\.\d+)?$/.test(unit) || !offsets) return null;
  return { line, unit, begin: Number(offsets[1]), end: Number(offsets[2]), form, cells };
}

/** The text of the sentences at the places that their tokens say. What stands between them is not in the file: line
 *  feeds as many as there are places. */
function textOf(sentences: readonly Sentence[], file: ExchangeFile, problems: Problem[]): string {
  let text = "";
  for (const { text: own, rows } of sentences) {
    const [first] = rows;
    const lead = first ? Math.max(0, own.indexOf(unescaped(first.form))) : 0;
    const gap = first ? first.begin - lead - text.length : 0;
    text += "\n".repeat(Math.max(0, gap)) + own;
  }
  for (const { line, begin, end, form } of sentences.flatMap(({ rows }) => rows)) {
    const there = text.slice(begin, end);
    if (there === form || there === unescaped(form)) continue;
    const reason = `it says “${form}”, but the text has “${there}” from ${begin} to ${end}`;
    problems.push({
      file: file.name,
      path: `line ${line}`,
      reason,
      remedy: "Its annotations are where its offsets say.",
    });
  }
  return text;
}

interface Reading {
  file: ExchangeFile;
  problems: Problem[];
  found: Found[];
  byKey: Map<string, Found>;
  links: Structure[];
  pending: Pending[];
  /** Relations that an end of is not there. */
  broken: Set<Structure>;
  next: number;
}

function readRow(row: Row, declared: readonly Layer[], reading: Reading) {
  let at = 0;
  for (const layer of declared) {
    const cells = layer.columns.map((_, index) => partsOf(row.cells[at + index] ?? "_", "|"));
    at += layer.columns.length;
    const count = Math.max(...cells.map((parts) => parts.length));
    for (let index = 0; index < count; index++) {
      const entries = cells.map((parts) => parts[index] ?? "_");
      if (entries.some((entry) => entry !== "_" && entry !== "")) readAnnotation(row, layer, entries, reading);
    }
  }
}

function readAnnotation(row: Row, layer: Layer, entries: readonly string[], reading: Reading) {
  const isNumbered = ({ kind }: Layer["columns"][number]) => kind === "feature" || kind === "roles" || kind === "there";
  const shown = entries.map((entry, index) => {
    const column = layer.columns[index];
    return column && isNumbered(column) ? withoutNumber(entry) : { text: entry, number: null };
  });
  const chain = layer.kind === "chain" ? /^([\s\S]*)->(\d+)-(\d+)$/.exec(shown[0]?.text ?? "") : null;
  const place = chain ? { number: Number(chain[2]), place: Number(chain[3]) } : null;
  const number = place ? null : (shown.find((one) => one.number !== null)?.number ?? null);
  const key = place ? `${layer.type}#${place.number}-${place.place}` : `${layer.type}#${number}`;
  const known = place || number !== null ? reading.byKey.get(key) : undefined;
  if (known) {
    const { features } = known.structure;
    features.begin = Math.min(Number(features.begin), row.begin);
    features.end = Math.max(Number(features.end), row.end);
    return;
  }
  const structure: Structure = { id: reading.next++, type: layer.type, features: {}, views: [] };
  structure.features = { begin: row.begin, end: row.end };
  const found = { structure, layer, number, unit: row.unit, chain: place };
  reading.found.push(found);
  if (place || number !== null) reading.byKey.set(key, found);
  layer.columns.forEach((column, index) => {
    const text = (index === 0 && chain ? chain[1] : shown[index]?.text) ?? "_";
    if (column.kind === "feature") {
      const value = meaningOf(text);
      if (typeof value === "string") structure.features[column.name] = value;
    } else if (column.kind === "roles") readSlot(row, structure, column, text, entries[index + 1] ?? "*", reading);
    else if (column.kind === "end") readEnds(row, structure, layer, text, reading);
  });
}

const unitPattern = /^(\d+-\d+(?:\.\d+)?)(?:\[(\d+)\])?$/;

function readSlot(
  row: Row,
  host: Structure,
  { name, link, target }: { name: string; link: string; target: string },
  roles: string,
  fillers: string,
  reading: Reading,
) {
  const list = roles === "_" ? [] : partsOf(roles, ";");
  const ends = fillers === "*" || fillers === "_" ? [] : partsOf(fillers, ";");
  const made = list.map((text, index): Structure => {
    const role = meaningOf(text);
    const structure: Structure = { id: reading.next++, type: link, features: {}, views: [] };
    if (typeof role === "string") structure.features.role = role;
    const end = unitPattern.exec(ends[index] ?? "");
    if (end) {
      const number = end[2] === undefined ? null : Number(end[2]);
      reading.pending.push({ line: row.line, structure, feature: "target", type: target, unit: end[1] ?? "", number });
    }
    return structure;
  });
  reading.links.push(...made);
  host.features[name] = made.map(({ id }) => ({ ref: id }));
}

function readEnds(row: Row, structure: Structure, { base }: Layer, text: string, reading: Reading) {
  const match = /^(\d+-\d+(?:\.\d+)?)(?:\[(\d+)_(\d+)\])?$/.exec(text);
  const number = (digits: string | undefined) => (digits === undefined || Number(digits) === 0 ? null : Number(digits));
  const end = { line: row.line, structure, type: base ?? "" };
  if (!match) return;
  reading.pending.push({ ...end, feature: "Governor", unit: match[1] ?? "", number: number(match[2]) });
  reading.pending.push({ ...end, feature: "Dependent", unit: row.unit, number: number(match[3]) });
}

/** Leads each slot and relation to the annotation that its unit and number name. */
function resolve(reading: Reading, tokens: ReadonlyMap<string, Structure>) {
  const { file, problems, found, pending } = reading;
  const spans = found.filter(({ layer }) => layer.kind !== "relation");
  const byUnit = Map.groupBy(spans, ({ unit }) => unit);
  const byNumber = Map.groupBy(spans, ({ number }) => number);
  for (const { line, structure, feature, type, unit, number } of pending) {
    const isAny = type === "uima.tcas.Annotation" || type === "";
    const named = (number === null ? byUnit.get(unit) : byNumber.get(number)) ?? [];
    const fitting = named.find((one) => (isAny || one.layer.type === type) && one.structure !== structure);
    const target = type === layers.token ? tokens.get(unit) : fitting?.structure;
    if (target) {
      structure.features[feature] = { ref: target.id };
      if (feature === "Dependent") {
        const { begin = null, end = null } = target.features;
        structure.features = { ...structure.features, begin, end };
      }
    } else {
      if (feature !== "target") reading.broken.add(structure);
      const shown = number === null ? unit : `${unit}[${number}]`;
      problems.push({
        ...{ file: file.name, path: `line ${line}`, remedy: leftOut },
        reason: `${shown} is no annotation${isAny ? "" : ` of ${type}`}`,
      });
    }
  }
}

/** The chains, their links in order led to the next. */
function chainsOf(reading: Reading): Structure[] {
  const links = reading.found.filter(({ chain }) => chain !== null);
  const groups = Map.groupBy(links, ({ layer, chain }) => `${layer.type}#${chain?.number}`);
  return [...groups.values()].map((members) => {
    const sorted = members.sort((a, b) => (a.chain?.place ?? 0) - (b.chain?.place ?? 0));
    sorted.forEach(({ structure }, at) => {
      const next = sorted[at + 1]?.structure;
      if (next) structure.features.next = { ref: next.id };
    });
    const [first] = sorted;
    const type = chainOfLinks(first?.layer.type ?? "");
    const features: Structure["features"] = first ? { first: { ref: first.structure.id } } : {};
    return { id: reading.next++, type, features, views: [] };
  });
}
