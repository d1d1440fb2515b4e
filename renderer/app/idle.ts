/** Runs the steps one after the other while the window has nothing else to do. @returns what ends it early. */
export function whileIdle(steps: readonly (() => void)[]): () => void {
  const left = [...steps];
  let handle = 0;
  const turn = () => {
    const next = left.shift();
    if (!next) return;
    handle = requestIdleCallback(() => {
      next();
      turn();
    });
  };
  turn();
  return () => cancelIdleCallback(handle);
}
