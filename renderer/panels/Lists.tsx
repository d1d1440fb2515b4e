import { useVirtualizer } from "@tanstack/react-virtual";
import { Tabs } from "radix-ui";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { createEntity } from "../../shared/annotation/actions/entity.ts";
import { inText, mentionCounts } from "../../shared/annotation/article-index.ts";
import {
  claimantEntity,
  coveredText,
  entityOfParty,
  liveEntities,
  nameOfParty,
  resolveEntity,
} from "../../shared/annotation/graph.ts";
import type { Claim, Entity, Quote } from "../../shared/annotation/records.ts";
import { entityType } from "../../shared/annotation/scheme.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { useAfterPaint } from "../app/after-paint.ts";
import { type AppState, type ListTab, shownArticle, store, useApp } from "../app/store.ts";
import { author, perform } from "../app/work.ts";
import { makeCurrent } from "../commands/target.ts";
import "./lists.css";
import { Orphans } from "./Orphans.tsx";

const listed = (app: AppState) => [app.state, app.article];

/** The entity register, the quotes by speaker, and the claims. */
export function Lists() {
  const tab = useApp((app) => app.tab);
  const app = useAfterPaint(listed);
  const { state } = app;
  const open = shownArticle(app);
  const register = state?.entities;
  const entities = useMemo(() => (register ? liveEntities(register) : []), [register]);
  if (!state) return null;
  return (
    <Tabs.Root
      className="lists"
      data-zone="lists"
      value={tab === "orphans" && (open?.orphans.size ?? 0) === 0 ? "entities" : tab}
      onValueChange={(value) => store.setState({ tab: value as ListTab })}
    >
      <Tabs.List className="tabs" aria-label="Lists">
        <Tabs.Trigger value="entities" data-zone-start="">
          Entities <span>{entities.length}</span>
        </Tabs.Trigger>
        <Tabs.Trigger value="quotes">
          Quotes <span>{open?.quotes.size ?? 0}</span>
        </Tabs.Trigger>
        <Tabs.Trigger value="claims">
          Claims <span>{open?.claims.size ?? 0}</span>
        </Tabs.Trigger>
        {open && open.orphans.size > 0 ? (
          <Tabs.Trigger value="orphans" className="tab-orphans">
            To place <span>{open.orphans.size}</span>
          </Tabs.Trigger>
        ) : null}
      </Tabs.List>
      <Tabs.Content value="entities" className="tab-content" tabIndex={-1}>
        <Entities state={state} open={open} entities={entities} />
      </Tabs.Content>
      <Tabs.Content value="quotes" className="tab-content" tabIndex={-1}>
        {open ? <Quotes state={state} open={open} /> : null}
      </Tabs.Content>
      <Tabs.Content value="claims" className="tab-content" tabIndex={-1}>
        {open ? <Claims state={state} open={open} /> : null}
      </Tabs.Content>
      <Tabs.Content value="orphans" className="tab-content" tabIndex={-1}>
        {open ? <Orphans state={state} open={open} /> : null}
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** A long list of which only the visible part is in the document. */
function LongList<T>({
  rows,
  keyOf,
  height,
  varying = false,
  children,
  empty,
}: {
  rows: readonly T[];
  keyOf(row: T): string;
  /** Height of a row in CSS pixels; an estimate where they vary. */
  height: number;
  varying?: boolean;
  children(row: T): ReactNode;
  empty: string;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 10,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
  });
  if (rows.length === 0) return <p className="hint pad">{empty}</p>;
  return (
    <div className="long-list" ref={scroller}>
      <ul style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <li
              key={item.key}
              ref={varying ? virtual.measureElement : undefined}
              data-index={item.index}
              style={{ position: "absolute", insetInline: 0, top: item.start }}
            >
              {children(row)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const byName = new Intl.Collator();

function Entities({ state, open, entities }: { state: ProjectState; open: ArticleState | null; entities: Entity[] }) {
  const chosen = useApp((app) => (app.current === null ? app.entity : null));
  const [filter, setFilter] = useState("");
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const [named, count] of open ? mentionCounts(open) : []) {
      const id = resolveEntity(state.entities, named)?.id;
      if (id) found.set(id, (found.get(id) ?? 0) + count);
    }
    return found;
  }, [open, state.entities]);
  const wanted = filter.trim().toLowerCase();
  const rows = useMemo(
    () =>
      entities
        .filter(
          ({ name, aliases }) => wanted === "" || [name, ...aliases].some((one) => one.toLowerCase().includes(wanted)),
        )
        .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0) || byName.compare(a.name, b.name)),
    [entities, wanted, counts],
  );
  const [firstType] = state.project.scheme.entityTypes;
  return (
    <>
      <div className="list-head">
        <input
          className="field"
          type="search"
          aria-label="Filter entities"
          placeholder="Filter entities"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <button
          type="button"
          className="button"
          disabled={filter.trim() === "" || !firstType}
          title="Make an entity of this name"
          onClick={() => {
            const { state: now } = store.getState();
            if (!now) return;
            const { operation, id } = createEntity(now, author, firstType?.id ?? "Person", filter.trim());
            perform(operation);
            store.setState({ entity: id, current: null });
            setFilter("");
          }}
        >
          New
        </button>
      </div>
      <LongList
        rows={rows}
        keyOf={(entity) => entity.id}
        height={30}
        empty={wanted === "" ? "Entities appear here as you mark them." : "No entity of that name."}
      >
        {(entity) => (
          <button
            type="button"
            className={`list-row${entity.id === chosen ? " chosen" : ""}`}
            aria-current={entity.id === chosen}
            onClick={() => store.setState({ entity: entity.id, current: null })}
          >
            <span className="dot" style={{ "--mark": entityType(state.project.scheme, entity.type)?.color }} />
            <span className="ellipsis list-title">{entity.name}</span>
            <span className="hint">{counts.get(entity.id) ?? 0}</span>
          </button>
        )}
      </LongList>
    </>
  );
}

