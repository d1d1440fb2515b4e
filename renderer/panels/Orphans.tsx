import { resolveEntity } from "../../shared/annotation/graph.ts";
import type { LostPiece, Orphan } from "../../shared/annotation/records.ts";
import type { ArticleState, ProjectState } from "../../shared/annotation/state.ts";
import { useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import { selected } from "../commands/target.ts";
import { drop, orphansInOrder, startPlacing } from "../commands/text.ts";
import "./orphans.css";

const kinds = { mention: "Mention", quote: "Quote", claim: "Claim" } as const;

/** What lost its words when the text changed, with the words that were around it: each is placed by hand or dropped. */
export function Orphans({ state, open }: { state: ProjectState; open: ArticleState }) {
  const placing = useApp((app) => app.placing);
  const readOnly = useApp((app) => app.opened?.readOnly ?? false);
  const orphans = orphansInOrder(open.orphans.values());
  return (
    <ul className="orphans">
      {orphans.map((orphan) => (
        <li key={orphan.id} className={placing?.orphan === orphan.id ? "orphan placing" : "orphan"}>
          <p className="orphan-head">
            {kinds[orphan.kind]}
            <span className="hint">{about(state, orphan)}</span>
          </p>
          {orphan.lost.map((piece, index) => {
            const isPlacing = placing?.orphan === orphan.id && placing.index === index;
            return (
              <div key={`${piece.field} ${piece.start}`} className="orphan-piece">
                <Context piece={piece} />
                {isPlacing ? <PlacingHint /> : null}
                {readOnly ? null : (
                  <div className="orphan-actions">
                    {isPlacing ? <PlaceButton /> : null}
                    {isPlacing || !mayPlace(orphan, piece) ? null : (
                      <button type="button" className="button small" onClick={() => startPlacing(orphan.id, index)}>
                        Place…
                      </button>
                    )}
                    {index === 0 ? (
                      <button type="button" className="button small danger" onClick={() => drop(orphan.id)}>
                        Drop
                      </button>
                    ) : null}
                  </div>
                )}
              </div>
            );
          })}
        </li>
      ))}
    </ul>
  );
}

/** The piece that carries an annotation comes before its cue. */
const mayPlace = (orphan: Orphan, piece: LostPiece) => orphan.annotation === null || piece.field !== "cue";

function PlacingHint() {
  return <p className="hint orphan-hint">Select in the article where it stands now, then press Enter.</p>;
}

function PlaceButton() {
  const ready = useApp((app) => selected(app) !== null);
  return (
    <button
      type="button"
      className="button small primary"
      disabled={!ready}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => runCommand("text.place")}
    >
      Place here
    </button>
  );
}

function Context({ piece }: { piece: LostPiece }) {
  const isStart = piece.before.length < 50;
  const isEnd = piece.after.length < 50;
  return (
    <p className="orphan-context">
      <span className="hint">
        {isStart ? "" : "…"}
        {piece.before}
      </span>
      <mark>{piece.text.length > 240 ? `${piece.text.slice(0, 140)} … ${piece.text.slice(-80)}` : piece.text}</mark>
      <span className="hint">
        {piece.after}
        {isEnd ? "" : "…"}
      </span>
    </p>
  );
}

function about(state: ProjectState, orphan: Orphan): string {
  if (orphan.annotation === null) return orphan.lost.some(({ field }) => field === "cue") ? "its cue" : "a piece of it";
  if (orphan.kind === "mention") return resolveEntity(state.entities, orphan.annotation.entity)?.name ?? "";
  return orphan.kind === "claim" ? orphan.annotation.gist : "";
}
