import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useState } from "react";

/** A component whose code is not needed for the first paint. */
export interface Part<P> {
  readonly fetched: { component: ComponentType<P> | null };
  readonly Fetching: LazyExoticComponent<ComponentType<P>>;
}

const waiting: (() => Promise<unknown>)[] = [];

/** Names a component that `load` brings. It is fetched when the program has nothing to do, so that it is there at once
 *  when it is asked for: what is typed right after opening it must find it open. */
export function part<P>(load: () => Promise<ComponentType<P>>): Part<P> {
  const fetched: Part<P>["fetched"] = { component: null };
  const fetch = async () => {
    fetched.component ??= await load();
    return fetched.component;
  };
  waiting.push(fetch);
  return { fetched, Fetching: lazy(async () => ({ default: await fetch() })) };
}

/** Draws a part: at once where it is there, otherwise when it has come. */
export function Later<P extends object>({ of, props }: { of: Part<P>; props: P }) {
  // Settled once: another kind of element would throw away what was typed into the first.
  const [Found] = useState(() => of.fetched.component);
  if (Found) return <Found {...props} />;
  return (
    <Suspense fallback={null}>
      <of.Fetching {...props} />
    </Suspense>
  );
}

/** Fetches what was left for later, as soon as nothing else is to be done. What does not come is asked for once more when
 *  it is needed. */
export function fetchTheRest(): void {
  requestIdleCallback(() => void Promise.allSettled(waiting.splice(0).map((fetch) => fetch())), { timeout: 200 });
}
