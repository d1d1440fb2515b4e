import { useEffect, useMemo, useState } from "react";
import { difference } from "../../shared/anchoring/difference.ts";
import type { Article } from "../../shared/annotation/records.ts";
import type { ArticleVersion } from "../../shared/host/contract.ts";
import { ask } from "../app/requests.ts";
import { saveNow } from "../app/session.ts";
import { shownArticle, store, useApp } from "../app/store.ts";
import { applyText } from "../app/text-edit.ts";
import { flush } from "../app/work.ts";
import { Segmented } from "../widgets/fields.tsx";
import { Modal } from "../widgets/Modal.tsx";
import { Difference } from "./Difference.tsx";
import "./versions.css";

type Layout = "inline" | "beside";
const layouts: { value: Layout; title: string }[] = [
  { value: "inline", title: "In line" },
  { value: "beside", title: "Side by side" },
];

/** The versions of an article's text, and what differs between an earlier one and the text as it is now. */
export function VersionsDialog({ onClose }: { onClose(): void }) {
  const article = useApp((app) => shownArticle(app)?.article ?? null);
  const readOnly = useApp((app) => app.opened?.readOnly ?? false);
  const [versions, setVersions] = useState<ArticleVersion[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [layout, setLayout] = useState<Layout>("inline");
  const earlier = useVersion(article?.id ?? null, chosen);
  useEffect(() => {
    void listVersions().then((found) => {
      setVersions(found);
      setChosen(found.find((one) => !one.newest)?.version ?? null);
    });
  }, []);
  const blocks = useMemo(() => (earlier && article ? difference(earlier, article) : []), [earlier, article]);
  if (!article) return null;
  const others = versions?.filter((one) => !one.newest) ?? [];
  const isSame = blocks.every((block) => block.kind === "same");

  function takeBack(): void {
    if (!earlier || !article) return;
    applyText(article.id, "Use an earlier text", { text: earlier.text, blocks: earlier.blocks });
    onClose();
  }

  return (
    <Modal
      title="Versions of the text"
      wide
      onClose={onClose}
      footer={
        <>
          {earlier && !isSame && !readOnly ? (
            <button type="button" className="button foot-left" onClick={takeBack}>
              Use this text again
            </button>
          ) : null}
          <button type="button" className="button primary" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      {versions === null ? <p className="hint">Reading the versions…</p> : null}
      {versions !== null && others.length === 0 ? (
        <p className="hint">
          This is the only version. Editing the text (F2) or importing a newer story makes another.
        </p>
      ) : null}
      {others.length > 0 ? (
        <div className="versions">
          <fieldset className="version-list">
            <legend className="hint">Compare the text of now with</legend>
            {others.map((one) => (
              <label key={one.version} className="version">
                <input
                  type="radio"
                  name="version"
                  checked={one.version === chosen}
                  onChange={() => setChosen(one.version)}
                />
                <span>
                  {whenOf(one)}
                  <span className="hint">
                    {[one.annotator === null ? null : `by ${one.annotator}`, `${one.words.toLocaleString("en")} words`]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
          <section className="version-difference" aria-label="What changed">
            <Segmented<Layout> label="Layout" value={layout} options={layouts} onChange={setLayout} />
            {isSame ? <p className="hint">The same words as now: other facts of the article were changed.</p> : null}
            <Difference blocks={blocks} beside={layout === "beside"} />
          </section>
        </div>
      ) : null}
    </Modal>
  );
}

/** What is being worked on counts as a version too: it is saved before the versions are listed. */
async function listVersions(): Promise<ArticleVersion[]> {
  const { opened, article } = store.getState();
  if (!opened || article === null) return [];
  if (!opened.readOnly) await saveNow();
  else await flush();
  return (await ask("article.versions", { session: opened.session, article }))?.versions ?? [];
}

function useVersion(article: string | null, version: string | null): Article | null {
  const [read, setRead] = useState<Article | null>(null);
  useEffect(() => {
    const { opened } = store.getState();
    if (!opened || article === null || version === null) return;
    let isWanted = true;
    void ask("article.version", { session: opened.session, article, version }).then((found) => {
      if (isWanted) setRead(found);
    });
    return () => {
      isWanted = false;
    };
  }, [article, version]);
  return read;
}

function whenOf({ created }: ArticleVersion): string {
  if (created === null) return "The first text";
  return new Date(created).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
