import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { violations } from "../../shared/annotation/invariants.ts";
import {
  apply,
  articlesOf,
  type Change,
  conflicts,
  type Operation,
  recordOf,
  sameRecord,
} from "../../shared/annotation/operation.ts";
import { placeOf } from "../../shared/annotation/squash.ts";
import type { ProjectState } from "../../shared/annotation/state.ts";
import type { Notice } from "../../shared/host/contract.ts";
import type { FileSystem } from "./file-system.ts";
import { type JournalHeader, type ReadJournal, readJournal, type Unsaved } from "./journal.ts";
import { isHeldElsewhere } from "./lock.ts";
import { asProblem, fail } from "./problems.ts";

/** Another journal in the profile that is about this project. */
export interface FoundJournal {
  path: string;
  header: JournalHeader;
  unsaved: Unsaved[];
  damaged: readonly number[];
}

export interface Recovered {
  state: ProjectState;
  /** What was brought back, in order. */
  applied: Unsaved[];
  /** What was not, each with the reason. */
  lost: string[];
  /** What somebody else made meanwhile of records that the journal changes too: `before` is what the journal began with. */
  overtaken: Change[];
}

/** Replays a journal over what the files hold, as far as it fits. `open` brings an article into a state, on the
 *  text that an operation was made on.
 *  @param strict whether what was made against another state is left out: for a journal from elsewhere. */
export async function replay(
  from: ProjectState,
  unsaved: readonly Unsaved[],
  open: (state: ProjectState, article: string, isNew: boolean, text: string | undefined) => Promise<ProjectState>,
  options: { strict: boolean; gaps: boolean },
): Promise<Recovered> {
  let state = from;
  const lost: string[] = [];
  const applied: Unsaved[] = [];
  const ways = new Map<string, { first: Change; known: unknown[] }>();
  for (const one of unsaved.flatMap(({ operation }) => operation.changes)) {
    const way = ways.get(placeOf(one)) ?? { first: one, known: [one.before] };
    way.known.push(one.after, one.before);
    ways.set(placeOf(one), way);
  }
  const found = new Map<string, unknown>();
  for (const one of unsaved) {
    const { operation } = one;
    try {
      for (const article of articlesOf(operation))
        state = await open(state, article, bringsArticle(operation, article), one.texts[article]);
      for (const change of operation.changes)
        if (!found.has(placeOf(change))) found.set(placeOf(change), recordOf(state, change));
      if (options.strict && conflicts(state, operation).length > 0) {
        fail(operation.label, "it was made against another state of the project", "Make the change again.");
      }
      const next = apply(state, operation);
      if (options.gaps || lost.length > 0) refuseBroken(state, next, operation);
      state = next;
      applied.push(one);
    } catch (error) {
      lost.push(`${operation.label}: ${asProblem(error).reason}`);
    }
  }
  const overtaken = [...ways].flatMap(([place, { first, known }]) => {
    const there = found.get(place);
    const isKnown = !found.has(place) || known.some((record) => sameRecord(record, there));
    return isKnown ? [] : [{ ...first, after: there } as Change];
  });
  return { state, applied, lost, overtaken };
}

/** @throws ProblemError where an operation that followed a lost one leaves something that refers to nothing. */
function refuseBroken(before: ProjectState, after: ProjectState, operation: Operation): void {
  for (const article of articlesOf(operation)) {
    const [then, now] = [before.articles.get(article), after.articles.get(article)];
    const known = new Set(then ? violations(before, then).map(({ id, field }) => `${id} ${field}`) : []);
    const broken = now
      ? violations(after, now).find(({ id, field, warning }) => !warning && !known.has(`${id} ${field}`))
      : undefined;
    if (broken) fail(operation.label, `${broken.reason}, because an earlier change was lost`, "Make the change again.");
  }
}

const bringsArticle = (operation: Operation, article: string) =>
  operation.changes.some((change) => change.table === "article" && change.id === article && change.before === null);

