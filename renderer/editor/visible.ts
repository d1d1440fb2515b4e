import type { EditorView } from "prosemirror-view";
import type { Projection } from "./projection.ts";

/** The text offsets that can be seen now, half a screen more on either side. */
export function visibleOffsets(editor: { view: EditorView; projection: Projection }): { start: number; end: number } {
  const scroller = editor.view.dom.closest("[data-scroller]");
  const { blocks } = editor.projection;
  const frame = scroller?.getBoundingClientRect() ?? { top: 0, bottom: window.innerHeight, height: window.innerHeight };
  const first = blocks[blockAt(editor.view.dom, frame.top - frame.height / 2)];
  const last = blocks[blockAt(editor.view.dom, frame.bottom + frame.height / 2)];
  return { start: first?.start ?? 0, end: last?.end ?? 0 };
}

/** The index of the first block that ends below a height in the window. Looked for by chapters and sections: to ask where a
 *  block stands would lay out its section, however far away. */
function blockAt(text: HTMLElement, y: number): number {
  let element: Element = text;
  while (!element.hasAttribute("data-block")) {
    const next = firstBelow(element.children, y);
    if (!next) return 0;
    element = next;
  }
  return Number(element.getAttribute("data-block")) - 1;
}

function firstBelow(elements: HTMLCollection, y: number): Element | undefined {
  let low = 0;
  let high = elements.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) < y) low = middle + 1;
    else high = middle;
  }
  return elements[low];
}
