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
