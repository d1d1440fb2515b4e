import { useEffect, useRef } from "react";
import { reanchor } from "../../shared/anchoring/reanchor.ts";
import { store, useApp } from "../app/store.ts";
import { discardTextEdit, finishTextEdit, setTextEditor, textEdited } from "../app/text-edit.ts";
import { createTextEditor } from "./text-editor.ts";
import "./text-editing.css";

/** The article while its text is edited: the same page with a caret that writes, and how to end it. */
export function TextEditing({ article, offset }: { article: string; offset: number }) {
  const mount = useRef<HTMLDivElement>(null);
  const changed = useApp((app) => app.textEdit?.changed ?? false);
  // The editor is made once: from then on its document is what is being written.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the offset is only where the caret begins
  useEffect(() => {
    const { state, textEdit } = store.getState();
    const open = state?.articles.get(article);
    if (!mount.current || !state || !open) return;
    const draft = textEdit?.draft ?? null;
    const shown = draft ? reanchor(open, { ...open.article, ...draft }).open : open;
    const created = createTextEditor(mount.current, state, shown, offset, {
      change: textEdited,
      escape: discardTextEdit,
    });
    setTextEditor(created);
    created.focus();
    return () => {
      setTextEditor(null);
      created.destroy();
    };
  }, [article]);

  return (
    <>
      <div className="article-mount" ref={mount} />
      <div className="text-editing-bar" role="toolbar" aria-label="Editing the text">
        <span className="text-editing-title">Editing the text</span>
        <span className="hint">Annotations follow the words. The version before is kept.</span>
        <button type="button" className="button" onClick={discardTextEdit}>
          {changed ? "Discard changes" : "Cancel"}
        </button>
        <button type="button" className="button primary" onClick={finishTextEdit}>
          Done <kbd>F2</kbd>
        </button>
      </div>
    </>
  );
}
