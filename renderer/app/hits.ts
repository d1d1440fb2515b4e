import { useEffect, useRef, useState } from "react";
import type { Hit, HitOrder, Hits } from "../../shared/host/listing.ts";
import { editorPort } from "../editor/port.ts";
import { ask } from "./requests.ts";
import { showArticle } from "./showing.ts";
import { shownArticle, store, useApp } from "./store.ts";
import { flush } from "./work.ts";

/** Hits that are fetched together. */
const pageSize = 100;
/** Typing that goes on faster than this is one question. */
const pauseMs = 80;

export interface Found extends Omit<Hits, "hits"> {
  hits: readonly Hit[];
  /** Whether an answer is on its way. */
  isAsking: boolean;
  /** Fetches further hits, up to that one. */
  see(index: number): void;
}

const nothing = { reason: null, hits: [], known: 0, complete: true, articles: 0, order: "relevance", sortedOf: null };

/** What stands in all articles of what was typed, fetched as it is seen; null before anything was typed or answered. */
export function useHits(query: string, order: HitOrder): Found | null {
  const session = useApp((app) => app.opened?.session);
  const version = useApp((app) => app.listVersion);
  const [found, setFound] = useState<Hits | null>(null);
  const [isAsking, setAsking] = useState(false);
  const turn = useRef(0);

  async function fetch(offset: number, limit: number): Promise<void> {
    if (session === undefined) return;
    turn.current += 1;
    const mine = turn.current;
    setAsking(true);
    await flush();
    const answer = await ask("project.search", { session, query, order, offset, limit });
    if (mine !== turn.current) return;
    setAsking(false);
    if (answer)
      setFound((before) => ({
        ...answer,
        hits: offset === 0 ? answer.hits : [...(before?.hits ?? []).slice(0, offset), ...answer.hits],
      }));
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when the question or the articles change
  useEffect(() => {
    turn.current += 1;
    if (query.trim() === "") {
      setAsking(false);
      setFound(null);
      return;
    }
    const timer = setTimeout(() => void fetch(0, pageSize), pauseMs);
    return () => clearTimeout(timer);
  }, [session, query, order, version]);

  if (!found) return isAsking ? { ...nothing, order, isAsking, see: () => undefined } : null;
  return {
    ...found,
    isAsking,
    see(index) {
      const has = found.hits.length;
      const isAll = found.complete && has >= found.known;
      if (!isAsking && !isAll && index >= has - pageSize / 4 && has >= pageSize) void fetch(has, pageSize);
    },
  };
}

/** Shows the article of a hit with the hit selected. Where the text has changed since, the nearest place with the same
 *  words counts. */
export async function openHit(hit: Hit): Promise<void> {
  const before = editorPort();
  const wasShown = store.getState().article === hit.article;
  await showArticle(hit.article);
  const open = shownArticle(store.getState());
  if (open?.article.id !== hit.article) return;
  const start = nearestPlace(open.article.text, hit);
  if (start === null) return;
  const editor = wasShown ? before : await nextEditor(before);
  const span = { start, end: start + hit.hit.length };
  editor?.select(span);
  store.setState({ selection: span, moved: true, current: null });
  editor?.reveal(span);
  editor?.focus();
}

function nearestPlace(text: string, { start, hit }: Hit): number | null {
  if (text.startsWith(hit, start)) return start;
  const after = text.indexOf(hit, start);
  const before = text.lastIndexOf(hit, start);
  if (after < 0 || before < 0) return after < 0 && before < 0 ? null : Math.max(after, before);
  return after - start < start - before ? after : before;
}

/** The view of an article that is about to be drawn. */
async function nextEditor(before: ReturnType<typeof editorPort>): Promise<ReturnType<typeof editorPort>> {
  for (let frames = 0; frames < 120; frames++) {
    const now = editorPort();
    if (now && now !== before) return now;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return editorPort();
}
