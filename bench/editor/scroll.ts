import type { Browser, Page } from "playwright";
import { quantile } from "./figures.ts";
import { changeMark, Trace } from "./trace.ts";

/** Pixels in a frame: as somebody reads on, and as a page is flung. */
const speeds = { read: 40, scroll: 400 } as const;
const frames = 90;

/** What the frames take in which a page is scrolled, and for how many of them in a row something in sight was blank. */
export async function measureScrolling(browser: Browser, page: Page, selector: string) {
  const values: Record<string, number> = {};
  let blank = 0;
  for (const [name, step] of Object.entries(speeds)) {
    const trace = await Trace.start(browser);
    blank = Math.max(blank, await page.evaluate(scrollFrames, { selector, step, frames, mark: changeMark }));
    const work = await trace.end();
    for (const share of [0.5, 0.95]) {
      values[`${name} p${share * 100}`] = quantile(
        work.map((one) => one.work),
        share,
      );
    }
    values[`${name}, processor p95`] = quantile(
      work.map((one) => one.processor),
      0.95,
    );
  }
  return { ...values, "blank frames in a row": blank };
}

/** Runs in the page: scrolls for some frames, each marked for the trace, and gives the longest run of frames in which a
 *  section in sight was not laid out. */
function scrollFrames(how: { selector: string; step: number; frames: number; mark: string }): Promise<number> {
  const scroller = document.querySelector(how.selector) ?? document.documentElement;
  /** The children of an element that stand in the frame. */
  const inSight = (parent: Element, frame: DOMRect): Element[] => {
    const { children } = parent;
    let low = 0;
    let high = children.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle]?.getBoundingClientRect().bottom ?? 0) <= frame.top) low = middle + 1;
      else high = middle;
    }
    const found: Element[] = [];
    for (let at = low; (children[at]?.getBoundingClientRect().top ?? frame.bottom) < frame.bottom; at += 1)
      found.push(children[at] as Element);
    return found;
  };
  // By chapters first: to ask where a section of a skipped one stands would lay it out.
  const isBlank = () => {
    const frame = scroller.getBoundingClientRect();
    const text = scroller.querySelector(".chapter")?.parentElement;
    const chapters = text ? inSight(text, frame) : [];
    return chapters.some((chapter) => inSight(chapter, frame).some(isSkipped) || isSkipped(chapter));
  };
  const isSkipped = (element: Element) =>
    element.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }) === false;
  let [done, blank, longest] = [0, 0, 0];
  return new Promise((resolve) => {
    const turn = () => {
      performance.mark(how.mark);
      scroller.scrollTop += how.step;
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        done += 1;
        blank = isBlank() ? blank + 1 : 0;
        longest = Math.max(longest, blank);
        if (done < how.frames) requestAnimationFrame(turn);
        else resolve(longest);
      };
      channel.port2.postMessage(null);
    };
    requestAnimationFrame(turn);
  });
}
