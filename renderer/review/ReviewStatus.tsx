import { useApp } from "../app/store.ts";
import { runCommand } from "../commands/index.ts";
import { useReview } from "./store.ts";

/** How many suggestions are left, in the status bar; a click shows or hides them. */
export function ReviewStatus() {
  const on = useApp((app) => app.settings.review);
  const status = useReview((state) => state.status);
  const count = useReview((state) => state.offered.length);
  const has = useApp((app) => app.article !== null && app.opened?.readOnly === false);
  if (!has) return null;
  const text = !on ? "suggest" : status === "running" && count === 0 ? "looking…" : `${count} suggested`;
  return (
    <button
      type="button"
      className="status-review"
      tabIndex={-1}
      aria-pressed={on}
      title="Show or hide suggestions"
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => runCommand("review.toggle")}
    >
      <kbd>V</kbd>
      {text}
    </button>
  );
}
