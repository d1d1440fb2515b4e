import { startThread } from "./thread.ts";

/** Threads that do the same with whatever they are given. */
export interface Pool<Given, Made> {
  /** How many threads there are. */
  size: number;
  /** Has a batch done by the thread that has the least to do. */
  run(batch: readonly Given[]): Promise<Made[]>;
  close(): Promise<void>;
}

/** What a thread of a pool answers. */
export type Batched<Given, Made> = { run(batch: readonly Given[]): Made[] | Promise<Made[]> };

/** Starts threads with a file that answers `Batched`. */
export function startPool<Given, Made>(file: URL, data: unknown, size: number): Pool<Given, Made> {
  const threads = Array.from({ length: size }, () => ({
    thread: startThread<Batched<Given, Made>>(file, data),
    load: 0,
  }));
  return {
    size,
    async run(batch) {
      const free = threads.reduce((least, one) => (one.load < least.load ? one : least));
      free.load += 1;
      try {
        return await free.thread.ask("run", batch);
      } finally {
        free.load -= 1;
      }
    },
    close: async () => void (await Promise.all(threads.map(({ thread }) => thread.close()))),
  };
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
