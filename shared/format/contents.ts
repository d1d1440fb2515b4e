import { z } from "zod";
import { bodyOf, idOfEnd } from "../annotation/graph.ts";
import { violations } from "../annotation/invariants.ts";
import { orphanFrom, unplacedAnnotation } from "../annotation/pieces.ts";
import {
  type Annotation,
  type AnnotationKind,
  type Article,
  annotationSchemas,
  articleSchema,
  blockSchema,
  type Claim,
  type Mention,
  type Orphan,
  orphanSchema,
  type Quote,
  type Relation,
  type Span,
} from "../annotation/records.ts";
import { type ArticleState, articleState, type ProjectState, tableOfKind } from "../annotation/state.ts";
import { blocksOfPlainText } from "../article/blocks.ts";
import { hasLoneSurrogate } from "../article/offsets.ts";
import { schemaProblem } from "./json-file.ts";
import type { Problem } from "./problem.ts";
import { type FileSpan, fileSpanSchema, type SpanConverter, spanConverter } from "./spans.ts";

const inFile = annotationSchemas(fileSpanSchema);

/** The lists of annotations as they stand in a file, each in order of position and then of id. `orphans`, what lost its
 *  place when the text changed, is left out where there are none. */
export const contentsShape = {
  mentions: z.array(inFile.mention),
  quotes: z.array(inFile.quote),
  claims: z.array(inFile.claim),
  relations: z.array(inFile.relation),
  orphans: z.array(orphanSchema).optional(),
};

/** An article as it stands in a file: block offsets in code points. */
export const fileArticleSchema = articleSchema.omit({ removed: true }).extend({
  blocks: z.array(blockSchema),
  removed: z.boolean().optional(),
});
export type FileArticle = z.infer<typeof fileArticleSchema>;

export function articleToFile(article: Article): FileArticle {
  const { removed, ...rest } = article;
  const converter = spanConverter(article.text);
  const blocks = article.blocks.map((block) => ({
    ...block,
    start: converter.codePoint(block.start),
    end: converter.codePoint(block.end),
  }));
  return removed ? { ...rest, blocks, removed } : { ...rest, blocks };
}

/** @returns the article in UTF-16 units, or what is wrong with its text or blocks. */
export function articleFromFile(file: string, stored: FileArticle, at: string): Article | Problem {
  const lone = hasLoneSurrogate(stored.text);
  const problem = (path: string, reason: string): Problem => ({
    file,
    path: `${at}.${path}`,
    reason,
    remedy: "Restore the article from a backup, or import it again.",
  });
  if (lone >= 0) return problem("text", `half a surrogate pair stands at UTF-16 unit ${lone}`);
  const converter = spanConverter(stored.text);
  const length = converter.codePoint(stored.text.length);
  const outside = stored.blocks.findIndex((block) => block.start < 0 || block.end > length || block.end <= block.start);
  if (outside >= 0) return problem(`blocks[${outside}]`, "the block lies outside the text");
  const blocks = stored.blocks.map((block) => ({
    ...block,
    start: converter.utf16(block.start),
    end: converter.utf16(block.end),
  }));
  return { ...stored, blocks, removed: stored.removed ?? false };
}

/** Applies `convert` to every span of an annotation. */
function mapSpans<From, To>(
  kind: AnnotationKind,
  record: Record<string, unknown>,
  convert: (span: From) => To,
): Annotation {
  const map = (value: unknown) => (value as From[]).map(convert);
  switch (kind) {
    case "quote":
      return { ...record, content: map(record.content), cue: map(record.cue) } as unknown as Annotation;
    case "relation":
      return record as unknown as Annotation;
    default:
      return { ...record, spans: map(record.spans) } as unknown as Annotation;
  }
}

