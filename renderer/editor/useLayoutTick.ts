import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { afterPaint, forget } from "../app/after-paint.ts";
import { type AppState, store } from "../app/store.ts";
import type { ArticleEditor } from "./view.ts";

/** Draws a component that lies over the article again: in the next frame whenever the text may have moved below it
 *  (scrolling, size), and once the text itself is painted where what it shows of the window's state has changed, so that
 *  measuring makes the browser lay out nothing twice. `shown` must be the same function each time. */
export function useLayoutTick(editor: ArticleEditor, shown: (app: AppState) => readonly unknown[]): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    let frame = 0;
    let drawn: readonly unknown[] = [];
    const draw = () => {
      drawn = shown(store.getState());
      setTick((before) => before + 1);
    };
    const drawChanged = () => {
      if (shown(store.getState()).some((value, index) => value !== drawn[index])) draw();
    };
    const moved = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        flushSync(draw);
      });
    };
    const scroller = editor.view.dom.closest("[data-scroller]");
    const resize = new ResizeObserver(moved);
    resize.observe(editor.view.dom);
    scroller?.addEventListener("scroll", moved, { passive: true });
    const stop = store.subscribe(() => afterPaint(drawChanged));
    moved();
    return () => {
      stop();
      forget(drawChanged);
      resize.disconnect();
      scroller?.removeEventListener("scroll", moved);
      cancelAnimationFrame(frame);
    };
  }, [editor, shown]);
}
