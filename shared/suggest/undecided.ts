import { acceptSuggestions } from "../annotation/actions/suggestion.ts";
import type { Author } from "../annotation/draft.ts";
import { apply } from "../annotation/operation.ts";
import { type Annotation, type StoredSuggestion, suggestedKinds } from "../annotation/records.ts";
import { type ArticleState, type ProjectState, type Table, tableOfKind } from "../annotation/state.ts";
import { offered, usualLeast } from "./offered.ts";
import { offersOf } from "./offers.ts";
import { isBuiltIn, suggesterFor } from "./packs.ts";
import { learntFrom, registerWith, weigh } from "./weigh.ts";

/** What the built-in suggester offers for an open article, and what is kept for it, that nobody has decided. */
export function undecided(
  state: ProjectState,
  { article, ...open }: ArticleState,
  annotator: string,
): StoredSuggestion[] {
  const { text, blocks, language } = article;
  const suggester = suggesterFor(language);
  const lessons = [...state.lessons.values()];
  const learnt = learntFrom(state.lessons);
  const made: StoredSuggestion[] = [];
  if (suggester) {
    const offers = offersOf(suggester, annotator);
    const register = registerWith(
      [...state.entities.values()].filter(({ mergedInto }) => mergedInto === null),
      lessons,
    );
    for (const batch of suggester.suggest({ text, blocks, register, lessons })) made.push(...offers(batch));
  }
  const weighed = made.flatMap((one) => weigh(text, one, learnt) ?? []);
  return offered({ article, ...open }, weighed, { kinds: new Set(suggestedKinds), least: usualLeast });
}

/** Longer texts are not read again for each file that is written, in UTF-16 units: about 16,000 words, a tenth of a second. */
const LONGEST_KEPT = 100_000;

/** What the built-in suggester offers in an article that somebody has begun to review and that nobody has decided: for the
 *  article's file of suggestions, where other programs find it. It is made again whenever the article is opened. */
export function pendingBeside(state: ProjectState, open: ArticleState, annotator: string): StoredSuggestion[] {
  const isReviewed = open.suggestions.some(({ decision }) => decision !== "pending");
  if (!isReviewed || open.article.text.length > LONGEST_KEPT) return [];
  return undecided(state, open, annotator).filter(({ producer }) => isBuiltIn(producer));
}

/** The state with what is suggested for an article and not decided in it as annotations, each with an origin that nobody
 *  accepted: for whoever asks for it in an export. Never to be saved. */
export function withUndecided(state: ProjectState, article: string, author: Author): ProjectState {
  const before = state.articles.get(article);
  const operation = before && acceptSuggestions(state, author, article, undecided(state, before, author.annotator));
  const after = operation && apply(state, operation).articles.get(article);
  if (!before || !after) return state;
  const mark = <T extends Annotation>(known: Table<T>, now: Table<T>): Table<T> =>
    now.map((one) =>
      known.has(one.id) || one.origin.kind !== "suggested"
        ? one
        : { ...one, origin: { ...one.origin, accepted: null } },
    );
  const marked = Object.fromEntries(
    suggestedKinds.map((kind) => [
      tableOfKind[kind],
      mark<never>(before[tableOfKind[kind]] as never, after[tableOfKind[kind]] as never),
    ]),
  );
  const open = { ...after, ...marked, work: before.work, suggestions: before.suggestions };
  return { ...apply(state, operation), lessons: state.lessons, articles: state.articles.set(article, open) };
}
