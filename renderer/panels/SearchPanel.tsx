import { useVirtualizer } from "@tanstack/react-virtual";
import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { problemSentence } from "../../shared/format/problem.ts";
import type { Hit, HitOrder } from "../../shared/host/listing.ts";
import { type Found, openHit, useHits } from "../app/hits.ts";
import { readableDate } from "../app/readable-date.ts";
import { store, useApp } from "../app/store.ts";
import { editorPort } from "../editor/port.ts";
import { IndexProgress } from "./IndexProgress.tsx";
import "./search-panel.css";

const orders: Record<HitOrder, string> = {
  relevance: "Best first",
  date: "Newest first",
  left: "By the words before",
  right: "By the words after",
};
const rowHeight = 30;

/** What was last looked for, so that the panel opens with it again. */
let last: { query: string; order: HitOrder } = { query: "", order: "relevance" };

/** Search in all articles: every place with the words around it, below each other (keyword in context). */
export function SearchPanel() {
  const [query, setQuery] = useState(last.query);
  const [order, setOrder] = useState(last.order);
  const [at, setAt] = useState(0);
  const index = useApp((app) => app.index);
  const found = useHits(index.state === "none" ? "" : query, order);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  useLayoutEffect(() => field.current?.select(), []);
  useEffect(() => {
    last = { query, order };
  }, [query, order]);
  const hits = found?.hits ?? [];
  const current = Math.min(at, hits.length - 1);

  function close(): void {
    store.setState({ searching: false });
    editorPort()?.focus();
  }
  function press(event: KeyboardEvent): void {
    const page = 10;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const step = steps[event.key as keyof typeof steps];
    if (step !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(hits.length - 1, current + step)));
    } else if (event.key === "Enter") {
      const hit = hits[current];
      if (hit) void openHit(hit);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  }
  const change = (next: { query?: string; order?: HitOrder }) => {
    if (next.query !== undefined) setQuery(next.query);
    if (next.order !== undefined) setOrder(next.order);
    setAt(0);
  };

  return (
    <search className="search-panel" data-zone="search" aria-label="Search in all articles">
      <div className="search-head">
        <input
          ref={field}
          className="field"
          data-search-field=""
          data-zone-start=""
          role="combobox"
          aria-label="Search in all articles"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-activedescendant={hits.length > 0 ? `${list}-${current}` : undefined}
          placeholder={'Words, "a phrase", begin*, -not, this OR that'}
          spellCheck={false}
          value={query}
          onChange={(event) => change({ query: event.target.value })}
          onKeyDown={press}
        />
        <select
          className="field"
          aria-label="Order of the hits"
          value={order}
          onChange={(event) => change({ order: event.target.value as HitOrder })}
        >
          {Object.entries(orders).map(([id, title]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <output className="search-count">{found && !found.reason ? countOf(found, order) : ""}</output>
        <button type="button" className="icon-button" aria-label="Close the search" onClick={close}>
          <X size={16} />
        </button>
      </div>
      {index.state === "building" || index.state === "stopped" ? <IndexProgress /> : null}
      <Answer found={found} query={query} />
      <HitList id={list} found={found} current={current} onChoose={setAt} />
    </search>
  );
}

/** What there is to say in place of hits. */
function Answer({ found, query }: { found: Found | null; query: string }) {
  const { state, problem } = useApp((app) => app.index);
  if (state === "none")
    return (
      <p className="hint pad" role="status">
        {problem
          ? `All articles cannot be searched. ${problemSentence(problem)}`
          : "All articles cannot be searched: there is no index of this project."}
      </p>
    );
  if (query.trim() === "")
    return <p className="hint pad">Every place where the words stand is shown here. Enter opens the article there.</p>;
  if (!found || (found.isAsking && found.hits.length === 0)) return <p className="hint pad">Searching…</p>;
  if (found.reason !== null)
    return (
      <p className="hint pad" role="status">
        {found.reason}
      </p>
    );
  if (found.hits.length > 0) return null;
  return (
    <p className="hint pad" role="status">
      {state === "building" || state === "stopped"
        ? "Nothing found in the articles that were read so far."
        : "No article has that. Fewer words, or a beginning with *, find more."}
    </p>
  );
}

function HitList(props: { id: string; found: Found | null; current: number; onChoose(index: number): void }) {
  const { id, found, current, onChoose } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const hits = found?.hits ?? [];
  const virtual = useVirtualizer({
    count: hits.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  useEffect(() => found?.see(lastSeen), [found, lastSeen]);
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current);
  }, [current, virtual]);
  return (
    <div className="hit-rows" ref={scroller} hidden={hits.length === 0}>
      <div id={id} role="listbox" aria-label="Hits" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {items.map((item) => {
          const hit = hits[item.index];
          return hit ? (
            <HitRow
              key={item.key}
              id={`${id}-${item.index}`}
              hit={hit}
              place={item.index}
              total={found?.known ?? 0}
              top={item.start}
              isCurrent={item.index === current}
              onChoose={onChoose}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

function HitRow(props: {
  id: string;
  hit: Hit;
  place: number;
  total: number;
  top: number;
  isCurrent: boolean;
  onChoose(index: number): void;
}) {
  const { id, hit, place, total, top, isCurrent, onChoose } = props;
  const meta = [hit.publisher, hit.date ? readableDate(hit.date) : null].filter(Boolean).join(" · ");
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      aria-posinset={place + 1}
      aria-setsize={total}
      className="hit-row"
      style={{ top, height: rowHeight }}
      title={[hit.title, meta].filter(Boolean).join("\n")}
      onClick={() => {
        onChoose(place);
        void openHit(hit);
      }}
    >
      <span className="hit-left">
        <span>{flat(hit.left)}</span>
      </span>
      <span className="hit-right">
        <mark>{flat(hit.hit)}</mark>
        {flat(hit.right)}
      </span>
      <span className="hit-source">
        <span className="ellipsis">{hit.title}</span>
        <span className="hint ellipsis">{meta}</span>
      </span>
    </button>
  );
}

const flat = (text: string): string => text.replace(/\s+/gu, " ");
const number = (n: number): string => n.toLocaleString("en");
const plural = (n: number, one: string, many: string): string => `${number(n)} ${n === 1 ? one : many}`;

function countOf(found: Found, wanted: HitOrder): string {
  if (found.articles === 0) return "Nothing found";
  const articles = plural(found.articles, "article", "articles");
  const all = found.complete ? `${plural(found.known, "hit", "hits")} in ${articles}` : `In ${articles}`;
  if (found.sortedOf !== null) return `${all}; sorted: the newest ${number(found.sortedOf)}`;
  return found.order === wanted ? all : `${all}; too many to rank: newest first`;
}
