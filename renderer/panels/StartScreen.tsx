import { FolderOpen, Newspaper, Plus, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { ask } from "../app/requests.ts";
import { openProject, openSample } from "../app/session.ts";
import { setAnnotator } from "../app/settings.ts";
import { store, useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import "./start-screen.css";

/** What is seen first: begin, go on, or look around. */
export function StartScreen() {
  const recents = useApp((app) => app.recents);
  const annotator = useApp((app) => app.annotatorName);
  const [name, setName] = useState(annotator ?? "");
  return (
    <main className="start">
      <div className="start-card">
        <header>
          <h1>
            <Newspaper size={26} aria-hidden="true" /> Onrecord
          </h1>
          <p>Who said what about whom: entities, quotes and claims in the news, as one linked record.</p>
        </header>
        <label className="start-name">
          <span>Your name, as annotator</span>
          <input
            className="field"
            value={name}
            placeholder="Shown with everything that you mark"
            onChange={(event) => setName(event.target.value)}
            onBlur={() =>
              name.trim() !== "" && name.trim() !== annotator ? void setAnnotator(name.trim()) : undefined
            }
          />
        </label>
        <div className="start-actions">
          <button type="button" className="start-action" onClick={() => runCommand("project.new")}>
            <Plus size={20} aria-hidden="true" />
            <span>
              <strong>New project</strong>
              <span className="hint">A folder for articles and annotations</span>
            </span>
          </button>
          <button type="button" className="start-action" onClick={() => runCommand("project.open")}>
            <FolderOpen size={20} aria-hidden="true" />
            <span>
              <strong>Open…</strong>
              <span className="hint">A project, an annotation file or an article</span>
            </span>
          </button>
          <button type="button" className="start-action" onClick={() => void openSample()}>
            <Sparkles size={20} aria-hidden="true" />
            <span>
              <strong>Sample project</strong>
              <span className="hint">One article, fully annotated</span>
            </span>
          </button>
        </div>
        <section aria-label="Recent">
          <h2>Recent</h2>
          {recents.length === 0 ? <p className="hint">What you open will be listed here.</p> : null}
          <ul className="recents">
            {recents.map((recent) => (
              <li key={recent.handle}>
                <button
                  type="button"
                  className="recent"
                  disabled={recent.missing}
                  onClick={() => void openProject(recent.handle)}
                >
                  <strong className="ellipsis">{recent.name}</strong>
                  <span className="hint ellipsis">
                    {recent.missing ? `Not found: ${recent.location}` : recent.location}
                  </span>
                </button>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Forget ${recent.name}`}
                  onClick={() => {
                    void ask("profile.forgetRecent", { handle: recent.handle });
                    store.setState((app) => ({ recents: app.recents.filter((one) => one.handle !== recent.handle) }));
                  }}
                >
                  <X size={15} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </main>
  );
}
