import { useState } from "react";
import type { Lesson } from "../../shared/annotation/records.ts";
import { useApp } from "../app/store.ts";
import { Modal } from "../widgets/Modal.tsx";
import { forget } from "./actions.ts";
import "./learnt.css";

const titles: Record<Lesson["about"], string> = {
  name: "Names",
  cue: "Cues",
  speaker: "Descriptions",
  type: "Types of names, by how sure the suggestion was",
  kind: "Kinds of quotes and claims, by how sure the suggestion was",
};
const order = ["name", "cue", "speaker", "kind", "type"] as const;

/** What accepting and rejecting has taught the suggestions, each to be forgotten, or all of it. */
export function LearntDialog({ onClose }: { onClose(): void }) {
  const lessons = useApp((app) => app.state?.lessons);
  const readOnly = useApp((app) => app.opened?.readOnly ?? true);
  const [isSure, setSure] = useState(false);
  const all = [...(lessons?.values() ?? [])];
  return (
    <Modal
      title="What suggestions learnt from you"
      description="Kept in this project, and used in all its articles. To forget something changes no annotation."
      wide
      reading
      onClose={onClose}
      footer={
        <>
          {isSure ? (
            <>
              <span>Forget all {all.length}?</span>
              <button type="button" className="button" onClick={() => setSure(false)}>
                Keep
              </button>
              <button
                type="button"
                className="button danger"
                onClick={() => {
                  forget();
                  setSure(false);
                }}
              >
                Forget all
              </button>
            </>
          ) : (
            <button
              type="button"
              className="button"
              disabled={all.length === 0 || readOnly}
              onClick={() => setSure(true)}
            >
              Forget all…
            </button>
          )}
          <button type="button" className="button primary" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      {all.length === 0 ? (
        <p className="hint">Nothing yet. What you accept and reject changes what is suggested next.</p>
      ) : (
        order.map((about) => <Lessons key={about} about={about} lessons={all} readOnly={readOnly} />)
      )}
    </Modal>
  );
}

function Lessons({
  about,
  lessons,
  readOnly,
}: {
  about: Lesson["about"];
  lessons: readonly Lesson[];
  readOnly: boolean;
}) {
  const own = lessons
    .filter((lesson) => lesson.about === about)
    .sort((a, b) => b.accepted + b.rejected - a.accepted - a.rejected || (a.id < b.id ? -1 : 1));
  if (own.length === 0) return null;
  return (
    <section className="learnt">
      <h3>{titles[about]}</h3>
      <ul>
        {own.map((lesson) => (
          <li key={lesson.id}>
            <span className="ellipsis">{inWords(lesson)}</span>
            <span className="hint">
              accepted {lesson.accepted} of {lesson.accepted + lesson.rejected}
            </span>
            <button
              type="button"
              className="button small"
              disabled={readOnly}
              aria-label={`Forget ${inWords(lesson)}`}
              onClick={() => forget([lesson.id])}
            >
              Forget
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function inWords({ about, words, means }: Lesson): string {
  if (!means) return about === "cue" ? `“${words}”` : words;
  return `“${words}” as ${means.type}${means.entity === null ? "" : `: ${means.name}`}`;
}
