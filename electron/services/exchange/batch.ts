import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { Map as ImmutableMap } from "immutable";
import { nanoid } from "nanoid";
import type { Author } from "../../../shared/annotation/draft.ts";
import { type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { unnamed } from "../../../shared/exchange/blank.ts";
import type { Format, Loss } from "../../../shared/exchange/format.ts";
import type { IntakeChoices } from "../../../shared/exchange/intake/choices.ts";
import { beginIntake, type Placement, takeArticle, takeShare } from "../../../shared/exchange/intake/intake.ts";
import { type AnsweredLabel, holdsIn, type LabelKind, noteLabels } from "../../../shared/exchange/intake/labels.ts";
import { emptyTally, summedTally, type Tally } from "../../../shared/exchange/intake/share.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { Whose } from "../../../shared/host/exchange.ts";
import { lock } from "../lock.ts";
import { newProject } from "../new-project.ts";
import { asProblem, fail } from "../problems.ts";
import type { Annotator, Profile } from "../profile.ts";
import type { Backend } from "../store/backend.ts";
import { projectFileName } from "../store/folder/reading.ts";
import { createFolderProject, folderBackend } from "../store/folder.ts";
import { sharesOf } from "./importing.ts";
import { readInputs } from "./inputs.ts";
import { idsOfOthers, type Others, othersIn } from "./others.ts";
import { peopleFor } from "./people.ts";
import { type ArticlesThere, type Placing, placingIn } from "./placing.ts";

export interface BatchOptions {
  from: Format | null;
  whose: Whose;
  choices: IntakeChoices;
  /** What labels become that the scheme does not have; the others become types of their own names. */
  answers: readonly AnsweredLabel[];
}

/** What became of one article of a file, or what is wrong with it. */
export interface BatchTaken extends DocumentTaken {
  file: string;
}

/** What became of a document. */
export interface DocumentTaken {
  article: string | null;
  action: Placement["action"] | null;
  tally: Tally;
  /** What of it is the work of the one who imports, and what is others'. */
  mine: Tally;
  others: { name: string; tally: Tally }[];
  losses: Loss[];
  problems: Problem[];
}

const nothing = { article: null, action: null, tally: emptyTally, mine: emptyTally, others: [] };

/** Brings files of annotation tools into a project folder, article by article, each saved before the next one is read.
 *  The project is made where it is not there. @throws ProblemError where its annotator has it open elsewhere. */
export async function* importAnnotations(
  folder: string,
  paths: readonly { shown: string; path: string }[],
  profile: Profile,
  options: BatchOptions,
): AsyncGenerator<BatchTaken> {
  const me = await profile.annotatorOrDefault();
  const isThere = await stat(join(folder, projectFileName)).catch(() => null);
  if (!isThere) await createFolderProject(folder, newProject(basename(folder)), me, profile.files);
  const backend = folderBackend(folder, me, undefined, profile.files);
  const held = await lock(backend.lockPath);
  if ("holder" in held)
    fail(folder, `${me.name} has it open in another program`, "Close it there, or import in that window.");
  const others = othersIn(folder, options.choices, profile.files, newId);
  try {
    const { state } = await backend.load();
    const take = takingInto({
      backend,
      loaded: state,
      others,
      personFor: await peopleFor(folder, me, options.whose),
      placing: placingIn(thereIn(backend)),
      choices: options.choices,
    });
    const reading = { from: options.from, now: new Date().toISOString(), annotator: { id: unnamed, name: "Imported" } };
    for (const one of paths) {
      for await (const { documents, problems, losses } of readInputs([one], reading)) {
        if (problems.length + losses.length > 0) yield { ...nothing, file: one.shown, problems, losses };
        for (const document of documents) yield { file: one.shown, ...(await take(document, options.answers)) };
      }
    }
  } finally {
    await others.close();
    await held.lock.release();
  }
}

const newId = (prefix: string) => `${prefix}_${nanoid(12)}`;

/** What documents are taken into. */
export interface Target {
  /** Its annotator's share is saved with the article. */
  backend: Backend;
  /** What the backend has read. */
  loaded: ProjectState;
  others: Others;
  personFor(id: string, name: string): Annotator;
  placing: Placing;
  choices: IntakeChoices;
}

/** Takes one document after the other into a project's files, and keeps none of them. What is wrong with one is said, and
 *  leaves the rest as it is. */
export function takingInto({ backend, loaded, others, personFor, placing, choices }: Target) {
  const me = backend.annotator;
  const now = new Date().toISOString();
  const author: Author = { annotator: me.id, since: now, now: () => now, newId };
  const articleIds = new Map<string, string>();
  const intake = beginIntake(loaded, author, choices, articleIds);

  async function takeIn(document: AnnotationDocument, answers: readonly AnsweredLabel[]): Promise<DocumentTaken> {
    const placement = await placing.place(document, choices);
    const { action, article } = placement;
    if (action === "skip") return { ...nothing, action, article, losses: [], problems: [] };
    if (document.open.article.id === article) articleIds.delete(article);
    else articleIds.set(document.open.article.id, article);
    const isThere = action !== "add";
    if (isThere) intake.state = withArticle(intake.state, (await backend.article(article)).open);
    const before = intake.state;
    const placed = takeArticle(intake, document, placement, answersFor(document, before, answers));
    let tally = emptyTally;
    const byName: DocumentTaken["others"] = [];
    const rest: { person: Annotator; of: ReadonlySet<string> }[] = [];
    for (const { person, of } of sharesOf(document, personFor)) {
      if (person.id !== me.id) rest.push({ person, of });
      else {
        const known = isThere ? await idsOfOthers(backend, before, article, me.id) : new Set<string>();
        tally = summedTally(tally, takeShare(intake, placed, of, known));
      }
    }
    await backend.save(before, intake.state, () => undefined);
    const mine = tally;
    for (const { person, of } of rest) {
      const put = await others.put(person, placed, of, intake.state.entities);
      tally = summedTally(tally, put.tally);
      byName.push({ name: person.name, tally: put.tally });
      intake.problems.push(...put.problems);
    }
    const [losses, problems] = [intake.losses.splice(0), intake.problems.splice(0)];
    return { article, action, tally, mine, others: byName, losses, problems };
  }

  return async function take(document: AnnotationDocument, answers: readonly AnsweredLabel[]): Promise<DocumentTaken> {
    const known = intake.state;
    try {
      return await takeIn(document, answers);
    } catch (error) {
      intake.state = known;
      return { ...nothing, losses: [], problems: [asProblem(error, document.open.article.title)] };
    } finally {
      // What is saved need not be in memory: the next article asks for as much as this one did.
      for (const id of intake.state.articles.keys()) backend.forget(id);
      intake.state = { ...intake.state, articles: ImmutableMap() };
      intake.changes.length = 0;
    }
  };
}

function answersFor(
  document: AnnotationDocument,
  { project: { scheme } }: ProjectState,
  given: readonly AnsweredLabel[],
): AnsweredLabel[] {
  const found = new Map();
  noteLabels(found, document, scheme);
  const answerOf = (kind: LabelKind, label: string) =>
    given.find((one) => one.kind === kind && one.label === label && holdsIn(scheme, kind, one.answer))?.answer;
  return [...found.values()].map(({ kind, label }) => ({
    kind,
    label,
    answer: answerOf(kind, label) ?? { to: "new" },
  }));
}

function thereIn(backend: Backend): ArticlesThere {
  return {
    async *listed() {
      yield* (await backend.articles()).articles;
    },
    async article(id) {
      if (!(await backend.holds(id))) return null;
      const { article } = (await backend.article(id)).open;
      return article.removed ? null : article;
    },
    holds: backend.holds,
  };
}
