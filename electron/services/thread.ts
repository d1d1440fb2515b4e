import { parentPort, type ResourceLimits, Worker } from "node:worker_threads";
import type { Problem } from "../../shared/format/problem.ts";
import { IndexDamaged, isDamage } from "./index/damage.ts";
import { ProblemError } from "./problems.ts";

/** What a thread can be asked: each a function of its arguments, whose errors come back as they are. */
export type Asked = Record<string, (...args: never[]) => unknown>;

/** Work in another thread, asked for as if it were here: what answers only when it is done would keep the window waiting. */
export interface Thread<T extends Asked> {
  ask<N extends keyof T & string>(name: N, ...args: Parameters<T[N]>): Promise<Awaited<ReturnType<T[N]>>>;
  close(): Promise<void>;
}

type ToThread = { id: number; name: string; args: unknown[] };
type FromThread = { id: number; value: unknown } | ({ id: number } & Failed) | { told: unknown };
/** What an error becomes on its way out of a thread. */
type Failed = { error: string; damage: boolean; problem: Problem | null };

/** The same without a thread, for what takes no time: to start one takes longer than to read a hundred articles. */
export function inThisThread<T extends Asked>(answers: T): Thread<T> {
  return {
    async ask(name, ...args) {
      try {
        return (await answers[name]?.(...args)) as never;
      } catch (error) {
        throw error instanceof Error && isDamage(error) ? new IndexDamaged(error.message) : error;
      }
    },
    close: async () => undefined,
  };
}

/** Starts a thread with a file that calls `answerThread`. It keeps the program running only while it is asked something. */
export function startThread<T extends Asked>(
  file: URL,
  data: unknown,
  told: (message: unknown) => void = () => undefined,
  resourceLimits: ResourceLimits = {},
): Thread<T> {
  const worker = new Worker(file, { workerData: data, resourceLimits });
  worker.unref();
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let count = 0;
  let ended: Error | null = null;
  worker.on("message", (message: FromThread) => {
    if ("told" in message) return told(message.told);
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (!("error" in message)) one?.resolve(message.value as never);
    else one?.reject(errorFrom(message));
    if (waiting.size === 0) worker.unref();
  });
  const end = (error: Error) => {
    ended = error;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  worker.on("error", end);
  worker.on("exit", () => end(ended ?? new Error("the thread has ended")));
  return {
    ask: (name, ...args) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        count += 1;
        waiting.set(count, { resolve, reject });
        worker.ref();
        worker.postMessage({ id: count, name, args } satisfies ToThread);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

/** Answers, in a thread, whatever `startThread` is asked. */
export function answerThread<T extends Asked>(answers: T): void {
  const send = (message: FromThread) => parentPort?.postMessage(message);
  parentPort?.on("message", async ({ id, name, args }: ToThread) => {
    try {
      send({ id, value: await answers[name]?.(...(args as never[])) });
    } catch (error) {
      send({ id, ...failed(error) });
    }
  });
}

const failed = (error: unknown): Failed => ({
  error: error instanceof Error ? error.message : String(error),
  damage: isDamage(error),
  problem: error instanceof ProblemError ? error.problem : null,
});

function errorFrom({ error, damage, problem }: Failed): Error {
  if (problem) return new ProblemError(problem);
  return damage ? new IndexDamaged(error) : new Error(error);
}

/** Tells, from a thread, what nobody asked for. */
export const tellFromThread = (told: unknown): void => parentPort?.postMessage({ told } satisfies FromThread);
