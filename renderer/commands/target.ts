import { near, placedKinds } from "../../shared/annotation/article-index.ts";
import { coveredText, spansOf } from "../../shared/annotation/graph.ts";
import type { Annotation, Quote, Span } from "../../shared/annotation/records.ts";
import { type ArticleState, type FoundAnnotation, findAnnotation } from "../../shared/annotation/state.ts";
import { completeWords, wordAt } from "../../shared/article/words.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { editorPort } from "../editor/port.ts";

/** Makes an annotation current, and a quote the current quote, and shows it. */
export function makeCurrent(id: string, options: { reveal?: boolean; piece?: number } = {}): void {
  const app = store.getState();
  const open = shownArticle(app);
  const found = open ? findAnnotation(open, id) : null;
  if (!open || !found) return;
  const currentQuote = found.kind === "quote" ? id : app.currentQuote;
  store.setState({ current: id, currentQuote, piece: options.piece ?? 0, moved: false });
  const [first] = spansOf(found.record);
  if (options.reveal && first) editorPort()?.reveal(first);
}

/** Makes what was just marked current, and lets go of the selection it was marked from. */
export function showMarked(id: string): void {
  makeCurrent(id);
  const { selection } = store.getState();
  if (!selection) return;
  const caret = { start: selection.end, end: selection.end };
  store.setState({ selection: caret });
  editorPort()?.select(caret);
}

export const hasArticle = (app: AppState): boolean => shownArticle(app) !== null;

export const selected = (app: AppState): Span | null =>
  app.selection && app.selection.start < app.selection.end ? app.selection : null;

/** The selection as a span to mark, words completed unless `exact`; without a selection, the word at the caret. */
export function targetSpan(app: AppState, exact: boolean): Span | null {
  const open = shownArticle(app);
  if (!open || !app.selection) return null;
  const { text } = open.article;
  const { start, end } = app.selection;
  if (start === end) return wordAt(text, start);
  return exact ? { start, end } : completeWords(text, start, end);
}

export function currentAnnotation(app: AppState): FoundAnnotation | null {
  const open = shownArticle(app);
  return open && app.current !== null ? findAnnotation(open, app.current) : null;
}

export function currentQuote(app: AppState): Quote | null {
  const open = shownArticle(app);
  return open && app.currentQuote !== null ? (open.quotes.get(app.currentQuote) ?? null) : null;
}

/** The mention that S would take: the one at the caret when the caret was moved there, else the current one. */
export function mentionAtHand(app: AppState): string | null {
  const open = shownArticle(app);
  if (!open) return null;
  const found = currentAnnotation(app);
  if (!app.moved) return found?.kind === "mention" ? found.record.id : null;
  return mentionAtSelection(open, app.selection)?.id ?? null;
}

/** The innermost mention that holds the whole selection. */
export function mentionAtSelection(open: ArticleState, selection: Span | null) {
  if (!selection) return null;
  const holding = [...near(open, "mention", selection)].filter((mention) =>
    mention.spans.some((span) => span.start <= selection.start && selection.end <= span.end),
  );
  const size = (spans: readonly Span[]) => spans.reduce((sum, span) => sum + span.end - span.start, 0);
  return holding.sort((a, b) => size(a.spans) - size(b.spans))[0] ?? null;
}

/** Every annotation with a span at an offset, innermost first. */
export function annotationsAt(open: ArticleState, offset: number): Annotation[] {
  const length = (record: Annotation) =>
    Math.min(
      ...spansOf(record)
        .filter((span) => holds(span, offset))
        .map((span) => span.end - span.start),
    );
  return placedKinds
    .flatMap((kind): Annotation[] => [...near(open, kind, { start: offset, end: offset })])
    .filter((record) => spansOf(record).some((span) => holds(span, offset)))
    .sort((a, b) => length(a) - length(b));
}

const holds = (span: Span, offset: number) => span.start <= offset && offset <= span.end;

export function describe(open: ArticleState, found: FoundAnnotation): string {
  const text = coveredText(open.article.text, spansOf(found.record)).replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
