import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import type { ArticleState } from "../../shared/annotation/state.ts";
import { candidates, inReadingOrder, undecidedIn, type Wanted } from "../../shared/suggest/offered.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
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

  const begin = (app: AppState, open: ArticleState, isNew: boolean) => {
    stop();
    const request = requestFor(app, open);
    const bySource = new Map<string, StoredSuggestion[]>();
    const all = () => [...bySource.values()].flat();
    const ended: Outcome[] = [];
    if (isNew) review.setState({ status: "running", ...nothingSuggested });
    const running = producers.map((producer) => {
      const some: StoredSuggestion[] = [];
      bySource.set(producer.id, some);
      return producer.start(
        request,
        (batch) => {
          some.push(...batch);
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
      begin(app, open, true);
    } else if (known.some((one, at) => one !== basis?.known[at])) {
      clearTimeout(timer);
      review.setState({ renewing: true });
      timer = setTimeout(() => {
        const now = store.getState();
        const shown = shownArticle(now);
        if (shown?.article.id === open.article.id) begin(now, shown, false);
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

function requestFor(app: AppState, { article }: ArticleState): Request {
  return {
    article: article.id,
    text: article.text,
    blocks: article.blocks,
    language: article.language,
    entities: [...(app.state?.entities.values() ?? [])].filter(({ mergedInto }) => mergedInto === null),
    lessons: [...(app.state?.lessons.values() ?? [])],
    annotator: app.opened?.annotator.id ?? "",
  };
}

function statusAfter(ended: readonly Outcome[]): { status: "ready" | "none" | "failed"; reason: string } {
  const failed = ended.find((one) => one.kind === "failed");
  if (ended.some(({ kind }) => kind === "done")) return { status: "ready", reason: failed?.reason ?? "" };
  return failed ? { status: "failed", reason: failed.reason } : { status: "none", reason: "" };
}

/** Offers what a producer has found just now besides what is there, at the end: in order of the text it comes later. */
function add(batch: readonly StoredSuggestion[]): void {
  const open = shownArticle(store.getState());
  if (!open) return;
  const { made, offered: known, wanted } = review.getState();
  const more = undecidedIn(open, candidates(batch, wanted));
  review.setState({ made: [...made, ...batch], offered: [...known, ...more] });
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
