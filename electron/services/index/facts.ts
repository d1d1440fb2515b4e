import { type BigIntStats, readdirSync, statSync } from "node:fs";
import type { Article, WorkState } from "../../../shared/annotation/records.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import { type FolderReader, isProblem } from "../store/folder/reading.ts";
import { countOf, wordCount } from "../store/summary.ts";

/** What the index holds of an article. */
export interface ArticleFacts {
  id: string;
  look: string;
  version: string;
  /** null where it is removed or cannot be read: then it is in no list. */
  shown: (Pick<Article, "title" | "publisher" | "date" | "text"> & { words: number }) | null;
  problems: Problem[];
}

/** What the index holds of one annotator's work on an article. */
export interface WorkFacts {
  annotator: string;
  id: string;
  look: string;
  state: WorkState;
  mentions: number;
  quotes: number;
  claims: number;
}

/** What was written this shortly before it was looked at may be written again without looking other than before. */
const settledAfterMs = 2_000;

const statOf = (path: string): BigIntStats | undefined => statSync(path, { bigint: true, throwIfNoEntry: false });
const lookOf = (info: BigIntStats): string => `${info.ino} ${info.size} ${info.mtimeNs}`;
const isSettled = (info: BigIntStats): boolean => Number(info.mtimeMs) < Date.now() - settledAfterMs;

/** How an article's folder and that version's file look; empty where that says nothing. */
export function lookOfArticle({ inProject }: FolderReader, id: string, version: string): string {
  const folder = statOf(inProject("articles", id));
  const file = statOf(inProject("articles", id, `${version}.json`));
  return folder && file && isSettled(folder) && isSettled(file) ? `${lookOf(folder)} ${lookOf(file)}` : "";
}

/** How an annotator's file looks; empty where that says nothing. */
export function lookOfWork({ inProject }: FolderReader, annotator: string, id: string): string {
  const info = statOf(inProject("annotations", annotator, `${id}.json`));
  return info && isSettled(info) ? lookOf(info) : "";
}

/** The articles that an annotator has a file on. */
export function worksOf({ inProject }: FolderReader, annotator: string): string[] {
  return readdirSync(inProject("annotations", annotator)).flatMap((name) =>
    name.endsWith(".json") && !name.startsWith(".") ? [name.slice(0, -".json".length)] : [],
  );
}

/** Reads an article as the list shows it; null where it is not there. The look is the one from before the reading. */
export async function articleFacts(reader: FolderReader, id: string): Promise<ArticleFacts | null> {
  const folder = statOf(reader.inProject("articles", id));
  if (!folder?.isDirectory()) return null;
  const read = await reader.head(id);
  if (isProblem(read)) return { id, look: "", version: "", shown: null, problems: [read] };
  const { article, version, problems } = read;
  const look = lookOfArticle(reader, id, version);
  const isSame = look.startsWith(`${lookOf(folder)} `);
  const { title, publisher, date, text } = article;
  const shown = article.removed ? null : { title, publisher, date, text, words: wordCount(text) };
  return { id, look: isSame ? look : "", version, shown, problems };
}

/** Reads how far an annotator is with an article; null where there is no file. */
export async function workFacts(reader: FolderReader, annotator: string, id: string): Promise<WorkFacts | null> {
  const look = lookOfWork(reader, annotator, id);
  const stored = await reader.annotations(annotator, id);
  if (stored === null) return null;
  const lists = isProblem(stored) ? null : stored;
  return {
    annotator,
    id,
    look: look !== "" && look === lookOfWork(reader, annotator, id) ? look : "",
    state: lists?.state ?? "todo",
    mentions: countOf(lists, "mentions"),
    quotes: countOf(lists, "quotes"),
    claims: countOf(lists, "claims"),
  };
}