const byPlace = (a: Annotation, b: Annotation): number => {
  const [x, y] = [bodyOf(a)[0], bodyOf(b)[0]];
  return (x?.start ?? 0) - (y?.start ?? 0) || (x?.end ?? 0) - (y?.end ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
};

const relationKey = (relation: Relation) =>
  `${idOfEnd(relation.from)}\u0000${idOfEnd(relation.to)}\u0000${relation.id}`;

/** The annotation lists of an article, ready to be written. */
export function contentsToFile(open: ArticleState, mapRecord: (record: Annotation) => Annotation = (same) => same) {
  const converter = spanConverter(open.article.text);
  const list = (kind: AnnotationKind) => {
    const records: Annotation[] = [...open[tableOfKind[kind]].values()];
    if (kind === "relation") {
      (records as Relation[]).sort((a, b) => (relationKey(a) < relationKey(b) ? -1 : 1));
    } else records.sort(byPlace);
    return records.map((record) => mapSpans<Span, FileSpan>(kind, mapRecord(record), converter.toFile));
  };
  const lists = {
    mentions: list("mention"),
    quotes: list("quote"),
    claims: list("claim"),
    relations: list("relation"),
  };
  const orphans = [...open.orphans.values()].map((orphan) => mapOrphan(orphan, mapRecord)).sort(byLostPlace);
  return orphans.length === 0 ? lists : { ...lists, orphans };
}

function mapOrphan(orphan: Orphan, mapRecord: (record: Annotation) => Annotation): Orphan {
  const whole = unplacedAnnotation(orphan);
  return whole
    ? ({ ...orphan, annotation: orphanFrom(orphan.kind, mapRecord(whole), orphan.lost, true).annotation } as Orphan)
    : orphan;
}

const byLostPlace = (a: Orphan, b: Orphan): number =>
  (a.lost[0]?.start ?? 0) - (b.lost[0]?.start ?? 0) || (a.id < b.id ? -1 : 1);

export interface ReadContents {
  mentions: Mention[];
  quotes: Quote[];
  claims: Claim[];
  relations: Relation[];
  orphans: Orphan[];
  /** Where each annotation stands in the file, by id: `quotes[3]`. */
  places: Map<string, string>;
  problems: Problem[];
}

/** What happens to a part of a file that cannot be read. */
export const leftOut = "It is left out, everything else opens; correct it in the file to have it back.";

/** Reads annotation lists one by one: what is wrong with one leaves the others standing. */
export function contentsFromFile(file: string, text: string, lists: Record<string, unknown>): ReadContents {
  const converter = spanConverter(text);
  const problems: Problem[] = [];
  const places = new Map<string, string>();
  const read = <T extends Annotation>(kind: AnnotationKind): T[] => {
    const name = tableOfKind[kind];
    const list = lists[name] ?? [];
    if (!Array.isArray(list)) {
      problems.push({ file, path: name, reason: "it is not a list", remedy: leftOut });
      return [];
    }
    return list.flatMap((item, index) => {
      const at = `${name}[${index}]`;
      const parsed = inFile[kind].safeParse(item);
      if (!parsed.success) {
        problems.push({ ...schemaProblem(file, parsed.error, [name, index]), remedy: leftOut });
        return [];
      }
      if (places.has(parsed.data.id)) {
        problems.push({ file, path: `${at}.id`, reason: `the id ${parsed.data.id} is used twice`, remedy: leftOut });
        return [];
      }
      const record = convertRecord<T>(kind, parsed.data, converter);
      if (typeof record === "string") {
        problems.push({ file, path: at, reason: record, remedy: leftOut });
        return [];
      }
      places.set(record.id, at);
      return [record];
    });
  };
  return {
    mentions: read<Mention>("mention"),
    quotes: read<Quote>("quote"),
    claims: read<Claim>("claim"),
    relations: read<Relation>("relation"),
    orphans: orphansFromFile(file, lists.orphans ?? [], places, problems),
    places,
    problems,
  };
}

function orphansFromFile(file: string, list: unknown, places: Map<string, string>, problems: Problem[]): Orphan[] {
  if (!Array.isArray(list)) {
    problems.push({ file, path: "orphans", reason: "it is not a list", remedy: leftOut });
    return [];
  }
  const seen = new Set<string>();
  return list.flatMap((item, index) => {
    const parsed = orphanSchema.safeParse(item);
    if (!parsed.success) {
      problems.push({ ...schemaProblem(file, parsed.error, ["orphans", index]), remedy: leftOut });
      return [];
    }
    const { id } = parsed.data;
    if (seen.has(id) || (parsed.data.annotation && places.has(id))) {
      problems.push({ file, path: `orphans[${index}].id`, reason: `the id ${id} is used twice`, remedy: leftOut });
      return [];
    }
    seen.add(id);
    if (parsed.data.annotation) places.set(id, `orphans[${index}]`);
    return [parsed.data];
  });
}

function convertRecord<T extends Annotation>(
  kind: AnnotationKind,
  record: Record<string, unknown>,
  converter: SpanConverter,
): T | string {
  let wrong: string | null = null;
  const converted = mapSpans<FileSpan, Span>(kind, record, (span) => {
    const result = converter.fromFile(span);
    if (typeof result !== "string") return result;
    wrong ??= result;
    return { start: 0, end: 1 };
  });
  return wrong ?? (converted as T);
}

const opensAllTheSame = "It opens all the same; the colleague who made the entity may not have shared it yet.";
const cleared = "The reference is cleared, everything else opens; point it to something that exists.";
const reblocked = "Its paragraphs are found anew from the line ends of its text; the text itself is untouched.";

/** Whether a problem is one that saving would not make worse: nothing was left out or cleared for it. */
export const isHarmless = (problem: Problem): boolean => problem.remedy === opensAllTheSame;

/** Clears what dangles in an article that was just read, so that nothing inside the program ever does. `places` says
 *  where in the file each annotation stands. */
export function withoutDangling(
  file: string,
  state: ProjectState,
  open: ArticleState,
  places: ReadonlyMap<string, string> = new Map(),
): { open: ArticleState; problems: Problem[] } {
  const problems: Problem[] = [];
  let mended = open;
  for (const violation of violations(state, open)) {
    const { id, field, reason, warning } = violation;
    const inBlocks = id === open.article.id && field.startsWith("blocks[");
    const path = [places.get(id) ?? (inBlocks ? "article" : ""), field].filter((part) => part !== "").join(".");
    const left = open.relations.has(id) || field === "lost" ? leftOut : cleared;
    const remedy = warning ? opensAllTheSame : inBlocks ? reblocked : left;
    problems.push({ file, path, reason, remedy });
    if (warning) continue;
    mended = inBlocks ? withBlocksOfText(mended) : withoutReference(mended, open, id, field);
  }
  const isAllThere = mended.relations.size === open.relations.size && mended.orphans.size === open.orphans.size;
  if (isAllThere) return { open: mended, problems };
  const rest = withoutDangling(file, state, mended, places);
  return { open: rest.open, problems: problems.concat(rest.problems.filter((problem) => !isHarmless(problem))) };
}

const withBlocksOfText = (open: ArticleState): ArticleState => ({
  ...open,
  article: { ...open.article, blocks: blocksOfPlainText(open.article.text) },
});

/** `mended` without the reference that `field` names in `original`, whose positions the field counts by. */
function withoutReference(mended: ArticleState, original: ArticleState, id: string, field: string): ArticleState {
  const [name = "", position] = field.split(/[[\]]/);
  const orphan = mended.orphans.get(id);
  if (orphan && name === "lost") return { ...mended, orphans: mended.orphans.delete(id) };
  if (orphan?.annotation)
    return { ...mended, orphans: mended.orphans.set(id, withoutReferenceIn(orphan, original, name, position)) };
  const quote = mended.quotes.get(id);
  if (quote && (name === "speakers" || name === "addressees")) {
    const lost = original.quotes.get(id)?.[name][Number(position)];
    return {
      ...mended,
      quotes: mended.quotes.set(id, { ...quote, [name]: quote[name].filter((one) => one !== lost) }),
    };
  }
  const claim = mended.claims.get(id);
  if (claim && (name === "quote" || name === "claimant")) {
    return { ...mended, claims: mended.claims.set(id, { ...claim, [name]: null }) };
  }
  return mended.relations.has(id) ? { ...mended, relations: mended.relations.delete(id) } : mended;
}

function withoutReferenceIn(
  orphan: Orphan,
  original: ArticleState,
  name: string,
  position: string | undefined,
): Orphan {
  const before = original.orphans.get(orphan.id);
  if (orphan.kind === "quote" && orphan.annotation && (name === "speakers" || name === "addressees")) {
    const lost = before?.kind === "quote" ? before.annotation?.[name][Number(position)] : undefined;
    return {
      ...orphan,
      annotation: { ...orphan.annotation, [name]: orphan.annotation[name].filter((one) => one !== lost) },
    };
  }
  if (orphan.kind === "claim" && orphan.annotation && (name === "quote" || name === "claimant"))
    return { ...orphan, annotation: { ...orphan.annotation, [name]: null } };
  return orphan;
}

export const stateOfContents = (
  article: Article,
  contents: Omit<ReadContents, "places" | "problems">,
  state: "todo" | "doing" | "done",
) => articleState(article, { ...contents, work: { id: article.id, state } });
