import type { Span, StoredSuggestion } from "../../shared/annotation/records.ts";
import type { ArticleState } from "../../shared/annotation/state.ts";
import { candidates, inReadingOrder, undecidedIn, type Wanted } from "../../shared/suggest/offered.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { editorPort } from "../editor/port.ts";
import type { Request } from "./jobs.ts";
import { builtInProducer, type Outcome, type Producer } from "./producer.ts";
import { nothingSuggested, review } from "./store.ts";

/** So long after the last change of what is known suggestions are made anew. */
const idle = 250;

/** Keeps the suggestions of the window in step with its article, register and lessons. @returns what ends that. */
export function keepSuggesting(producers: readonly Producer[] = [builtInProducer()]): () => void {
  let tables: Tables | null = null;
  let basis: { article: string; text: string; known: unknown[] } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let cancel: () => void = () => undefined;

  const stop = () => {
    clearTimeout(timer);
    cancel();
    cancel = () => undefined;
  };

  // With what is on the screen, a text is shown anew; without, more is known of one that has its suggestions already.
  const begin = (app: AppState, open: ArticleState, sight: Span | null) => {
    stop();
    const isNew = sight !== null;
    const request = requestFor(app, open, sight);
    const bySource = new Map<string, StoredSuggestion[]>();
    const all = () => [...bySource.values()].flat();
    const ended: Outcome[] = [];
    if (isNew) review.setState({ status: "running", ...nothingSuggested });
    const running = producers.map((producer) => {
      const some: StoredSuggestion[] = [];
      bySource.set(producer.id, some);
      return producer.start(
        request,
        (batch, isEarly) => {
          if (!isEarly) some.push(...batch);
          // What is there already stays until what takes its place is whole.
          if (isNew) add(batch);
        },
        (outcome) => {
          ended.push(outcome);
          if (ended.length < producers.length) return;
          show(all());
          review.setState({ ...statusAfter(ended), renewing: false });
        },
      );
    });
    cancel = () => {
      for (const end of running) end();
    };
  };

  const look = (app: AppState) => {
    const open =
      app.settings.review && app.textEdit === null && app.opened?.readOnly === false ? shownArticle(app) : null;
    if (!open || !app.state) {
      if (review.getState().status === "off") return;
      stop();
      basis = null;
      tables = null;
      review.setState({ status: "off", ...nothingSuggested });
      return;
    }
    const known = [app.state.entities, app.state.lessons, open.article.language];
    const isSameText = basis?.article === open.article.id && basis.text === open.article.text;
    if (!isSameText) {
      const isShown = basis === null || basis.article === open.article.id;
      begin(app, open, (isShown && editorPort()?.inSight()) || { start: 0, end: 0 });
    } else if (known.some((one, at) => one !== basis?.known[at])) {
      clearTimeout(timer);
      review.setState({ renewing: true });
      timer = setTimeout(() => {
        const now = store.getState();
        const shown = shownArticle(now);
        if (shown?.article.id === open.article.id) begin(now, shown, null);
      }, idle);
    }
    basis = { article: open.article.id, text: open.article.text, known };
    if (tables && isSameText && isUnchanged(tables, open)) return;
    tables = open;
    if (isSameText) show(review.getState().made);
  };

  const endLook = store.subscribe(look);
  const endFilter = review.subscribe((next, before) => {
    if (next.wanted !== before.wanted) show(next.made);
  });
  // An annotation that becomes current takes the keys with it.
  const endCurrent = store.subscribe((next, before) => {
    if (next.current !== null && next.current !== before.current) review.setState({ current: null });
  });
  look(store.getState());
  return () => {
    stop();
    endLook();
    endFilter();
    endCurrent();
  };
}

type Tables = Pick<ArticleState, "mentions" | "quotes" | "claims" | "suggestions">;
const isUnchanged = (a: Tables, b: Tables) =>
  a.mentions === b.mentions && a.quotes === b.quotes && a.claims === b.claims && a.suggestions === b.suggestions;

function requestFor(app: AppState, { article }: ArticleState, sight: Span | null): Request {
  return {
    article: article.id,
    text: article.text,
    blocks: article.blocks,
    language: article.language,
    entities: [...(app.state?.entities.values() ?? [])].filter(({ mergedInto }) => mergedInto === null),
    lessons: [...(app.state?.lessons.values() ?? [])],
    annotator: app.opened?.annotator.id ?? "",
    sight,
  };
}

function statusAfter(ended: readonly Outcome[]): { status: "ready" | "none" | "failed"; reason: string } {
  const failed = ended.find((one) => one.kind === "failed");
  if (ended.some(({ kind }) => kind === "done")) return { status: "ready", reason: failed?.reason ?? "" };
  return failed ? { status: "failed", reason: failed.reason } : { status: "none", reason: "" };
}

/** Offers what a producer has found just now besides what is there, each in its place in the text. What was offered early
 *  stays as it is until all are there. */
function add(batch: readonly StoredSuggestion[]): void {
  const open = shownArticle(store.getState());
  if (!open) return;
  const { made, offered: known, wanted } = review.getState();
  const ids = new Set(known.map(({ id }) => id));
  const more = undecidedIn(open, candidates(batch, wanted)).filter(({ id }) => !ids.has(id));
  review.setState({ made: [...made, ...batch], offered: merged(known, more) });
}

/** Two lists in reading order as one. */
function merged(some: readonly StoredSuggestion[], others: readonly StoredSuggestion[]): StoredSuggestion[] {
  const all: StoredSuggestion[] = [];
  let at = 0;
  for (const one of others) {
    for (let next = some[at]; next && inReadingOrder(next, one) <= 0; next = some[at]) {
      all.push(next);
      at += 1;
    }
    all.push(one);
  }
  return [...all, ...some.slice(at)];
}

let lastCandidates: {
  made: readonly StoredSuggestion[];
  wanted: Wanted;
  kept: unknown;
  all: StoredSuggestion[];
} | null = null;

/** The candidates of what was made and of what is kept in the article, found once for many decisions. */
function candidatesOf(open: ArticleState, made: readonly StoredSuggestion[], wanted: Wanted): StoredSuggestion[] {
  const kept = [...open.suggestions.values()].filter(({ decision }) => decision === "pending");
  const isSame = lastCandidates?.made === made && lastCandidates.wanted === wanted && kept.length === 0;
  if (lastCandidates && isSame && lastCandidates.kept === 0) return lastCandidates.all;
  const all = candidates([...made, ...kept], wanted);
  lastCandidates = { made, wanted, kept: kept.length, all };
  return all;
}

/** Offers what is to be offered of `made` in the article as it is now. What was current stays so; where it is not offered any
 *  more, the one after it is. */
function show(made: readonly StoredSuggestion[]): void {
  const open = shownArticle(store.getState());
  if (!open) return;
  const { current, wanted } = review.getState();
  const next = undecidedIn(open, candidatesOf(open, made, wanted));
  const still =
    current &&
    (next.find(({ id }) => id === current.id) ?? next.find((one) => inReadingOrder(one, current) > 0) ?? null);
  review.setState({ made, offered: next, current: still });
}
