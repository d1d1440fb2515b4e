import type { Browser, CDPSession } from "playwright";

/** The part of a trace event that is used; times in microseconds. Source: Chromium's trace event format. */
interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** How much of it the thread had a processor. */
  tdur?: number;
}

/** What a page names the moment at which a change begins. */
export const changeMark = "bench-change";

/** Rounds of changes before those that count: code that has run a few times is compiled. */
export const warmUps = 3;

/** What a change took, in milliseconds. */
export interface Change {
  /** The main thread's tasks, from the one that made the change to the one that made the next frame. */
  work: number;
  /** How much of these the thread had a processor: the others' turns on a busy machine are left out. */
  processor: number;
  /** From the change to the end of that frame, with the waiting for it. */
  painted: number;
}

/** Listens to the browser's own trace, in which every task of the main thread has its beginning and its length. Clocks in
 *  the page cannot tell work from waiting: after a key the browser keeps other tasks back until the next frame. */
export class Trace {
  private readonly session: CDPSession;
  private readonly events: TraceEvent[] = [];

  private constructor(session: CDPSession) {
    this.session = session;
    session.on("Tracing.dataCollected", ({ value }) => {
      for (const event of value) this.events.push(event as unknown as TraceEvent);
    });
  }

  static async start(browser: Browser): Promise<Trace> {
    const trace = new Trace(await browser.newBrowserCDPSession());
    await trace.session.send("Tracing.start", {
      transferMode: "ReportEvents",
      traceConfig: { includedCategories: ["toplevel", "cc", "blink.user_timing"] },
    });
    return trace;
  }

  /** Ends it, and gives what each change took that was marked, in order. */
  async end(): Promise<Change[]> {
    const complete = new Promise<void>((resolve) => this.session.once("Tracing.tracingComplete", () => resolve()));
    await this.session.send("Tracing.end");
    await complete;
    await this.session.detach();
    return workOfChanges(this.events);
  }
}

function workOfChanges(events: readonly TraceEvent[]): Change[] {
  const marks = events.filter((one) => one.name === changeMark).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  const main = events.filter((one) => one.ph === "X" && one.pid === first?.pid && one.tid === first.tid);
  const ofName = (name: string) => main.filter((one) => one.name === name).sort((a, b) => a.ts - b.ts);
  const tasks = ofName("ThreadControllerImpl::RunTask");
  const frames = ofName("ProxyMain::BeginMainFrame");
  const endOf = (one: TraceEvent) => one.ts + (one.dur ?? 0);
  return marks.map(({ ts }) => {
    const frame = frames.find((one) => endOf(one) > ts);
    if (!frame) return { work: Number.NaN, processor: Number.NaN, painted: Number.NaN };
    const until = tasks.filter((task) => endOf(task) > ts && task.ts <= frame.ts);
    return {
      work: until.reduce((sum, task) => sum + (task.dur ?? 0), 0) / 1000,
      processor: until.reduce((sum, task) => sum + (task.tdur ?? 0), 0) / 1000,
      painted: (endOf(frame) - ts) / 1000,
    };
  });
}

/** Runs in the page before anything else: marks each key, but for those that only go with another. */
export function markKeys(name: string): void {
  window.addEventListener(
    "keydown",
    ({ key }) => {
      if (!["Control", "Shift", "Alt", "Meta"].includes(key)) performance.mark(name);
    },
    { capture: true },
  );
}
