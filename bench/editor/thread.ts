import type { CDPSession, Page } from "playwright";

/** The page's main thread as the browser counts it. */
export class MainThread {
  private readonly session: CDPSession;
  private readonly page: Page;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.session = session;
  }

  static async of(page: Page): Promise<MainThread> {
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    await session.send("HeapProfiler.enable");
    return new MainThread(page, session);
  }

  /** Milliseconds of tasks since the page began. */
  async busy(): Promise<number> {
    return (await this.metric("TaskDuration")) * 1000;
  }

  /** Waits until the thread has done next to nothing for so many milliseconds, and gives the time when that began. */
  async idle(quiet = 60): Promise<number> {
    let began = performance.now();
    for (let turn = 0; turn < 400; turn += 1) {
      began = performance.now();
      const before = await this.busy();
      await this.page.waitForTimeout(quiet);
      if ((await this.busy()) - before < quiet * 0.06) break;
    }
    return began;
  }

  /** Waits until nothing is drawn any more, also of what is left for idle moments, and gives the time when that began. */
  settled(): Promise<number> {
    return this.idle(400);
  }

  /** What is left after the garbage is gone, and how many DOM nodes there are: megabytes of JavaScript's objects, and of
   *  these together with the browser's own for the page (nodes, styles, layout). */
  async memory(): Promise<{ heap: number; "JavaScript heap": number; nodes: number }> {
    await this.session.send("HeapProfiler.collectGarbage");
    const { usedSize, embedderHeapUsedSize } = await this.session.send("Runtime.getHeapUsage");
    return {
      heap: (usedSize + embedderHeapUsedSize) / 1_048_576,
      "JavaScript heap": usedSize / 1_048_576,
      nodes: await this.metric("Nodes"),
    };
  }

  private async metric(name: string): Promise<number> {
    const { metrics } = await this.session.send("Performance.getMetrics");
    return metrics.find((one) => one.name === name)?.value ?? 0;
  }
}
