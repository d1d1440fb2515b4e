import { PanelLeft, PanelRight, Settings } from "lucide-react";
import { shownArticle, useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";

export function TopBar() {
  const project = useApp((app) => app.state?.project.name ?? "");
  const title = useApp((app) => shownArticle(app)?.article.title ?? null);
  const annotator = useApp((app) => app.opened?.annotator.name ?? "");
  const platform = useApp((app) => app.platform);
  return (
    <header className="top-bar">
      <div className="top-left">
        <button
          type="button"
          className="icon-button"
          aria-label="Show or hide the article list"
          title="Show or hide the article list ( [ )"
          onClick={() => runCommand("view.articles")}
        >
          <PanelLeft size={17} />
        </button>
        <span className="brand">Onrecord</span>
        <span className="crumbs ellipsis">
          {project}
          {title === null ? "" : ` › ${title}`}
        </span>
      </div>
      <button
        type="button"
        className="search-button"
        onClick={() => runCommand("view.palette")}
        aria-label="Search articles, entities, commands"
      >
        <span className="ellipsis">Search articles, entities, commands</span>
        <kbd>{keyLabel("Mod+K", platform)}</kbd>
      </button>
      <div className="top-right">
        <SaveState />
        <span className="annotator-name ellipsis">{annotator}</span>
        <button
          type="button"
          className="icon-button"
          aria-label="Settings"
          title="Settings"
          onClick={() => runCommand("view.settings")}
        >
          <Settings size={16} />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Show or hide the inspector"
          title="Show or hide the inspector ( ] )"
          onClick={() => runCommand("view.inspector")}
        >
          <PanelRight size={17} />
        </button>
      </div>
    </header>
  );
}

function SaveState() {
  const save = useApp((app) => app.save);
  const readOnly = useApp((app) => app.opened?.readOnly ?? false);
  const undecided = useApp((app) => app.conflict !== null);
  if (!save) return null;
  if (readOnly) return <output className="save-state pending">For reading only</output>;
  if (save.state === "failed") return <output className="save-state failed">Unsaved</output>;
  if (save.problem) {
    return (
      <output className="save-state failed" title={save.problem.reason}>
        In the journal only
      </output>
    );
  }
  if (undecided && save.state !== "saved") return <output className="save-state pending">○ In the journal</output>;
  return save.state === "saved" ? (
    <output className="save-state">● Saved</output>
  ) : (
    <output className="save-state pending">○ Saving</output>
  );
}
