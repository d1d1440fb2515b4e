import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { normaliseSpaces } from "../../shared/article/spaces.ts";
import { shownArticle, store, useApp } from "../app/store.ts";
import type { ArticleEditor } from "./view.ts";
import "./find-bar.css";

/** Find in the article. No-break spaces count as spaces, and case does not count. */
export function FindBar({ editor }: { editor: ArticleEditor }) {
  const text = useApp((app) => shownArticle(app)?.article.text ?? "");
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const places = useMemo(() => occurrences(text, query), [text, query]);
  const state = useApp((app) => app.state);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);

  // The selection is not drawn while the field has the focus. Blocks that are drawn again lose what was drawn on them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the state says when blocks are drawn again
  useEffect(() => {
    if (!("highlights" in CSS)) return;
    const rangeOf = (start: number) => rangeIn(editor, start, start + query.length);
    const here = places[at];
    CSS.highlights.set("found", new Highlight(...places.slice(0, mostDrawn).map(rangeOf)));
    CSS.highlights.set("found-here", new Highlight(...(here === undefined ? [] : [rangeOf(here)])));
    return () => {
      CSS.highlights.delete("found");
      CSS.highlights.delete("found-here");
    };
  }, [editor, places, at, query, state]);

  function show(index: number, among = places, length = query.length): void {
    const count = among.length;
    if (count === 0) return;
    const next = (index + count) % count;
    const start = among[next] ?? 0;
    setAt(next);
    const span = { start, end: start + length };
    editor.select(span);
    store.setState({ selection: span, moved: true });
    editor.reveal(span);
  }
  function close(): void {
    store.setState({ finding: false });
    editor.focus();
  }
  return (
    <search className="find-bar">
      <input
        ref={field}
        data-find-field=""
        aria-label="Find in the article"
        placeholder="Find in the article"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          show(0, occurrences(text, event.target.value), event.target.value.length);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") show(event.shiftKey ? at - 1 : at + 1);
          else if (event.key === "Escape") close();
        }}
      />
      <output>{query === "" ? "" : places.length === 0 ? "Not found" : `${at + 1} of ${places.length}`}</output>
      <button type="button" className="icon-button" aria-label="Previous" onClick={() => show(at - 1)}>
        <ChevronUp size={16} />
      </button>
      <button type="button" className="icon-button" aria-label="Next" onClick={() => show(at + 1)}>
        <ChevronDown size={16} />
      </button>
      <button type="button" className="icon-button" aria-label="Close" onClick={close}>
        <X size={16} />
      </button>
    </search>
  );
}

const mostDrawn = 1_000;

function rangeIn(editor: ArticleEditor, start: number, end: number): Range {
  const from = editor.view.domAtPos(editor.projection.position(start), 1);
  const to = editor.view.domAtPos(editor.projection.position(end), -1);
  const range = new Range();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

function occurrences(text: string, query: string): number[] {
  const hay = normaliseSpaces(text).toLowerCase();
  const needle = normaliseSpaces(query).toLowerCase();
  const found: number[] = [];
  if (needle === "" || hay.length !== text.length) return found;
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) found.push(at);
  return found;
}
