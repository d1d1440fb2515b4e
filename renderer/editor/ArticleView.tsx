import { useEffect, useRef, useState } from "react";
import { prepareNames } from "../../shared/annotation/actions/mention.ts";
import { derivations } from "../../shared/annotation/article-index.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { wordAt } from "../../shared/article/words.ts";
import { whileIdle } from "../app/idle.ts";
import { pickMention } from "../app/picking.ts";
import { readableDate } from "../app/readable-date.ts";
import { shownArticle, store, useApp } from "../app/store.ts";
import { makeCurrent } from "../commands/target.ts";
import { PickPanel } from "../panels/PickPanel.tsx";
import { choose } from "../review/actions.ts";
import { chooseById, drawSuggestions } from "../review/drawn.ts";
import { ReviewBar } from "../review/ReviewBar.tsx";
import "./article.css";
import { Beginning } from "./Beginning.tsx";
import { FindBar } from "./FindBar.tsx";
import { Handles } from "./Handles.tsx";
import "./marks.css";
import { setEditorPort } from "./port.ts";
import { Rail } from "./Rail.tsx";
import { SelectionToolbar } from "./SelectionToolbar.tsx";
import { TextEditing } from "./TextEditing.tsx";
import { type ArticleEditor, createArticleEditor } from "./view.ts";

/** The article: its text with everything marked in it, the rail beside it, and the tools that float over it. */
export function ArticleView() {
  const shown = useApp((app) => shownArticle(app)?.article ?? null);
  const coming = useApp((app) => app.coming);
  const textSize = useApp((app) => app.settings.textSize);
  const font = useApp((app) => app.settings.font);
  const finding = useApp((app) => app.finding);
  const picking = useApp((app) => app.picking);
  const editing = useApp((app) => app.textEdit !== null && app.textEdit.article === app.article);
  const mount = useRef<HTMLDivElement>(null);
  const caret = useRef(0);
  const [editor, setEditor] = useState<ArticleEditor | null>(null);
  const article = shown ?? coming;
  const id = shown?.id;
  const text = shown?.text;

  // A new editor for each article (and each text of it); everything else is an update of the one that is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text identifies what the editor was made for
  useEffect(() => {
    const app = store.getState();
    const open = shownArticle(app);
    if (editing || !mount.current || !open || !app.state) return;
    const created = createArticleEditor(mount.current, app.state, open, app.current, {
      onSelect: (selection) => {
        caret.current = selection.end;
        store.setState({ selection, moved: true });
      },
      onClick: clicked,
      onDoubleClick: () => store.setState({ currentQuote: quoteBeforeClick }),
    });
    setEditor(created);
    setEditorPort(created);
    created.focus();
    const stop = store.subscribe((next, before) => {
      const shown = shownArticle(next);
      if (!shown || !next.state || shown.article.id !== open.article.id) return;
      if (next.state !== before.state || next.current !== before.current)
        created.update(next.state, shown, next.current);
    });
    const endDeriving = whileIdle(
      [...derivations, prepare].map((derive) => () => {
        const { state } = store.getState();
        const shown = shownArticle(store.getState());
        if (state && shown) derive(state, shown);
      }),
    );
    const endSuggestions = drawSuggestions(created);
    return () => {
      stop();
      endDeriving();
      endSuggestions();
      setEditorPort(null);
      setEditor(null);
      created.destroy();
    };
  }, [id, text, editing]);

  if (!article) return null;
  const meta = [article.publisher, article.byline, article.date ? readableDate(article.date) : null]
    .filter(Boolean)
    .join(" · ");
  const headed =
    article.blocks.some((block) => block.kind === "headline") || article.text.startsWith(article.title.slice(0, 40));
  return (
    <section
      className={`article font-${font}${editing ? " editing" : ""}`}
      aria-label={article.title}
      style={{ "--text-size": `${textSize}px` }}
    >
      {finding && editor ? <FindBar editor={editor} /> : null}
      <div className="article-scroller" data-scroller="" data-zone="editor">
        <div className="article-page">
          <header className="article-head">
            {headed ? null : <h1 className="article-title">{article.title}</h1>}
            {meta === "" ? null : <p className="article-meta">{meta}</p>}
          </header>
          <div className="article-body">
            {editing ? <TextEditing article={article.id} offset={caret.current} /> : null}
            {shown === null && coming ? <Beginning article={coming} /> : null}
            {shown === null || editing ? null : <div className="article-mount" ref={mount} />}
            {editor ? <Rail editor={editor} /> : null}
            {editor ? <Handles editor={editor} /> : null}
            {editor ? <SelectionToolbar editor={editor} /> : null}
          </div>
        </div>
      </div>
      {shown === null || editing ? null : <ReviewBar />}
      {picking ? <PickPanel picking={picking} /> : null}
    </section>
  );
}

/** Has at hand what the first key would wait for: the names in the text, and the expression that finds words. */
function prepare(_state: ProjectState, shown: ArticleState): void {
  prepareNames(shown);
  wordAt(shown.article.text, 0);
}

/** The current quote before the last click: a double click inside another quote takes a word for it, not the quote. */
let quoteBeforeClick: string | null = null;

/** A click takes what was clicked: an answer while something is being picked, otherwise the current annotation. A second
 *  click at the same place goes on to the annotation around it. */
function clicked(offset: number, ids: string[], suggestion: string | null): void {
  const app = store.getState();
  quoteBeforeClick = app.currentQuote;
  if (app.picking) {
    ids.some(pickMention);
    return;
  }
  if (suggestion !== null) {
    chooseById(suggestion);
    return;
  }
  const [first] = ids;
  if (first === undefined) {
    store.setState({ current: null });
    choose(null);
    return;
  }
  const again = app.lastClick === offset && app.current !== null && ids.includes(app.current);
  const next = again ? ids[(ids.indexOf(app.current ?? "") + 1) % ids.length] : first;
  store.setState({ lastClick: offset });
  if (next) makeCurrent(next);
}
