import { type Role, setParty, toggleParty } from "../../shared/annotation/actions/quote.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { author, perform } from "../app/work.ts";
import type { Command } from "./command.ts";
import { currentAnnotation, currentQuote, makeCurrent, mentionAtHand, mentionAtSelection } from "./target.ts";

/** Makes a mention the speaker (or addressee) of a quote; with `add`, one more of them. */
export function giveParty(
  role: Role,
  quote: string,
  party: { mention: string } | { entity: string } | { type: string; name: string },
  add: boolean,
): void {
  const { state, article } = store.getState();
  if (!state || article === null) return;
  const operation =
    add && !("name" in party)
      ? toggleParty(state, author, article, quote, role, party)
      : setParty(state, author, article, quote, role, party);
  store.setState({ picking: null });
  perform(operation);
  makeCurrent(quote);
}

function assign(app: AppState, role: Role): void {
  const quote = currentQuote(app);
  if (!quote) {
    toast("Mark a quote first, then its speaker");
    return;
  }
  const mention = mentionAtHand(app);
  if (mention !== null) giveParty(role, quote.id, { mention }, false);
  else store.setState({ picking: { kind: "party", role, quote: quote.id, add: false } });
}

export const linkCommands: Command[] = [
  {
    id: "link.speaker",
    title: "Speaker of the current quote",
    group: "Link",
    keys: ["S"],
    keywords: "who said",
    when: (app) => currentQuote(app) !== null,
    run: (app) => assign(app, "speakers"),
  },
  {
    id: "link.addressee",
    title: "Addressee of the current quote",
    group: "Link",
    keys: ["Shift+S"],
    keywords: "said to whom",
    when: (app) => currentQuote(app) !== null,
    run: (app) => assign(app, "addressees"),
  },
  {
    id: "link.entity",
    title: "Link or merge",
    group: "Link",
    keys: ["L"],
    keywords: "entity coreference same",
    when: (app) => {
      const kind = currentAnnotation(app)?.kind;
      return (
        kind === "mention" ||
        kind === "claim" ||
        kind === "quote" ||
        app.entity !== null ||
        mentionUnderCaret(app) !== null
      );
    },
    run: (app) => {
      const found = currentAnnotation(app);
      const mention = app.moved ? mentionUnderCaret(app) : null;
      if (mention) {
        makeCurrent(mention);
        store.setState({ picking: { kind: "link", mention } });
      } else if (found?.kind === "mention") store.setState({ picking: { kind: "link", mention: found.record.id } });
      else if (found?.kind === "claim") store.setState({ picking: { kind: "claimant", claim: found.record.id } });
      else if (found?.kind === "quote") assign(app, "speakers");
      else if (app.entity !== null) store.setState({ picking: { kind: "merge", entity: app.entity } });
    },
  },
  {
    id: "link.relation",
    title: "Relate to another annotation",
    group: "Link",
    keys: ["R"],
    keywords: "relation supports contradicts about",
    when: (app) => currentAnnotation(app) !== null,
    run: (app) => {
      if (app.current !== null) store.setState({ picking: { kind: "relation", from: app.current } });
    },
  },
];

const mentionUnderCaret = (app: AppState): string | null => {
  const open = shownArticle(app);
  return open ? (mentionAtSelection(open, app.selection)?.id ?? null) : null;
};
