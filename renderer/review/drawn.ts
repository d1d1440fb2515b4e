import type { ArticleEditor } from "../editor/view.ts";
import { choose } from "./actions.ts";
import { review } from "./store.ts";

/** Keeps what is drawn in an editor in step with what is suggested. @returns what ends that. */
export function drawSuggestions(editor: Pick<ArticleEditor, "suggest">): () => void {
  const draw = () => {
    const { offered, current } = review.getState();
    editor.suggest(offered, current?.id ?? null);
  };
  draw();
  return review.subscribe((next, before) => {
    if (next.offered !== before.offered || next.current !== before.current) draw();
  });
}

/** Makes the suggestion of that id current, as a click on it does. */
export function chooseById(id: string): void {
  choose(review.getState().offered.find((one) => one.id === id) ?? null);
}
