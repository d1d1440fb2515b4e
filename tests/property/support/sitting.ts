import fc from "fast-check";
import {
  cycleStatus,
  removeAnnotation,
  setFields,
  setPiece,
  setWorkState,
} from "../../../shared/annotation/actions/annotation.ts";
import { addClaim } from "../../../shared/annotation/actions/claim.ts";
import { createEntity, deleteEntity, mergeEntities, setEntity } from "../../../shared/annotation/actions/entity.ts";
import { linkMention, markMention, markOccurrences } from "../../../shared/annotation/actions/mention.ts";
import {
  addArticles,
  removeArticle,
  renameEntityType,
  setArticle,
  setScheme,
} from "../../../shared/annotation/actions/project.ts";
import { addQuote, addQuotePiece, setCue, setParty, toggleParty } from "../../../shared/annotation/actions/quote.ts";
import { addRelation } from "../../../shared/annotation/actions/relation.ts";
import {
  acceptSuggestion,
  forgetLessons,
  keepSuggestions,
  rejectSuggestions,
} from "../../../shared/annotation/actions/suggestion.ts";
import { dropOrphan, placeOrphan, replaceText } from "../../../shared/annotation/actions/text.ts";
import type { Author } from "../../../shared/annotation/draft.ts";
import { apply, type Operation } from "../../../shared/annotation/operation.ts";
import type { Party, Span, StoredSuggestion } from "../../../shared/annotation/records.ts";
import { articleState, type ProjectState, withArticle } from "../../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import { createOffsetIndex } from "../../../shared/article/offsets.ts";
import { article, author, entity, projectWith, suggestion } from "../../builders.ts";

const text =
  "Mayor resigns\n\nJane Doe, the mayor of Port Ellery, said she was “proud 😀 of the work” and would leave. " +
  "Doe told the Post: “It is time,” adding that Doe’s team stays.\n\nThe Post said the 𝒳 inquiry goes on; Doe denied it.";
const index = createOffsetIndex(text);
const characters = index.toCodePoint(text.length);

/** One step of a sitting: which action, and numbers that choose among whatever there is when its turn comes. */
interface Step {
  action: number;
  picks: number[];
}
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ action: fc.nat(1000), picks: fc.array(fc.nat(10_000), { minLength: 6, maxLength: 6 }) }),
  { maxLength: 60, size: "max" },
);

/** The state that every sitting begins with. */
export const start = (): ProjectState =>
  withArticle(
    projectWith(article(text), {}, [entity("e1", "Jane Doe"), entity("e2", "The Post", { type: "Organization" })]),
    articleState(article("Another article about Doe.", { id: "other" })),
  );

/** Picks by number: the same number picks the same thing of the same state. */
function chooser(state: ProjectState, picks: readonly number[]) {
  let at = 0;
  const number = () => picks[at++ % picks.length] ?? 0;
  const among = <T>(things: readonly T[]): T | undefined => things[number() % Math.max(1, things.length)];
  const sorted = (ids: Iterable<string>) => [...ids].sort();
  const open = (among(sorted(state.articles.keys())) ?? "story") as string;
  const shown = state.articles.get(open);
  const length = shown ? createOffsetIndex(shown.article.text).toCodePoint(shown.article.text.length) : characters;
  const span = (): Span => {
    const offsets = createOffsetIndex(shown?.article.text ?? text);
    const from = number() % (length - 1);
    return { start: offsets.toUtf16(from), end: offsets.toUtf16(from + 1 + (number() % Math.min(20, length - from))) };
  };
  const id = (table: "mentions" | "quotes" | "claims" | "relations" | "orphans") =>
    among(sorted(shown?.[table].keys() ?? []));
  const any = () =>
    among(
      sorted((["mentions", "quotes", "claims", "relations"] as const).flatMap((t) => [...(shown?.[t].keys() ?? [])])),
    );
  const known = () => among(sorted(state.entities.keys()));
  const party = (): Party | null => {
    const [said, who] = [id("mentions"), known()];
    if (number() % 3 === 0) return who === undefined ? null : { entity: who };
    return said === undefined ? null : { mention: said };
  };
  return { article: open, shown, number, among, span, id, any, entity: known, party };
}
type Chooser = ReturnType<typeof chooser>;

