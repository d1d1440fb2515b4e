import { useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import { ArticleView } from "../editor/ArticleView.tsx";
import { ArticleList } from "./ArticleList.tsx";
import { Inspector } from "./Inspector.tsx";
import { Lists } from "./Lists.tsx";
import { SaveBanner } from "./SaveBanner.tsx";
import { SearchPanel } from "./SearchPanel.tsx";
import { StatusBar } from "./StatusBar.tsx";
import { TopBar } from "./TopBar.tsx";
import "./workspace.css";

/** The main window: articles, the article, and what is said of it. */
export function Workspace() {
  const left = useApp((app) => app.settings.leftPanel);
  const right = useApp((app) => app.settings.rightPanel);
  const peeking = useApp((app) => app.peeking);
  const empty = useApp((app) => app.article === null && app.coming === null);
  const searching = useApp((app) => app.searching);
  return (
    <div className="workspace">
      <TopBar />
      <SaveBanner />
      <div
        className={`zones${left || peeking ? "" : " no-left"}${peeking ? " peeking" : ""}${right ? "" : " no-right"}`}
      >
        {left || peeking ? <ArticleList /> : null}
        <main className={searching ? "centre with-search" : "centre"}>
          {empty ? <NoArticle /> : <ArticleView />}
          {searching ? <SearchPanel /> : null}
        </main>
        {right ? (
          <div className="right">
            <Inspector />
            <Lists />
          </div>
        ) : null}
      </div>
      <StatusBar />
    </div>
  );
}

function NoArticle() {
  const any = useApp((app) => app.articleCount > 0);
  return (
    <div className="empty-state">
      <h1>{any ? "Choose an article" : "This project has no articles yet"}</h1>
      <p>Drop text, Markdown, HTML or Word files on this window, or paste the text of an article.</p>
      <div className="row">
        <button type="button" className="button primary" onClick={() => runCommand("article.import")}>
          Import articles…
        </button>
        <button type="button" className="button" onClick={() => runCommand("article.paste")}>
          Paste text…
        </button>
      </div>
    </div>
  );
}
