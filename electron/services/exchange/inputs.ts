import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { newsScheme } from "../../../shared/annotation/scheme.ts";
import { type ImportOptions, importFiles } from "../../../shared/exchange/exchange.ts";
import type { ExchangeFile, Format, Loss } from "../../../shared/exchange/format.ts";
import { fromKept } from "../../../shared/exchange/intake/kept.ts";
import { formatOf, formats, guessFormat } from "../../../shared/exchange/registry.ts";
import {
  type AnnotationDocument,
  annotationFileOf,
  readAnnotationValue,
} from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import { asProblem } from "../problems.ts";
import { projectFileName } from "../store/folder/reading.ts";
import { folderBackend } from "../store/folder.ts";
import { elementsOf, isJsonList } from "./json-list.ts";

/** What became of one record of the input: its articles, and what is wrong with it or cannot be taken. */
export interface Taken {
  documents: AnnotationDocument[];
  problems: Problem[];
  losses: Loss[];
  /** The id of the format that it was read in; null where it is none, or a project. */
  format?: string | null;
  /** The record as it stands in the input, where it is a line and nothing could be read of it. */
  record: string | null;
}

export interface InputOptions extends ImportOptions {
  /** The format of the input; guessed from how each file begins where null. */
  from: Format | null;
}

/** A record of the input that is to be read: files that belong together, in a format. */
export interface Found {
  format: string;
  files: ExchangeFile[];
  /** Where a line, or an element of a list, stands in its file; null for whole files. */
  line: { shown: string; place: string } | null;
}

const nothing = (problem: Problem, record: string | null = null): Taken => ({
  documents: [],
  problems: [problem],
  losses: [],
  record,
});

/** Reads files, folders and projects one record after the other, so that memory does not grow with their number. */
export async function* readInputs(
  paths: readonly { shown: string; path: string }[],
  options: InputOptions,
): AsyncGenerator<Taken> {
  for await (const one of findInputs(paths, options)) yield "files" in one ? readFound(one, options) : one;
}

/** Finds what files, folders and projects hold, without reading more of it than where one record ends and the next
 *  begins. What cannot be read, and an article of a project, is there already. */
export async function* findInputs(
  paths: readonly { shown: string; path: string }[],
  options: InputOptions,
): AsyncGenerator<Found | Taken> {
  for (const { shown, path } of paths) {
    try {
      if (!(await stat(path)).isDirectory()) yield* findInFile(shown, path, options);
      else if (await isThere(join(path, projectFileName))) yield* readProject(path, options);
      else yield* findInFolder(shown, path, options);
    } catch (error) {
      yield nothing(asProblem(error, shown));
    }
  }
}

/** The same for a stream of JSON Lines. */
export async function* findLines(
  shown: string,
  lines: AsyncIterable<string>,
  options: InputOptions,
): AsyncGenerator<Found | Taken> {
  let number = 0;
  let format = options.from;
  const stem = shown.replace(/\.[^.]*$/, "");
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    const file = { name: `${stem}-${number}.jsonl`, text: line, isRecord: true };
    format ??= guessFormat(file);
    const place = `line ${number}`;
    if (format) yield { format: format.id, files: [file], line: { shown, place } };
    else yield nothing({ file: shown, path: place, reason: unknownFormat, remedy: sayFormat }, line);
  }
}

/** The same for a list of JSON. */
async function* findInList(shown: string, path: string, format: Format): AsyncGenerator<Found> {
  const stem = basename(shown).replace(/\.[^.]*$/, "");
  let number = 0;
  for await (const text of elementsOf(createReadStream(path, "utf8"))) {
    const files = [{ name: `${stem}-${number}.json`, text, isRecord: true }];
    yield { format: format.id, files, line: { shown, place: `[${number}]` } };
    number++;
  }
}

/** What a record says, once it is read. */
export function readFound({ format: id, files, line }: Found, options: ImportOptions): Taken {
  const format = formatOf(id);
  if (!format) throw new RangeError(`there is no format ${id}`);
  const read = importFiles(format, files, options);
  if (line === null) return { ...read, format: id, record: null };
  const problems = read.problems.map((one) => ({
    ...one,
    file: line.shown,
    path: [line.place, one.path].filter((part) => part !== "").join(", "),
  }));
  const record = read.documents.length === 0 ? (files[0]?.text ?? null) : null;
  return { ...read, problems, format: id, record };
}

