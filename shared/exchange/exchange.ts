import type { AnnotationDocument, AnnotationFile } from "../format/annotation-file.ts";
import { annotationFileOf, readAnnotationValue } from "../format/annotation-file.ts";
import type { Problem } from "../format/problem.ts";
import { stamped } from "./blank.ts";
import { extended, extensionFor, lostDifferences } from "./extension.ts";
import type { ExchangeFile, Format, Loss, NativeRead } from "./format.ts";
import { inInk } from "./ink.ts";
import { declaredLosses, lossesOf, summed } from "./loss.ts";

export interface ImportOptions {
  /** The time of the import, for what the file gives no time. */
  now: string;
  /** Whose work it becomes where the file names nobody. */
  annotator: { id: string; name: string };
}

export interface Imported {
  documents: AnnotationDocument[];
  problems: Problem[];
  /** What the files say and Onrecord cannot hold. */
  losses: Loss[];
}

/** Reads files of a format. What is wrong with one article leaves the others standing. */
export function importFiles(format: Format, files: readonly ExchangeFile[], options: ImportOptions): Imported {
  const { documents, problems, losses } = documentsOf(format, files, options);
  return { documents, problems, losses };
}

function documentsOf(format: Format, files: readonly ExchangeFile[], options: ImportOptions | null): Imported {
  const native: NativeRead = format.read?.(files) ?? { articles: [], problems: [], losses: [] };
  const documents: AnnotationDocument[] = [];
  const problems = [...native.problems];
  const name = files[0]?.name ?? format.title;
  for (const { file, extension } of native.articles) {
    const whole = extension ? extended(file, extension) : file;
    const read = readAnnotationValue(name, options ? stamped(whole, options.now, options.annotator) : whole);
    if (!read.ok) {
      problems.push(read.problem);
      continue;
    }
    problems.push(...read.problems);
    documents.push(read.document);
  }
  return { documents, problems, losses: summed(native.losses) };
}

export interface Exported {
  files: ExchangeFile[];
  /** What the written files do not give back. */
  losses: Loss[];
  /** What they give back only to Onrecord, from the place where the format has room for it. */
  extra: Loss[];
}

export interface ExportOptions {
  /** Whether what the format cannot say goes where it has room; otherwise it is lost. */
  extension: boolean;
  /** Ids of the format's options that are on. */
  chosen?: ReadonlySet<string>;
}

/** Writes a document in a format, and says by reading it again what is lost. */
export function exportDocument(format: Format, document: AnnotationDocument, options: ExportOptions): Exported {
  const wanted = annotationFileOf(document, "all");
  if (!format.write) return { files: [], losses: [], extra: [] };
  const write: NonNullable<Format["write"]> = (file, extension) =>
    format.write?.(file, extension, options.chosen) ?? noFiles;
  if (!format.read) {
    const { files, losses = [] } = write(wanted, null);
    return { files, losses: summed([...declaredLosses(wanted, format.carries), ...losses]), extra: [] };
  }
  const bare = write(wanted, null);
  const again = whole(format, [bare.files]);
  const native = readBack(format, again);
  const missing = native ? lostDifferences(inInk(native, wanted), inInk(wanted, native), bare.ids) : null;
  const losses = missing ? lossesOf(missing) : declaredLosses(wanted, { ...format.carries, fields: {} });
  if (!options.extension || format.carries.extension === null || !native)
    return { files: bare.files, losses, extra: [] };
  if (missing?.length === 0) return { files: bare.files, losses: [], extra: [] };
  const raw = format.read(again).articles[0]?.file ?? native;
  const { files, noRoom } = write(wanted, extensionFor(raw, wanted, bare.ids));
  return noRoom ? { files: bare.files, losses, extra: [] } : { files, losses: [], extra: losses };
}

const noFiles = { files: [], ids: {} };

/** What a format's own reader makes of what its writer wrote. */
function readBack(format: Format, files: readonly ExchangeFile[]): AnnotationFile | null {
  const { documents } = documentsOf(format, files, null);
  return documents[0] ? annotationFileOf(documents[0], "all") : null;
}

/** The files of several documents, those that they share put together. */
export function whole(format: Format, parts: readonly (readonly ExchangeFile[])[]): ExchangeFile[] {
  const texts = new Map<string, string[]>();
  for (const { name, text } of parts.flat()) texts.set(name, [...(texts.get(name) ?? []), text]);
  return [...texts].map(([name, list]) => {
    const joined = format.join?.(name) ?? { before: "", between: "", after: "" };
    return { name, text: `${joined.before}${list.join(joined.between)}${joined.after}` };
  });
}
