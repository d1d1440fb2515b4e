import { neighbour } from "../../shared/annotation/article-index.ts";
import { spansOf } from "../../shared/annotation/graph.ts";
import type { Claim, Mention, Quote } from "../../shared/annotation/records.ts";
import { articleBeside } from "../app/articles.ts";
import { showArticle } from "../app/showing.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { editorPort } from "../editor/port.ts";
import type { Command } from "./command.ts";
import { annotationsAt, hasArticle, makeCurrent } from "./target.ts";

function goAnnotation(app: AppState, direction: 1 | -1): void {
  const open = shownArticle(app);
  if (!open) return;
  const { current } = app;
  const record =
    current === null || app.moved
      ? undefined
      : (open.mentions.get(current) ?? open.quotes.get(current) ?? open.claims.get(current));
  const next = neighbour(open, record ?? app.selection?.start ?? 0, direction);
  if (next !== null) makeCurrent(next, { reveal: true });
}

function goStacked(app: AppState, direction: 1 | -1): void {
  const open = shownArticle(app);
  if (!open) return;
  const record =
    app.current === null
      ? null
      : (open.mentions.get(app.current) ?? open.quotes.get(app.current) ?? open.claims.get(app.current));
  const caret = app.selection?.start;
  const isInside = caret !== undefined && record ? holdsOffset(record, caret) : false;
  const place = app.moved || !record || isInside ? caret : spansOf(record)[0]?.start;
  if (place === undefined) return;
  if (place !== caret) {
    // The caret keeps the place: what comes next may begin elsewhere.
    const selection = { start: place, end: place };
    store.setState({ selection });
    editorPort()?.select(selection);
  }
  const stacked = annotationsAt(open, place);
  const index = stacked.findIndex((one) => one.id === app.current);
  const target = stacked[(index + direction + stacked.length) % Math.max(1, stacked.length)];
  if (target) makeCurrent(target.id);
}

const holdsOffset = (record: Mention | Quote | Claim, offset: number): boolean =>
  spansOf(record).some((span) => span.start <= offset && offset <= span.end);

function goArticle(app: AppState, direction: 1 | -1): void {
  const { article } = app;
  if (article === null) return;
  void articleBeside(article, direction).then((beside) => (beside === null ? undefined : showArticle(beside)));
}

/** The zones of the window that F6 moves between, in order. */
const zones = ["editor", "rail", "search", "inspector", "lists", "articles"];

function goZone(direction: 1 | -1): void {
  const shown = zones.filter((zone) => document.querySelector(`[data-zone=${zone}]`) !== null);
  const current = document.activeElement?.closest<HTMLElement>("[data-zone]")?.dataset.zone ?? "";
  const next = shown[(shown.indexOf(current) + direction + shown.length) % Math.max(1, shown.length)];
  if (next === undefined) return;
  if (next === "editor") {
    editorPort()?.focus();
    return;
  }
  const zone = document.querySelector<HTMLElement>(`[data-zone=${next}]`);
  const inside = zone?.querySelector<HTMLElement>('[data-zone-start], input, button, select, textarea, [tabindex="0"]');
  (inside ?? zone)?.focus();
}

export const goCommands: Command[] = [
  {
    id: "go.next",
    title: "Next annotation",
    group: "Go",
    keys: ["Tab"],
    when: hasArticle,
    run: (app) => goAnnotation(app, 1),
  },
  {
    id: "go.previous",
    title: "Previous annotation",
    group: "Go",
    keys: ["Shift+Tab"],
    when: hasArticle,
    run: (app) => goAnnotation(app, -1),
  },
  {
    id: "go.stackedDown",
    title: "Next annotation at this place",
    group: "Go",
    keys: ["Alt+ArrowDown"],
    when: hasArticle,
    run: (app) => goStacked(app, 1),
  },
  {
    id: "go.stackedUp",
    title: "Previous annotation at this place",
    group: "Go",
    keys: ["Alt+ArrowUp"],
    when: hasArticle,
    run: (app) => goStacked(app, -1),
  },
  {
    id: "go.zone",
    title: "Next part of the window",
    group: "Go",
    keys: ["F6"],
    keywords: "panel rail focus",
    inFields: true,
    run: () => goZone(1),
  },
  {
    id: "go.zoneBack",
    title: "Previous part of the window",
    group: "Go",
    keys: ["Shift+F6"],
    inFields: true,
    run: () => goZone(-1),
  },
  {
    id: "go.nextArticle",
    title: "Next article",
    group: "Go",
    keys: ["Mod+PageDown", "Alt+PageDown"],
    inFields: true,
    when: (app) => app.opened !== null,
    run: (app) => goArticle(app, 1),
  },
  {
    id: "go.previousArticle",
    title: "Previous article",
    group: "Go",
    keys: ["Mod+PageUp", "Alt+PageUp"],
    inFields: true,
    when: (app) => app.opened !== null,
    run: (app) => goArticle(app, -1),
  },
  {
    id: "go.clear",
    title: "Clear the current annotation, then the current quote",
    group: "Go",
    keys: ["Escape"],
    keywords: "escape cancel",
    run: (app) => {
      if (app.picking) store.setState({ picking: null });
      else if (app.placing) store.setState({ placing: null });
      else if (app.finding) store.setState({ finding: false });
      else if (app.current !== null) store.setState({ current: null });
      else store.setState({ currentQuote: null, entity: null });
      editorPort()?.focus();
    },
  },
  {
    id: "go.find",
    title: "Find in the article",
    group: "Go",
    keys: ["Mod+F"],
    keywords: "search text",
    inFields: true,
    when: hasArticle,
    run: () => {
      store.setState({ finding: true });
      document.querySelector<HTMLInputElement>("[data-find-field]")?.select();
    },
  },
  {
    id: "go.search",
    title: "Search in all articles",
    group: "Go",
    keys: ["Mod+Shift+F"],
    keywords: "find full text project concordance keyword in context",
    inFields: true,
    when: (app) => app.opened?.kind === "folder",
    run: () => {
      store.setState({ searching: true });
      document.querySelector<HTMLInputElement>("[data-search-field]")?.select();
    },
  },
];
