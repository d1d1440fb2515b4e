import { useEffect, useState } from "react";
import { setArticle } from "../../shared/annotation/actions/project.ts";
import type { Article } from "../../shared/annotation/records.ts";
import { isWebAddress } from "../../shared/article/web-address.ts";
import { ensureArticle, refreshArticles } from "../app/showing.ts";
import { store, useApp } from "../app/store.ts";
import { author, change } from "../app/work.ts";
import { removeArticleById } from "../commands/project.ts";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import "./forms.css";
import "./article.css";

const fields = ["title", "byline", "publisher", "date", "url", "language"] as const;
type Field = (typeof fields)[number];
type Draft = Record<Field, string>;

/** What is known of an article besides its text. */
export function ArticleDialog({ onClose }: { onClose(): void }) {
  const id = useApp((app) => app.editing);
  const article = useApp((app) => (app.editing === null ? undefined : app.state?.articles.get(app.editing)?.article));
  useEffect(() => {
    if (id !== null) void ensureArticle(id).then((there) => (there ? undefined : onClose()));
  }, [id, onClose]);
  return article ? <ArticleForm article={article} onClose={onClose} /> : null;
}

function ArticleForm({ article, onClose }: { article: Article; onClose(): void }) {
  const readOnly = useApp((app) => app.opened?.readOnly ?? false);
  const removable = useApp((app) => app.opened?.kind === "folder");
  const [draft, setDraft] = useState<Draft>(() => draftOf(article));
  const [tried, setTried] = useState(false);
  const wrong = mistakes(draft);

  async function save(): Promise<void> {
    setTried(true);
    const { state } = store.getState();
    if (!state || Object.keys(wrong).length > 0) return;
    change((state) => setArticle(state, author, article.id, "Edit article details", changed(article, draft)));
    onClose();
    await refreshArticles();
  }

  const input = (field: Field, label: string, more: { placeholder?: string; first?: boolean } = {}) => {
    const error = tried ? wrong[field] : undefined;
    return (
      <label>
        {label}
        <input
          ref={more.first ? focusFirst : undefined}
          className="field"
          value={draft[field]}
          placeholder={more.placeholder}
          readOnly={readOnly}
          aria-invalid={error !== undefined}
          onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
        />
        {error === undefined ? null : (
          <span className="form-error" role="alert">
            {error}
          </span>
        )}
      </label>
    );
  };

  return (
    <Modal
      title="Article details"
      onClose={onClose}
      footer={
        <>
          {removable && !readOnly ? (
            <button
              type="button"
              className="button danger foot-left"
              onClick={() => {
                onClose();
                void removeArticleById(article.id);
              }}
            >
              Remove from the project
            </button>
          ) : null}
          <button type="button" className="button" onClick={onClose}>
            {readOnly ? "Close" : "Cancel"}
          </button>
          {readOnly ? null : (
            <button type="button" className="button primary" onClick={() => void save()}>
              Save
            </button>
          )}
        </>
      }
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {input("title", "Title", { first: true })}
        {input("byline", "Byline", { placeholder: "Who wrote it" })}
        <div className="form-columns">
          {input("publisher", "Publisher")}
          {input("date", "Date", { placeholder: "2026-11-24" })}
        </div>
        <div className="form-columns article-address">
          {input("url", "Address", { placeholder: "https://…" })}
          {input("language", "Language", { placeholder: "en" })}
        </div>
        <dl className="article-facts">
          <dt>Source</dt>
          <dd>{article.source.name ?? "Pasted text"}</dd>
          <dt>Kind</dt>
          <dd>{kindOf(article)}</dd>
          <dt>Length</dt>
          <dd>{(article.text.match(/\S+/gu)?.length ?? 0).toLocaleString("en")} words</dd>
        </dl>
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Modal>
  );
}

const draftOf = (article: Article): Draft => ({
  title: article.title,
  byline: article.byline ?? "",
  publisher: article.publisher ?? "",
  date: article.date ?? "",
  url: article.url ?? "",
  language: article.language ?? "",
});

/** Only what the person changed; an emptied field says that nothing is known. */
function changed(article: Article, draft: Draft): Partial<Article> {
  const before = draftOf(article);
  const own = fields.filter((field) => draft[field].trim() !== before[field]);
  return Object.fromEntries(own.map((field) => [field, draft[field].trim() || null]));
}

function mistakes(draft: Draft): Partial<Draft> {
  const date = draft.date.trim();
  const url = draft.url.trim();
  return {
    ...(draft.title.trim() === "" ? { title: "An article needs a title." } : {}),
    ...(date === "" || isDate(date) ? {} : { date: "Write it as 2026-11-24, or 2026-11-24T09:30." }),
    ...(url === "" || isWebAddress(url) ? {} : { url: "It begins with https:// or http://." }),
  };
}

const isDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?$/u.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10)));

function kindOf({ source }: Article): string {
  if (source.kind === "paste") return "Pasted into the project";
  const encoding = source.encoding === null ? "" : `, ${source.encoding}${source.bom ? " with a byte-order mark" : ""}`;
  return `Imported file${encoding}`;
}
