/** The annotations of brat's standoff format, one for each line of an .ann file. */
export interface TextBound {
  id: string;
  type: string;
  /** Code points of the text. */
  spans: { start: number; end: number }[];
  text: string;
}
export interface Event {
  id: string;
  type: string;
  trigger: string;
  args: { role: string; id: string }[];
}
export interface Relation {
  id: string;
  type: string;
  from: string;
  to: string;
  roles: [string, string];
}
export interface Attribute {
  id: string;
  type: string;
  of: string;
  value: string | null;
}
export interface Normalisation {
  id: string;
  of: string;
  /** `database:id`; some writers leave the database out. */
  reference: string;
  name: string;
}
export interface Note {
  id: string;
  type: string;
  of: string;
  text: string;
}

export interface Standoff {
  bounds: Map<string, TextBound>;
  events: Event[];
  relations: Relation[];
  attributes: Attribute[];
  normalisations: Normalisation[];
  notes: Note[];
  /** The line of each id, as it stands in the file. */
  lines: Map<string, string>;
  /** Lines of other kinds (`*` equivalences), and what could not be read. */
  others: string[];
}

/** Reads the lines of an .ann file. Lines that are none of brat's are in `others`. */
export function standoffOf(text: string): Standoff {
  const found: Standoff = {
    bounds: new Map(),
    events: [],
    relations: [],
    attributes: [],
    normalisations: [],
    notes: [],
    lines: new Map(),
    others: [],
  };
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    if (line === "") continue;
    const id = line.split("\t", 1)[0] ?? "";
    if (!found.lines.has(id) && takeLine(found, id, line)) found.lines.set(id, line);
    else found.others.push(line);
  }
  return found;
}

const BOUND = /^\S+\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?$/s;
const EVENT = /^\S+\t(\S+?):(T\S+)((?: \S+?:[TE]\S+)*) *$/s;
const RELATION = /^\S+\t(\S+) (\S+?):(\S+) (\S+?):(\S+)\s*$/s;
const ATTRIBUTE = /^\S+\t(\S+) (\S+)(?: (\S+))?\s*$/s;
const NORMALISATION = /^\S+\tReference (\S+) (\S+)(?:\t(.*))?$/s;
const NOTE = /^\S+\t(.+?) (\S+)(?:\t(.*))?$/s;

function takeLine(found: Standoff, id: string, line: string): boolean {
  const [, a = "", b = "", c = "", d = "", e = ""] = patternOf(id)?.exec(line) ?? [];
  if (a === "") return false;
  switch (id.charAt(0)) {
    case "T": {
      const spans = b.split(";").map((piece) => {
        const [start = 0, end = 0] = piece.split(" ").map(Number);
        return { start, end };
      });
      found.bounds.set(id, { id, type: a, spans, text: c });
      return true;
    }
    case "E": {
      const args = c.trim() === "" ? [] : c.trim().split(" ");
      found.events.push({ id, type: a, trigger: b, args: args.map(argOf) });
      return true;
    }
    case "R":
      found.relations.push({ id, type: a, from: c, to: e, roles: [b, d] });
      return true;
    case "A":
    case "M":
      found.attributes.push({ id, type: a, of: b, value: c === "" ? null : c });
      return true;
    case "N":
      found.normalisations.push({ id, of: a, reference: b, name: c });
      return true;
    default:
      found.notes.push({ id, type: a, of: b, text: c });
      return true;
  }
}

function patternOf(id: string): RegExp | null {
  const patterns: Record<string, RegExp> = {
    T: BOUND,
    E: EVENT,
    R: RELATION,
    A: ATTRIBUTE,
    M: ATTRIBUTE,
    N: NORMALISATION,
    "#": NOTE,
  };
  return /^[TERAMN#]\d+$/.test(id) ? (patterns[id.charAt(0)] ?? null) : null;
}

function argOf(arg: string): { role: string; id: string } {
  const at = arg.indexOf(":");
  return { role: arg.slice(0, at), id: arg.slice(at + 1) };
}

/** A name such as brat takes for types, roles and values. Others are told apart by the extension. */
export const bratName = (name: string): string => name.replace(/[^\p{L}\p{N}_-]+/gu, "_") || "_";

/** Text such as stands on a line of an .ann file. */
export const onOneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
