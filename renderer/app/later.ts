import type { ComponentType } from "react";

/** A component whose code is not needed for the first paint. */
export interface Part<P> {
  /** The component, once it was fetched. */
  found: ComponentType<P> | null;
  /** Fetches the component, once more where that failed before. Rejects where its files cannot be had. */
  fetch(): Promise<ComponentType<P>>;
}

const waiting: (() => Promise<unknown>)[] = [];

/** Names a component that `load` brings. It is fetched when the program has nothing to do, so that it is there at once
 *  when it is asked for: what is typed right after opening it must find it open. */
export function part<P>(load: () => Promise<ComponentType<P>>): Part<P> {
  const made: Part<P> = {
    found: null,
    async fetch() {
      made.found ??= await load();
      return made.found;
    },
  };
  waiting.push(made.fetch);
  return made;
}

/** Fetches what was left for later, as soon as nothing else is to be done. What does not come is asked for once more when
 *  it is needed. */
export function fetchTheRest(): void {
  requestIdleCallback(() => void Promise.allSettled(waiting.splice(0).map((fetch) => fetch())), { timeout: 200 });
}
