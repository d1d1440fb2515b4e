import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { afterPaint, forget } from "../app/after-paint.ts";
import { type AppState, store } from "../app/store.ts";
import type { ArticleEditor } from "./view.ts";

const due = new Set<() => void>();

/** Draws what is due at once, so that all is measured before any of it is changed. */
function drawInNextFrame(draw: () => void): void {
  const isAsked = due.size > 0;
  due.add(draw);
  if (isAsked) return;
  requestAnimationFrame(() => {
    const all = [...due];
    due.clear();
    flushSync(() => {
      for (const one of all) one();
    });
  });
}

/** Draws a component that lies over the article again: in the next frame whenever the text may have moved below it, and
 *  once the text itself is painted where what it shows of the window's state has changed, so that measuring makes the
 *  browser lay out nothing twice. `shown` must be the same function each time. What lies over the article scrolls with
 *  it: scrolling matters only to what shows no more than is near the screen, from `reach` of a screen on. */
export function useLayoutTick(
  editor: ArticleEditor,
  shown: (app: AppState) => readonly unknown[],
  reach = Number.POSITIVE_INFINITY,
): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    const scroller = editor.view.dom.closest("[data-scroller]");
    let drawn: readonly unknown[] = [];
    let drawnAt = 0;
    const draw = () => {
      drawn = shown(store.getState());
      drawnAt = scroller?.scrollTop ?? 0;
      setTick((before) => before + 1);
    };
    const drawChanged = () => {
      if (shown(store.getState()).some((value, index) => value !== drawn[index])) draw();
    };
    const moved = () => drawInNextFrame(draw);
    const scrolled = () => {
      if (scroller && Math.abs(scroller.scrollTop - drawnAt) > reach * scroller.clientHeight) moved();
    };
    const resize = new ResizeObserver(moved);
    resize.observe(editor.view.dom);
    scroller?.addEventListener("scroll", scrolled, { passive: true });
    const stop = store.subscribe(() => afterPaint(drawChanged));
    moved();
    return () => {
      stop();
      forget(drawChanged);
      resize.disconnect();
      scroller?.removeEventListener("scroll", scrolled);
      due.delete(draw);
    };
  }, [editor, shown, reach]);
}
