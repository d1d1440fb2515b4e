import type { Author } from "../../../shared/annotation/draft.ts";
import type { Operation } from "../../../shared/annotation/operation.ts";
import type { ProjectState } from "../../../shared/annotation/state.ts";
import type { Loss } from "../../../shared/exchange/format.ts";
import {
  beginIntake,
  intakeOperation,
  type Placed,
  takeArticle,
  takeShare,
} from "../../../shared/exchange/intake/intake.ts";
import type { AnsweredLabel } from "../../../shared/exchange/intake/labels.ts";
import { emptyTally, summedTally, type Tally } from "../../../shared/exchange/intake/share.ts";
import { summed } from "../../../shared/exchange/loss.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import type { Problem } from "../../../shared/format/problem.ts";
import type { ImportDecisions } from "../../../shared/host/exchange.ts";
import type { Annotator } from "../profile.ts";
import { namedIn } from "./people.ts";
import type { Placing } from "./placing.ts";

/** A document that waits to be taken into a project, and the format that it came in. */
export interface Waiting {
  format: string;
  document: AnnotationDocument;
}

/** An annotator's share of a document that was placed. */
export interface OthersShare {
  person: Annotator;
  placed: Placed;
  of: ReadonlySet<string>;
}

export interface Prepared {
  operation: Operation | null;
  state: ProjectState;
  /** Articles that were there before and were changed. */
  open: string[];
  articles: string[];
  counts: { added: number; merged: number; versions: number; skipped: number };
  mine: Tally;
  others: OthersShare[];
  losses: Loss[];
  problems: Problem[];
}

/** What an import needs to know of the project that it goes into. */
export interface Into {
  me: Annotator;
  author: Author;
  placing: Placing;
  personFor(id: string, name: string): Annotator;
  /** The state with those articles open. */
  opened(articles: readonly string[]): Promise<ProjectState>;
  /** Ids that other annotators' work on an article has. */
  taken(article: string): Promise<ReadonlySet<string>>;
}

/** Makes of documents one operation with everything but other annotators' work, and says what that is. */
export async function prepare(
  waiting: readonly Waiting[],
  { choices, labels }: Pick<ImportDecisions, "choices" | "labels">,
  { me, author, placing, personFor, opened, taken }: Into,
): Promise<Prepared> {
  const ids = new Map<string, string>();
  const placements = [];
  const added = new Set<string>();
  for (const { document } of waiting) {
    const placement = await placing.place(document, choices);
    if (placement.action === "add") added.add(placement.article);
    if (placement.action !== "skip") ids.set(document.open.article.id, placement.article);
    placements.push(placement);
  }
  const touched = placements.filter(({ action }) => action === "merge" || action === "version");
  const open = [...new Set(touched.map(({ article }) => article))].filter((id) => !added.has(id));
  const intake = beginIntake(await opened(open), author, choices, ids);
  const result = { added: 0, merged: 0, versions: 0, skipped: 0 };
  const counted = { add: "added", merge: "merged", version: "versions", skip: "skipped" } as const;
  const others: OthersShare[] = [];
  let mine = emptyTally;
  for (const [at, { format, document }] of waiting.entries()) {
    const placement = placements[at];
    if (!placement) continue;
    // Other requests need not wait for a large import.
    if (at % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
    result[counted[placement.action]]++;
    if (placement.action === "skip") continue;
    const placed = takeArticle(intake, document, placement, answersIn(labels, format));
    const shares = sharesOf(document, personFor);
    for (const { person, of } of shares) {
      if (person.id !== me.id) others.push({ person, placed, of });
      else
        mine = summedTally(
          mine,
          takeShare(intake, placed, of, open.includes(placement.article) ? await taken(placement.article) : new Set()),
        );
    }
  }
  const count = waiting.length - result.skipped;
  return {
    operation: intakeOperation(intake, count === 1 ? "Import annotations" : `Import annotations of ${count} articles`),
    state: intake.state,
    open,
    articles: [...new Set(placements.filter(({ action }) => action !== "skip").map(({ article }) => article))],
    counts: result,
    mine,
    others,
    losses: summed(intake.losses),
    problems: intake.problems,
  };
}

/** What was answered for the labels of a format. */
export const answersIn = (labels: ImportDecisions["labels"], format: string): AnsweredLabel[] =>
  labels.filter((one) => one.format === format).map(({ kind, label, answer }) => ({ kind, label, answer }));

/** Whose work a document's annotations become: each person once, with the names that the file has for them. */
export function sharesOf(document: AnnotationDocument, personFor: Into["personFor"]) {
  const shares = new Map<string, { person: Annotator; of: Set<string> }>();
  for (const [id, { name }] of namedIn(document)) {
    const person = personFor(id, name);
    const share = shares.get(person.id) ?? { person, of: new Set<string>() };
    share.of.add(id);
    shares.set(person.id, share);
  }
  return [...shares.values()];
}
