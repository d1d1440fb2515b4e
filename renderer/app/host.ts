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

/** What Electron's preload script puts on the window: messages only, checked on both sides. */
interface Bridge {
  call(method: string, params: unknown): Promise<unknown>;
  onEvent(listener: (event: unknown) => void): () => void;
}
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

const stranger = {
  file: "Onrecord",
  path: "",
  reason: "the program behind this window does not know it: it was started again, or the address was another's",
  remedy: "Open the address that the program printed when it was started.",
};

const webBridge: Bridge = {
  async call(method, params) {
    const response = await fetch(`call/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(params),
    });
    if (response.status === 403) return { ok: false, problem: stranger };
    return response.json();
  },
  onEvent(listener) {
    const stream = new EventSource("events");
    stream.onmessage = (message) => listener(JSON.parse(message.data));
    return () => stream.close();
  },
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
