import { stat } from "node:fs/promises";
import { sameRecord } from "../../../../shared/annotation/operation.ts";
import type { Article, Project } from "../../../../shared/annotation/records.ts";
import {
  type ArticleState,
  articleState,
  type ProjectState,
  withArticle,
} from "../../../../shared/annotation/state.ts";
import { articleToFile } from "../../../../shared/format/contents.ts";
import {
  writeAnnotations,
  writeAnnotator,
  writeArticle,
  writeProject,
} from "../../../../shared/format/project-files.ts";
import { registerDifference, registerLine, timeAfter } from "../../../../shared/format/register-log.ts";
import { pendingBeside } from "../../../../shared/suggest/undecided.ts";
import { makeFolder } from "../../atomic-write.ts";
import { alone } from "../../lock.ts";
import { ChangedMeanwhile, fail, ignoreMissing, ProblemError } from "../../problems.ts";
import type { KnownFolder } from "./known.ts";
import { type Head, isFileName, isProblem, projectFileName, versionName } from "./reading.ts";

/** Writes what differs between two states, and after each file says what the files then hold. */
export async function saveFolder(
  folder: KnownFolder,
  before: ProjectState,
  after: ProjectState,
  reached: (saved: ProjectState) => void,
): Promise<void> {
  let saved = before;
  const step = (next: ProjectState) => {
    saved = next;
    folder.register = next;
    reached(next);
  };
  await requireProject(folder);
  await saveAnnotator(folder);
  if (after.project !== saved.project) {
    await saveProject(folder, after.project);
    step({ ...saved, project: after.project });
  }
  if (after.entities !== saved.entities) {
    await saveRegister(folder, saved, after);
    step({ ...saved, entities: after.entities });
  }
  if (after.lessons !== saved.lessons) {
    await folder.suggested.saveLessons(after.lessons);
    step({ ...saved, lessons: after.lessons });
  }
  for (const [id, now] of after.articles) {
    const old = saved.articles.get(id);
    if (old === now) continue;
    await saveWork(folder, id, old, now, after);
    step(withArticle(saved, now));
  }
  for (const id of saved.articles.keys()) {
    if (after.articles.has(id)) continue;
    const current = await folder.head(id);
    if (!isProblem(current) && !current.article.removed)
      await saveArticle(folder, { ...current.article, removed: true });
    step({ ...saved, articles: saved.articles.delete(id) });
  }
}

async function saveWork(
  folder: KnownFolder,
  id: string,
  old: ArticleState | undefined,
  now: ArticleState,
  state: ProjectState,
): Promise<void> {
  if (!isFileName(id)) fail(id, "no file can have that name", "Give the article an id of letters, digits and hyphens.");
  if (!old || !sameRecord(old.article, now.article)) await saveArticle(folder, now.article);
  const current = await folder.head(id);
  if (isProblem(current)) throw new ProblemError(current);
  const onlyArticle = old ? { ...old, article: now.article } : articleState(now.article);
  const worked = (["work", "mentions", "quotes", "claims", "relations", "orphans"] as const).some(
    (part) => onlyArticle[part] !== now[part],
  );
  if (worked && (old || now.work.state !== "todo" || hasAnnotations(now))) await saveAnnotations(folder, now, current);
  if (onlyArticle.suggestions !== now.suggestions && (old || now.suggestions.size > 0)) {
    const pending = pendingBeside(state, now, folder.annotator.id);
    await folder.suggested.save(now, pending, folder.written.get(id)?.anchor ?? current.version);
  }
}

/** Writes an article as a new version of itself. */
export async function saveArticle(folder: KnownFolder, article: Article): Promise<void> {
  const { reader, annotator } = folder;
  const current = await folder.head(article.id);
  const previous = isProblem(current) ? null : current.version;
  const maker = previous === null ? {} : { annotator: annotator.id };
  const file = { previous, created: folder.now(), ...maker, article: articleToFile(article) };
  const bytes = writeArticle(file);
  const version = versionName(bytes);
  await folder.write(reader.inProject("articles", article.id, `${version}.json`), bytes);
  const stored = { format: "onrecord/article" as const, version: 1 as const, ...file };
  folder.heads.set(article.id, { version, article, file: stored, problems: [] });
  const mine = folder.written.get(article.id);
  if (mine) folder.written.set(article.id, { ...mine, anchor: version });
}