/** A suggestion of any kind, for any place, that means somebody known, somebody new or nobody. */
function suggested(pick: Chooser): StoredSuggestion {
  const kind = pick.among(["mention", "quote", "claim"] as const) ?? "claim";
  const means = pick.number() % 3 === 0 ? null : { entity: pick.entity() ?? null, type: "Person", name: "Jane Doe" };
  const form = kind === "mention" ? "name" : kind === "quote" ? "indirect" : null;
  const speaker = kind === "quote" ? { span: pick.span(), form: "nominal" as const } : null;
  return suggestion(kind, [pick.span()], { form, means, speaker, cue: kind === "quote" ? [pick.span()] : [] });
}

const actions: ((state: ProjectState, by: Author, pick: Chooser) => Operation | null)[] = [
  (state, by, pick) => markMention(state, by, pick.article, pick.span(), "Person").operation,
  (state, by, pick) => markMention(state, by, pick.article, pick.span(), "Organization").operation,
  (state, by, pick) => {
    const words = pick.among(["Doe", "the Post", "she", "Jane Doe", "the mayor"]) ?? "Doe";
    const at = pick.shown?.article.text.indexOf(words) ?? -1;
    const span = { start: at, end: at + words.length };
    return at < 0 ? null : markMention(state, by, pick.article, span, "Person").operation;
  },
  (state, by, pick) => withId(pick.id("mentions"), (id) => markOccurrences(state, by, pick.article, id)),
  (state, by, pick) =>
    withId(pick.id("mentions"), (id) =>
      linkMention(
        state,
        by,
        pick.article,
        id,
        pick.number() % 3 === 0 ? { type: "Place", name: "Here" } : { entity: pick.entity() ?? null },
      ),
    ),
  (state, by, pick) => addQuote(state, by, pick.article, pick.span()).operation,
  (state, by, pick) => withId(pick.id("quotes"), (id) => addQuotePiece(state, by, pick.article, id, pick.span())),
  (state, by, pick) => withId(pick.id("quotes"), (id) => setCue(state, by, pick.article, id, [pick.span()])),
  (state, by, pick) =>
    withId(pick.id("quotes"), (id) => {
      const party = pick.party();
      return (
        party && toggleParty(state, by, pick.article, id, pick.among(["speakers", "addressees"]) ?? "speakers", party)
      );
    }),
  (state, by, pick) =>
    withId(pick.id("quotes"), (id) =>
      setParty(state, by, pick.article, id, "speakers", pick.party() ?? { type: "Person", name: "Nobody" }),
    ),
  (state, by, pick) => addClaim(state, by, pick.article, [pick.span()], pick.id("quotes")).operation,
  (state, by, pick) => addClaim(state, by, pick.article, [pick.span()]).operation,
  (state, by, pick) =>
    withId(pick.id("claims"), (id) => {
      const who = pick.entity();
      return setFields(state, by, pick.article, id, "Set claimant", { claimant: who ? { entity: who } : null });
    }),
  (state, by, pick) =>
    withId(pick.any(), (from) => {
      const to = pick.number() % 4 === 0 ? pick.entity() : pick.any();
      return to === undefined ? null : addRelation(state, by, pick.article, "about", from, to).operation;
    }),
  (state, by, pick) =>
    withId(pick.any(), (from) => {
      const there = pick.among([...state.articles.values()]);
      const to = there && pick.among([...there.claims.keys(), ...there.mentions.keys()].sort());
      return there && to
        ? addRelation(state, by, pick.article, "about", from, { article: there.article.id, id: to }).operation
        : null;
    }),
  (state, by, pick) => acceptSuggestion(state, by, pick.article, suggested(pick), [pick.span()]).operation,
  (state, by, pick) => rejectSuggestions(state, by, pick.article, [suggested(pick), suggested(pick)]),
  (state, by, pick) => keepSuggestions(state, by, pick.article, [suggested(pick)]),
  (state, by) => forgetLessons(state, by, [...state.lessons.keys()].slice(0, 2)),
  (state, by, pick) => withId(pick.any(), (id) => removeAnnotation(state, by, pick.article, id).operation),
  (state, by, pick) => withId(pick.any(), (id) => cycleStatus(state, by, pick.article, id)),
  (state, by, pick) =>
    withId(pick.id("quotes"), (id) =>
      setPiece(state, by, pick.article, id, "content", pick.number() % 2, pick.number() % 4 === 0 ? null : pick.span()),
    ),
  (state, by, pick) =>
    withId(pick.id("mentions"), (id) => setPiece(state, by, pick.article, id, "spans", 0, pick.span())),
  (state, by) => createEntity(state, by, "Person", "Somebody").operation,
  (state, by, pick) =>
    withId(pick.entity(), (id) => setEntity(state, by, id, "Rename", { name: `Name ${pick.number()}` })),
  (state, by, pick) =>
    withId(pick.entity(), (from) => withId(pick.entity(), (into) => mergeEntities(state, by, from, into))),
  (state, by, pick) => withId(pick.entity(), (id) => deleteEntity(state, by, id)),
  (state, by, pick) => renameEntityType(state, by, "Person", `Human ${pick.number()}`),
  (state, by, pick) =>
    setScheme(state, by, "Scheme", { ...state.project.scheme, verdicts: [`verdict ${pick.number()}`] }),
  (state, by, pick) => setWorkState(state, by, pick.article, pick.among(["todo", "doing", "done"] as const) ?? "done"),
  (state, by, pick) => setArticle(state, by, pick.article, "Title", { title: `Title ${pick.number()}` }),
  (state, by, pick) => removeArticle(state, by, pick.article),
  (state, by, pick) => {
    const id = `imported${pick.number() % 3}`;
    return state.articles.has(id) ? null : addArticles(state, by, [article("Doe again.", { id })]);
  },
  (state, by, pick) => {
    const { start, end } = pick.span();
    const before = pick.shown?.article.text ?? "";
    const words = pick.among(["", "Doe", " 😀 and more. ", "The Post said so.\n\n", before.slice(0, 40)]) ?? "";
    const changed = before.slice(0, start) + words + before.slice(end);
    if (pick.shown === undefined || changed.trim().length < 4) return null;
    const fields = { text: changed, blocks: blocksOfPlainText(changed) };
    return replaceText(state, by, pick.article, "Edit text", fields).operation;
  },
  (state, by, pick) =>
    withId(pick.id("orphans"), (id) => placeOrphan(state, by, pick.article, id, pick.number() % 2, pick.span())),
  (state, by, pick) => withId(pick.id("orphans"), (id) => dropOrphan(state, by, pick.article, id)),
];

const withId = (id: string | undefined, act: (id: string) => Operation | null) => (id === undefined ? null : act(id));

export interface Sitting {
  states: ProjectState[];
  operations: Operation[];
  end: ProjectState;
}

/** Plays steps from the start and collects what they made. */
function play(sitting: readonly Step[], begun: ProjectState): Sitting {
  const by = author();
  const states: ProjectState[] = [];
  const operations: Operation[] = [];
  let state = begun;
  for (const { action, picks } of sitting) {
    const operation = actions[action % actions.length]?.(state, by, chooser(state, picks));
    if (!operation) continue;
    operations.push(operation);
    state = apply(state, operation);
    states.push(state);
  }
  return { states, operations, end: state };
}

/** Holds for every sitting that can be thought of. */
export const check = (holds: (sitting: Sitting) => void, begin: () => ProjectState = start) =>
  fc.assert(
    fc.property(steps, (sitting) => holds(play(sitting, begin()))),
    { numRuns: 400 },
  );
