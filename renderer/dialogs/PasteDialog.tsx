import { useState } from "react";
import { type Problem, problemSentence } from "../../shared/format/problem.ts";
import { importArticles } from "../app/import-articles.ts";
import { tooMuchText } from "../app/too-much.ts";
import { Modal } from "../widgets/Modal.tsx";
import { focusFirst } from "./focus.ts";
import "./forms.css";
import "./paste.css";

/** An article from text that the person has on the clipboard, or types. */
export function PasteDialog({ onClose }: { onClose(): void }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
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
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onPaste={(event) => {
          // A field of that size would not answer for minutes.
          const found = tooMuchText(text + event.clipboardData.getData("text/plain"));
          if (found) event.preventDefault();
          setProblem(found);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add();
        }}
      />
      {problem ? (
        <p className="form-error" role="alert">
          {problemSentence(problem)}
        </p>
      ) : null}
    </Modal>
  );
}
