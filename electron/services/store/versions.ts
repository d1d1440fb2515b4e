import { type Reanchored, reanchor } from "../../../shared/anchoring/reanchor.ts";
import type { Article } from "../../../shared/annotation/records.ts";
import type { ArticleState } from "../../../shared/annotation/state.ts";
import type { Notice } from "../../../shared/host/contract.ts";

/** Moves annotations that were made on an older text to the article as it stands now, and says what became of them. */
export function onNewestText(open: ArticleState, newest: Article): { open: ArticleState; notices: Notice[] } {
  if (open.article.text === newest.text) return { open: { ...open, article: newest }, notices: [] };
  const moved = reanchor(open, newest);
  return { open: moved.open, notices: total(moved) === 0 ? [] : [noticeOf(moved, newest)] };
}

const total = ({ followed, changed, orphaned }: Reanchored) => followed + changed + orphaned;

function noticeOf(moved: Reanchored, { title }: Article): Notice {
  const { followed, changed, orphaned } = moved;
  return {
    title: "The text was changed since you marked it",
    lines: [
      `“${title}”: ${count(followed, "annotation stands", "annotations stand")} word for word in the new text.`,
      ...(changed > 0 ? [`${count(changed, "covers", "cover")} changed words: look them over.`] : []),
      ...(orphaned > 0
        ? [`${count(orphaned, "has", "have")} lost words: place or drop each in the list “To place”.`]
        : []),
    ],
  };
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
