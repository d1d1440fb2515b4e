import type { Browser } from "playwright";
import { z } from "zod";
import { quantile } from "../editor/figures.ts";
import { startHost } from "../editor/host.ts";

/** What a start costs in the window, in milliseconds: medians of several starts. */
export interface Boot {
  /** From the navigation to the first thing painted, and to a readable article. */
  firstPaint: number;
  readable: number;
  /** Parsing and compiling, running the scripts, and everything the main thread did until the article stood. */
  compile: number;
  evaluate: number;
  task: number;
}

const traceSchema = z.looseObject({ name: z.string(), dur: z.number().optional() });

/** Starts the program several times, each in a browser context that has nothing cached. */
export async function measureBoot(browser: Browser, project: string, times: number): Promise<Boot> {
  const starts: Boot[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const host = await startHost(project);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    await browser.startTracing(page, { categories: ["devtools.timeline", "v8"] });
    await page.goto(host.url);
    await page.waitForSelector(".article-text .block", { timeout: 60_000 });
    const readable = await page.evaluate(() => performance.now());
    const firstPaint = await page.evaluate(() => performance.getEntriesByName("first-paint")[0]?.startTime ?? 0);
    const { metrics } = await session.send("Performance.getMetrics");
    const trace = z
      .object({ traceEvents: z.array(traceSchema) })
      .parse(JSON.parse(String(await browser.stopTracing())));
    const sum = (...names: string[]) =>
      trace.traceEvents.reduce((all, one) => (names.includes(one.name) ? all + (one.dur ?? 0) / 1000 : all), 0);
    starts.push({
      firstPaint,
      readable,
      compile: sum("v8.compile", "v8.compileModule"),
      evaluate: sum("EvaluateScript", "v8.evaluateModule"),
      task: (metrics.find((one) => one.name === "TaskDuration")?.value ?? 0) * 1000,
    });
    await context.close();
    host.end();
  }
  const median = (of: (one: Boot) => number) => quantile(starts.map(of), 0.5);
  return {
    firstPaint: median((one) => one.firstPaint),
    readable: median((one) => one.readable),
    compile: median((one) => one.compile),
    evaluate: median((one) => one.evaluate),
    task: median((one) => one.task),
  };
}