const unknownFormat = "it is of no format that Onrecord knows";
/** The way out on the command line, where a file is of no known format. */
export const sayFormat = "Say the format with --from; onrecord formats lists them.";

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;

/** How a file begins, enough to guess its format by. */
export async function startOf(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    return buffer.subarray(0, bytesRead).toString("utf8");
  } finally {
    await handle.close();
  }
}

async function* findInFile(shown: string, path: string, options: InputOptions): AsyncGenerator<Found | Taken> {
  const start = await startOf(path);
  const format = options.from ?? (await guessed(path, start));
  if (!format) {
    yield nothing({ file: shown, path: "", reason: unknownFormat, remedy: sayFormat });
  } else if (format.lines && isJsonLines(start)) {
    const input = createReadStream(path);
    yield* findLines(shown, createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }), {
      ...options,
      from: format,
    });
  } else if (format.lines && isJsonList(start)) {
    yield* findInList(shown, path, format);
  } else {
    yield { format: format.id, files: await withCompanions(path), line: null };
  }
}

/** The format of a file by how it begins, or by what lies beside it and annotates it. */
async function guessed(path: string, start: string): Promise<Format | null> {
  const own = guessFormat({ name: basename(path), text: start });
  if (own || !/\.txt$/i.test(path)) return own;
  const beside = path.replace(/\.txt$/i, ".ann");
  return (await isThere(beside)) ? guessFormat({ name: basename(beside), text: await startOf(beside) }) : null;
}

/** Whether the first line is a JSON value of its own: then each line is. */
function isJsonLines(start: string): boolean {
  const [line = ""] = start
    .replace(/^\uFEFF/, "")
    .trimStart()
    .split("\n");
  if (!line.startsWith("{")) return false;
  if (line.length === start.length) return start.length >= 65_536;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** A file with those beside it that belong to it: brat's text, the text of web annotations, the type system of a CAS. */
async function withCompanions(path: string): Promise<ExchangeFile[]> {
  const stem = basename(path).replace(/\.[^.]*$/, "");
  const names = new Set([basename(path), `${stem}.txt`]);
  if (/\.txt$/i.test(path)) names.add(`${stem}.ann`);
  if (/\.xmi$/i.test(path))
    for (const name of ["TypeSystem.xml", `${stem}.typesystem.xml`, `${stem}-typesystem.xml`]) names.add(name);
  const files: ExchangeFile[] = [];
  for (const name of names) {
    const text = await readFile(join(dirname(path), name), "utf8").catch((error: unknown) => {
      if (name === basename(path)) throw error;
      return null;
    });
    if (text !== null) files.push({ name, text });
  }
  return files;
}

/** Names of files that say a label scheme or types: no article is in them. */
const settingsNames = new Set(
  formats.flatMap(({ settings }) => settings?.(newsScheme).map(({ name }) => name.toLowerCase()) ?? []),
);
export const isSettings = (name: string): boolean =>
  /\.conf$|typesystem\.xml$/i.test(name) || settingsNames.has(name.toLowerCase());

/** The files of a folder, those of other folders in it left alone; texts come with what annotates them. */
async function* findInFolder(shown: string, path: string, options: InputOptions): AsyncGenerator<Found | Taken> {
  const names = (await readdir(path, { withFileTypes: true })).filter((one) => one.isFile()).map(({ name }) => name);
  const stems = new Set(names.filter((name) => !/\.txt$/i.test(name)).map((name) => name.replace(/\.[^.]*$/, "")));
  for (const name of names.sort()) {
    if (isSettings(name) || (/\.txt$/i.test(name) && stems.has(name.replace(/\.txt$/i, "")))) continue;
    yield* findInFile(join(shown, name), join(path, name), options);
  }
}

async function* readProject(path: string, { annotator }: InputOptions): AsyncGenerator<Taken> {
  const backend = folderBackend(path, annotator);
  const { state, problems: ofProject } = await backend.load();
  const { articles, problems: ofArticles } = await backend.articles();
  const problems = [...ofProject, ...ofArticles];
  if (problems.length > 0) yield { documents: [], problems, losses: [], record: null };
  for (const { id } of articles) {
    try {
      const document = await backend.document(state, id, "all");
      // Others get what an export has: the entities that the article uses, and nothing of suggestions.
      const read = readAnnotationValue(id, annotationFileOf(fromKept(document), "used"));
      if (read.ok) yield { documents: [read.document], problems: read.problems, losses: [], record: null };
      else yield nothing(read.problem);
    } catch (error) {
      yield nothing(asProblem(error, id));
    }
  }
}
