import type { EditorView } from "prosemirror-view";
import type { Projection } from "./projection.ts";

/** The text offsets that can be seen now, half a screen more on either side. */
export function visibleOffsets(editor: { view: EditorView; projection: Projection }): { start: number; end: number } {
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
