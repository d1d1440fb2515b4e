import {
  type EventName,
  type EventPayload,
  eventSchema,
  events,
  type Host,
  type MethodName,
  methods,
  type Params,
  type Reply,
  type Result,
  replySchema,
} from "../../shared/host/contract.ts";
import { type Bridge, webBridge } from "./web-bridge.ts";

declare global {
  interface Window {
    onrecord?: Bridge;
  }
}

const unreachable = {
  file: "Onrecord",
  path: "",
  reason: "the program behind this window does not answer",
  remedy: "What you do is kept in this window; start the program again and reload it.",
};

/** The host behind this window, over Electron's IPC or the web host: the same contract either way. */
export function connectHost(): Host {
  const bridge = window.onrecord ?? webBridge;
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  bridge.onEvent((message) => {
    const parsed = eventSchema.safeParse(message);
    if (!parsed.success) return;
    const payload = events[parsed.data.name].safeParse(parsed.data.payload);
    if (!payload.success) return;
    for (const listener of listeners.get(parsed.data.name) ?? []) listener(payload.data as never);
  });
  return {
    async call<M extends MethodName>(method: M, params: Params<M>): Promise<Reply<Result<M>>> {
      try {
        const reply = replySchema.parse(await bridge.call(method, params));
        if (!reply.ok) return reply;
        return { ok: true, value: methods[method].result.parse(reply.value) as Result<M> };
      } catch {
        return { ok: false, problem: unreachable };
      }
    },
    on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as (payload: never) => void));
      return () => set.delete(listener as (payload: never) => void);
    },
  };
}
