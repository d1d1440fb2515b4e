import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { violations } from "../../../shared/annotation/invariants.ts";
import { apply, invert } from "../../../shared/annotation/operation.ts";
import { emptyProjectState, openArticle, type ProjectState } from "../../../shared/annotation/state.ts";
import { defaultIntake, type IntakeChoices, sameIdChoices } from "../../../shared/exchange/intake/choices.ts";
import {
  beginIntake,
  intakeOperation,
  type Placement,
  takeArticle,
  takeShare,
} from "../../../shared/exchange/intake/intake.ts";
import {
  type AnsweredLabel,
  answersOf,
  type LabelAnswer,
  noteLabels,
  type UnknownLabel,
} from "../../../shared/exchange/intake/labels.ts";
import type { AnnotationDocument } from "../../../shared/format/annotation-file.ts";
import { author, plain, project } from "../../builders.ts";
import { documents } from "../support/documents.ts";

const me = "a1";

/** The answers that make new types of all labels that the scheme does not have, or the given ones. */
function answersFor(document: AnnotationDocument, state: ProjectState, choose: (at: number) => number = () => 0) {
  const found = new Map<string, UnknownLabel>();
  noteLabels(found, document, state.project.scheme);
  return [...found.values()].map(({ kind, label }, at): AnsweredLabel => {
    const to = answersOf[kind][choose(at) % answersOf[kind].length] ?? "new";
    return { kind, label, answer: { to } as LabelAnswer };
  });
}

function take(
  state: ProjectState,
  document: AnnotationDocument,
  placement: Placement,
  choices: IntakeChoices = defaultIntake,
  choose?: (at: number) => number,
) {
  const intake = beginIntake(state, author(me), choices, new Map());
  const placed = takeArticle(intake, document, placement, answersFor(document, state, choose));
  const tally = takeShare(intake, placed, everybody(document), new Set());
  return { ...intake, tally, operation: intakeOperation(intake, "Import") };
}

const everybody = ({ open }: AnnotationDocument) =>
  new Set(
    [open.mentions, open.quotes, open.claims, open.relations].flatMap((table) =>
      [...table.values()].map(({ annotator }) => annotator),
    ),
  );
const empty = () => emptyProjectState(project());
const placeOf = ({ open }: AnnotationDocument, action: Placement["action"]): Placement => ({
  action,
  article: open.article.id,
});
const broken = (state: ProjectState, article: string) =>
  violations(state, openArticle(state, article)).filter(({ warning }) => !warning);

/** Everything annotated, whoever did and whatever the register calls the entities. */
const sizes = (state: ProjectState, article: string) => {
  const { mentions, quotes, claims, relations } = openArticle(state, article);
  return [mentions.size, quotes.size, claims.size, relations.size];
};

describe("taking a document into a project", () => {
  it("keeps every annotation, breaks no rule, and is undone by its inverse", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const before = empty();
        const { state, operation, tally } = take(before, document, placeOf(document, "add"));
        const { id } = document.open.article;
        const { mentions, quotes, claims, relations } = document.open;
        expect(sizes(state, id)).toEqual([mentions.size, quotes.size, claims.size, relations.size]);
        expect([tally.kept, tally.replaced]).toEqual([0, 0]);
        expect(broken(state, id)).toEqual([]);
        if (!operation) throw new Error("an article is a change");
        expect(plain(apply(before, operation))).toEqual(plain(state));
        expect(plain(apply(state, invert(operation)))).toEqual(plain(before));
      }),
      { numRuns: 60 },
    );
  });

  it("changes nothing the second time, whatever is to become of what differs", () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(...sameIdChoices), (document, sameId) => {
        const first = take(empty(), document, placeOf(document, "add"));
        const again = take(first.state, document, placeOf(document, "merge"), { ...defaultIntake, sameId });
        expect(again.changes).toEqual([]);
        expect(again.tally.same).toBe(first.tally.added);
      }),
      { numRuns: 60 },
    );
  });

  it("never takes away what is here, unless the file's word is to hold", () => {
    fc.assert(
      fc.property(documents, documents, fc.constantFrom("mine" as const, "both" as const), (one, other, sameId) => {
        const { id } = one.open.article;
        const same = {
          ...other,
          open: {
            ...other.open,
            article: { ...other.open.article, id, text: one.open.article.text, blocks: one.open.article.blocks },
          },
        };
        if (one.open.article.text !== other.open.article.text) return;
        const first = take(empty(), one, placeOf(one, "add"));
        const second = take(first.state, same, placeOf(one, "merge"), { ...defaultIntake, sameId });
        for (const table of ["mentions", "quotes", "claims", "relations"] as const)
          for (const [key, record] of openArticle(first.state, id)[table])
            expect(openArticle(second.state, id)[table].get(key)).toEqual(record);
        expect(broken(second.state, id)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("breaks no rule whatever labels become", () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }), (document, choices) => {
        const state = emptyProjectState({
          ...project(),
          scheme: { ...project().scheme, entityTypes: [], relationTypes: [] },
        });
        const taken = take(state, document, placeOf(document, "add"), defaultIntake, (at) => choices[at % 8] ?? 0);
        expect(broken(taken.state, document.open.article.id)).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });
});
