import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { Span, StoredSuggestion } from "../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { wordAt } from "../../shared/article/words.ts";
import { caretPlugin } from "./caret.ts";
import { createDrawing, type Drawing } from "./drawing.ts";
import { isPointerDown } from "./pointer.ts";
import type { EditorPort } from "./port.ts";
import { type Projection, project } from "./projection.ts";
import { readSelection } from "./read-selection.ts";
import { showTones } from "./tones.ts";
import { visibleOffsets } from "./visible.ts";

/** Blocks whose marks are drawn before the text is shown: more than any screen holds. */
const drawnAtOnce = 200;

/** How many blocks a change draws at once wherever they are; of more only those in sight, so that each key costs the same. */
const mostAnywhere = 6;

const noBlocks: ReadonlySet<number> = new Set();

export interface EditorEvents {
  /** The selection in text offsets, whenever the person moves it. */
  onSelect(selection: Span): void;
  /** A click at a text offset; `ids` are the annotations drawn there, innermost first. `suggestion` is drawn there with no
   *  annotation over it. */
  onClick(offset: number, ids: string[], suggestion: string | null): void;
  /** A double click took a word: its first click was not meant for the annotations there. */
  onDoubleClick(): void;
}

export interface ArticleEditor extends EditorPort {
  readonly view: EditorView;
  readonly projection: Projection;
  /** Brings the drawing up to date with the state: only blocks with a changed mark or highlight are drawn again. */
  update(state: ProjectState, open: ArticleState, current: string | null): void;
  /** Draws what is suggested, and no more of it anew than has changed. */
  suggest(suggestions: readonly StoredSuggestion[], current: string | null): void;
  destroy(): void;
}

/** Draws an article into `mount`: a projection of the state that turns gestures into calls of `events`. Its text cannot
 *  be changed: it is not editable, and an EditContext gives it a caret without giving an input method anything to write to. */
export function createArticleEditor(
  mount: HTMLElement,
  state: ProjectState,
  open: ArticleState,
  current: string | null,
  events: EditorEvents,
): ArticleEditor {
  const projection = project(open.article);
  showTones(state.project.scheme);
  const drawing = createDrawing(projection, state, open, current, drawnAtOnce);
  let own = false;

  const offsets = (editor: EditorState): Span => ({
    start: projection.offset(editor.selection.from),
    end: projection.offset(editor.selection.to),
  });

  const view = new EditorView(mount, {
    state: EditorState.create({ doc: projection.doc, plugins: [drawing.plugin, caretPlugin] }),
    editable: () => false,
    attributes: {
      class: "article-text",
      role: "textbox",
      "aria-readonly": "true",
      "aria-multiline": "true",
      "aria-label": "Article text",
      tabindex: "0",
      spellcheck: "false",
    },
    dispatchTransaction(transaction) {
      // A projection never changes by itself: whatever would alter the text is dropped.
      if (transaction.docChanged) return;
      view.updateState(view.state.apply(transaction));
      if (transaction.selectionSet && !own) events.onSelect(offsets(view.state));
    },
    handleDoubleClick(_view, position) {
      const word = wordAt(open.article.text, projection.offset(position));
      if (word) {
        show(noBlocks, word, true);
        events.onDoubleClick();
      }
      return word !== null;
    },
    handleClick(_view, position, event) {
      const innermost = event.target instanceof Element ? event.target.closest("[data-id], [data-suggestion]") : null;
      const suggestion = innermost?.getAttribute("data-suggestion") ?? null;
      const ids: string[] = [];
      for (
        let at = event.target instanceof Element ? event.target.closest("[data-id]") : null;
        at;
        at = at.parentElement?.closest("[data-id]") ?? null
      ) {
        const id = at.getAttribute("data-id");
        if (id && !ids.includes(id)) ids.push(id);
      }
      // Before anything is drawn again, or ProseMirror puts back the selection that it knew.
      readSelection(view);
      events.onClick(projection.offset(position), ids, suggestion);
      return false;
    },
    clipboardTextSerializer: () => {
      const { start, end } = offsets(view.state);
      return open.article.text.slice(start, end);
    },
    handlePaste: () => true,
    handleDrop: () => true,
  });
  giveCaret(view.dom);
  const rest = drawTheRest(view, projection, drawing);
  view.dom.addEventListener("mousedown", beginAnew, { capture: true });

  /** What is to be drawn and selected at the end of what is drawn together; null while nothing is. */
  let gathered: { blocks: Set<number>; selection: Span | null } | null = null;

  function select(span: Span): void {
    if (gathered) gathered.selection = span;
    else show(noBlocks, span);
  }

  function draw(blocks: ReadonlySet<number> | null): void {
    if (gathered) for (const at of blocks ?? []) gathered.blocks.add(at);
    else if (blocks) show(blocks, null);
  }

  function show(blocks: ReadonlySet<number>, selected: Span | null, tell = false): void {
    // What the browser has selected and not yet told of would be taken back.
    if (!selected && view.hasFocus()) readSelection(view);
    const transaction = view.state.tr;
    if (blocks.size > 0) drawing.redraw(transaction, blocks.size > mostAnywhere ? inSightOf(blocks) : blocks);
    if (selected) {
      const [from, to] = [projection.position(selected.start), projection.position(selected.end)];
      transaction.setSelection(TextSelection.create(transaction.doc, from, to));
    }
    own = !tell;
    view.dispatch(transaction);
    own = false;
  }

  /** Those of many blocks that can be seen; the others are left for later. */
  function inSightOf(blocks: ReadonlySet<number>): ReadonlySet<number> {
    const [first, last] = projection.blocksOf(visibleOffsets({ view, projection }));
    const isSeen = (at: number) => first <= at && at <= last;
    drawing.leave([...blocks].filter((at) => !isSeen(at)));
    rest.begin();
    return new Set([...blocks].filter(isSeen));
  }

  function showGathered(): void {
    const due = gathered;
    gathered = null;
    if (due && (due.blocks.size > 0 || due.selection)) show(due.blocks, due.selection);
  }

  function together(change: () => void): void {
    if (gathered) {
      change();
      return;
    }
    gathered = { blocks: new Set(), selection: null };
    try {
      change();
    } finally {
      showGathered();
    }
  }

  /** Has drawn what was gathered so far, for somebody who asks where something stands. */
  function catchUp(): void {
    if (!gathered) return;
    showGathered();
    gathered = { blocks: new Set(), selection: null };
  }

  /** Takes the focus with the selection as it was: while something else had it, the browser's selection was there. */
  function focus(): void {
    if (view.dom.ownerDocument.activeElement === view.dom) return;
    catchUp();
    const { anchor, head } = view.state.selection;
    view.dom.focus({ preventScroll: true });
    const [from, to] = [view.domAtPos(anchor), view.domAtPos(head)];
    view.dom.ownerDocument.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
  }

  function blockElement(span: Span): HTMLElement | null {
    const { node } = view.domAtPos(projection.position(span.start));
    const element = node instanceof HTMLElement ? node : node.parentElement;
    return element?.closest<HTMLElement>(".block") ?? null;
  }

  return {
    view,
    projection,
    focus,
    select,
    together,
    readSelection() {
      catchUp();
      readSelection(view);
    },
    reveal(span) {
      catchUp();
      const scroller = mount.closest<HTMLElement>("[data-scroller]");
      const element = blockElement(span);
      if (!scroller || !element) return;
      // content-visibility gives far sections an estimated height: the first scroll makes the real one known.
      element.scrollIntoView({ block: "nearest" });
      const frame = scroller.getBoundingClientRect();
      const place = view.coordsAtPos(projection.position(span.start));
      const margin = frame.height / 5;
      if (place.top < frame.top + margin) scroller.scrollTop -= frame.top + margin - place.top;
      else if (place.bottom > frame.bottom - margin) scroller.scrollTop += place.bottom - frame.bottom + margin;
    },
    rectangle(span) {
      catchUp();
      const start = view.coordsAtPos(projection.position(span.start), 1);
      const end = view.coordsAtPos(projection.position(span.end), -1);
      return { left: start.left, top: start.top, right: end.right, bottom: end.bottom };
    },
    inSight: () => visibleOffsets({ view, projection }),
    update(nextState, nextOpen, nextCurrent) {
      showTones(nextState.project.scheme);
      draw(drawing.update(nextState, nextOpen, nextCurrent));
    },
    suggest(suggestions, currentSuggestion) {
      draw(drawing.suggest(suggestions, currentSuggestion));
    },
    destroy() {
      rest.end();
      gathered = null;
      view.destroy();
    },
  };
}

