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
