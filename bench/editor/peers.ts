import type { Browser, Page } from "playwright";
import { chance } from "../../tests/support/chance.ts";
import type { BenchPage } from "./bench-page.ts";
import { type BenchMark, benchDocument, type Size } from "./document.ts";
import { type Figures, quantile } from "./figures.ts";
import { measureScrolling } from "./scroll.ts";
import { MainThread } from "./thread.ts";
import { type Change, Trace, warmUps } from "./trace.ts";

/** What a peer is called in the report, by its name in the page. */
export const peers = {
  plain: "plain text, nothing marked",
  data: "plain text, with the annotations as data",
  highlights: "CSS highlights on plain text",
  proseMirror: "ProseMirror, all decorations anew",
  recogito: "Recogito text annotator",
  labelStudio: "Label Studio's frontend",
  onrecord: "Onrecord's editor alone",
} as const;
export type PeerName = keyof typeof peers;

/** Longest time, in milliseconds, that a peer may take to open or to change something before it is given up. */
const patience = 60_000;

/** Measures one way of drawing at one size, in a page of its own. */
export async function measurePeer(
  browser: Browser,
  origin: string,
  peer: PeerName,
  size: Size,
  times: number,
): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  try {
    await page.goto(origin);
    const thread = await MainThread.of(page);
    const opened = await limited(page.evaluate(([name, of]) => bench().open(name, of), [peer, size] as const));
    if (opened === null) return { program: peers[peer], size, values: {}, remark: "over 60 s to open" };
    const began = performance.now();
    const ready = opened + (await thread.settled()) - began;
    const memory = await thread.memory();
    const scrolled = await measureScrolling(browser, page, "#scroller");
    const changes = peer === "plain" || peer === "data" ? {} : await measureChanges(browser, page, thread, size, times);
    return {
      program: peers[peer],
      size,
      values: {
        "open to readable": opened,
        "open to ready": ready,
        ...changes,
        ...scrolled,
        ...memory,
      },
    };
  } finally {
    await page.close();
  }
}

async function measureChanges(browser: Browser, page: Page, thread: MainThread, size: Size, times: number) {
  const { words } = benchDocument(size);
  const next = chance(7);
  const made: { kind: string; all: number }[] = [];
  const change = async (kind: "add" | "remove" | "recolour" | "undo", mark: BenchMark) => {
    const before = await thread.busy();
    const can = await limited(page.evaluate(([what, at]) => bench().change(what, at), [kind, mark] as const));
    if (!can) return;
    await thread.idle(30);
    made.push({ kind, all: (await thread.busy()) - before });
  };
  let trace: Trace | null = null;
  for (let turn = -warmUps; turn < times; turn += 1) {
    if (turn === 0) {
      made.length = 0;
      trace = await Trace.start(browser);
    }
    const word = words[Math.floor(next() * words.length)];
    if (!word) continue;
    const mark: BenchMark = { id: `new${turn}`, kind: "name", ...word };
    for (const kind of ["add", "recolour", "undo", "remove"] as const) await change(kind, mark);
  }
  const changes = (await trace?.end()) ?? [];
  const of = (kind: string, value: (change: Change | undefined, all: number) => number) =>
    made.flatMap((one, at) => (one.kind === kind ? [value(changes[at], one.all)] : []));
  return Object.fromEntries(
    [...new Set(made.map(({ kind }) => kind))].flatMap((kind) => {
      const work = of(kind, (one) => one?.work ?? Number.NaN);
      const all = of(kind, (_, whole) => whole);
      return [
        [`${kind} p50`, quantile(work, 0.5)],
        [`${kind} p95`, quantile(work, 0.95)],
        [
          `${kind}, processor p95`,
          quantile(
            of(kind, (one) => one?.processor ?? Number.NaN),
            0.95,
          ),
        ],
        [`${kind}, all work p50`, quantile(all, 0.5)],
        [`${kind}, all work p95`, quantile(all, 0.95)],
      ];
    }),
  );
}

/** The answer, or null where it takes longer than anybody would wait. */
async function limited<T>(answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Named in the page only. */
declare function bench(): BenchPage;
