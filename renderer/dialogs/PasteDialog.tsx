import { useState } from "react";
import { importArticles } from "../app/import-articles.ts";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import "./forms.css";
import "./paste.css";

/** An article from text that the person has on the clipboard, or types. */
export function PasteDialog({ onClose }: { onClose(): void }) {
  const [text, setText] = useState("");
  const words = text.match(/\S+/gu)?.length ?? 0;
  async function add(): Promise<void> {
    if (words === 0) return;
    onClose();
    await importArticles([{ text }]);
  }
  return (
    <Modal
      title="New article from text"
      description="The first line becomes the title. Every character stays as it is pasted."
      wide
      onClose={onClose}
      footer={
        <>
          <span className="hint foot-left">{words === 1 ? "1 word" : `${words.toLocaleString("en")} words`}</span>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="button primary" disabled={words === 0} onClick={() => void add()}>
            Import
          </button>
        </>
      }
    >
      <textarea
        ref={focusFirst}
        className="field paste-text"
        aria-label="The article's text"
        placeholder="Paste the article here"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add();
        }}
      />
    </Modal>
  );
}
