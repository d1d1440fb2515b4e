import type { Scheme } from "../annotation/records.ts";
import type { AnnotationFile } from "../format/annotation-file.ts";
import type { Problem } from "../format/problem.ts";
import type { Extension } from "./extension.ts";

/** A file of another program, decoded from UTF-8. `name` has no folder. */
export interface ExchangeFile {
  name: string;
  text: string;
  /** Whether it is one record of a larger file, a line or an element of a list: whoever found it says where it stands. */
  isRecord?: boolean;
}

/** What a format counts its offsets in. */
export type Unit = "bytes" | "utf16" | "codepoint" | "token";

/** Something that a format could not hold, or that Onrecord could not take from it. */
export interface Loss {
  /** What: a field by its path in annotation JSON (`quotes.addressees`), a whole kind of record (`claims`), or a feature of
   *  the foreign format. */
  what: string;
  count: number;
  /** Ids or places of the first few. */
  examples: string[];
}

/** What a format can and cannot carry, for programs. A field that is listed comes back as it was, also without the
 *  extension; all others may be lost where `extension` is null. */
export interface Carries {
  fields: Readonly<Partial<Record<CarriedTable, readonly string[]>>>;
  /** Where in the format the rest goes, and comes back from; null where there is no room. */
  extension: string | null;
  /** What cannot be said in the format's own terms, in a sentence each. */
  not: readonly string[];
}
export type CarriedTable = "article" | "entities" | "mentions" | "quotes" | "claims" | "relations";

/** One article as a foreign file says it, before it is checked. Its records have the ids of that file. */
export interface NativeArticle {
  file: AnnotationFile;
  extension: Extension | null;
}

export interface NativeRead {
  articles: NativeArticle[];
  problems: Problem[];
  losses: Loss[];
}

export interface Written {
  files: ExchangeFile[];
  /** The id that the record of an annotation has in the written file → the id that it has here. */
  ids: Readonly<Record<string, string>>;
  /** Whether this document has no place for the extension, although the format has. */
  noRoom?: boolean;
  /** What of this document is too much for the format, beside what it never carries. */
  losses?: readonly Loss[];
}

/** Something that may be switched on when a format is written. */
export interface FormatOption {
  id: string;
  title: string;
  description: string;
  /** Whether the app has it on until a person switches it off; the command line has it off until it is asked for. */
  inApp: boolean;
}

/** How the documents' parts of one file of that name are put together. */
export interface Joined {
  before: string;
  between: string;
  after: string;
}

/** A file format of another program: the mapping between it and annotation JSON. */
export interface Format {
  id: string;
  title: string;
  /** How its files' names end, the usual one first. */
  endings: readonly string[];
  unit: Unit;
  carries: Carries;
  /** Whether each line is a document of its own, so that files of any size can be streamed. */
  lines: boolean;
  /** How sure it is, from 0 to 1, that a file that begins like this is of the format. */
  sniff(file: ExchangeFile): number;
  read?(files: readonly ExchangeFile[]): NativeRead;
  /** `chosen` are ids of the format's options. */
  write?(file: AnnotationFile, extension: Extension | null, chosen?: ReadonlySet<string>): Written;
  options?: readonly FormatOption[];
  /** Files that say the label scheme to the other program. */
  settings?(scheme: Scheme): ExchangeFile[];
  /** How a file that several documents share is put together; files without are one document's. */
  join?(name: string): Joined | null;
  /** The binary file that all parts together are packed into, by the host; without it files are text. */
  packs?: "workbook";
}
