import { problemSentence } from "../../shared/format/problem.ts";
import { useApp } from "../app/store.ts";
import { toast } from "../app/toast.ts";
import { Modal } from "../widgets/Modal.tsx";
import "./forms.css";
import "./problems.css";

/** What could not be read, where it stands and how to mend it. */
export function ProblemsDialog({ onClose }: { onClose(): void }) {
  const problems = useApp((app) => app.problems);
  async function copy(): Promise<void> {
    const text = problems.map(problemSentence).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      toast(problems.length === 1 ? "Copied" : `Copied ${problems.length} problems`);
    } catch {
      toast("Not copied", ["The system did not give the clipboard: select the text and copy it."], { tone: "problem" });
    }
  }
  return (
    <Modal
      title={problems.length === 0 ? "Problems" : `Problems (${problems.length})`}
      wide
      reading
      onClose={onClose}
      footer={
        <>
          {problems.length > 0 ? (
            <button type="button" className="button" onClick={() => void copy()}>
              Copy
            </button>
          ) : null}
          <button type="button" className="button primary" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      {problems.length === 0 ? (
        <p className="hint">Everything in this project was read, and nothing is missing.</p>
      ) : (
        <>
          <p className="problem-intro">
            What could be read is open. The files themselves are untouched, so nothing here is lost.
          </p>
          <ul className="problem-list">
            {problems.map((problem, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same problem may stand twice; the list only grows
              <li key={index}>
                <p className="problem-place">
                  {problem.file}
                  {problem.path === "" ? null : <code>{problem.path}</code>}
                </p>
                <p>{sentence(problem.reason)}</p>
                <p className="hint">{problem.remedy}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}

const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
