import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { DecorationSet } from "prosemirror-view";
import { mentionsOfEntity } from "../../shared/annotation/article-index.ts";
import { changedSince, follow } from "../../shared/annotation/derived.ts";
import type { Mention, StoredSuggestion } from "../../shared/annotation/records.ts";
import { type ArticleState, type ProjectState, tableOfKind } from "../../shared/annotation/state.ts";
import { createMarkIndex, decorateBlock, type MarkIndex } from "./decorations.ts";
import { allMarks, claimMarks, highlighted, type Mark, mentionMarks, quoteMarks } from "./marks.ts";
import type { Projection } from "./projection.ts";
import { looksSame, suggestionMarks } from "./suggestion-marks.ts";

const decorationsKey = new PluginKey<DecorationSet>("decorations");

/** How many blocks' marks are drawn at once of those that were left for later: about a frame's work. */
const blocksAtOnce = 20;

/** What is drawn over an article's text, kept in step with the state block by block. Needs no document. */
export interface Drawing {
  /** The blocks nearest to one whose marks were left for later, some of them; null where all are drawn. */
  rest(near: number): ReadonlySet<number> | null;
  /** The same of the blocks from one to another. */
  restIn(first: number, last: number): ReadonlySet<number> | null;
  /** Leaves for later what looks different in these blocks. */
  leave(blocks: Iterable<number>): void;
  readonly plugin: Plugin<DecorationSet>;
  /** Takes over a new state and says which blocks look different in it; null where none does. */
  update(state: ProjectState, open: ArticleState, current: string | null): ReadonlySet<number> | null;
  /** Takes over what is suggested, and which of it is current. @returns the blocks that look different; null for none. */
  suggest(suggestions: readonly StoredSuggestion[], current: string | null): ReadonlySet<number> | null;
  /** The transaction that draws those blocks again. */
  redraw(transaction: Transaction, blocks: ReadonlySet<number>): Transaction;
  decorations(editor: EditorState): DecorationSet;
}

/** With `atOnce`, only that many blocks have their marks from the beginning: the others wait until `rest` is drawn. */
export function createDrawing(
  projection: Projection,
  state: ProjectState,
  open: ArticleState,
  current: string | null,
  atOnce = Number.POSITIVE_INFINITY,
): Drawing {
  const index: MarkIndex = createMarkIndex(projection, allMarks(state, open));
  let highlights = highlighted(state, open, current);
  for (const table of [open.mentions, open.quotes, open.claims, state.entities]) follow(table);
  let drawn: Drawn = { state, open };
  let suggested: readonly StoredSuggestion[] = [];
  const pending = new Set(projection.blocks.keys().filter((at) => at >= atOnce));
  const shown = (changed: Set<number>): ReadonlySet<number> | null => {
    const drawn = pending.size === 0 ? changed : new Set([...changed].filter((at) => !pending.has(at)));
    return drawn.size > 0 ? drawn : null;
  };
  let currentSuggestion: string | null = null;

  const blockRange = (at: number): [number, number] => {
    const block = projection.blocks[at];
    return block ? [projection.position(block.start), projection.position(block.end)] : [0, 0];
  };
  const decorate = (at: number) => decorateBlock(projection, open.article.text, at, index.inBlock(at), lit());
  const lit = () =>
    currentSuggestion === null ? highlights : new Map(highlights).set(currentSuggestion, "current-suggestion");
  const addBlocksOf = (id: string, changed: Set<number>) => {
    for (const mark of index.marksOf(id)) {
      const [first, last] = projection.blocksOf(mark);
      for (let at = first; at <= last; at += 1) changed.add(at);
    }
  };
  const decorations = (editor: EditorState) => decorationsKey.getState(editor) ?? DecorationSet.empty;

  return {
    decorations,
    plugin: new Plugin<DecorationSet>({
      key: decorationsKey,
      state: {
        init: () =>
          DecorationSet.create(
            projection.doc,
            projection.blocks.slice(0, atOnce).flatMap((_, at) => decorate(at)),
          ),
        apply(transaction, set) {
          const changed: ReadonlySet<number> | undefined = transaction.getMeta(decorationsKey);
          if (!changed) return set.map(transaction.mapping, transaction.doc);
          const old = [...changed].flatMap((at) => set.find(...blockRange(at)));
          return set.remove(old).add(transaction.doc, [...changed].flatMap(decorate));
        },
      },
      props: { decorations },
    }),
    redraw(transaction, blocks) {
      for (const at of blocks) pending.delete(at);
      return transaction.setMeta(decorationsKey, blocks);
    },
    restIn(first, last) {
      const blocks = [...pending].filter((at) => first <= at && at <= last);
      return blocks.length > 0 ? new Set(blocks) : null;
    },
    leave(blocks) {
      for (const at of blocks) pending.add(at);
    },
    rest(near) {
      if (pending.size === 0) return null;
      const nearest = new Set<number>();
      for (let away = 0; away < projection.blocks.length && nearest.size < blocksAtOnce; away += 1) {
        for (const at of [near - away, near + away]) if (pending.has(at)) nearest.add(at);
      }
      return nearest;
    },
    update(nextState, nextOpen, nextCurrent) {
      const changed = changedBlocks(index, drawn, { state: nextState, open: nextOpen });
      const nextHighlights = highlighted(nextState, nextOpen, nextCurrent);
      for (const id of new Set([...highlights.keys(), ...nextHighlights.keys()])) {
        if (highlights.get(id) === nextHighlights.get(id)) continue;
        addBlocksOf(id, changed);
      }
      highlights = nextHighlights;
      drawn = { state: nextState, open: nextOpen };
      return shown(changed);
    },
    suggest(suggestions, nextCurrent) {
      const changed = new Set<number>();
      const { gone, come } = replaced(suggested, suggestions);
      const replace = (id: string, marks: readonly Mark[]) => {
        for (const block of index.replace(id, marks)) changed.add(block);
      };
      for (const [id, one] of come) {
        const known = gone.get(id);
        if (!known || !looksSame(known, one)) replace(id, suggestionMarks(drawn.state, one));
      }
      if (nextCurrent !== currentSuggestion) {
        for (const id of [currentSuggestion, nextCurrent]) if (id !== null) addBlocksOf(id, changed);
      }
      for (const id of gone.keys()) if (!come.has(id)) replace(id, []);
      suggested = suggestions;
      currentSuggestion = nextCurrent;
      return shown(changed);
    },
  };
}