/** Journals of the same project that lie under other names: of a folder that was moved or renamed since, to be brought
 *  back here, and of other annotators, to be named. What a running program writes is left alone. */
export async function otherJournals(
  folder: string,
  own: string,
  header: JournalHeader,
): Promise<{ moved: FoundJournal[]; others: FoundJournal[] }> {
  const moved: FoundJournal[] = [];
  const others: FoundJournal[] = [];
  for (const name of (await readdir(folder).catch(() => [])).filter((one) => one.endsWith(".jsonl"))) {
    const path = join(folder, name);
    if (basename(own) === name || (await isHeldElsewhere(path.replace(/(-\d)?\.jsonl$/, ".lock")))) continue;
    const read = await readFile(path, "utf8").then(readJournal, () => null);
    if (!read || !isOfProject(read, header) || read.unsaved.length === 0) continue;
    const found = { path, header: read.header, unsaved: read.unsaved, damaged: read.damaged };
    const there = await realpath(read.header.path).catch(() => null);
    const isHere = there === null || there === header.path;
    if (read.header.annotator !== header.annotator) {
      if (there === header.path) others.push(found);
    } else if (isHere) moved.push(found);
  }
  return { moved, others };
}

const isOfProject = (
  read: ReadJournal,
  header: JournalHeader,
): read is ReadJournal & { header: NonNullable<ReadJournal["header"]> } =>
  read.header !== null && read.header.version === 1 && read.header.project === header.project;

/** Puts a journal aside whose operations another one holds now. */
export async function setAside(path: string, files: FileSystem): Promise<string> {
  const aside = `${path}.${Date.now().toString(36)}.kept`;
  await files.rename(path, aside);
  return aside;
}

/** What the person is told of journals that hold other annotators' work on this project. */
export function othersNotice(others: readonly FoundJournal[], nameOf: (annotator: string) => string): Notice {
  return {
    title: "Somebody else's work is waiting here",
    lines: others.map(({ header, unsaved }) => {
      const count = unsaved.reduce((sum, { stands }) => sum + stands, 0);
      return `On this machine ${count} ${count === 1 ? "change" : "changes"} of ${nameOf(header.annotator)} ${count === 1 ? "is" : "are"} not in the files yet: ${count === 1 ? "it comes" : "they come"} back when the project is opened as ${nameOf(header.annotator)}.`;
    }),
  };
}

/** What the person is told of a recovery. */
export function recoveryNotice(facts: {
  applied: readonly Unsaved[];
  titles: readonly string[];
  lost: readonly string[];
  overtaken: number;
  damaged: readonly number[];
  kept: string | null;
  moved: readonly FoundJournal[];
}): Notice {
  const back = facts.applied.reduce((sum, { stands }) => sum + stands, 0);
  const one = back === 1;
  const lines: string[] = [];
  if (back > 0) {
    lines.push(
      `${back} ${one ? "change was" : "changes were"} not in the files yet when the program ended, and ${one ? "is" : "are"} here again${facts.titles.length === 0 ? "" : `: ${inWords(facts.titles)}`}.`,
    );
  }
  for (const journal of facts.moved)
    lines.push(`Some of it was made when the project lay in ${journal.header.path}; its journal was found again.`);
  if (facts.overtaken > 0) {
    lines.push(
      `Somebody else has changed ${facts.overtaken === 1 ? "one of the same things" : `${facts.overtaken} of the same things`} meanwhile: you are asked what to keep.`,
    );
  }
  lines.push(...facts.lost.map((line) => `Could not be brought back: ${line}.`));
  if (facts.damaged.length > 0) lines.push(`The journal was damaged at line ${facts.damaged.join(", ")}.`);
  if (facts.kept !== null) lines.push(`A copy of the journal as it was is kept in ${facts.kept}.`);
  return { title: back > 0 ? "Your work was brought back" : "Some work could not be brought back", lines };
}

const inWords = (titles: readonly string[]): string => {
  const shown = titles.slice(0, 3).map((title) => `“${title}”`);
  const more = titles.length - shown.length;
  return `in ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};
