import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { folderReader } from "../store/folder/reading.ts";
import { openToWrite, removeIndex, together } from "./database.ts";
import { type ArticleFacts, articleFacts, type WorkFacts, workFacts } from "./facts.ts";
import { type Rows, rowsOf } from "./rows.ts";
import { scan } from "./scan.ts";

/** Pages of the full-text index. */
const mergedAtOnce = 400;

export interface WriterData {
  role: "writer";
  path: string;
  project: string;
}

/** An article as the window has it, whatever its files hold. */
export interface Told {
  article: Omit<ArticleFacts, "look" | "version" | "problems">;
  work: Omit<WorkFacts, "look">;
}

/** What the thread that writes the index does. */
export type WriterAnswers = {
  /** Opens or makes the index. */
  open(): void;
  /** Brings it in line with the project's files. @returns whether it came to its end. */
  scan(): Promise<boolean>;
  /** Ends a scan after what it is reading now. */
  stop(): void;
  tell(articles: Told[]): boolean;
  /** Reads articles that were saved, and this annotator's work on them, from their files. */
  refresh(articles: string[], annotator: string): Promise<boolean>;
  /** Makes room after a building: the full-text index is then read in one piece. */
  tidy(): Promise<void>;
  /** Throws the index away and makes an empty one. */
  remake(): void;
  close(): void;
};

/** How far a scan is; `changed` says that lists may look other than before. */
export interface ScanProgress {
  done: number;
  total: number;
  changed: boolean;
}

export function writerAnswers(data: WriterData, tell: (progress: ScanProgress) => void): WriterAnswers {
  const reader = folderReader(data.project);
  let open: { database: DatabaseSync; rows: Rows } | null = null;
  const told = new Set<string>();
  const touched = new Map<string, number>();
  let turn = 0;
  let stopped = false;

  const asked = () => {
    if (open) return open;
    const database = openToWrite(data.path);
    open = { database, rows: rowsOf(database) };
    return open;
  };
  const touch = (id: string) => {
    turn += 1;
    touched.set(id, turn);
  };
  function write(work: (rows: Rows) => boolean): boolean {
    const { database, rows } = asked();
    let changed = false;
    together(database, () => {
      changed = work(rows);
    });
    return changed;
  }

  function close(): void {
    if (open?.database.isOpen) open.database.close();
    open = null;
  }

  return {
    open() {
      asked();
    },
    async scan() {
      stopped = false;
      const { database, rows } = asked();
      return scan(database, rows, reader, {
        told,
        touched,
        turn: () => ++turn,
        isStopped: () => stopped,
        progress: (done, total, changed) => tell({ done, total, changed }),
      });
    },
    stop() {
      stopped = true;
    },
    tell: (articles) =>
      write((rows) => {
        let changed = false;
        for (const { article, work } of articles) {
          told.add(article.id);
          touch(article.id);
          const isOther = rows.putArticle({ ...article, look: "", version: "", problems: [] });
          changed = rows.putWork({ ...work, look: "" }) || isOther || changed;
        }
        return changed;
      }),
    async refresh(articles, annotator) {
      let changed = false;
      for (const id of articles) {
        touch(id);
        const since = turn;
        const [article, work] = [await articleFacts(reader, id), await workFacts(reader, annotator, id)];
        // What the window has told meanwhile is newer.
        if (touched.get(id) !== since) continue;
        told.delete(id);
        const isOther = write((rows) => {
          const other = article ? rows.putArticle(article) : rows.dropArticle(id);
          return (work ? rows.putWork(work) : rows.dropWork(annotator, id)) || other;
        });
        changed = isOther || changed;
      }
      return changed;
    },
    async tidy() {
      const { database } = asked();
      const merge = database.prepare("INSERT INTO fulltext (fulltext, rank) VALUES ('merge', ?)");
      const changes = database.prepare("SELECT total_changes() AS n");
      const count = () => Number(changes.get()?.n);
      // In steps, so that others get their turn; the first, negative, says that all is to become one piece.
      for (let pages = -mergedAtOnce, before = -2; !stopped && count() - before >= 2; pages = mergedAtOnce) {
        before = count();
        merge.run(pages);
        await nextTurn();
      }
      database.exec("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
    },
    close,
    remake() {
      close();
      removeIndex(data.path);
      asked();
    },
  };
}
