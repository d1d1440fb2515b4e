import { randomBytes } from "node:crypto";
import { readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Scheme } from "../../../shared/annotation/records.ts";
import { exportDocument } from "../../../shared/exchange/exchange.ts";
import type { ExchangeFile, Format, Loss } from "../../../shared/exchange/format.ts";
import { fromKept } from "../../../shared/exchange/intake/kept.ts";
import { summed } from "../../../shared/exchange/loss.ts";
import {
  type AnnotationDocument,
  annotationFileOf,
  readAnnotationValue,
} from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { Exported, ExportPreview, ExportRequest } from "../../../shared/host/exchange.ts";
import { slug } from "../articles/id.ts";
import { asProblem, fail, ProblemError } from "../problems.ts";
import { fileOutput, folderOutput, isOneFile, type Output, streamOutput } from "./outputs.ts";

/** What is exported from: the articles of a project, one after the other. */
export interface Articles {
  /** What the export may be called. */
  name: string;
  total: number;
  ids: AsyncIterable<string>;
  document(id: string): Promise<AnnotationDocument>;
}

export interface Watching {
  progress(done: number, total: number, label: string): void;
  isCancelled(): boolean;
}

type Kind = Pick<ExportRequest, "extension" | "options"> & { format: Format };

/** How much of each file a preview shows, in UTF-16 units and in files. */
const shownStart = 4_000;
const shownFiles = 8;
/** Problems that a list shows. */
const mostProblems = 100;

type Outgoing = { id: string; document: AnnotationDocument } | { id: string; problem: Problem };

async function* documentsOf(
  { ids, document, total }: Articles,
  { progress, isCancelled }: Watching,
): AsyncGenerator<Outgoing> {
  let done = 0;
  for await (const id of ids) {
    // Whatever waits, such as the request to stop, comes before the next article.
    await new Promise((resolve) => setImmediate(resolve));
    if (isCancelled()) return;
    progress(done++, total, id);
    try {
      // Others get what a file of one article has: the entities that it uses, and nothing of suggestions.
      const read = readAnnotationValue(id, annotationFileOf(fromKept(await document(id)), "used"));
      yield read.ok ? { id, document: read.document } : { id, problem: read.problem };
    } catch (error) {
      yield { id, problem: asProblem(error, id) };
    }
  }
  progress(total, total, "");
}

class Report {
  articles = 0;
  losses: Loss[] = [];
  extra: Loss[] = [];
  readonly problems: Problem[] = [];

  add(losses: readonly Loss[], extra: readonly Loss[]): void {
    this.articles++;
    this.losses = summed([...this.losses, ...losses]);
    this.extra = summed([...this.extra, ...extra]);
  }
  note(problem: Problem): void {
    if (this.problems.length < mostProblems) this.problems.push(problem);
  }
  said(cancelled: boolean) {
    return { articles: this.articles, losses: this.losses, extra: this.extra, problems: this.problems, cancelled };
  }
}

/** What each article is written as; what is wrong with one goes into the report. */
async function* writtenIn(
  articles: Articles,
  { format, extension, options }: Kind,
  watching: Watching,
  report: Report,
): AsyncGenerator<ReturnType<typeof exportDocument> & { scheme: Scheme }> {
  const chosen = new Set(options);
  for await (const one of documentsOf(articles, watching)) {
    if ("problem" in one) report.note(one.problem);
    else yield { ...exportDocument(format, one.document, { extension, chosen }), scheme: one.document.project.scheme };
  }
}

const settingsOf = (format: Format, scheme: Scheme): ExchangeFile[] => format.settings?.(scheme) ?? [];

/** Whether an export is one file: all articles in one, or one article of one file, and nothing beside it. */
const isSingle = (format: Format, total: number, files: readonly ExchangeFile[], scheme: Scheme): boolean =>
  settingsOf(format, scheme).length === 0 && (isOneFile(format, files) || (total === 1 && files.length === 1));

