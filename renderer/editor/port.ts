import type { Span } from "../../shared/annotation/records.ts";

/** What the rest of the window may ask of the article's view. */
export interface EditorPort {
  focus(): void;
  /** Scrolls so that the span can be read. */
  reveal(span: Span): void;
  /** What can be seen now, and half a screen more on either side. */
  inSight(): Span;
  select(span: Span): void;
  /** Draws all that `change` changes once, at its end. */
  together(change: () => void): void;
  /** Takes over what the browser has selected, which it tells only after the key that follows fast on it. */
  readSelection(): void;
  /** Where a span stands in the window, in CSS pixels; null while it is not drawn. */
  rectangle(span: Span): { left: number; right: number; top: number; bottom: number } | null;
}

let port: EditorPort | null = null;

export const editorPort = (): EditorPort | null => port;
export const setEditorPort = (next: EditorPort | null): void => {
  port = next;
};
