import { blockAt } from "../../shared/annotation/actions/quote.ts";
import {
  acceptSuggestion,
  acceptSuggestions,
  forgetLessons,
  rejectSuggestions,
} from "../../shared/annotation/actions/suggestion.ts";
import type { Operation } from "../../shared/annotation/operation.ts";
import type { Span, StoredSuggestion } from "../../shared/annotation/records.ts";
import { moveEndByWord, moveStartByWord } from "../../shared/article/words.ts";
import { alikeTo, inReadingOrder } from "../../shared/suggest/offered.ts";
import { shownArticle, store } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { undo } from "../app/undo.ts";
import { author, change, perform } from "../app/work.ts";
import { makeCurrent } from "../commands/target.ts";
import { editorPort } from "../editor/port.ts";
import { review } from "./store.ts";

/** Makes a suggestion current and shows it; null where there is none any more. */
export function choose(suggestion: StoredSuggestion | null, options: { reveal?: boolean } = {}): void {
  const [span] = suggestion?.spans ?? [];
  review.setState((state) => ({ current: suggestion, at: span?.start ?? state.at }));
  if (!suggestion) return;
  store.setState({ current: null, moved: false });
  if (span && options.reveal) editorPort()?.reveal(span);
}

/** Goes to the next or previous suggestion in reading order, round the end of the text. */
export function goSuggestion(direction: 1 | -1): void {
  const { offered, current, at } = review.getState();
  if (offered.length === 0) return;
  const app = store.getState();
  const place = app.moved && app.selection ? app.selection.start : at;
  const index = current && !app.moved ? offered.findIndex(({ id }) => id === current.id) : -1;
  const startOf = (one: StoredSuggestion) => one.spans[0]?.start ?? 0;
  const fromPlace =
    direction === 1
      ? offered.findIndex((one) => startOf(one) >= place)
      : offered.findLastIndex((one) => startOf(one) < place);
  const next = index >= 0 ? index + direction : fromPlace < 0 ? (direction === 1 ? 0 : -1) : fromPlace;
  choose(offered[(next + offered.length) % offered.length] ?? null, { reveal: true });
}

/** Performs what was decided on a suggestion and goes on to the one after it. */
function decide(suggestion: StoredSuggestion, operation: Operation | null): boolean {
  if (!perform(operation)) return false;
  const { offered } = review.getState();
  const next = offered.find((one) => inReadingOrder(one, suggestion) > 0) ?? offered[0] ?? null;
  choose(next, { reveal: true });
  return true;
}

/** Accepts a suggestion; what it made is the current quote where it is one, so that the speaker can be given at once. */
export function accept(suggestion: StoredSuggestion): void {
  const { state, article } = store.getState();
  if (!state || article === null) return;
  const { operation, id } = acceptSuggestion(state, author, article, suggestion);
  if (decide(suggestion, operation) && suggestion.kind === "quote") store.setState({ currentQuote: id });
}

export function reject(suggestion: StoredSuggestion): void {
  const { state, article } = store.getState();
  if (!state || article === null) return;
  decide(suggestion, rejectSuggestions(state, author, article, [suggestion]));
}

/** What one decision would stand for: the suggestion itself and those like it. */
export function alike(suggestion: StoredSuggestion): StoredSuggestion[] {
  const text = shownArticle(store.getState())?.article.text ?? "";
  return alikeTo(text, suggestion, review.getState().offered);
}

export function acceptAlike(suggestion: StoredSuggestion): void {
  decideAlike(suggestion, "accepted", acceptSuggestions);
}

export function rejectAlike(suggestion: StoredSuggestion): void {
  decideAlike(suggestion, "rejected", rejectSuggestions);
}

function decideAlike(suggestion: StoredSuggestion, done: string, build: typeof acceptSuggestions): void {
  const { state, article } = store.getState();
  if (!state || article === null) return;
  const all = alike(suggestion);
  if (decide(suggestion, build(state, author, article, all)) && all.length > 1) {
    toast(`${all.length} suggestions ${done}`, [], { action: { label: "Undo", run: () => void undo() } });
  }
}

/** Accepts a suggestion with one end moved by a word. What it made is current then: more of the same keys move it on. */
export function correct(suggestion: StoredSuggestion, edge: "start" | "end", direction: 1 | -1): void {
  const { state, article } = store.getState();
  const open = shownArticle(store.getState());
  const spans = open && withMovedEdge(open.article, suggestion.spans, edge, direction);
  if (!state || article === null || !spans) return;
  const { operation, id } = acceptSuggestion(state, author, article, suggestion, spans);
  if (!perform(operation)) return;
  choose(null);
  const piece = edge === "start" ? 0 : spans.length - 1;
  makeCurrent(id, { piece });
  review.setState({ at: (suggestion.spans[0]?.start ?? 0) + 1 });
}

/** The pieces of a suggestion with the first one's start or the last one's end a word further; null where it cannot be. */
function withMovedEdge(
  article: { text: string; blocks: readonly Span[] },
  spans: readonly Span[],
  edge: "start" | "end",
  direction: 1 | -1,
): Span[] | null {
  const at = edge === "start" ? 0 : spans.length - 1;
  const piece = spans[at];
  if (!piece) return null;
  const move = edge === "start" ? moveStartByWord : moveEndByWord;
  const moved = { ...piece, [edge]: move(article.text, piece[edge], direction) };
  const block = blockAt(article, piece[edge]);
  if (moved.end <= moved.start || moved[edge] < block.start || moved[edge] > block.end) return null;
  return spans.map((one, index) => (index === at ? moved : one));
}

/** Forgets what decisions taught: these lessons, or all. */
export const forget = (ids?: readonly string[]): boolean => change((state) => forgetLessons(state, author, ids));