/** What drawing some blocks' marks takes at most, in milliseconds: less idle time than that is not begun. */
const drawingTime = 10;

/** Longest time, in milliseconds, until some of the marks that were left for later are drawn. */
const mostIdleWait = 200;

/** Draws the marks that were left for later: while nothing else is to be done, nearest to the screen first, and at once
 *  where they come into sight. `begin` tells of more of them. */
function drawTheRest(view: EditorView, projection: Projection, drawing: Drawing): { begin(): void; end(): void } {
  const scroller = view.dom.closest("[data-scroller]");
  let idle: number | null = null;
  const draw = (blocks: ReadonlySet<number> | null): boolean => {
    if (!blocks) return false;
    if (view.hasFocus()) readSelection(view);
    view.dispatch(drawing.redraw(view.state.tr, blocks));
    return true;
  };
  const inSight = () => projection.blocksOf(visibleOffsets({ view, projection }));
  const later = () => {
    idle = requestIdleCallback(
      (idleTime) => {
        if (isPointerDown()) return later();
        const [near] = inSight();
        let isMore = draw(drawing.rest(near));
        while (isMore && idleTime.timeRemaining() > drawingTime) isMore = draw(drawing.rest(near));
        if (isMore) later();
        else end();
      },
      // The browser sees no idle moment for as long as anything moves: it must not wait for ever.
      { timeout: mostIdleWait },
    );
  };
  const scrolled = () => {
    if (!isPointerDown()) draw(drawing.restIn(...inSight()));
  };
  const all = () => void draw(drawing.restIn(0, projection.blocks.length));
  const begin = () => {
    if (idle !== null) return;
    scroller?.addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("beforeprint", all);
    later();
  };
  const end = () => {
    if (idle !== null) cancelIdleCallback(idle);
    idle = null;
    scroller?.removeEventListener("scroll", scrolled);
    window.removeEventListener("beforeprint", all);
  };
  begin();
  return { begin, end };
}

/** A drag that begins inside the selection selects anew: moving text about means nothing here. */
function beginAnew(event: MouseEvent): void {
  const selection = window.getSelection();
  if (event.button === 0 && event.detail === 1 && !event.shiftKey && selection && !selection.isCollapsed) {
    selection.collapseToEnd();
  }
}

/** A caret without contenteditable. Without EditContext (Firefox, Safari) the text is still selectable by mouse. */
function giveCaret(dom: HTMLElement): void {
  if (typeof window.EditContext === "function") dom.editContext = new window.EditContext();
  for (const name of ["beforeinput", "cut", "paste", "drop", "dragstart"] as const) {
    dom.addEventListener(name, (event) => event.preventDefault());
  }
}
