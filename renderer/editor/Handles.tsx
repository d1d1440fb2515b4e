import { useRef } from "react";
import { setPiece } from "../../shared/annotation/actions/annotation.ts";
import type { Span } from "../../shared/annotation/records.ts";
import { completeWords } from "../../shared/article/words.ts";
import { type AppState, shownArticle, store } from "../app/store.ts";
import { author, perform } from "../app/work.ts";
import { piecesOf } from "../commands/change.ts";
import { currentAnnotation } from "../commands/target.ts";
import { useLayoutTick } from "./useLayoutTick.ts";
import type { ArticleEditor } from "./view.ts";
import "./handles.css";

type Piece = ReturnType<typeof piecesOf>[number];

const withHandles = (app: AppState): readonly unknown[] => [app.current, currentAnnotation(app)?.record];

/** Handles at both ends of every piece of the current annotation, to be dragged to where it should begin or end. Words
 *  are completed while dragging unless Alt is held. */
export function Handles({ editor }: { editor: ArticleEditor }) {
  useLayoutTick(editor, withHandles);
  const found = currentAnnotation(store.getState());
  if (!found) return null;
  const origin = editor.view.dom.getBoundingClientRect();
  return (
    <div className="handles" aria-hidden="true">
      {piecesOf(found).flatMap((piece) =>
        (["start", "end"] as const).map((edge) => {
          const box = editor.rectangle(piece.span);
          if (!box) return null;
          const start = edge === "start";
          const line = start ? editor.rectangle({ start: piece.span.start, end: piece.span.start + 1 }) : box;
          const left = (start ? box.left : box.right) - origin.left;
          const bottom = (start ? (line?.bottom ?? box.bottom) : box.bottom) - origin.top;
          const top = start ? box.top - origin.top : bottom - ((line?.bottom ?? 0) - (line?.top ?? 0));
          return (
            <Handle
              key={`${piece.field}${piece.index}${edge}`}
              editor={editor}
              piece={piece}
              edge={edge}
              left={left}
              top={Math.max(top, bottom - 26)}
              height={26}
            />
          );
        }),
      )}
    </div>
  );
}

function Handle(props: {
  editor: ArticleEditor;
  piece: Piece;
  edge: "start" | "end";
  left: number;
  top: number;
  height: number;
}) {
  const { editor, piece, edge } = props;
  const dragged = useRef<Span | null>(null);

  function spanAt(x: number, y: number, exact: boolean): Span | null {
    const found = editor.view.posAtCoords({ left: x, top: y });
    const text = shownArticle(store.getState())?.article.text;
    if (!found || text === undefined) return null;
    const span = { ...piece.span, [edge]: editor.projection.offset(found.pos) };
    if (span.end <= span.start) return null;
    const whole = exact ? span : completeWords(text, span.start, span.end);
    return whole ? { ...piece.span, [edge]: whole[edge] } : null;
  }

  return (
    <span className={`handle handle-${edge}`} style={{ left: props.left, top: props.top, height: props.height }}>
      <span
        data-edge={edge}
        data-field={piece.field}
        data-piece={piece.index}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = piece.span;
        }}
        onPointerMove={(event) => {
          if (!dragged.current) return;
          const span = spanAt(event.clientX, event.clientY, event.altKey);
          if (!span) return;
          dragged.current = span;
          editor.select(span);
        }}
        onPointerUp={() => {
          const span = dragged.current;
          const { state, article, current } = store.getState();
          dragged.current = null;
          if (!span || !state || article === null || current === null) return;
          perform(setPiece(state, author, article, current, piece.field, piece.index, span));
          store.setState({ selection: { start: span.end, end: span.end }, moved: false });
          editor.select({ start: span.end, end: span.end });
        }}
      />
    </span>
  );
}
