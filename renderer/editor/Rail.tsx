import { near } from "../../shared/annotation/article-index.ts";
import { bodyOf, nameOfParty } from "../../shared/annotation/graph.ts";
import type { Claim, Quote, Span } from "../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { makeCurrent } from "../commands/target.ts";
import { useLayoutTick } from "./useLayoutTick.ts";
import type { ArticleEditor } from "./view.ts";
import { visibleOffsets } from "./visible.ts";
import "./rail.css";

interface RailItem {
  id: string;
  kind: "quote" | "claim";
  className: string;
  top: number;
  bottom: number;
  lane: number;
  labelTop: number;
  title: string;
  detail: string;
  /** What a screen reader says. */
  name: string;
}

/** How much of a screen the article may be scrolled before what has come near is drawn: half a screen is drawn ahead. */
const reach = 0.4;

const labelHeight = 34;
const shortLabelHeight = 18;

const inTheRail = (app: AppState): readonly unknown[] => {
  const open = shownArticle(app);
  return [open?.quotes, open?.claims, open?.mentions, app.state?.entities, app.current];
};

/** The margin beside the text: quotes and claims as brackets, with who speaks, so that long and overlapping ones can be
 *  told apart. Only what is near the screen is measured and drawn. */
export function Rail({ editor }: { editor: ArticleEditor }) {
  useLayoutTick(editor, inTheRail, reach);
  const app = store.getState();
  const { state, current } = app;
  const open = shownArticle(app);
  if (!state || !open) return null;
  const items = railItems(editor, state, open);
  const lanes = items.reduce((most, item) => Math.max(most, item.lane + 1), 1);
  return (
    <aside
      className="rail"
      data-zone="rail"
      aria-label="Quotes and claims beside the text"
      style={{ "--lanes": lanes }}
    >
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          className={`rail-item ${item.className}${item.id === current ? " current" : ""}`}
          style={{
            top: item.top,
            height: Math.max(14, item.bottom - item.top),
            "--lane": item.lane,
            "--label": `${item.labelTop - item.top}px`,
          }}
          aria-label={item.name}
          aria-current={item.id === current}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => makeCurrent(item.id, { reveal: true })}
        >
          <span className="rail-label">
            <span className="rail-title">{item.title}</span>
            {item.detail === "" ? null : <span className="rail-detail">{item.detail}</span>}
          </span>
        </button>
      ))}
    </aside>
  );
}

function railItems(editor: ArticleEditor, state: ProjectState, open: ArticleState): RailItem[] {
  const visible = visibleOffsets(editor);
  const origin = editor.view.dom.getBoundingClientRect().top;
  const extent = (record: Quote | Claim): Span => {
    const spans = bodyOf(record);
    return { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
  };
  const measured = (record: Quote | Claim) => {
    const box = editor.rectangle(extent(record));
    return box ? { top: box.top - origin, bottom: box.bottom - origin } : null;
  };
  const quotes = [...near(open, "quote", visible)];
  const inSight = new Set(quotes.map((quote) => quote.id));
  const items: Omit<RailItem, "lane" | "labelTop">[] = [];
  for (const quote of quotes) {
    const box = measured(quote);
    if (!box) continue;
    const title =
      quote.speakers.length === 0
        ? "No speaker yet"
        : quote.speakers.map((party) => nameOfParty(state, open, party)).join(", ");
    const pieces = quote.content.length > 1 ? ` · ${quote.content.length} pieces` : "";
    items.push({
      id: quote.id,
      kind: "quote",
      className: `rail-quote form-${quote.form}${quote.speakers.length === 0 ? " missing" : ""}`,
      ...box,
      title,
      detail: quote.form === "direct" && pieces === "" ? "" : quote.form + pieces,
      name: `${title}, ${quote.form} quote${pieces}`,
    });
  }
  for (const claim of near(open, "claim", visible)) {
    const box = measured(claim);
    if (!box) continue;
    const alone = claim.quote === null || !inSight.has(claim.quote);
    items.push({
      id: claim.id,
      kind: "claim",
      className: `rail-claim worth-${claim.checkWorthiness ?? "none"}`,
      ...box,
      title: alone ? "Claim" : "",
      name: `Claim: ${claim.gist}`,
      detail: "",
    });
  }
  return placeLabels(items);
}

/** Brackets that overlap stand in lanes beside each other; labels slide down until none covers another. */
function placeLabels(items: Omit<RailItem, "lane" | "labelTop">[]): RailItem[] {
  const sorted = [...items].sort((a, b) => a.top - b.top || b.bottom - a.bottom);
  const laneEnds: number[] = [];
  let labelsEnd = Number.NEGATIVE_INFINITY;
  return sorted.map((item) => {
    const free = laneEnds.findIndex((end) => end <= item.top + 1);
    const lane = free >= 0 ? free : laneEnds.length;
    laneEnds[lane] = item.bottom;
    const labelTop = Math.max(item.top, labelsEnd);
    if (item.title !== "") labelsEnd = labelTop + (item.detail === "" ? shortLabelHeight : labelHeight);
    return { ...item, lane, labelTop };
  });
}
