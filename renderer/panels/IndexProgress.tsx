import { ask } from "../app/requests.ts";
import { store, useApp } from "../app/store.ts";
import "./index-progress.css";

/** How far the reading of all articles is, which lists and search wait for; it can be stopped, and gone on with. */
export function IndexProgress() {
  const { state, done, total } = useApp((app) => app.index);
  const part = total === 0 ? 0 : done / total;
  const isStopped = state === "stopped";
  const turn = () => {
    const { opened } = store.getState();
    if (opened) void ask(isStopped ? "index.build" : "index.stop", { session: opened.session });
  };
  return (
    <div className="index-progress">
      <span className="index-progress-text">
        {isStopped ? "Stopped: not all articles are listed." : "Reading the articles…"}
        <span className="hint"> {Math.floor(part * 100)} %</span>
      </span>
      <button type="button" className="button" onClick={turn}>
        {isStopped ? "Go on" : "Stop"}
      </button>
      <progress aria-label="Articles read" max={1} value={part} />
    </div>
  );
}
