import { parentPort, Worker } from "node:worker_threads";

/** Threads that do the same with whatever they are given. */
export interface Pool<Given, Made> {
  /** How many threads there are. */
  size: number;
  /** Has a batch done by the thread that has the least to do. */
  run(batch: readonly Given[]): Promise<Made[]>;
  close(): Promise<void>;
}

type ToThread<Given> = { id: number; batch: readonly Given[] };
type FromThread<Made> = { id: number; made: Made[] } | { id: number; error: string };

/** Starts threads with a file that calls `answerPool`. */
export function startPool<Given, Made>(file: URL, data: unknown, size: number): Pool<Given, Made> {
  const threads = Array.from({ length: size }, () => startThread<Given, Made>(file, data));
  return {
    size,
    run: (batch) => threads.reduce((least, one) => (one.load() < least.load() ? one : least)).run(batch),
    close: async () => void (await Promise.all(threads.map((one) => one.close()))),
  };
}

function startThread<Given, Made>(file: URL, data: unknown) {
  const worker = new Worker(file, { workerData: data });
  const waiting = new Map<number, { resolve(made: Made[]): void; reject(error: Error): void }>();
  let count = 0;
  let broken: Error | null = null;
  worker.on("message", (message: FromThread<Made>) => {
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if ("error" in message) one?.reject(new Error(message.error));
    else one?.resolve(message.made);
  });
  const end = (error: Error) => {
    broken = error;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  worker.on("error", end);
  worker.on("exit", (code) => end(new Error(`a thread ended with ${code}`)));
  return {
    load: () => waiting.size,
    run: (batch: readonly Given[]) =>
      new Promise<Made[]>((resolve, reject) => {
        if (broken) return reject(broken);
        count += 1;
        waiting.set(count, { resolve, reject });
        const message: ToThread<Given> = { id: count, batch };
        worker.postMessage(message);
      }),
    close: () => worker.terminate(),
  };
}

/** What a thread of a pool does with each thing that it is given. */
export function answerPool<Given, Made>(work: (one: Given) => Made): void {
  parentPort?.on("message", ({ id, batch }: ToThread<Given>) => {
    try {
      parentPort?.postMessage({ id, made: batch.map(work) });
    } catch (error) {
      parentPort?.postMessage({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

/** Characters and things that make a batch: large enough that sending it costs little, small enough to hold some. */
const batchSize = 256_000;
const batchCount = 100;

/** What the pool makes of all things, in their order. No more are held than keep every thread busy. */
export async function* inOrder<Given, Made>(
  pool: Pool<Given, Made>,
  input: AsyncIterable<Given>,
  sizeOf: (one: Given) => number,
): AsyncGenerator<Made> {
  const running: Promise<Made[]>[] = [];
  for await (const batch of batches(input, sizeOf)) {
    const made = pool.run(batch);
    // It is waited for in its turn; until then nobody hears of what went wrong with it.
    made.catch(() => undefined);
    running.push(made);
    if (running.length > pool.size * 2) yield* (await running.shift()) ?? [];
  }
  for (const made of running) yield* await made;
}

async function* batches<Given>(
  input: AsyncIterable<Given>,
  sizeOf: (one: Given) => number,
): AsyncGenerator<readonly Given[]> {
  let batch: Given[] = [];
  let size = 0;
  for await (const one of input) {
    batch.push(one);
    size += sizeOf(one);
    if (size < batchSize && batch.length < batchCount) continue;
    yield batch;
    [batch, size] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
