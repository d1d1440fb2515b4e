import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { IndexDamaged } from "./damage.ts";

/** Of the tables below. An index of another version is made anew. */
const schemaVersion = 1;

/** `article` and `work` say what the list shows; `body` is what `fulltext` finds its places in: with the
 *  text beside it instead of in the project's files, a page of hits is one query, and sorting by context is possible.
 *  `look` is how the files looked when they were read; an empty one is never taken for known. `rank` is the work's state
 *  while its article is listed. Indexes hold `listed` too: what they leave out is looked up in the rows otherwise. */
const tables = `
  CREATE TABLE article (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    look TEXT NOT NULL,
    version TEXT NOT NULL,
    listed INTEGER NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    date TEXT,
    words INTEGER NOT NULL,
    title_key TEXT NOT NULL,
    publisher_key TEXT NOT NULL,
    date_key TEXT NOT NULL,
    folded TEXT NOT NULL,
    problems TEXT NOT NULL
  );
  CREATE INDEX article_title ON article (title_key, id, folded, listed) WHERE listed;
  CREATE INDEX article_date ON article (date_key DESC, title_key, id, folded, listed) WHERE listed;
  CREATE INDEX article_publisher ON article (publisher_key, title_key, id, folded, listed) WHERE listed;
  CREATE INDEX article_listed ON article (listed) WHERE listed;
  CREATE INDEX article_problems ON article (id) WHERE problems <> '[]';
  CREATE TABLE work (
    annotator TEXT NOT NULL,
    id TEXT NOT NULL,
    look TEXT NOT NULL,
    state INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    quotes INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    rank INTEGER,
    title_key TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (annotator, id)
  ) WITHOUT ROWID;
  CREATE INDEX work_progress ON work (annotator, rank, title_key, id, folded) WHERE rank IS NOT NULL;
  CREATE INDEX work_article ON work (id);
  CREATE TABLE body (rowid INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE VIRTUAL TABLE fulltext USING fts5(
    text, content = 'body', content_rowid = 'rowid', prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
  );
  INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', 33554432);
  PRAGMA user_version = ${schemaVersion};
`;

/** Opens the index to write in it. What is there of another version is removed. @throws where it is damaged. */
export function openToWrite(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path, { timeout: 10_000 });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;");
    const version = versionOf(database);
    if (version === schemaVersion) return database;
    if (version !== 0 || hasTables(database)) {
      database.close();
      removeIndex(path);
      return openToWrite(path);
    }
    database.exec(`BEGIN IMMEDIATE; ${tables} COMMIT;`);
    return database;
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/** Opens the index to ask it. @throws where there is none, or it is damaged or of another version. */
export function openToRead(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  if (versionOf(database) !== schemaVersion) {
    database.close();
    throw new IndexDamaged("the index is of another version");
  }
  database.exec("PRAGMA cache_size = -32768; PRAGMA mmap_size = 1073741824;");
  return database;
}

export function removeIndex(path: string): void {
  for (const ending of ["", "-wal", "-shm", "-journal"]) rmSync(path + ending, { force: true });
}

const versionOf = (database: DatabaseSync): unknown => database.prepare("PRAGMA user_version").get()?.user_version;
const hasTables = (database: DatabaseSync): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined;

/** Does several things as one, with what was begun before and not ended. `more` leaves it open for what comes next: each
 *  end costs the full-text index a piece that has to be merged later. */
export function together(database: DatabaseSync, work: () => void, more = false): void {
  if (!database.isTransaction) database.exec("BEGIN IMMEDIATE");
  try {
    work();
    if (!more) database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
