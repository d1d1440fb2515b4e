import type { Span } from "./records.ts";

/** A record's place in a text: the order key and, for queries, the stretch from its first to its last character. */
export interface Placed extends Span {
  id: string;
  /** UTF-16 offset by which it is sorted, and the end of that piece: longer ones come first. */
  at: number;
  until: number;
}

/** Placed things in reading order. Immutable: a changed one shares all but a path with the one before. */
export type Ordered = Node | null;

interface Node {
  placed: Placed;
  priority: number;
  left: Ordered;
  right: Ordered;
  size: number;
  /** Least start and greatest end of everything below. */
  least: number;
  greatest: number;
}

/** Reading order: earlier first, then longer, then by id. */
export const inReadingOrder = (a: Placed, b: Placed): number =>
  a.at - b.at || b.until - a.until || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const sizeOf = (tree: Ordered): number => tree?.size ?? 0;

/** A treap (Seidel and Aragon 1996) whose priorities are hashes of the ids: its shape follows from its contents alone. */
export function orderedFrom(all: readonly Placed[]): Ordered {
  const sorted = [...all].sort(inReadingOrder);
  const open: { placed: Placed; priority: number; left: Ordered; right: Ordered }[] = [];
  const close = (down: number): Ordered => {
    let closed: Ordered = null;
    while (open.length > down) {
      const last = open.pop();
      if (last) closed = node(last.placed, last.priority, last.left, closed);
    }
    return closed;
  };
  for (const placed of sorted) {
    const priority = hash(placed.id);
    let down = open.length;
    while (down > 0 && (open[down - 1]?.priority ?? 0) < priority) down -= 1;
    open.push({ placed, priority, left: close(down), right: null });
  }
  return close(0);
}

export function insert(tree: Ordered, placed: Placed): Ordered {
  return insertNode(tree, placed, hash(placed.id));
}

function insertNode(tree: Ordered, placed: Placed, priority: number): Node {
  if (tree === null || tree.priority < priority) {
    const [left, right] = split(tree, placed);
    return node(placed, priority, left, right);
  }
  return inReadingOrder(placed, tree.placed) < 0
    ? node(tree.placed, tree.priority, insertNode(tree.left, placed, priority), tree.right)
    : node(tree.placed, tree.priority, tree.left, insertNode(tree.right, placed, priority));
}

export function remove(tree: Ordered, placed: Placed): Ordered {
  if (tree === null) return null;
  const order = inReadingOrder(placed, tree.placed);
  if (order === 0) return join(tree.left, tree.right);
  return order < 0
    ? node(tree.placed, tree.priority, remove(tree.left, placed), tree.right)
    : node(tree.placed, tree.priority, tree.left, remove(tree.right, placed));
}

/** How many come before `placed`, which need not be there. */
export function rankOf(tree: Ordered, placed: Placed): number {
  let rank = 0;
  for (let at = tree; at !== null; ) {
    if (inReadingOrder(placed, at.placed) <= 0) at = at.left;
    else {
      rank += sizeOf(at.left) + 1;
      at = at.right;
    }
  }
  return rank;
}

/** The one at that rank, counted from 0. */
export function atRank(tree: Ordered, rank: number): Placed | null {
  let left = rank;
  for (let at = tree; at !== null; ) {
    const before = sizeOf(at.left);
    if (left === before) return at.placed;
    if (left < before) at = at.left;
    else {
      left -= before + 1;
      at = at.right;
    }
  }
  return null;
}

/** Those that touch or overlap the span, in reading order; an offset is a span without length. */
export function* touching(tree: Ordered, span: Span): Generator<Placed> {
  if (tree === null || tree.least > span.end || tree.greatest < span.start) return;
  yield* touching(tree.left, span);
  if (tree.placed.start <= span.end && span.start <= tree.placed.end) yield tree.placed;
  yield* touching(tree.right, span);
}

/** Everything in reading order. */
export function* inOrder(tree: Ordered): Generator<Placed> {
  if (tree === null) return;
  yield* inOrder(tree.left);
  yield tree.placed;
  yield* inOrder(tree.right);
}

function node(placed: Placed, priority: number, left: Ordered, right: Ordered): Node {
  return {
    placed,
    priority,
    left,
    right,
    size: sizeOf(left) + sizeOf(right) + 1,
    least: Math.min(placed.start, left?.least ?? placed.start, right?.least ?? placed.start),
    greatest: Math.max(placed.end, left?.greatest ?? placed.end, right?.greatest ?? placed.end),
  };
}

/** What lies before `placed` and what after it. */
function split(tree: Ordered, placed: Placed): [Ordered, Ordered] {
  if (tree === null) return [null, null];
  if (inReadingOrder(placed, tree.placed) < 0) {
    const [left, right] = split(tree.left, placed);
    return [left, node(tree.placed, tree.priority, right, tree.right)];
  }
  const [left, right] = split(tree.right, placed);
  return [node(tree.placed, tree.priority, tree.left, left), right];
}

function join(left: Ordered, right: Ordered): Ordered {
  if (left === null) return right;
  if (right === null) return left;
  return left.priority > right.priority
    ? node(left.placed, left.priority, left.left, join(left.right, right))
    : node(right.placed, right.priority, join(left, right.left), right.right);
}

/** FNV-1a over the UTF-16 units, mixed once more: similar ids must not get similar priorities. */
function hash(id: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) value = Math.imul(value ^ id.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
