import { type Cas, numberOf, refOf, type Structure, shortName } from "../uima/cas.ts";
import { layer as layers } from "../uima/layers.ts";
import { articleSofa, slotItems } from "../uima/marks.ts";
import { escaped, escapedText } from "./cells.ts";
import { type Layer, lineOf } from "./header.ts";
import { anyAnnotation, type FilledLayer, isPrimitive, type Layers, layersOf } from "./layers.ts";
import { type Units, unitsIn } from "./units.ts";

/** A CAS as WebAnno TSV 3.3, and the structures in the order in which a reader finds them. Offsets are UTF-16 units.
 *  https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_webannotsv */
export function tsvOfCas(given: Cas): { text: string; order: Structure[] } {
  const cas = withOwnAsSpan(given);
  const known = layersOf(cas);
  const annotations = known.list.filter(({ layer }) => layer.kind !== "relation").flatMap((one) => one.structures);
  const units = unitsIn(cas, annotations);
  const filled = known.list.map((one) => rowsOf(one, known, units));
  const needed = numberedOf(filled, known, units);
  const writing: Writing = { known, units, needed, numbers: new Map(), order: [], seen: new Set() };
  const lines = ["#FORMAT=WebAnno TSV 3.3", ...filled.map(({ layer }) => lineOf(layer)), "", ""];
  const text = articleSofa(cas)?.text ?? "";
  for (const { units: rows, text: sentence, id } of units.sentences) {
    if (id !== null) lines.push(`#Sentence.id=${id}`);
    lines.push(`#Text=${escapedText(sentence)}`);
    for (const { name, begin, end } of rows) {
      for (const { rows: byUnit } of filled) for (const structure of byUnit.get(name) ?? []) see(structure, writing);
      const cells = filled.flatMap(({ layer, rows: byUnit }) => cellsOf(layer, byUnit.get(name) ?? [], name, writing));
      const word = escapedText(text.slice(begin, end));
      lines.push(`${[name, `${begin}-${end}`, word, ...cells].join("\t")}\t`);
    }
    lines.push("");
  }
  return { text: `${lines.join("\n").replace(/\n*$/, "")}\n`, order: writing.order };
}

/** What only Onrecord reads, as a span of the first token: TSV has no annotations of the document. */
function withOwnAsSpan(cas: Cas): Cas {
  const [first] = cas.structures
    .filter(({ type }) => shortName(type) === "Token")
    .sort((a, b) => numberOf(a.features.begin) - numberOf(b.features.begin));
  if (!first) return cas;
  const { begin = null, end = null } = first.features;
  const structures = cas.structures.map((structure) =>
    structure.type === layers.own ? { ...structure, features: { ...structure.features, begin, end } } : structure,
  );
  return { ...cas, structures };
}

interface Rows {
  layer: Layer;
  /** The annotations of each unit; relations are at the first unit of what they lead to. */
  rows: Map<string, Structure[]>;
}

function rowsOf({ layer, structures }: FilledLayer, known: Layers, units: Units): Rows {
  const rows = new Map<string, Structure[]>();
  for (const structure of structures) {
    const names =
      layer.kind === "relation" ? rowOfRelation(structure, layer, known, units) : units.of.get(structure.id);
    for (const name of names ?? []) rows.set(name, [...(rows.get(name) ?? []), structure]);
  }
  return { layer, rows };
}

const endOf = (structure: Structure, feature: string, { byId }: Layers): Structure | undefined =>
  byId.get(refOf(structure.features[feature] ?? null) ?? -1);

const unitOf = (structure: Structure | undefined, { of, tokens }: Units): string | undefined =>
  structure && (of.get(structure.id)?.[0] ?? tokens.get(structure.id));

function rowOfRelation(structure: Structure, { base }: Layer, known: Layers, units: Units): string[] {
  const [from, to] = [endOf(structure, "Governor", known), endOf(structure, "Dependent", known)];
  const [start, end] = [unitOf(from, units), unitOf(to, units)];
  return start !== undefined && end !== undefined && from?.type === base && to?.type === base ? [end] : [];
}

