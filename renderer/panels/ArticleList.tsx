import { useVirtualizer } from "@tanstack/react-virtual";
import { MoreHorizontal, Plus } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { ArticleOrder, ArticleSummary } from "../../shared/host/listing.ts";
import { articlePlace, useArticleRows } from "../app/articles.ts";
import { readableDate } from "../app/readable-date.ts";
import { showArticle } from "../app/showing.ts";
import { store, useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import { removeArticleById } from "../commands/project.ts";
import { CommandButton } from "../widgets/CommandButton.tsx";
import { IndexProgress } from "./IndexProgress.tsx";
import "./article-list.css";

const orders: Record<ArticleOrder, string> = {
  title: "Title",
  date: "Date",
  publisher: "Publisher",
  progress: "Progress",
};
const stateTitle = { todo: "To do", doing: "In work", done: "Done" } as const;

/** The project's articles with how far each has come. */
export function ArticleList() {
  const count = useApp((app) => app.articleCount);
  const shown = useApp((app) => app.article);
  const kind = useApp((app) => app.opened?.kind);
  const query = useApp((app) => app.listQuery);
  const index = useApp((app) => app.index);
  const rows = useArticleRows(query);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => 84,
    overscan: 8,
    getItemKey: (at) => rows.row(at)?.id ?? at,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => rows.see(first, last), [rows, first, last]);
  /** The row that is to have the focus once it is there: rows that come into view are drawn, and perhaps fetched, first. */
  const awaited = useRef<number | null>(null);
  useEffect(focusAwaited);
  const isListed = rows.isCurrent;
  useEffect(() => {
    if (shown === null || !isListed) return;
    let current = true;
    void articlePlace(query, shown).then((place) => {
      if (current && place !== null) virtual.scrollToIndex(place);
    });
    return () => {
      current = false;
    };
  }, [shown, query, isListed, virtual]);

  function moveFocus(event: KeyboardEvent): void {
    const at = Number((event.target as Element).closest<HTMLElement>("[data-index]")?.dataset.index ?? Number.NaN);
    const total = rows.total ?? 0;
    const page = Math.max(1, last - first - 8);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: total - 1, PageDown: at + page, PageUp: at - page };
    const wanted = to[event.key as keyof typeof to];
    if (Number.isNaN(at) || wanted === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(total - 1, wanted));
    awaited.current = next;
    virtual.scrollToIndex(next);
    focusAwaited();
  }

  function focusAwaited(): void {
    if (awaited.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${awaited.current}"] .article-open`);
    const { activeElement } = document;
    const isElsewhere = activeElement !== document.body && !scroller.current?.contains(activeElement);
    if (!row && !isElsewhere) return;
    awaited.current = null;
    if (!isElsewhere) row?.focus();
  }

  return (
    <nav className="article-list" data-zone="articles" aria-label="Articles" onKeyDown={moveFocus}>
      <div className="article-list-head">
        <input
          className="field"
          data-zone-start=""
          type="search"
          aria-label="Filter articles"
          placeholder={`Filter ${count.toLocaleString("en")} ${count === 1 ? "article" : "articles"}`}
          value={query.filter}
          onChange={(event) => store.setState({ listQuery: { ...query, filter: event.target.value } })}
        />
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className="icon-button" aria-label="Sort articles">
            <MoreHorizontal size={16} />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end">
              <DropdownMenu.RadioGroup
                value={query.order}
                onValueChange={(value) => store.setState({ listQuery: { ...query, order: value as ArticleOrder } })}
              >
                {Object.entries(orders).map(([id, title]) => (
                  <DropdownMenu.RadioItem key={id} value={id} className="menu-item">
                    Sort by {title.toLowerCase()}
                    {id === query.order ? " ✓" : ""}
                  </DropdownMenu.RadioItem>
                ))}
              </DropdownMenu.RadioGroup>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
        {kind === "folder" ? <CommandButton command="article.import" label="Import articles" icon={Plus} /> : null}
      </div>
      {index.state === "building" || index.state === "stopped" ? <IndexProgress /> : null}
      <div className="article-rows" ref={scroller}>
        {rows.total === 0 && index.state !== "building" ? (
          <p className="hint pad">
            {query.filter === "" ? "No articles yet. Drop some on this window." : "No article matches."}
          </p>
        ) : null}
        <ul style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = rows.row(item.index);
            return row ? (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={rows.total ?? 0}
                aria-posinset={item.index + 1}
                style={{ position: "absolute", insetInline: 0, top: item.start }}
              >
                <Row row={row} shown={row.id === shown} />
              </li>
            ) : null;
          })}
        </ul>
      </div>
    </nav>
  );
}

function Row({ row, shown }: { row: ArticleSummary; shown: boolean }) {
  const meta = [row.publisher, row.date ? readableDate(row.date) : null].filter(Boolean).join(" · ");
  const marked = row.mentions + row.quotes + row.claims;
  const progress = row.state === "done" ? 100 : Math.min(92, Math.round((marked / Math.max(10, row.words / 8)) * 100));
  return (
    <div className={`article-row${shown ? " shown" : ""}`}>
      <button type="button" className="article-open" aria-current={shown} onClick={() => void showArticle(row.id)}>
        <span className="article-row-title">{row.title}</span>
        <span className="hint ellipsis">{meta === "" ? `${row.words} words` : meta}</span>
        <span
          className="article-progress"
          title={`${stateTitle[row.state]}: ${row.mentions} mentions, ${row.quotes} quotes, ${row.claims} claims`}
        >
          <span className="bar">
            <span style={{ width: `${progress}%` }} />
          </span>
          <span className="visually-hidden">{stateTitle[row.state]}</span>
          {row.state === "done" ? <span className="done-mark">✓</span> : null}
        </span>
      </button>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="icon-button row-menu" aria-label={`More for ${row.title}`}>
          <MoreHorizontal size={15} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="end">
            <DropdownMenu.Item
              className="menu-item"
              onSelect={() => store.setState({ dialog: "article", editing: row.id })}
            >
              Details…
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className="menu-item"
              onSelect={() => void showArticle(row.id).then(() => runCommand("article.export"))}
            >
              Export…
            </DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item danger" onSelect={() => void removeArticleById(row.id)}>
              Remove from the project
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  );
}
