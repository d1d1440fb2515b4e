import { useRef } from "react";
import { setScheme } from "../../shared/annotation/actions/project.ts";
import type { Scheme } from "../../shared/annotation/records.ts";
import { store } from "../app/store.ts";
import { author, perform } from "../app/work.ts";

/** Changes the scheme as it is now, as one undoable step. */
export function changeScheme(label: string, change: (scheme: Scheme) => Scheme): void {
  const { state } = store.getState();
  if (state) perform(setScheme(state, author, label, change(state.project.scheme)));
}

export const replaced = <T>(list: readonly T[], old: T, next: T): T[] => list.map((one) => (one === old ? next : one));

export const without = <T>(list: readonly T[], gone: T): T[] => list.filter((one) => one !== gone);

/** The list with one item a place further up (-1) or down (1). */
export function moved<T>(list: readonly T[], item: T, by: -1 | 1): T[] {
  const at = list.indexOf(item);
  const neighbour = list[at + by];
  if (at < 0 || neighbour === undefined) return [...list];
  return list.map((one, index) => (index === at ? neighbour : index === at + by ? item : one));
}

/** `base`, or `base 2`, `base 3` … where that name is taken. */
export function freeName(base: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!taken.includes(name)) return name;
  }
}

/** Keys for rows that are named by what the person edits: a row stays the same row when its name changes. */
export function useRowKeys() {
  const keys = useRef(new Map<string, string>());
  const next = useRef(0);
  const of = (name: string): string => {
    const known = keys.current.get(name);
    if (known) return known;
    next.current += 1;
    keys.current.set(name, `row${next.current}`);
    return of(name);
  };
  return {
    of,
    renamed(from: string, to: string) {
      keys.current.set(to, of(from));
      keys.current.delete(from);
    },
  };
}

/** Puts the focus into the first field of the last row of a list, once it is drawn. */
export function focusLastRow(list: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const field = list?.lastElementChild?.querySelector<HTMLInputElement>("[data-name] input");
    field?.focus();
    field?.select();
  });
}
