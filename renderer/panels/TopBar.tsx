import { PanelLeft, PanelRight, Search, Settings } from "lucide-react";
import { shownArticle, useApp } from "../app/store.ts";
import { keyOf, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { CommandButton } from "../widgets/CommandButton.tsx";

export function TopBar() {
  const project = useApp((app) => app.state?.project.name ?? "");
  const title = useApp((app) => shownArticle(app)?.article.title ?? null);
  const annotator = useApp((app) => app.opened?.annotator.name ?? "");
  const platform = useApp((app) => app.platform);
  const searchKey = useApp((app) => keyOf(app, "view.palette"));
  return (
    <header className="top-bar">
      <div className="top-left">
        <CommandButton command="view.articles" label="Show or hide the article list" icon={PanelLeft} />
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
        <Search size={14} aria-hidden="true" />
        <span className="ellipsis">Search articles, entities, commands</span>
        {searchKey === "" ? null : <kbd>{keyLabel(searchKey, platform)}</kbd>}
      </button>
      <div className="top-right">
        <SaveState />
        <span className="annotator-name ellipsis">{annotator}</span>
        <CommandButton command="view.settings" label="Settings" icon={Settings} size={16} />
        <CommandButton command="view.inspector" label="Show or hide the inspector" icon={PanelRight} />
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
