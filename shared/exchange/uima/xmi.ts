import { childrenOf, textOf, type XmlElement, xmlAttributes, xmlText } from "../xml.ts";
import {
  type Cas,
  type CasType,
  type Features,
  type Item,
  isReference,
  kindOfRange,
  type Sofa,
  type Structure,
  type TypeSystem,
  typeSystemOf,
  type Value,
} from "./cas.ts";
import { ownTypes, placeFeatures } from "./layers.ts";

const xmi = "http://www.omg.org/XMI";
const noNamespace = "uima.noNamespace";
/** Features that lead to other structures, for files that come without their type system. */
const usualReferences = new Set(["Governor", "Dependent", "Source", "Target", "target", "first", "next"]);

/** The CAS that an XMI document says. Without a type system what features mean is guessed by their names and values. */
export function casOfXmi(root: XmlElement, types: readonly CasType[]): Cas {
  const elements = childrenOf(root).map((element) => ({ element, type: typeOf(element, root) }));
  const id = (element: XmlElement, name = "xmi:id") => Number(element.attributes[name] ?? Number.NaN);
  const sofas = elements.filter(({ type }) => type === "uima.cas.Sofa").map(({ element }) => sofaOf(element));
  const views = new Map<number, number[]>();
  for (const { element } of elements.filter(({ type }) => type === "uima.cas.View")) {
    const sofa = element.attributes.sofa === undefined ? freeId(elements) : id(element, "sofa");
    // The first view of a CAS may have no sofa, and then no text.
    if (!sofas.some((one) => one.id === sofa))
      sofas.push({ id: sofa, name: "_InitialView", text: null, features: {}, implied: true });
    for (const member of numbersIn(element.attributes.members ?? ""))
      views.set(member, [...(views.get(member) ?? []), sofa]);
  }
  const others = ["uima.cas.View", "uima.cas.Sofa", "uima.cas.NULL"];
  const own = elements.filter(({ element, type }) => !others.includes(type) && Number.isInteger(id(element)));
  const values = valueReader(typeSystemOf(types, ownTypes), own);
  const structures = own.map(({ element, type }): Structure => {
    const at = id(element);
    return { id: at, type, features: featuresOf(element, type, values), views: views.get(at) ?? [] };
  });
  return { types: [...types], sofas, structures };
}

const freeId = (elements: readonly Typed[]): number =>
  elements.reduce((most, { element }) => Math.max(most, Number(element.attributes["xmi:id"] ?? 0)), 0) + 1;

interface Typed {
  element: XmlElement;
  type: string;
}