type QuoteRow =
  | { kind: "speaker"; key: string; name: string; color: string | undefined; words: number; share: number }
  | { kind: "quote"; key: string; quote: Quote };

const quoteWords = new WeakMap<Quote, number>();

function wordsIn(text: string, quote: Quote): number {
  const words = quoteWords.get(quote) ?? coveredText(text, quote.content).match(/\S+/gu)?.length ?? 0;
  quoteWords.set(quote, words);
  return words;
}

function quoteRows(state: ProjectState, open: ArticleState): QuoteRow[] {
  const groups = new Map<string, { name: string; color: string | undefined; words: number; quotes: Quote[] }>();
  for (const quote of inText(open, "quote")) {
    const [party] = quote.speakers;
    const entity = party ? entityOfParty(state, open, party) : null;
    const name = party ? nameOfParty(state, open, party) : "No speaker yet";
    const key = entity?.id ?? `name ${name}`;
    const group = groups.get(key) ?? {
      name,
      color: entity ? entityType(state.project.scheme, entity.type)?.color : undefined,
      words: 0,
      quotes: [],
    };
    group.words += wordsIn(open.article.text, quote);
    group.quotes.push(quote);
    groups.set(key, group);
  }
  const sorted = [...groups].sort(([, a], [, b]) => b.words - a.words);
  const most = Math.max(1, ...sorted.map(([, group]) => group.words));
  return sorted.flatMap(([key, group]): QuoteRow[] => [
    {
      kind: "speaker",
      key: `speaker ${key}`,
      name: group.name,
      color: group.color,
      words: group.words,
      share: group.words / most,
    },
    ...group.quotes.map((quote) => ({ kind: "quote" as const, key: quote.id, quote })),
  ]);
}

function Quotes({ state, open }: { state: ProjectState; open: ArticleState }) {
  const current = useApp((app) => app.current);
  const [folded, setFolded] = useState(true);
  const rows = useMemo(() => quoteRows(state, open), [state, open]);
  const shown = folded
    ? rows.filter((row) => row.kind === "speaker" || row.quote.id === current || row.quote.speakers.length === 0)
    : rows;
  return (
    <>
      <LongList
        rows={shown}
        keyOf={(row) => row.key}
        height={30}
        empty="Put the caret between quotation marks and press Q."
      >
        {(row) =>
          row.kind === "speaker" ? (
            <div className="list-row speaker-row">
              <span className="dot" style={{ "--mark": row.color }} />
              <span className="ellipsis list-title">{row.name}</span>
              <span className="share">
                <span style={{ width: `${row.share * 100}%` }} />
              </span>
              <span className="hint words">{row.words} words</span>
            </div>
          ) : (
            <button
              type="button"
              className={`list-row quote-row${row.quote.id === current ? " chosen" : ""}`}
              aria-current={row.quote.id === current}
              onClick={() => makeCurrent(row.quote.id, { reveal: true })}
            >
              <span className="ellipsis">{coveredText(open.article.text, row.quote.content)}</span>
            </button>
          )
        }
      </LongList>
      {rows.length > 0 ? (
        <button type="button" className="link-button list-fold" onClick={() => setFolded(!folded)}>
          {folded ? "Show the quotes" : "Speakers only"}
        </button>
      ) : null}
    </>
  );
}

function Claims({ state, open }: { state: ProjectState; open: ArticleState }) {
  const current = useApp((app) => app.current);
  const rows = useMemo(() => [...inText(open, "claim")], [open]);
  return (
    <LongList rows={rows} keyOf={(claim) => claim.id} height={62} varying empty="Select what is claimed and press C.">
      {(claim: Claim) => (
        <button
          type="button"
          className={`list-row claim-row${claim.id === current ? " chosen" : ""}`}
          aria-current={claim.id === current}
          onClick={() => makeCurrent(claim.id, { reveal: true })}
        >
          <span
            className={`worth-dot worth-${claim.checkWorthiness ?? "none"}`}
            title={`Check-worthiness: ${claim.checkWorthiness ?? "not said"}`}
          />
          <span className="claim-text">
            <span>{claim.gist === "" ? coveredText(open.article.text, claim.spans) : claim.gist}</span>
            <span className="hint">
              {[claimantEntity(state, open, claim)?.name ?? "Nobody in particular", claim.verdict]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </span>
        </button>
      )}
    </LongList>
  );
}