/** The mentions whose entity or entity type may have changed. */
function mentionsToLookAt(before: Drawn, after: Drawn): Iterable<Mention> {
  const entities = changedSince(before.state.entities, after.state.entities);
  if (entities === null || before.state.project.scheme !== after.state.project.scheme) {
    return after.open.mentions.values();
  }
  return [...entities].flatMap((id) => mentionsOfEntity(after.state, after.open, id));
}

/** What differs between two lists of suggestions: mostly one is gone, or some have come at the end. */
function replaced(before: readonly StoredSuggestion[], after: readonly StoredSuggestion[]) {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const byId = (list: readonly StoredSuggestion[]) =>
    new Map(list.slice(head, list.length - tail).map((one) => [one.id, one]));
  return { gone: byId(before), come: byId(after) };
}

interface Drawn {
  state: ProjectState;
  open: ArticleState;
}

/** Updates the index by what differs between two states and says which blocks that touches. */
function changedBlocks(index: MarkIndex, before: Drawn, after: Drawn): Set<number> {
  const changed = new Set<number>();
  const replace = (id: string, marks: readonly Mark[]) => {
    for (const block of index.replace(id, marks)) changed.add(block);
  };
  const diff = <T>(kind: "mention" | "quote" | "claim", marks: (record: T) => Mark[]) => {
    const [old, now] = [before.open[tableOfKind[kind]], after.open[tableOfKind[kind]]];
    for (const id of changedSince(old, now) ?? [...old.keys(), ...now.keys()]) {
      const record = now.get(id);
      if (record !== old.get(id)) replace(id, record ? marks(record as T) : []);
    }
  };
  diff("mention", (mention: Parameters<typeof mentionMarks>[1]) => mentionMarks(after.state, mention));
  diff("quote", quoteMarks);
  diff("claim", claimMarks);
  if (before.state.entities !== after.state.entities || before.state.project.scheme !== after.state.project.scheme) {
    for (const mention of mentionsToLookAt(before, after)) {
      const [next] = mentionMarks(after.state, mention);
      const [known] = index.marksOf(mention.id);
      if (next && (known?.color !== next.color || known.label !== next.label || known.classes !== next.classes)) {
        replace(mention.id, mentionMarks(after.state, mention));
      }
    }
  }
  return changed;
}
