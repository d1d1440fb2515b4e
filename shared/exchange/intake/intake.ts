import { setScheme } from "../../annotation/actions/project.ts";
import { replaceText } from "../../annotation/actions/text.ts";
import { type Author, operate } from "../../annotation/draft.ts";
import { apply, type Change, type Operation } from "../../annotation/operation.ts";
import type { Article } from "../../annotation/records.ts";
import { openArticle, type ProjectState } from "../../annotation/state.ts";
import type { AnnotationDocument } from "../../format/annotation-file.ts";
import { isHarmless, withoutDangling } from "../../format/contents.ts";
import type { Problem } from "../../format/problem.ts";
import type { Loss } from "../format.ts";
import type { IntakeChoices } from "./choices.ts";
import { type Register, registerFor, renamed } from "./entities.ts";
import { withKept } from "./kept.ts";
import type { AnsweredLabel } from "./labels.ts";
import { relabelled } from "./relabel.ts";
import { schemeWithLabels } from "./scheme.ts";
import { emptyTally, putShare, shareOf, sizeOf, type Tally } from "./share.ts";

/** Where a document goes: to a new article, to one that is here, or nowhere. */
export interface Placement {
  action: "add" | "merge" | "version" | "skip";
  /** The article's id in the project. */
  article: string;
  /** Whether ids of the document are not those of annotations that are there: it was found by its text alone, or another
   *  document of the same import went there before. Then nothing of either gives way to the other. */
  isApart?: boolean;
}

/** A document as the project will have it, so that each annotator's share of it can be taken in. */
export interface Placed extends Placement {
  document: AnnotationDocument;
}

/** An import on its way into a project: the state that it has led to, and every change that led there. */
export interface Intake {
  readonly choices: IntakeChoices;
  readonly author: Author;
  readonly register: Register;
  /** The id that an article of a file has in the project. */
  readonly articleIds: ReadonlyMap<string, string>;
  state: ProjectState;
  changes: Change[];
  losses: Loss[];
  problems: Problem[];
}

export function beginIntake(
  state: ProjectState,
  author: Author,
  choices: IntakeChoices,
  articleIds: ReadonlyMap<string, string>,
): Intake {
  const register = registerFor(state.entities, choices.byName, () => author.newId("e"));
  return { choices, author, register, articleIds, state, changes: [], losses: [], problems: [] };
}

/** Brings a document's article, with labels as they were answered, the types and the entities that it needs into the project. Annotations follow by
 *  `takeShare`, each annotator's by itself. */
export function takeArticle(
  intake: Intake,
  document: AnnotationDocument,
  placement: Placement,
  answers: readonly AnsweredLabel[],
): Placed {
  if (placement.action === "skip") return { ...placement, document };
  const { document: labelled, left } = relabelled(document, answers);
  intake.losses.push(...left);
  const { scheme } = intake.state.project;
  const wider = schemeWithLabels(scheme, labelled.project.scheme, answers);
  if (wider !== scheme) perform(intake, setScheme(intake.state, intake.author, "Add types", wider));
  placeArticle(intake, labelled, placement);
  return { ...placement, document: { ...labelled, open: withEntities(intake, labelled) } };
}

function placeArticle(intake: Intake, document: AnnotationDocument, { action, article: id }: Placement): void {
  const { state, author } = intake;
  const article: Article = { ...withKept(document), id, removed: false };
  if (action === "add") {
    perform(
      intake,
      operate(state, "Import", author, (draft) => draft.article(id, article)),
    );
  } else if (action === "version") {
    const { text, blocks, source, byline, publisher, date, url, language } = article;
    const said = Object.entries({ byline, publisher, date, url, language }).filter(([, value]) => value !== null);
    const fields = { text, blocks, source, ...Object.fromEntries(said) };
    perform(intake, replaceText(state, author, id, "Import newer version", fields).operation);
  }
}

/** The document's annotations with the project's ids for entities and articles; entities are added as they are named. */
function withEntities(intake: Intake, document: AnnotationDocument) {
  const { register, articleIds, author } = intake;
  const own = new Map(document.entities.map((entity) => [entity.id, entity]));
  const ids = new Map<string, string>();
  const entity = (id: string): string => {
    const known = ids.get(id);
    if (known !== undefined) return known;
    const stated = own.get(id);
    if (!stated) return id;
    const { id: here, added } = register.place(stated, document);
    ids.set(id, here);
    if (added)
      perform(
        intake,
        operate(intake.state, "Import", author, (draft) => draft.entity(added.id, added)),
      );
    return here;
  };
  return renamed(document.open, { entity, article: (id) => articleIds.get(id) ?? id });
}

/** Brings what some of a document's annotators said into the work of the intake's author. `taken` are ids that other
 *  annotators' work on the article has. */
export function takeShare(
  intake: Intake,
  { action, article, document, isApart }: Placed,
  of: ReadonlySet<string>,
  taken: ReadonlySet<string>,
): Tally {
  if (action === "skip") return emptyTally;
  const { author, choices } = intake;
  const whole = shareOf(document, of, author.annotator);
  const here = openArticle(intake.state, article).article;
  const { open, problems } = withoutDangling(document.open.article.title, intake.state, {
    ...whole,
    article: { ...here, id: whole.article.id },
  });
  intake.problems.push(...problems.filter((problem) => !isHarmless(problem)));
  if (sizeOf(open) + open.orphans.size === 0) return emptyTally;
  const { operation, tally } = putShare(intake.state, author, article, open, {
    sameId: isApart ? "both" : choices.sameId,
    taken,
  });
  perform(intake, operation);
  return tally;
}

function perform(intake: Intake, operation: Operation | null): void {
  if (!operation) return;
  intake.state = apply(intake.state, operation);
  intake.changes.push(...operation.changes);
}

/** Everything that was taken in as one step that can be undone; null where that is nothing. */
export function intakeOperation({ changes, author }: Intake, label: string): Operation | null {
  return changes.length === 0 ? null : { label, at: author.now(), changes };
}
