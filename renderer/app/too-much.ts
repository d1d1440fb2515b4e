import type { Problem } from "../../shared/format/problem.ts";
import { inMegabytes, mostArticleBytes } from "../../shared/host/limits.ts";
import type { AppState } from "./store.ts";

const megabyte = 1024 * 1024;
/** Bytes of files that are handed over at once, which base64 makes a third more: a browser's request, and the longest
 *  string of the desktop program's window, have room for no more. */
const mostDropped = { web: 50 * megabyte, electron: 300 * megabyte };

/** Why files that were dropped or pasted are too much to be handed over; null where they are not. `command` is what takes
 *  them instead. */
export function tooMuchDropped(
  files: readonly { name: string; size: number }[],
  runtime: AppState["runtime"],
  command: string,
): Problem | null {
  const most = mostDropped[runtime];
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const [largest] = [...files].sort((a, b) => b.size - a.size);
  if (!largest || total <= most) return null;
  const and = files.length === 1 ? "" : `, and all ${files.length} files ${inMegabytes(total)}`;
  const instead = `${files.length === 1 ? "it" : "them"} with ${command} instead.`;
  return {
    file: largest.name,
    path: "",
    reason: `it has ${inMegabytes(largest.size)}${and}: more than can be dropped at once (${inMegabytes(most)})`,
    remedy: largest.size <= most ? `Drop fewer at a time, or choose ${instead}` : `Choose ${instead}`,
  };
}

/** Why a text is too much for an article; null where it is not. */
export function tooMuchText(text: string): Problem | null {
  // Three bytes a unit at most: what is short beyond doubt is not counted.
  const size = text.length * 3 <= mostArticleBytes ? 0 : new Blob([text]).size;
  if (size <= mostArticleBytes) return null;
  return {
    file: "Pasted text",
    path: "",
    reason: `it has ${inMegabytes(size)}, and an article may have ${inMegabytes(mostArticleBytes)}`,
    remedy: "Paste it in parts, each an article of its own.",
  };
}
