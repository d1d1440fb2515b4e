import { createHash } from "node:crypto";
import type { Article } from "../../../shared/annotation/records.ts";
import type { IntakeChoices } from "../../../shared/exchange/intake/choices.ts";
import type { Placement } from "../../../shared/exchange/intake/intake.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { freeId } from "../articles/id.ts";
import { isFileName } from "../store/folder/reading.ts";
import { wordCount } from "../store/summary.ts";

/** A project as an import asks it for articles. */
export interface ArticlesThere {
  /** Every article with the number of its words. */
  listed(): AsyncIterable<{ id: string; words: number }>;
  /** An article as it is now; null where there is none of that id, or it was removed. */
  article(id: string): Promise<Article | null>;
  /** Whether an article of that id was ever there. */
  holds(id: string): Promise<boolean>;
}

/** Whether an article is in the project: not at all, with the same text, or with another one. */
export type There = { there: "none" } | { there: "same" | "changed"; article: string };

/** Finds the articles of documents in a project, and places for those that are not in it. */
export interface Placing {
  find(document: AnnotationDocument): Promise<There>;
  place(document: AnnotationDocument, choices: IntakeChoices): Promise<Placement>;
}

export function placingIn(project: ArticlesThere): Placing {
  /** Marks of the texts that were placed by this import: by id, and the other way round. */
  const placed = new Map<string, string>();
  const byMark = new Map<string, string>();
  /** Which file's article became which. */
  const origin = new Map<string, string>();
  let byWords: Map<number, string[]> | null = null;

  async function withWords(words: number): Promise<readonly string[]> {
    if (!byWords) {
      byWords = new Map();
      for await (const { id, words: count } of project.listed())
        byWords.set(count, [...(byWords.get(count) ?? []), id]);
    }
    return byWords.get(words) ?? [];
  }
  const markOf = async (id: string): Promise<string | null> => {
    const known = placed.get(id);
    if (known !== undefined) return known;
    const there = await project.article(id);
    return there && textMark(there.text);
  };
  function note(from: string, to: string, mark: string): void {
    placed.set(to, mark);
    byMark.set(mark, to);
    if (from === to) origin.delete(from);
    else origin.set(from, to);
  }

  async function find({ open: { article } }: AnnotationDocument): Promise<There> {
    const here = origin.get(article.id) ?? article.id;
    const [mark, markHere] = [textMark(article.text), await markOf(here)];
    if (markHere === mark) return { there: "same", article: here };
    const placedNow = byMark.get(mark);
    if (placedNow !== undefined) return { there: "same", article: placedNow };
    for (const id of await withWords(wordCount(article.text)))
      if ((await markOf(id)) === mark) return { there: "same", article: id };
    return markHere === null ? { there: "none" } : { there: "changed", article: here };
  }

  return {
    find,
    async place(document, choices) {
      const { article } = document.open;
      const found = await find(document);
      const wanted = found.there === "none" ? "new" : choices[found.there];
      if (wanted === "skip") return { action: "skip", article: found.there === "none" ? "" : found.article };
      if (wanted !== "new" && found.there !== "none") {
        const known = origin.get(article.id) ?? article.id;
        const isApart = known !== found.article || placed.has(found.article);
        note(article.id, found.article, textMark(article.text));
        return { action: wanted, article: found.article, isApart };
      }
      const isTaken = async (id: string) => placed.has(id) || (await project.holds(id));
      const isFree = isFileName(article.id) && !(await isTaken(article.id));
      const id = isFree ? article.id : await freeId(article.id, isTaken);
      note(article.id, id, textMark(article.text));
      return { action: "add", article: id };
    },
  };
}

const textMark = (text: string): string => createHash("sha256").update(text).digest("base64url");
