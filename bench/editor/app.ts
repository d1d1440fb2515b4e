import type { Browser, Page } from "playwright";
import { chance } from "../../tests/support/chance.ts";
import { type BenchDocument, benchDocument, frequentName, type Size } from "./document.ts";
import { type Figures, quantile } from "./figures.ts";
import { startHost } from "./host.ts";
import { titleOf } from "./project.ts";
import { measureScrolling } from "./scroll.ts";
import { MainThread } from "./thread.ts";
import { type Change, changeMark, markKeys, Trace, warmUps } from "./trace.ts";

const textBox = ".article-text";

interface KeyWork extends Change {
  /** Everything that the main thread did until it was quiet again. */
  all: number;
}

/** Drives the whole program, window and host, on an article of the bench project: what its keys cost. */
export async function measureApp(browser: Browser, project: string, size: Size, times: number): Promise<Figures> {
  const host = await startHost(project);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.addInitScript(markKeys, changeMark);
    await page.goto(host.url);
    await page.waitForSelector(textBox, { timeout: 60_000 });
    const thread = await MainThread.of(page);
    await thread.idle();
    return await new Driver(browser, page, thread, benchDocument(size), times).measure(size);
  } finally {
    await page.close();
    host.end();
  }
}

class Driver {
  private readonly browser: Browser;
  private readonly page: Page;
  private readonly thread: MainThread;
  private readonly document: BenchDocument;
  private readonly times: number;
  private readonly next = chance(7);
  /** Every key that was pressed while the trace ran. */
  private readonly pressed: { name: string | null; all: number }[] = [];

  constructor(browser: Browser, page: Page, thread: MainThread, document: BenchDocument, times: number) {
    this.browser = browser;
    this.page = page;
    this.thread = thread;
    this.document = document;
    this.times = times;
  }

  async measure(size: Size): Promise<Figures> {
    const opened = await this.open(size);
    const memory = await this.thread.memory();
    const scrolled = await measureScrolling(this.browser, this.page, "[data-scroller]");
    await this.thread.idle();
    for (let turn = 0; turn < warmUps; turn += 1) await this.round(turn);
    const work = await this.traced(async () => {
      for (let turn = 0; turn < this.times; turn += 1) await this.round(turn);
    });
    const all = await this.allOccurrences();
    const p = (name: string, share: number, of: keyof KeyWork) =>
      quantile(
        (work[name] ?? []).map((one) => one[of]),
        share,
      );
    return {
      program: "Onrecord, the whole program",
      size,
      values: {
        "open to readable": opened.readable,
        "open to ready": opened.ready,
        ...Object.fromEntries(
          Object.keys(work).flatMap((name) => [
            [`${name} p50`, p(name, 0.5, "work")],
            [`${name} p95`, p(name, 0.95, "work")],
            [`${name}, processor p95`, p(name, 0.95, "processor")],
            [`${name}, all work p50`, p(name, 0.5, "all")],
            [`${name}, all work p95`, p(name, 0.95, "all")],
          ]),
        ),
        "key to painted p50": p("add", 0.5, "painted"),
        "key to painted p95": p("add", 0.95, "painted"),
        ...scrolled,
        "all occurrences": all,
        ...memory,
      },
    };
  }

  private async round(turn: number): Promise<void> {
    await this.goToName(turn);
    await this.press("ArrowRight", "caret");
    await this.goToName(turn);
    await this.press("1", "add");
    await this.press("2", "recolour");
    await this.press("Control+z", "undo");
    await this.press("Delete", "remove");
    await this.press("Escape");
    await this.goToName(turn);
    await this.press("Shift+Control+ArrowRight", "select");
    await this.press("Escape");
  }

  /** What the keys took that were pressed, by the names that they were given. */
  private async traced(run: () => Promise<void>): Promise<Record<string, KeyWork[]>> {
    this.pressed.length = 0;
    const trace = await Trace.start(this.browser);
    await run();
    const changes = await trace.end();
    if (changes.length !== this.pressed.length)
      throw new Error(`${this.pressed.length} keys were pressed, and ${changes.length} seen`);
    const work: Record<string, KeyWork[]> = {};
    for (const [at, { name, all }] of this.pressed.entries()) {
      const change = changes[at];
      if (name === null || !change) continue;
      const known = work[name] ?? [];
      known.push({ ...change, all });
      work[name] = known;
    }
    return work;
  }

