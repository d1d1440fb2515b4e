/** Runs in the page before anything else: measures what the main thread does for each key, and for frames. */
export function installProbe(): void {
  const probe = { keys: [] as { work: number; painted: number }[], pending: 0 };
  Object.assign(window, { probe });
  const afterTask = (run: () => void) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = run;
    channel.port2.postMessage(null);
  };
  window.addEventListener(
    "keydown",
    () => {
      const began = performance.now();
      let handled = began;
      probe.pending += 1;
      afterTask(() => {
        handled = performance.now();
      });
      requestAnimationFrame(() => {
        const frame = performance.now();
        afterTask(() => {
          const painted = performance.now();
          probe.pending -= 1;
          probe.keys.push({ work: Math.min(handled, frame) - began + painted - frame, painted: painted - began });
        });
      });
    },
    { capture: true },
  );
}

/** Scrolls for some frames and gives the main thread's work in each: from the frame's start to what it painted. */
export function scrollFrames({ selector, step, frames }: { selector: string; step: number; frames: number }) {
  const scroller = document.querySelector(selector) ?? document.scrollingElement;
  const work: number[] = [];
  return new Promise<number[]>((resolve) => {
    const turn = () => {
      const began = performance.now();
      if (scroller) scroller.scrollTop += step;
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        work.push(performance.now() - began);
        if (work.length < frames) requestAnimationFrame(turn);
        else resolve(work);
      };
      channel.port2.postMessage(null);
    };
    requestAnimationFrame(turn);
  });
}