/** What an export would write, and what would be lost, of all of its articles. Writes nothing. */
export async function previewExport(articles: Articles, kind: Kind, watching: Watching): Promise<ExportPreview> {
  const { format } = kind;
  const report = new Report();
  let files: ExchangeFile[] = [];
  let isOne = true;
  for await (const { files: parts, scheme, losses, extra } of writtenIn(articles, kind, watching, report)) {
    if (report.articles === 0) {
      isOne = isSingle(format, articles.total, parts, scheme);
      files = [...parts.map((part) => begun(format, part)), ...settingsOf(format, scheme)];
    }
    report.add(losses, extra);
  }
  const [first] = files;
  const ending = first && !format.packs ? endingOf(first.name) : (format.endings[0] ?? "");
  return {
    ...report.said(watching.isCancelled()),
    files: files.slice(0, shownFiles).map(({ name, text }) => ({
      name,
      start: text.slice(0, shownStart),
      isWhole: text.length <= shownStart,
    })),
    isOneFile: isOne,
    suggestedName: isOne
      ? articles.total === 1 && first && !format.join?.(first.name)
        ? first.name
        : `${slug(articles.name)}${ending}`
      : `${slug(articles.name)}-${format.id}`,
  };
}

const endingOf = (name: string): string => /(?:\.[^.]+){1,2}$/.exec(name)?.[0] ?? "";

/** A file with what stands before the first document's part of it. */
const begun = (format: Format, file: ExchangeFile): ExchangeFile => ({
  name: file.name,
  text: `${format.join?.(file.name)?.before ?? ""}${file.text}`,
});

/** Writes an export to a file, or to a folder that is not there yet: whole, or not at all.
 *  @throws ProblemError where nothing could be written. */
export async function writeExport(
  articles: Articles,
  kind: Kind,
  target: string,
  watching: Watching,
): Promise<Omit<Exported, "handle">> {
  const report = new Report();
  const place = await placeFor(target);
  let isFolder = false;
  let output: Output | null = null;
  try {
    for await (const { files, scheme, losses, extra } of writtenIn(articles, kind, watching, report)) {
      if (!output) {
        isFolder = !isSingle(kind.format, articles.total, files, scheme);
        output = isFolder ? folderOutput(kind.format, place.folder) : await fileOutput(kind.format, place.file);
      }
      await output.put(files, scheme);
      report.add(losses, extra);
    }
    if (kind.format.packs) watching.progress(0, 0, "packing the file");
    const count = output === null || watching.isCancelled() ? null : await output.end(watching.isCancelled);
    const isWhole = count !== null;
    if (!isWhole) await output?.abandon();
    else if (isFolder) await place.keepFolder();
    else await place.keepFile();
    if (output === null && !watching.isCancelled())
      fail(
        articles.name,
        report.problems[0]?.reason ?? "there is no article in it",
        "Choose other articles to export.",
      );
    return { ...report.said(!isWhole), files: count ?? 0, location: target };
  } catch (error) {
    await output?.abandon().catch(() => undefined);
    // The person knows the target, not the name under which it was written meanwhile.
    throw new ProblemError({ ...asProblem(error), file: error instanceof ProblemError ? error.problem.file : target });
  } finally {
    await place.clear();
  }
}

/** Writes an export of one file to a stream. @throws ProblemError where the format has several files. */
export async function streamExport(
  articles: Articles,
  kind: Kind,
  stream: NodeJS.WritableStream,
  watching: Watching,
): Promise<Omit<Exported, "handle" | "location">> {
  const report = new Report();
  const output = streamOutput(kind.format, stream);
  for await (const { files, scheme, losses, extra } of writtenIn(articles, kind, watching, report)) {
    if (!isOneFile(kind.format, files) && !(articles.total === 1 && files.length === 1))
      fail(kind.format.title, "it is written as several files", "Name a folder for them with --out.");
    await output.put(files, scheme);
    report.add(losses, extra);
  }
  return { ...report.said(false), files: report.articles === 0 ? 0 : ((await output.end()) ?? 0) };
}

/** Where an export is written until it is whole: beside its target, under a name that passes for nothing. */
async function placeFor(target: string) {
  const { folder, name } = { folder: dirname(target), name: basename(target) };
  const mark = randomBytes(6).toString("hex");
  const temporary = { file: join(folder, `.${name}.${mark}.tmp`), folder: join(folder, `.${name}.${mark}.folder.tmp`) };
  return {
    ...temporary,
    keepFile: async () => {
      const there = await stat(target).catch(() => null);
      if (there?.isDirectory()) fail(target, "it is a folder", "Choose a file's name.");
      await rename(temporary.file, target);
    },
    keepFolder: async () => {
      const there = await readdir(target).catch(() => []);
      if (there.length > 0) fail(target, "the folder is there already and not empty", "Choose another name.");
      await rmdir(target).catch(() => undefined);
      await rename(temporary.folder, target);
    },
    clear: async () => {
      await rm(temporary.file, { force: true }).catch(() => undefined);
      await rm(temporary.folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