/** Replaces this annotator's file on an article, unless somebody else has changed it since it was read. */
async function saveAnnotations(folder: KnownFolder, now: ArticleState, head: Head): Promise<void> {
  const { reader, annotator, written, attempts } = folder;
  const { id } = now.article;
  const file = folder.annotationsPath(id);
  const onDisk = await folder.hashOf(file);
  const known = written.get(id) ?? { hash: null, anchor: head.version, unknown: {}, damaged: false };
  const bytes = writeAnnotations(now, annotator.id, known.anchor, known.unknown);
  if (onDisk !== known.hash && onDisk !== null && !attempts.has(onDisk) && onDisk !== versionName(bytes)) {
    throw new ChangedMeanwhile(reader.relative("annotations", annotator.id, `${id}.json`));
  }
  if (known.damaged && known.hash !== null && onDisk !== null) {
    await folder.write(`${file}.${known.hash.slice(0, 8)}.damaged`, await reader.within.bytes(file));
  }
  attempts.add(versionName(bytes));
  await folder.write(file, bytes);
  written.set(id, { ...known, hash: versionName(bytes), damaged: false });
}

async function saveRegister(folder: KnownFolder, before: ProjectState, after: ProjectState): Promise<void> {
  const { reader, files } = folder;
  const at = timeAfter(folder.now(), folder.lastRecordAt);
  const records = registerDifference(before.entities, after.entities, at);
  if (records.length === 0) return;
  const file = reader.inProject("entities", `${folder.annotator.id}.jsonl`);
  await reader.within.check(file);
  await makeFolder(reader.inProject("entities"), files);
  const whole = folder.tornAfter ?? (await stat(file).catch(ignoreMissing))?.size ?? 0;
  const handle = await files.append(file);
  try {
    if (folder.tornAfter !== null) await handle.truncate(whole);
    // Until it is known to be on the disk, what is written next is written again by the next try.
    folder.tornAfter = whole;
    await handle.write(records.map(registerLine).join(""));
    await handle.sync();
  } catch (error) {
    await handle.truncate(whole).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
  await files.syncFolder(reader.inProject("entities"));
  folder.tornAfter = null;
  folder.lastRecordAt = at;
  await folder.seen.note(file);
}

async function saveProject(folder: KnownFolder, project: Project): Promise<void> {
  const { reader, attempts, projectHash } = folder;
  const file = reader.inProject(projectFileName);
  await alone(file, async () => {
    const onDisk = await reader.within.text(file).catch(ignoreMissing);
    const bytes = writeProject(project);
    const found = onDisk === null ? null : versionName(onDisk);
    if (found !== null && projectHash !== null && ![projectHash, versionName(bytes), ...attempts].includes(found)) {
      throw new ChangedMeanwhile(reader.relative(projectFileName));
    }
    attempts.add(versionName(bytes));
    await folder.write(file, bytes);
    folder.projectHash = versionName(bytes);
  });
}

async function saveAnnotator({ reader, annotator, write }: KnownFolder): Promise<void> {
  const file = reader.inProject("annotators", `${annotator.id}.json`);
  const wanted = writeAnnotator(annotator.id, annotator.name);
  if ((await reader.within.text(file).catch(ignoreMissing)) !== wanted) await write(file, wanted);
}

/** @throws ProblemError where the folder, or what makes it a project, is gone: nothing is then made in its place. */
export async function requireProject({ reader }: KnownFolder): Promise<void> {
  if (await stat(reader.inProject(projectFileName)).catch(() => null)) return;
  fail(
    reader.path,
    "the project's folder is not there any more, or its project.json is not",
    "Connect the drive or put the folder back: saving then goes on by itself. Or save the project elsewhere.",
  );
}

export const hasAnnotations = (
  open: Record<"mentions" | "quotes" | "claims" | "relations" | "orphans", { size: number }>,
): boolean => open.mentions.size + open.quotes.size + open.claims.size + open.relations.size + open.orphans.size > 0;
