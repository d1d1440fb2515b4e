import { nanoid } from "nanoid";
import type { Host, MethodName, Params, Result } from "../../shared/host/contract.ts";
import { connectHost } from "./host.ts";
import { store } from "./store.ts";
import { showProblem } from "./toast.ts";

const host: Host = connectHost();

/** Asks the host; a problem is shown to the person and answered with null. */
export async function ask<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M> | null> {
  const reply = await host.call(method, params);
  if (reply.ok) return reply.value;
  showProblem(reply.problem);
  return null;
}

/** Asks the host and gives a problem back as it is: for a place that shows it itself. */
export const request: Host["call"] = (method, params) => host.call(method, params);

/** Listens to what the host tells. @returns what ends that. */
export const listen: Host["on"] = (event, listener) => host.on(event, listener);

/** Has the host do what may take long, under a name of its own: a notice says how far it is, and stops it. It stands from
 *  the beginning where there is a `label` for what is done, otherwise from the host's first word of it on. */
export async function withProgress<T>(
  label: string | null,
  work: (task: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const task = nanoid();
  const stop = new AbortController();
  const { signal } = stop;
  const cancel = () => {
    stop.abort();
    void ask("task.cancel", { task });
  };
  const show = (done: number, total: number, said: string) =>
    store.setState({ busy: { label: said, done, total, cancel } });
  if (label !== null) show(0, 0, label);
  const end = listen("task.progress", ({ task: of, done, total, label: said }) => {
    if (of === task && !signal.aborted) show(done, total, said || (label ?? ""));
  });
  try {
    return await work(task, signal);
  } finally {
    end();
    store.setState((app) => (app.busy?.cancel === cancel ? { busy: null } : {}));
  }
}
