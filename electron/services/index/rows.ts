import type { DatabaseSync } from "node:sqlite";
import type { WorkState } from "../../../shared/annotation/records.ts";
import { fold } from "../../../shared/article/fold.ts";
import type { ArticleFacts, WorkFacts } from "./facts.ts";

/** States in the order of a list that is sorted by progress. */
export const ranks = { doing: 0, todo: 1, done: 2 } as const satisfies Record<WorkState, number>;
export const stateOfRank = (rank: number): WorkState =>
  rank === ranks.doing ? "doing" : rank === ranks.done ? "done" : "todo";

/** Writes what is known of articles and works. Each call says whether a list may look other than before. */
export interface Rows {
  putArticle(facts: ArticleFacts): boolean;
  dropArticle(id: string): boolean;
  putWork(facts: WorkFacts): boolean;
  dropWork(annotator: string, id: string): boolean;
  articles(): Map<string, { look: string; version: string }>;
  works(annotator: string): Map<string, string>;
  annotators(): string[];
}

/** Marks of hits inside the program, which no text may hold; and where a NUL would end it for the full-text index. */
export const hitMarks = { open: "\u{fdd0}", close: "\u{fdd1}" } as const;
const searchable = (text: string): string => text.replace(/[\0\u{fdd0}\u{fdd1}]/gu, " ");

export function rowsOf(database: DatabaseSync): Rows {
  const articleOf = database.prepare("SELECT * FROM article WHERE id = ?");
  const insertArticle = database.prepare(`INSERT INTO article
    (id, look, version, listed, title, publisher, date, words, title_key, publisher_key, date_key, folded, problems)
    VALUES ($id, $look, $version, $listed, $title, $publisher, $date, $words, $titleKey, $publisherKey, $dateKey, $folded, $problems)`);
  const updateArticle = database.prepare(`UPDATE article SET look = $look, version = $version, listed = $listed,
    title = $title, publisher = $publisher, date = $date, words = $words, title_key = $titleKey,
    publisher_key = $publisherKey, date_key = $dateKey, folded = $folded, problems = $problems WHERE id = $id`);
  const lookOnly = database.prepare("UPDATE article SET look = ?, version = ? WHERE id = ?");
  const deleteArticle = database.prepare("DELETE FROM article WHERE id = ?");
  const textOf = database.prepare("SELECT text FROM body WHERE rowid = ?");
  const putText = database.prepare("INSERT OR REPLACE INTO body (rowid, text) VALUES (?, ?)");
  const dropText = database.prepare("DELETE FROM body WHERE rowid = ?");
  const addWords = database.prepare("INSERT INTO fulltext (rowid, text) VALUES (?, ?)");
  const dropWords = database.prepare("INSERT INTO fulltext (fulltext, rowid, text) VALUES ('delete', ?, ?)");
  const rankWorks = database.prepare(
    "UPDATE work SET rank = CASE WHEN ? THEN state END, title_key = ?, folded = ? WHERE id = ?",
  );
  const workOf = database.prepare("SELECT state, mentions, quotes, claims FROM work WHERE annotator = ? AND id = ?");
  const putWork = database.prepare(`INSERT OR REPLACE INTO work
    (annotator, id, look, state, mentions, quotes, claims, rank, title_key, folded)
    VALUES ($annotator, $id, $look, $state, $mentions, $quotes, $claims, $rank, $titleKey, $folded)`);
  const deleteWork = database.prepare("DELETE FROM work WHERE annotator = ? AND id = ?");

  /** @returns whether the text is another. */
  function setText(rowid: number, text: string | null): boolean {
    const before = textOf.get(rowid)?.text;
    if (before === (text ?? undefined)) return false;
    if (typeof before === "string") dropWords.run(rowid, before);
    if (text === null) dropText.run(rowid);
    else {
      putText.run(rowid, text);
      addWords.run(rowid, text);
    }
    return true;
  }

  return {
    putArticle({ id, look, version, shown, problems }) {
      const before = articleOf.get(id);
      const title = shown?.title ?? "";
      const titleKey = fold(title);
      const folded = `${title} ${shown?.publisher ?? ""}`.toLowerCase();
      const row = {
        listed: shown === null ? 0 : 1,
        title,
        publisher: shown?.publisher ?? null,
        date: shown?.date ?? null,
        words: shown?.words ?? 0,
        title_key: titleKey,
        publisher_key: fold(shown?.publisher ?? ""),
        date_key: shown?.date ?? "",
        folded,
        problems: JSON.stringify(problems),
      };
      const isOther = !before || Object.entries(row).some(([column, value]) => before[column] !== value);
      if (isOther) {
        const { title_key: _t, publisher_key: publisherKey, date_key: dateKey, ...same } = row;
        (before ? updateArticle : insertArticle).run({ id, look, version, titleKey, publisherKey, dateKey, ...same });
        rankWorks.run(row.listed, titleKey, folded, id);
      } else lookOnly.run(look, version, id);
      const rowid = before?.rowid ?? articleOf.get(id)?.rowid;
      return setText(Number(rowid), shown === null ? null : searchable(shown.text)) || isOther;
    },
    dropArticle(id) {
      const before = articleOf.get(id);
      if (!before) return false;
      setText(Number(before.rowid), null);
      deleteArticle.run(id);
      rankWorks.run(0, "", "", id);
      return before.listed === 1 || before.problems !== "[]";
    },
    putWork({ annotator, id, look, state, mentions, quotes, claims }) {
      const before = workOf.get(annotator, id);
      const article = articleOf.get(id);
      const rank = article?.listed === 1 ? ranks[state] : null;
      const titleKey = article ? String(article.title_key) : "";
      const folded = article ? String(article.folded) : "";
      const shown = { state: ranks[state], mentions, quotes, claims };
      putWork.run({ annotator, id, look, rank, titleKey, folded, ...shown });
      return !before || Object.entries(shown).some(([column, value]) => before[column] !== value);
    },
    dropWork: (annotator, id) => deleteWork.run(annotator, id).changes > 0,
    articles: () =>
      new Map(
        database
          .prepare("SELECT id, look, version FROM article")
          .all()
          .map(({ id, look, version }) => [String(id), { look: String(look), version: String(version) }]),
      ),
    works: (annotator) =>
      new Map(
        database
          .prepare("SELECT id, look FROM work WHERE annotator = ?")
          .all(annotator)
          .map(({ id, look }) => [String(id), String(look)]),
      ),
    annotators: () =>
      database
        .prepare("SELECT DISTINCT annotator FROM work")
        .all()
        .map(({ annotator }) => String(annotator)),
  };
}
