import { addClaim } from "../../shared/annotation/actions/claim.ts";
import { markMention, markOccurrences, otherOccurrences } from "../../shared/annotation/actions/mention.ts";
import { addQuote, addQuotePiece, blockAt, setCue } from "../../shared/annotation/actions/quote.ts";
import type { Span } from "../../shared/annotation/records.ts";
import { quotationAt } from "../../shared/article/quotations.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { author, perform } from "../app/work.ts";
import type { Command } from "./command.ts";
import {
  currentAnnotation,
  currentQuote,
  hasArticle,
  makeCurrent,
  mentionAtSelection,
  selected,
  showMarked,
  targetSpan,
} from "./target.ts";

/** Marks the selection, or the mention or word at the caret, as a mention of that entity type. */
export function markAs(app: AppState, type: string, exact: boolean): void {
  const open = shownArticle(app);
  if (!open || !app.state) return;
  const found = currentAnnotation(app);
  const retyped = selected(app)
    ? null
    : app.moved
      ? mentionAtSelection(open, app.selection)
      : found?.kind === "mention"
        ? open.mentions.get(found.record.id)
        : null;
  const span = retyped?.spans[0] ?? targetSpan(app, exact);
  if (!span) {
    toast("Select some words first, or put the caret in a word");
    return;
  }
  const { operation, id } = markMention(app.state, author, open.article.id, span, type);
  perform(operation);
  showMarked(id);
  const mention = shownArticle(store.getState())?.mentions.get(id);
  if (mention && mention.entity === null) store.setState({ picking: { kind: "link", mention: id } });
}

/** The commands that mark entities: one for each type of the scheme, with its key. */
export function entityCommands(app: AppState): Command[] {
  return (app.state?.project.scheme.entityTypes ?? []).map((type) => ({
    id: `mark.entity.${type.id}`,
    title: `Mark as ${type.id}`,
    group: "Mark",
    keys: type.key === null ? [] : [type.key],
    keywords: `entity mention ${type.description}`,
    takesExact: true,
    when: hasArticle,
    run: (current, { exact }) => markAs(current, type.id, exact),
  }));
}

function quoteSpan(app: AppState, exact: boolean): Span | null {
  const open = shownArticle(app);
  if (!open || !app.selection) return null;
  if (selected(app)) return targetSpan(app, exact);
  const block = blockAt(open.article, app.selection.start);
  const found = quotationAt(open.article.text, block.start, block.end, app.selection.start);
  return found ? { start: found.contentStart, end: found.contentEnd } : null;
}

export const markCommands: Command[] = [
  {
    id: "mark.occurrences",
    title: "Mark all other occurrences",
    group: "Mark",
    keys: ["A"],
    keywords: "same everywhere repeat",
    when: (app) => currentAnnotation(app)?.kind === "mention",
    run: (app) => {
      const found = currentAnnotation(app);
      const open = shownArticle(app);
      if (!open || !app.state || found?.kind !== "mention") return;
      const [span] = open.mentions.get(found.record.id)?.spans ?? [];
      const count = span ? otherOccurrences(app.state, open.article.id, span).length : 0;
      perform(markOccurrences(app.state, author, open.article.id, found.record.id));
      makeCurrent(found.record.id);
      toast(
        count === 0
          ? "There is no other occurrence"
          : `${count} more ${count === 1 ? "occurrence" : "occurrences"} marked`,
      );
    },
  },
  {
    id: "mark.quote",
    title: "Mark as quote",
    group: "Mark",
    keys: ["Q"],
    keywords: "quotation speech said",
    takesExact: true,
    when: hasArticle,
    run: (app, { exact }) => {
      const open = shownArticle(app);
      const span = quoteSpan(app, exact);
      if (!open || !app.state) return;
      if (!span) return toast("Select the quote, or put the caret between quotation marks");
      const { operation, id } = addQuote(app.state, author, open.article.id, span);
      perform(operation);
      showMarked(id);
    },
  },
  {
    id: "mark.quote.piece",
    title: "Add to the current quote",
    group: "Mark",
    keys: ["Shift+Q"],
    keywords: "piece discontinuous split quotation",
    takesExact: true,
    when: (app) => currentQuote(app) !== null,
    run: (app, { exact }) => {
      const open = shownArticle(app);
      const quote = currentQuote(app);
      const span = quoteSpan(app, exact);
      if (!open || !app.state || !quote) return;
      if (!span) return toast("Select the words that belong to the quote");
      perform(addQuotePiece(app.state, author, open.article.id, quote.id, span));
      showMarked(quote.id);
    },
  },
  {
    id: "mark.cue",
    title: "Mark as cue of the current quote",
    group: "Mark",
    keys: ["U"],
    keywords: "said verb reporting",
    takesExact: true,
    when: (app) => currentQuote(app) !== null,
    run: (app, { exact }) => {
      const open = shownArticle(app);
      const quote = currentQuote(app);
      const span = targetSpan(app, exact);
      if (!open || !app.state || !quote) return;
      if (!span) return toast("Select the words that introduce the quote");
      perform(setCue(app.state, author, open.article.id, quote.id, [span]));
      showMarked(quote.id);
    },
  },
  {
    id: "mark.claim",
    title: "Mark as claim",
    group: "Mark",
    keys: ["C"],
    keywords: "fact check statement",
    takesExact: true,
    when: hasArticle,
    run: (app, { exact }) => {
      const open = shownArticle(app);
      if (!open || !app.state) return;
      const chosen = selected(app) ? targetSpan(app, exact) : null;
      const quote = currentQuote(app);
      if (!chosen && !quote) return toast("Select the claim, or make a quote current first");
      const { operation, id } = chosen
        ? addClaim(app.state, author, open.article.id, [chosen])
        : addClaim(app.state, author, open.article.id, quote?.content ?? [], quote?.id);
      perform(operation);
      showMarked(id);
    },
  },
];
