import type { AnnotationDocument } from "../format/annotation-file.ts";

/** How many there are of each, by what it is: `mentions`, `mentions of Person`, `quotes (direct)`. */
export type Counts = Readonly<Record<string, number>>;

/** Counts of one article with its annotations. */
export function countedOf({ open, entities, annotators }: AnnotationDocument): Counts {
  const counts = new Map<string, number>();
  const add = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);
  const types = new Map(entities.map(({ id, type }) => [id, type]));
  add("articles");
  add("characters", Array.from(open.article.text).length);
  add("annotators", annotators.length);
  add("entities", entities.filter(({ mergedInto }) => mergedInto === null).length);
  for (const { entity } of open.mentions.values()) {
    add("mentions");
    add(entity === null ? "mentions without entity" : `mentions of ${types.get(entity) ?? "unknown entities"}`);
  }
  for (const { form, speakers } of open.quotes.values()) {
    add("quotes");
    add(`quotes (${form})`);
    if (speakers.length === 0) add("quotes without speaker");
  }
  for (const { verdict } of open.claims.values()) {
    add("claims");
    add(verdict === null ? "claims without verdict" : `claims (${verdict})`);
  }
  for (const { type } of open.relations.values()) {
    add("relations");
    add(`relations (${type})`);
  }
  return Object.fromEntries(counts);
}

/** The sum of two counts. */
export function withCounts(counts: Counts, more: Counts): Counts {
  const sum: Record<string, number> = { ...counts };
  for (const [what, count] of Object.entries(more)) sum[what] = (sum[what] ?? 0) + count;
  return sum;
}