/** The type whose name a namespace and an element say together. */
function typeOf({ name, attributes }: XmlElement, root: XmlElement): string {
  const [prefix = "", local = ""] = name.includes(":") ? name.split(":") : ["", name];
  const key = prefix === "" ? "xmlns" : `xmlns:${prefix}`;
  const space = attributes[key] ?? root.attributes[key] ?? "";
  const path = space.replace(/^http:\/\/\//, "").replace(/\.ecore$/, "");
  const parts = path.replace(/\//g, ".");
  return parts === "" || parts === noNamespace ? local : `${parts}.${local}`;
}

function sofaOf({ attributes }: XmlElement): Sofa {
  const { "xmi:id": id, sofaID, sofaString, sofaNum, ...rest } = attributes;
  return {
    id: Number(id),
    name: sofaID ?? "_InitialView",
    text: sofaString ?? null,
    features: { ...(sofaNum === undefined ? {} : { sofaNum: Number(sofaNum) }), ...rest },
  };
}

const numbersIn = (text: string): number[] => (/^\s*$/.test(text) ? [] : text.trim().split(/\s+/).map(Number));

type ValueReader = (type: string, feature: string, text: string) => Value;

function valueReader(types: TypeSystem, elements: readonly Typed[]): ValueReader {
  const ids = new Set(elements.map(({ element }) => Number(element.attributes["xmi:id"])));
  const slots = slotsIn(elements, types);
  const guess = (type: string, name: string, text: string): Value => {
    if (slots.has(`${type}:${name}`)) return numbersIn(text).map((ref) => ({ ref }));
    const isOne = usualReferences.has(name) && /^\d+$/.test(text) && ids.has(Number(text));
    return isOne ? { ref: Number(text) } : text;
  };
  return (type, name, text) => {
    const feature =
      types.feature(type, name) ?? (placeFeatures.includes(name) ? types.feature("uima.tcas.Annotation", name) : null);
    if (!feature) return guess(type, name, text);
    switch (kindOfRange(feature, types)) {
      case "whole":
      case "real":
        return numberIn(text);
      case "truth":
        return text === "true" || text === "1";
      case "reference":
        return /^\d+$/.test(text) ? { ref: Number(text) } : text;
      case "references":
        return feature.shared ? { ref: Number(text) } : numbersIn(text).map((ref) => ({ ref }));
      case "list":
        if (feature.shared) return { ref: Number(text) };
        return text.trim() === "" ? [] : text.trim().split(/\s+/).map(numberIn);
      default:
        return text;
    }
  };
}

/** The features, as `type:feature`, that no type system declares and that can only be slots: all their values name
 *  structures with a target, which no other feature names. A number of another meaning is hardly ever so. */
function slotsIn(elements: readonly Typed[], types: TypeSystem): Set<string> {
  const links = new Set(
    elements.flatMap(({ element: { attributes: given } }) =>
      given.target === undefined ? [] : [Number(given["xmi:id"])],
    ),
  );
  const values = new Map<string, number[]>();
  const others = new Set<string>();
  for (const { element, type } of elements) {
    for (const [name, text] of Object.entries(element.attributes)) {
      if (placeFeatures.includes(name)) continue;
      const key = `${type}:${name}`;
      const named = values.get(key) ?? [];
      values.set(key, named);
      if (name.includes(":") || !/^\d*(?: \d+)*$/.test(text)) others.add(key);
      else named.push(...numbersIn(text));
    }
  }
  const owners = new Map<number, Set<string>>();
  for (const [key, named] of values) {
    const [type = "", name = ""] = key.split(":");
    const declared = types.feature(type, name);
    const isSlot = declared
      ? kindOfRange(declared, types) === "references"
      : named.length > 0 && named.every((id) => links.has(id));
    if (!isSlot || others.has(key)) continue;
    for (const id of named) owners.set(id, (owners.get(id) ?? new Set()).add(key));
  }
  const isOnly = (key: string) => (id: number) => owners.get(id)?.has(key) && owners.get(id)?.size === 1;
  return new Set(
    [...values].flatMap(([key, named]) =>
      named.length > 0 && !others.has(key) && named.every(isOnly(key)) ? [key] : [],
    ),
  );
}

/** A number, or the text where a number would not be written so again, such as `NaN`. */
const numberIn = (text: string): Item => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text);

function featuresOf(element: XmlElement, type: string, values: ValueReader): Features {
  const features: Features = {};
  for (const [name, text] of Object.entries(element.attributes)) {
    if (name === "xmi:id" || name.startsWith("xmlns")) continue;
    features[name] = values(type, name, text);
  }
  // Strings of a list are elements, since they may have spaces.
  for (const child of childrenOf(element)) {
    const before = features[child.name];
    features[child.name] = [...(Array.isArray(before) ? before : []), textOf(child)];
  }
  return features;
}

/** Writes a CAS as an XMI document. A character that XML does not have becomes U+FFFD, which is as long. */
export function casToXmi({ types, sofas, structures }: Cas): string {
  const system = typeSystemOf(types, ownTypes);
  const spaces = namespacesOf([...structures.map(({ type }) => type), "uima.cas.View"]);
  const members = (sofa: number) => structures.filter(({ views }) => views.includes(sofa)).map(({ id }) => id);
  const lines = [
    '  <cas:NULL xmi:id="0"/>',
    ...structures.map((structure) => elementOf(structure, spaces, system)),
    ...sofas
      .filter(({ implied }) => !implied)
      .map(({ id, name, text, features: { sofaNum, ...rest } }) => {
        const shown = { "xmi:id": String(id), sofaNum: shownValue(sofaNum), sofaID: name };
        return `  <cas:Sofa${xmlAttributes({ ...shown, ...shownValues(rest), sofaString: text })}/>`;
      }),
    ...sofas.map(({ id, implied }) => {
      const named = { sofa: implied ? null : String(id), members: members(id).join(" ") };
      return `  <cas:View${xmlAttributes(named)}/>`;
    }),
  ];
  const declared = Object.fromEntries([...spaces].map(([space, prefix]) => [`xmlns:${prefix}`, space]));
  const root = xmlAttributes({ "xmlns:xmi": xmi, ...declared, "xmi:version": "2.0" });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI${root}>\n${lines.join("\n")}\n</xmi:XMI>\n`;
}

const namespaceOf = (type: string): string => {
  const at = type.lastIndexOf(".");
  return `http:///${(at < 0 ? noNamespace : type.slice(0, at)).replace(/\./g, "/")}.ecore`;
};

/** A prefix for each namespace: the last part of the package, numbered where two end the same. */
function namespacesOf(types: readonly string[]): Map<string, string> {
  const prefixes = new Map<string, string>();
  const taken = new Set(["xmi", "xml", "xmlns"]);
  for (const type of types) {
    const space = namespaceOf(type);
    if (prefixes.has(space)) continue;
    const stem = /(\w+)\.ecore$/.exec(space)?.[1] ?? "ns";
    let prefix = stem;
    for (let at = 2; taken.has(prefix); at++) prefix = `${stem}${at}`;
    taken.add(prefix);
    prefixes.set(space, prefix);
  }
  return prefixes;
}

function elementOf({ id, type, features }: Structure, spaces: ReadonlyMap<string, string>, types: TypeSystem): string {
  const local = type.slice(type.lastIndexOf(".") + 1);
  const name = `${spaces.get(namespaceOf(type))}:${local}`;
  const isStrings = (feature: string, value: Value | undefined) =>
    Array.isArray(value) &&
    value.length > 0 &&
    (types.feature(type, feature)?.range === "uima.cas.StringArray" ||
      (types.feature(type, feature) === null && value.every((item) => typeof item === "string")));
  const entries = Object.entries(features);
  const real = (feature: string, value: Value) => {
    const declared = types.feature(type, feature);
    const isReal = declared && kindOfRange(declared, types) === "real" && Number.isInteger(value);
    return isReal ? `${value}.0` : shownValue(value);
  };
  const attributes = Object.fromEntries(
    entries.filter(([key, value]) => !isStrings(key, value)).map(([key, value]) => [key, real(key, value)]),
  );
  const strings = entries
    .filter(([key, value]) => isStrings(key, value))
    .flatMap(([key, value]) => [value].flat().map((item) => `<${key}>${xmlText(String(item))}</${key}>`));
  const start = `  <${name}${xmlAttributes({ "xmi:id": String(id), ...attributes })}`;
  return strings.length === 0 ? `${start}/>` : `${start}>${strings.join("")}</${name}>`;
}

const shownValues = (features: Features): Record<string, string | null> =>
  Object.fromEntries(Object.entries(features).map(([name, value]) => [name, shownValue(value)]));

function shownValue(value: Value | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (isReference(value)) return String(value.ref);
  return Array.isArray(value) ? value.map((item) => shownValue(item) ?? "").join(" ") : String(value);
}
