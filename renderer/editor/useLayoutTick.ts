import { useEffect, useState } from "react";
import { store } from "../app/store.ts";
import type { ArticleEditor } from "./view.ts";

/** Draws a component again whenever what lies over the article may have moved: state, scrolling, size. Once a frame. */
export function useLayoutTick(editor: ArticleEditor): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setTick((before) => before + 1);
      });
    };
    const scroller = editor.view.dom.closest("[data-scroller]");
    const resize = new ResizeObserver(soon);
    resize.observe(editor.view.dom);
    scroller?.addEventListener("scroll", soon, { passive: true });
    const stop = store.subscribe(soon);
    soon();
    return () => {
      stop();
      resize.disconnect();
      scroller?.removeEventListener("scroll", soon);
      cancelAnimationFrame(frame);
    };
  }, [editor]);
  return tick;
}

/** The text offsets that can be seen now, a screen more on either side. */
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
  const first = blocks[firstBelow(frame.top - frame.height)];
  const last = blocks[firstBelow(frame.bottom + frame.height)];
  return { start: first?.start ?? 0, end: last?.end ?? 0 };
}
