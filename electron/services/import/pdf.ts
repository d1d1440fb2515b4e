import { startThread, type Thread } from "../thread.ts";
import type { Extracted, Refusal } from "./draft.ts";
import type { Told } from "./pdf/document.ts";
import type { PdfReading } from "./pdf/thread.ts";

/** What a file may take of the machine before it is given up. */
export interface PdfLimits {
  /** Milliseconds without a further page, and for all pages. */
  page: number;
  whole: number;
  /** Megabytes that the program may grow by meanwhile. */
  memory: number;
}

export interface PdfOptions {
  signal?: AbortSignal | undefined;
  /** Called before each page is read. */
  progress?: ((page: number, pages: number) => void) | undefined;
}

/** Pictures, which stay behind, make PDF files larger than their text. */
export const MOST_PDF_BYTES = 100 * 1024 * 1024;

const USUAL: PdfLimits = { page: 60_000, whole: 600_000, memory: 1024 };
const CHECKED_MS = 250;
const IDLE_MS = 20_000;
const MEGABYTE = 1024 * 1024;

const TOO_LARGE: Refusal = {
  reason: "the PDF file is larger than 100 MB",
  remedy: "Save the article's own pages as a PDF file, and import that.",
};
const STOPPED: Refusal = { reason: "reading it was stopped", remedy: "Import it again." };
const OUT_OF_MEMORY = "ERR_WORKER_OUT_OF_MEMORY";

const file = new URL(import.meta.url.endsWith(".ts") ? "./pdf/thread.ts" : "./pdf.js", import.meta.url);

let thread: Thread<PdfReading> | null = null;
let told: (progress: Told) => void = () => undefined;
let idle: NodeJS.Timeout | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** A PDF file's text: its paragraphs in the order of reading, without pictures and what every page repeats. It is read in a
 *  thread of its own, which is started for the first file and ends when there are no more: whatever is in a file, the
 *  program goes on, and gives it up where it takes too much time or memory. Files are read one after the other. */
export function readPdf(
  bytes: Uint8Array,
  options: PdfOptions = {},
  limits: PdfLimits = USUAL,
): Promise<Extracted | Refusal> {
  if (bytes.length > MOST_PDF_BYTES) return Promise.resolve(TOO_LARGE);
  const read = turn.then(() => (options.signal?.aborted ? STOPPED : readNow(bytes, options, limits)));
  turn = read;
  return read;
}

async function readNow(
  bytes: Uint8Array,
  { signal, progress }: PdfOptions,
  limits: PdfLimits,
): Promise<Extracted | Refusal> {
  clearTimeout(idle);
  const watch = watched(limits, signal);
  told = ({ page, pages }) => {
    watch.turned(page);
    progress?.(page, pages);
  };
  try {
    thread ??= startThread<PdfReading>(file, null, (message) => told(message as Told), {
      maxOldGenerationSizeMb: limits.memory,
    });
    return await Promise.race([thread.ask("read", bytes), watch.givenUp]);
  } catch (error) {
    return failed(error, watch.page());
  } finally {
    const isGivenUp = watch.end();
    if (isGivenUp) await closeThread();
    idle = setTimeout(() => void closeThread(), IDLE_MS);
    idle.unref();
  }
}

async function closeThread(): Promise<void> {
  const closing = thread;
  thread = null;
  await closing?.close();
}

interface Watch {
  /** Resolves to why the file is given up, if it is. */
  givenUp: Promise<Refusal>;
  turned(page: number): void;
  /** The page that is read, 0 before the first. */
  page(): number;
  /** Ends watching; whether the file was given up. */
  end(): boolean;
}

function watched(limits: PdfLimits, signal: AbortSignal | undefined): Watch {
  const began = Date.now();
  const memory = process.memoryUsage.rss();
  let page = 0;
  let since = began;
  let refusal: Refusal | null = null;
  const { promise, resolve } = Promise.withResolvers<Refusal>();
  const giveUp = (why: Refusal): void => {
    refusal ??= why;
    resolve(refusal);
  };
  const stop = () => giveUp(STOPPED);
  const check = (): void => {
    const now = Date.now();
    if (now - since > limits.page || now - began > limits.whole) giveUp(tooSlow(page));
    if (process.memoryUsage.rss() - memory > limits.memory * MEGABYTE) giveUp(tooBig(page));
  };
  signal?.addEventListener("abort", stop);
  const timer = setInterval(check, Math.min(CHECKED_MS, limits.page));
  return {
    givenUp: promise,
    turned(next) {
      page = next;
      since = Date.now();
    },
    page: () => page,
    end() {
      clearInterval(timer);
      signal?.removeEventListener("abort", stop);
      return refusal !== null;
    },
  };
}

const REMEDY = "Open it in a PDF viewer, and print the article's own pages as a new PDF.";
const at = (page: number): string => (page === 0 ? "" : ` (at page ${page})`);

const tooSlow = (page: number): Refusal => ({ reason: `reading it takes too long${at(page)}`, remedy: REMEDY });
const tooBig = (page: number): Refusal => ({ reason: `reading it takes too much memory${at(page)}`, remedy: REMEDY });

/** The thread has ended: it ran out of memory, or the parser failed where nobody could catch it. The next file has a new one. */
function failed(error: unknown, page: number): Refusal {
  thread = null;
  if (error instanceof Error && "code" in error && error.code === OUT_OF_MEMORY) return tooBig(page);
  return { reason: `the PDF file is damaged, or of a kind that cannot be read${at(page)}`, remedy: REMEDY };
}
