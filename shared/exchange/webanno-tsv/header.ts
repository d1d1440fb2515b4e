import type { CasType, FeatureType } from "../uima/cas.ts";

/** A column of a layer: a feature, the roles of a slot and its fillers, the other end of a relation, or, of a layer
 *  without features, whether it is there. */
export type Column =
  | { kind: "feature"; name: string }
  | { kind: "roles"; name: string; link: string; target: string }
  | { kind: "fillers"; name: string }
  | { kind: "end" }
  | { kind: "there" };

export interface Layer {
  kind: "span" | "chain" | "relation";
  type: string;
  columns: Column[];
  /** The layer between whose annotations a relation is. */
  base: string | null;
}

const prefixes = { span: "#T_SP=", chain: "#T_CH=", relation: "#T_RL=" } as const;

/** The layer that a line of the header declares; null where it is no such line. */
export function layerIn(line: string): Layer | null {
  for (const kind of ["span", "chain", "relation"] as const) {
    if (!line.startsWith(prefixes[kind])) continue;
    const [type = "", ...parts] = line.slice(prefixes[kind].length).split("|");
    const columns: Column[] = [];
    let base: string | null = null;
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] ?? "";
      const role = /^ROLE_.+?:(\w+?)_(.+)$/.exec(part);
      if (role) {
        const name = role[1] ?? "";
        at++;
        columns.push({ kind: "roles", name, link: role[2] ?? "", target: parts[at] ?? annotation });
        columns.push({ kind: "fillers", name });
      } else if (part.startsWith("BT_")) {
        base = part.slice(3);
        columns.push({ kind: "end" });
      } else if (part !== "") columns.push({ kind: "feature", name: part });
    }
    if (columns.length === 0) columns.push({ kind: "there" });
    return { kind, type, columns, base };
  }
  return null;
}

export function lineOf({ kind, type, columns, base }: Layer): string {
  const parts = columns.flatMap((column): string[] => {
    if (column.kind === "feature") return [column.name];
    if (column.kind === "roles") return [`ROLE_${type}:${column.name}_${column.link}`, column.target];
    if (column.kind === "end") return [`BT_${base}`];
    return column.kind === "there" ? [""] : [];
  });
  return `${prefixes[kind]}${[type, ...parts].join("|")}`;
}

const annotation = "uima.tcas.Annotation";

/** The type of the chains whose links are of a type. */
export const chainOfLinks = (link: string): string => `${link.replace(/Link$/, "")}Chain`;

/** The types that a layer is. */
export function typesOfLayer({ kind, type, columns, base }: Layer): CasType[] {
  const features = columns.flatMap((column): FeatureType[] => {
    if (column.kind === "feature") return [{ name: column.name, range: "uima.cas.String" }];
    return column.kind === "roles" ? [{ name: column.name, range: "uima.cas.FSArray", element: column.link }] : [];
  });
  const links = columns.flatMap((column): CasType[] =>
    column.kind === "roles"
      ? [
          {
            name: column.link,
            super: "uima.cas.TOP",
            features: [
              { name: "role", range: "uima.cas.String" },
              { name: "target", range: column.target },
            ],
          },
        ]
      : [],
  );
  if (kind === "relation") {
    const range = base ?? annotation;
    features.unshift({ name: "Governor", range }, { name: "Dependent", range });
  }
  if (kind === "chain") {
    features.unshift({ name: "next", range: type });
    const first = [{ name: "first", range: type }];
    links.push({ name: chainOfLinks(type), super: "uima.cas.AnnotationBase", features: first });
  }
  return [{ name: type, super: annotation, features }, ...links];
}
