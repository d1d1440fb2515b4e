import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { type AppState, store } from "../app/store.ts";
import type { ArticleEditor } from "./view.ts";

/** Draws a component that lies over the article again whenever the text may have moved below it (scrolling, size), or
 *  what it shows of the window's state has changed: in the next frame, once the text itself is drawn, so that measuring
 *  makes the browser lay out nothing twice. `shown` must be the same function each time. */
export function useLayoutTick(editor: ArticleEditor, shown: (app: AppState) => readonly unknown[]): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    let frame = 0;
    let isMoved = true;
    let drawn: readonly unknown[] = [];
    const draw = () => {
      frame = 0;
      const now = shown(store.getState());
      if (!isMoved && now.every((value, index) => value === drawn[index])) return;
      isMoved = false;
      drawn = now;
      flushSync(() => setTick((before) => before + 1));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(draw);
    };
    const moved = () => {
      isMoved = true;
      soon();
    };
    const scroller = editor.view.dom.closest("[data-scroller]");
    const resize = new ResizeObserver(moved);
    resize.observe(editor.view.dom);
    scroller?.addEventListener("scroll", moved, { passive: true });
    const stop = store.subscribe(soon);
    soon();
    return () => {
      stop();
      resize.disconnect();
      scroller?.removeEventListener("scroll", moved);
      cancelAnimationFrame(frame);
    };
  }, [editor, shown]);
}

/** The text offsets that can be seen now, half a screen more on either side. */
export function visibleOffsets(editor: ArticleEditor): { start: number; end: number } {
  const scroller = editor.view.dom.closest("[data-scroller]");
  const { blocks } = editor.projection;
  const frame = scroller?.getBoundingClientRect() ?? { top: 0, bottom: window.innerHeight, height: window.innerHeight };
  const bottomOf = (at: number) => {
    const node = editor.view.nodeDOM((blocks[at]?.position ?? 1) - 1);
    return node instanceof HTMLElement ? node.getBoundingClientRect().bottom : 0;
  };
  const firstBelow = (y: number) => {
    let low = 0;
    let high = blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bottomOf(middle) < y) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const first = blocks[firstBelow(frame.top - frame.height / 2)];
  const last = blocks[firstBelow(frame.bottom + frame.height / 2)];
  return { start: first?.start ?? 0, end: last?.end ?? 0 };
}