/** Which annotations have a number: those of several units, several of a layer in one, and what slots of any layer name. */
function numberedOf(filled: readonly Rows[], known: Layers, units: Units): Set<number> {
  const numbered = new Set<number>();
  for (const { layer, rows } of filled) {
    if (layer.kind !== "span") continue;
    for (const structures of rows.values())
      for (const { id } of structures)
        if (structures.length > 1 || (units.of.get(id)?.length ?? 0) > 1) numbered.add(id);
    for (const column of layer.columns) {
      if (column.kind !== "roles" || column.target !== anyAnnotation) continue;
      for (const { features } of [...rows.values()].flat())
        for (const item of slotItems(features[column.name], known.byId))
          numbered.add(refOf(item.features.target ?? null) ?? -1);
    }
  }
  return numbered;
}

interface Writing {
  known: Layers;
  units: Units;
  /** Those that have a number, and the numbers of those that a row or a reference named. */
  needed: ReadonlySet<number>;
  numbers: Map<number, number>;
  order: Structure[];
  seen: Set<number>;
}

/** Notes that a reader comes upon a structure, and gives it its number. */
function see(structure: Structure, writing: Writing) {
  const { order, seen, needed, numbers, known } = writing;
  if (seen.has(structure.id)) return;
  seen.add(structure.id);
  order.push(structure);
  for (const { layer } of known.list) {
    if (layer.type !== structure.type) continue;
    for (const column of layer.columns)
      if (column.kind === "roles") order.push(...slotItems(structure.features[column.name], known.byId));
  }
  if (needed.has(structure.id)) numberOfId(structure.id, numbers);
}

function numberOfId(id: number, numbers: Map<number, number>): number {
  const number = numbers.get(id) ?? numbers.size + 1;
  numbers.set(id, number);
  return number;
}

function cellsOf(layer: Layer, structures: readonly Structure[], unit: string, writing: Writing): string[] {
  return layer.columns.map((column, at) => {
    if (structures.length === 0) return "_";
    return structures
      .map((structure) => {
        const { features } = structure;
        if (column.kind === "end") return endCell(structure, unit, writing);
        if (column.kind === "fillers") return fillersCell(structure, column.name, writing);
        const number = suffixOf(structure, layer, at, writing);
        if (column.kind === "there") return `*${number}`;
        if (column.kind === "feature") return `${shownValue(features[column.name])}${number}`;
        const items = slotItems(features[column.name], writing.known.byId);
        const roles = items.map((item) => shownValue(item.features.role)).join(";");
        return `${items.length === 0 ? "_" : roles}${number}`;
      })
      .join("|");
  });
}

const shownValue = (value: unknown): string => (isPrimitive(value) && value !== "" ? escaped(String(value)) : "*");

function suffixOf(structure: Structure, layer: Layer, column: number, { numbers, known }: Writing): string {
  const place = known.places.get(structure.id);
  if (layer.kind === "chain" && place) return column === 0 ? `->${place.number}-${place.place}` : `[${place.number}]`;
  const number = layer.kind === "span" ? numbers.get(structure.id) : undefined;
  return number === undefined ? "" : `[${number}]`;
}

function fillersCell(structure: Structure, name: string, { known, units, numbers, needed }: Writing): string {
  const items = slotItems(structure.features[name], known.byId);
  if (items.length === 0) return "*";
  return items
    .map((item) => {
      const target = endOf(item, "target", known);
      const unit = unitOf(target, units);
      if (!target || unit === undefined) return "*";
      return needed.has(target.id) ? `${unit}[${numberOfId(target.id, numbers)}]` : unit;
    })
    .join(";");
}

function endCell(structure: Structure, unit: string, { known, units, numbers, needed }: Writing): string {
  const [from, to] = [endOf(structure, "Governor", known), endOf(structure, "Dependent", known)];
  const number = (end: Structure | undefined) => (end && needed.has(end.id) ? numberOfId(end.id, numbers) : 0);
  const [first, second] = [number(from), number(to)];
  const start = unitOf(from, units) ?? unit;
  return first === 0 && second === 0 ? start : `${start}[${first}_${second}]`;
}
