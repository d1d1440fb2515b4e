import { numberOf } from "../../shared/annotation/article-index.ts";
import { spansOf } from "../../shared/annotation/graph.ts";
import { blockIndexAt } from "../../shared/article/blocks.ts";
import { useAfterPaint } from "../app/after-paint.ts";
import { type AppState, shownArticle } from "../app/store.ts";
import { commands, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { currentAnnotation } from "../commands/target.ts";
import { ReviewStatus } from "../review/ReviewStatus.tsx";

const shortTitles: Record<string, string> = {
  "mark.quote": "quote",
  "link.speaker": "speaker",
  "mark.cue": "cue",
  "mark.claim": "claim",
  "mark.occurrences": "all",
  "link.entity": "link",
  "view.keys": "keys",
};

const told = (app: AppState): readonly unknown[] => [commands(app), placeOf(app), app.platform];

/** Where the caret is, and the keys that do something here. */
export function StatusBar() {
  const app = useAfterPaint(told);
  const { platform } = app;
  const all = commands(app);
  const types = all.filter((command) => command.id.startsWith("mark.entity.") && command.keys.length > 0);
  const fixed = Object.keys(shortTitles).flatMap((id) => all.find((command) => command.id === id) ?? []);
  return (
    <footer className="status-bar">
      <span className="status-place ellipsis">{placeOf(app)}</span>
      <nav className="status-keys" aria-label="Keys">
        <ReviewStatus />
        {[...types, ...fixed].map((command) => (
          <button
            key={command.id}
            type="button"
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => runCommand(command.id)}
            title={command.title}
          >
            <kbd>{keyLabel(command.keys[0] ?? "", platform)}</kbd>
            {shortTitles[command.id] ?? command.id.replace("mark.entity.", "")}
          </button>
        ))}
      </nav>
    </footer>
  );
}

function placeOf(app: AppState): string {
  const open = shownArticle(app);
  if (!open) return "";
  const found = currentAnnotation(app);
  const shown = found && !app.moved ? spansOf(found.record)[0] : app.selection;
  const offset = shown?.start ?? 0;
  const block = blockIndexAt(open.article.blocks, offset) + 1;
  const quote = app.currentQuote === null ? undefined : open.quotes.get(app.currentQuote);
  const parts = [`¶ ${Math.max(1, block)}`];
  if (quote) parts.push(`quote ${numberOf(open, "quote", quote).number}`);
  const claim = found?.kind === "claim" ? open.claims.get(found.record.id) : undefined;
  if (claim) parts.push(`claim ${numberOf(open, "claim", claim).number}`);
  return parts.join(" · ");
}
