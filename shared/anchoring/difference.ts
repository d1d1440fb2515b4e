import { diffArrays } from "diff";
import { isWord, tokensIn } from "./tokens.ts";

/** A stretch of text that two versions share, or that only the older or only the newer one has. */
export interface DifferencePart {
  kind: "same" | "removed" | "added";
  text: string;
}

/** One paragraph of a difference: unchanged, gone, new, or changed word by word. */
export interface DifferenceBlock {
  kind: "same" | "removed" | "added" | "changed";
  parts: DifferencePart[];
}

interface Blocked {
  text: string;
  blocks: readonly { start: number; end: number }[];
}

/** So many words two paragraphs must share, of those that they have together, to be shown as one that changed. */
const sharedWords = 0.4;
const mostEdits = 4_000;

/** What differs between two versions of a text, paragraph by paragraph and then word by word, for people to read.
 *  Texts with hardly a paragraph in common are shown as all gone and all new. */
export function difference(before: Blocked, after: Blocked): DifferenceBlock[] {
  const [old, now] = [paragraphs(before), paragraphs(after)];
  const parts = diffArrays(old, now, { maxEditLength: mostEdits });
  if (!parts) return [...old.map(removed), ...now.map(added)];
  const found: DifferenceBlock[] = [];
  let gone: string[] = [];
  for (const part of parts) {
    if (part.removed) gone = part.value;
    else if (part.added) {
      found.push(...changes(gone, part.value));
      gone = [];
    } else {
      found.push(...gone.map(removed), ...part.value.map(same));
      gone = [];
    }
  }
  return [...found, ...gone.map(removed)];
}

const paragraphs = ({ text, blocks }: Blocked): string[] => blocks.map(({ start, end }) => text.slice(start, end));

const whole =
  (kind: DifferencePart["kind"]) =>
  (text: string): DifferenceBlock => ({ kind, parts: [{ kind, text }] });
const same = whole("same");
const removed = whole("removed");
const added = whole("added");

/** Paragraphs that gave way to others: those alike, in order, as one that changed. */
function changes(gone: readonly string[], come: readonly string[]): DifferenceBlock[] {
  const found: DifferenceBlock[] = [];
  let next = 0;
  for (const text of gone) {
    const candidates = come.slice(next, next + 20).map((other) => words(text, other));
    const at = candidates.findIndex((parts) => likeness(parts) >= sharedWords);
    const parts = candidates[at];
    if (!parts) {
      found.push(removed(text));
      continue;
    }
    found.push(...come.slice(next, next + at).map(added), { kind: "changed", parts });
    next += at + 1;
  }
  return [...found, ...come.slice(next).map(added)];
}

/** What differs between two paragraphs, word by word. Changed words with nothing but white space between them are one
 *  change. */
function words(before: string, after: string): DifferencePart[] {
  const [old, now] = [before, after].map((text) =>
    tokensIn(text, 0, text.length).map(({ start, end }) => text.slice(start, end)),
  );
  const parts: DifferencePart[] = [];
  let change = { removed: "", added: "" };
  const finish = () => {
    if (change.removed !== "") parts.push({ kind: "removed", text: change.removed });
    if (change.added !== "") parts.push({ kind: "added", text: change.added });
    change = { removed: "", added: "" };
  };
  const all = diffArrays(old ?? [], now ?? []);
  all.forEach((part, at) => {
    const text = part.value.join("");
    const next = all[at + 1];
    const isBetween = (change.removed !== "" || change.added !== "") && next !== undefined && text.trim() === "";
    if (part.removed) change.removed += text;
    else if (part.added) change.added += text;
    else if (isBetween) change = { removed: change.removed + text, added: change.added + text };
    else {
      finish();
      parts.push({ kind: "same", text });
    }
  });
  finish();
  return parts;
}

function likeness(parts: readonly DifferencePart[]): number {
  const count = (text: string) => tokensIn(text, 0, text.length).filter(({ key }) => isWord(key)).length;
  const [shared, all] = parts.reduce(
    ([some, sum], { kind, text }) => [
      some + (kind === "same" ? 2 * count(text) : 0),
      sum + count(text) * (kind === "same" ? 2 : 1),
    ],
    [0, 0],
  );
  return all === 0 ? 0 : shared / all;
}
