import { type StoredSuggestion, suggestedKinds } from "../../shared/annotation/records.ts";
import { saveSettings } from "../app/settings.ts";
import { type AppState, store } from "../app/store.ts";
import type { Command } from "../commands/command.ts";
import { hasArticle } from "../commands/target.ts";
import { accept, acceptAlike, choose, correct, goSuggestion, reject, rejectAlike } from "./actions.ts";
import { review } from "./store.ts";

const isReviewing = (app: AppState): boolean => app.settings.review && app.picking === null && app.placing === null;
const hasCurrent = (app: AppState): boolean => isReviewing(app) && review.getState().current !== null;
const hasOffers = (app: AppState): boolean => isReviewing(app) && review.getState().offered.length > 0;

function onCurrent(
  id: string,
  title: string,
  keys: string[],
  run: (suggestion: StoredSuggestion) => void,
  keywords = "suggestion review",
): Command {
  return {
    id,
    title,
    group: "Review",
    keys,
    keywords,
    when: hasCurrent,
    run: () => {
      const { current } = review.getState();
      if (current) run(current);
    },
  };
}

const correction = (id: string, title: string, key: string, edge: "start" | "end", direction: 1 | -1): Command =>
  onCurrent(id, title, [key], (one) => correct(one, edge, direction), "suggestion review boundary correct span");

const kindTitles = { mention: "names", quote: "quotes", claim: "claims" } as const;

/** Shows or hides the suggestions of one kind. */
export function toggleKind(kind: StoredSuggestion["kind"]): void {
  review.setState(({ wanted }) => {
    const kinds = new Set(wanted.kinds);
    if (!kinds.delete(kind)) kinds.add(kind);
    return { wanted: { ...wanted, kinds } };
  });
}

export const setLeast = (least: number): void =>
  review.setState(({ wanted }) => ({ wanted: { ...wanted, least: Math.min(0.9, Math.max(0, least)) } }));

export const reviewCommands: Command[] = [
  {
    id: "review.toggle",
    title: "Show or hide suggestions",
    group: "View",
    keys: ["V"],
    keywords: "review suggest propose",
    when: hasArticle,
    run: (app) => void saveSettings({ review: !app.settings.review }),
  },
  {
    id: "review.next",
    title: "Next suggestion",
    group: "Go",
    keys: ["Tab"],
    when: hasOffers,
    run: () => goSuggestion(1),
  },
  {
    id: "review.previous",
    title: "Previous suggestion",
    group: "Go",
    keys: ["Shift+Tab"],
    when: hasOffers,
    run: () => goSuggestion(-1),
  },
  onCurrent("review.accept", "Accept the suggestion", ["Enter"], accept),
  onCurrent("review.acceptAlike", "Accept all suggestions like it", ["Shift+Enter"], acceptAlike),
  onCurrent("review.reject", "Reject the suggestion", ["Backspace", "Delete"], reject),
  onCurrent("review.rejectAlike", "Reject all suggestions like it", ["Shift+Backspace"], rejectAlike),
  correction("review.endLater", "Accept, ending one word further", "Alt+ArrowRight", "end", 1),
  correction("review.endEarlier", "Accept, ending one word back", "Alt+ArrowLeft", "end", -1),
  correction("review.startLater", "Accept, starting one word further", "Alt+Shift+ArrowRight", "start", 1),
  correction("review.startEarlier", "Accept, starting one word back", "Alt+Shift+ArrowLeft", "start", -1),
  {
    id: "review.leave",
    title: "Leave the current suggestion",
    group: "Go",
    keys: ["Escape"],
    when: hasCurrent,
    run: () => choose(null),
  },
  ...suggestedKinds.map(
    (kind): Command => ({
      id: `review.kind.${kind}`,
      title: `Suggest ${kindTitles[kind]}, or not`,
      group: "Review",
      keys: [],
      keywords: "filter suggestions kind",
      when: isReviewing,
      run: () => toggleKind(kind),
    }),
  ),
  {
    id: "review.surer",
    title: "Only surer suggestions",
    group: "Review",
    keys: [],
    keywords: "confidence filter fewer",
    when: isReviewing,
    run: () => setLeast(review.getState().wanted.least + 0.1),
  },
  {
    id: "review.lessSure",
    title: "Less sure suggestions too",
    group: "Review",
    keys: [],
    keywords: "confidence filter more",
    when: isReviewing,
    run: () => setLeast(review.getState().wanted.least - 0.1),
  },
  {
    id: "review.learnt",
    title: "What suggestions learnt from you…",
    group: "Project",
    keys: [],
    keywords: "lessons forget reset suggestions",
    when: (app) => app.state !== null,
    run: () => store.setState({ dialog: "learnt" }),
  },
];
