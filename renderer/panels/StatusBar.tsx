import { byPosition, spansOf } from "../../shared/annotation/graph.ts";
import { type AppState, shownArticle, useApp } from "../app/store.ts";
import { commands, runCommand } from "../commands/index.ts";
import { keyLabel } from "../commands/keys.ts";
import { currentAnnotation } from "../commands/target.ts";

const shortTitles: Record<string, string> = {
  "mark.quote": "quote",
  "link.speaker": "speaker",
  "mark.cue": "cue",
  "mark.claim": "claim",
  "mark.occurrences": "all",
  "link.entity": "link",
  "view.keys": "keys",
};

/** Where the caret is, and the keys that do something here. */
export function StatusBar() {
  const place = useApp(placeOf);
  const app = useApp((state) => state);
  const all = commands(app);
  const types = all.filter((command) => command.id.startsWith("mark.entity.") && command.keys.length > 0);
  const fixed = Object.keys(shortTitles).flatMap((id) => all.find((command) => command.id === id) ?? []);
  return (
    <footer className="status-bar">
      <span className="status-place ellipsis">{place}</span>
      <nav className="status-keys" aria-label="Keys">
        {[...types, ...fixed].map((command) => (
          <button
            key={command.id}
            type="button"
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => runCommand(command.id)}
            title={command.title}
          >
            <kbd>{keyLabel(command.keys[0] ?? "", app.platform)}</kbd>
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
  const block = open.article.blocks.findLastIndex((one) => one.start <= offset) + 1;
  const quote = app.currentQuote === null ? undefined : open.quotes.get(app.currentQuote);
  const number = (id: string, records: Iterable<Parameters<typeof byPosition>[0]>) =>
    [...records].sort(byPosition).findIndex((one) => one.id === id) + 1;
  const parts = [`¶ ${Math.max(1, block)}`];
  if (quote) parts.push(`quote ${number(quote.id, open.quotes.values())}`);
  if (found?.kind === "claim") parts.push(`claim ${number(found.record.id, open.claims.values())}`);
  return parts.join(" · ");
}
