import { useVirtualizer } from "@tanstack/react-virtual";
import { MoreHorizontal, Plus } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ArticleSummary } from "../../shared/host/contract.ts";
import { readableDate } from "../app/readable-date.ts";
import { showArticle } from "../app/session.ts";
import { type AppState, store, useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import { removeArticleById } from "../commands/project.ts";
import "./article-list.css";

const orders = { title: "Title", date: "Date", publisher: "Publisher", progress: "Progress" } as const;
type Order = keyof typeof orders;
const stateTitle = { todo: "To do", doing: "In work", done: "Done" } as const;

/** The project's articles with how far each has come. */
export function ArticleList() {
  const summaries = useApp((app) => app.summaries);
  const shown = useApp((app) => app.article);
  const kind = useApp((app) => app.opened?.kind);
  const state = useApp((app) => app.state);
  const [filter, setFilter] = useState("");
  const [order, setOrder] = useState<Order>("title");
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => arrange(withOpenArticles(summaries, state), filter, order),
    [summaries, state, filter, order],
  );
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 84,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const index = rows.findIndex((row) => row.id === shown);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index);
  }, [index, virtual]);

  return (
    <nav className="article-list" data-zone="articles" aria-label="Articles">
      <div className="article-list-head">
        <input
          className="field"
          data-zone-start=""
          type="search"
          aria-label="Filter articles"
          placeholder={`Filter ${summaries.length} ${summaries.length === 1 ? "article" : "articles"}`}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className="icon-button" aria-label="Sort articles">
            <MoreHorizontal size={16} />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="end">
              <DropdownMenu.RadioGroup value={order} onValueChange={(value) => setOrder(value as Order)}>
                {Object.entries(orders).map(([id, title]) => (
                  <DropdownMenu.RadioItem key={id} value={id} className="menu-item">
                    Sort by {title.toLowerCase()}
                    {id === order ? " ✓" : ""}
                  </DropdownMenu.RadioItem>
                ))}
              </DropdownMenu.RadioGroup>
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
        {kind === "folder" ? (
          <button
            type="button"
            className="icon-button"
            aria-label="Import articles"
            title="Import articles…"
            onClick={() => runCommand("article.import")}
          >
            <Plus size={17} />
          </button>
        ) : null}
      </div>
      <div className="article-rows" ref={scroller}>
        {rows.length === 0 ? (
          <p className="hint pad">
            {filter === "" ? "No articles yet. Drop some on this window." : "No article matches."}
          </p>
        ) : null}
        <ul style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row ? (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
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

/** What is open is newer than what the host listed. */
function withOpenArticles(summaries: readonly ArticleSummary[], state: AppState["state"]): ArticleSummary[] {
  return summaries.flatMap((summary) => {
    const open = state?.articles.get(summary.id);
    if (!open) return [summary];
    if (open.article.removed) return [];
    const { title, publisher, date } = open.article;
    return [
      {
        ...summary,
        title,
        publisher,
        date,
        state: open.work.state,
        mentions: open.mentions.size,
        quotes: open.quotes.size,
        claims: open.claims.size,
      },
    ];
  });
}

function arrange(rows: readonly ArticleSummary[], filter: string, order: Order): ArticleSummary[] {
  const wanted = filter.trim().toLowerCase();
  const rank = { doing: 0, todo: 1, done: 2 };
  const compare: Record<Order, (a: ArticleSummary, b: ArticleSummary) => number> = {
    title: (a, b) => a.title.localeCompare(b.title),
    date: (a, b) => (b.date ?? "").localeCompare(a.date ?? ""),
    publisher: (a, b) => (a.publisher ?? "").localeCompare(b.publisher ?? ""),
    progress: (a, b) => rank[a.state] - rank[b.state],
  };
  return rows
    .filter((row) => wanted === "" || `${row.title} ${row.publisher ?? ""}`.toLowerCase().includes(wanted))
    .sort((a, b) => compare[order](a, b) || a.title.localeCompare(b.title));
}
