import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { type AppState, store } from "./store.ts";

const waiting = new Set<() => void>();
let isAsked = false;

/** Shows now what waits for the next paint: before something in it is to be focused. */
export function settle(): void {
  const due = [...waiting];
  waiting.clear();
  if (due.length === 0) return;
  flushSync(() => {
    for (const show of due) show();
  });
}

/** Has something shown after the frame that shows the mark itself; soon also where a hidden window paints nothing. The
 *  same function waits only once. */
export function afterPaint(show: () => void): void {
  waiting.add(show);
  if (isAsked) return;
  isAsked = true;
  const once = () => {
    if (!isAsked) return;
    isAsked = false;
    settle();
  };
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = once;
    channel.port2.postMessage(null);
  });
  setTimeout(once, 250);
}

/** Takes back what waits to be shown. */
export const forget = (show: () => void): void => void waiting.delete(show);

/** The window's state for panels that describe what a key did: they follow once the key's own mark is painted. Drawn again
 *  only when one of the `parts` changes, which must be the same function each time. */
export function useAfterPaint(parts: (app: AppState) => readonly unknown[]): AppState {
  const [shown, setShown] = useState(store.getState);
  useEffect(() => {
    const show = () =>
      setShown((before) => {
        const now = store.getState();
        const old = parts(before);
        return parts(now).every((part, index) => part === old[index]) ? before : now;
      });
    const wait = () => afterPaint(show);
    wait();
    const stop = store.subscribe(wait);
    return () => {
      stop();
      forget(show);
    };
  }, [parts]);
  return shown;
}
