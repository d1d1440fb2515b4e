import type { Conflict } from "../../shared/annotation/merge.ts";
import { sameRecord } from "../../shared/annotation/operation.ts";
import type { ProjectState } from "../../shared/annotation/state.ts";

/** One field that two versions of a record say differently, in words. */
export interface Difference {
  field: string;
  mine: string;
  theirs: string;
}

export interface Comparison {
  /** What it is about: “Mention “Ada Lowe””. */
  title: string;
  /** Null where that side has removed it; otherwise what differs. */
  differences: Difference[];
  removed: "mine" | "theirs" | null;
}

const fieldNames: Record<string, string> = {
  spans: "Text",
  content: "Text",
  checkWorthiness: "Check-worthiness",
  mergedInto: "Merged into",
  from: "From",
  to: "To",
};
const silent = new Set(["id", "modified", "created", "annotator", "origin"]);

/** A conflict as a person reads it: covered text and names instead of offsets and ids. */
export function compare(state: ProjectState, { theirs, mine }: Conflict): Comparison {
  const article = "article" in theirs ? theirs.article : null;
  const words = wordsOf(state, article);
  const kind = `${theirs.table.charAt(0).toUpperCase()}${theirs.table.slice(1)}`;
  const shown = fieldsOf(mine ?? theirs.after ?? theirs.before);
  const name = words("name", shown.name ?? shown.spans ?? shown.content ?? shown.title ?? "");
  const title = name === "—" ? kind : `${kind} “${name.length > 80 ? `${name.slice(0, 79)}…` : name}”`;
  const removed = mine === null ? "mine" : theirs.after === null ? "theirs" : null;
  const [here, there] = [fieldsOf(mine), fieldsOf(theirs.after)];
  const differences = [...new Set([...Object.keys(here), ...Object.keys(there)])]
    .filter((field) => !silent.has(field) && !sameRecord(here[field], there[field]))
    .map((field) => ({
      field: fieldNames[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}`,
      mine: mine === null ? "removed" : words(field, here[field]),
      theirs: theirs.after === null ? "removed" : words(field, there[field]),
    }));
  return { title, differences: removed ? [] : differences, removed };
}

const fieldsOf = (record: unknown): Record<string, unknown> =>
  typeof record === "object" && record !== null ? { ...record } : {};

function wordsOf(state: ProjectState, article: string | null): (field: string, value: unknown) => string {
  const open = article === null ? undefined : state.articles.get(article);
  const covered = (spans: readonly unknown[]) =>
    spans
      .map((span) => {
        const { start, end } = fieldsOf(span);
        return typeof start === "number" && typeof end === "number" ? (open?.article.text.slice(start, end) ?? "") : "";
      })
      .join(" … ");
  const ofId = (id: string): string => {
    const entity = state.entities.get(id);
    if (entity) return entity.name;
    const spans = open?.mentions.get(id)?.spans ?? open?.quotes.get(id)?.content ?? open?.claims.get(id)?.spans;
    return spans ? `“${covered(spans)}”` : id;
  };
  const words = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return "—";
    if (typeof value === "string")
      return ["entity", "quote", "mergedInto", "from", "to"].includes(field) ? ofId(value) : value;
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value === "number") return String(value);
    if (Array.isArray(value)) {
      if (value.length === 0) return "—";
      if (typeof fieldsOf(value[0]).start === "number") return covered(value);
      return value.map((one) => words(field, one)).join(", ");
    }
    const { mention, entity, quote, name, id, url } = fieldsOf(value);
    const named = [mention, entity, quote].find((one) => typeof one === "string");
    if (typeof named === "string") return ofId(named);
    const said = [name, id, url].find((one) => typeof one === "string");
    if (typeof said === "string") return said;
    return Object.entries(fieldsOf(value))
      .map(([key, one]) => `${key}: ${words(key, one)}`)
      .join("; ");
  };
  return words;
}