  /** From the click in the list to the text on the screen, and to a quiet main thread. */
  private async open(size: Size): Promise<{ readable: number; ready: number }> {
    await this.page
      .getByRole("button", { name: titleOf(size) })
      .first()
      .waitFor();
    const readable = await this.page.evaluate(
      ([title, box]) =>
        new Promise<number>((resolve) => {
          const rows = [...document.querySelectorAll<HTMLElement>(".article-open")];
          const row = rows.find((one) => one.querySelector(".article-row-title")?.textContent === title);
          const began = performance.now();
          const look = () => {
            const shown = document.querySelector(".article")?.getAttribute("aria-label") === title;
            if (!shown || !document.querySelector(`${box} .block`)) return requestAnimationFrame(look);
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - began);
            requestAnimationFrame(() => channel.port2.postMessage(null));
          };
          row?.click();
          requestAnimationFrame(look);
        }),
      [titleOf(size), textBox] as const,
    );
    const began = performance.now();
    await this.page.waitForSelector(`${textBox}:not([aria-busy]) .block`);
    return { readable, ready: readable + (await this.thread.settled()) - began };
  }

  /** Puts the caret into a name somewhere in the text, as a click does, and waits for quiet. */
  private async goToName(turn: number): Promise<void> {
    const { paragraphs } = this.document;
    const index = turn % 3 === 0 ? Math.floor(this.next() * paragraphs.length) : null;
    await this.page.evaluate(
      ([block, box]) => {
        const byNumber = (number: number) => document.querySelector(`${box} [data-block="${number}"]`);
        const shown = block === null ? null : byNumber(block + 1);
        if (shown) shown.scrollIntoView({ block: "center" });
        const frame = document.querySelector("[data-scroller]")?.getBoundingClientRect();
        const x = frame ? (frame.left + frame.right) / 2 : 700;
        let y = frame ? (frame.top + frame.bottom) / 2 : 400;
        const blockAt = () => document.elementFromPoint(x, y)?.closest<HTMLElement>(".block");
        while (!blockAt() && y < innerHeight) y += 8;
        // One block after another: a list of them all would leave so much garbage that its collection fell into the keys.
        let at = Number(blockAt()?.dataset.block ?? 1);
        for (let one = byNumber(at); one; one = byNumber(++at)) {
          const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const found = /\b[A-Z][a-z]+ [A-Z][a-z]+\b/.exec(node.textContent ?? "");
            if (!found || node.parentElement?.closest("mark.mark-mention")) continue;
            document.querySelector<HTMLElement>(box)?.focus({ preventScroll: true });
            document.getSelection()?.setBaseAndExtent(node, found.index, node, found.index + found[0].length);
            return;
          }
        }
      },
      [index, textBox] as const,
    );
    await this.thread.idle(30);
  }

  /** Presses a key, and gives everything that the main thread did until it was quiet again, in milliseconds. */
  private async press(key: string, name: string | null = null): Promise<number> {
    const before = await this.thread.busy();
    await this.page.keyboard.press(key);
    await this.thread.idle(30);
    const all = (await this.thread.busy()) - before;
    this.pressed.push({ name, all });
    return all;
  }

  /** Marks a frequent name everywhere with one key, as somebody does who has just marked it once. */
  private async allOccurrences(): Promise<number> {
    const found = await this.page.evaluate(
      ([name, box]) => {
        for (const one of document.querySelectorAll(`${box} .block`)) {
          const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = (node.textContent ?? "").indexOf(name);
            if (at < 0) continue;
            one.scrollIntoView({ block: "center" });
            document.querySelector<HTMLElement>(box)?.focus({ preventScroll: true });
            document.getSelection()?.setBaseAndExtent(node, at, node, at + name.length);
            return true;
          }
        }
        return false;
      },
      [frequentName, textBox] as const,
    );
    if (!found) return Number.NaN;
    await this.thread.idle();
    await this.press("1");
    return this.press("a");
  }
}
