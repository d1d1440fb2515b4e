import { inMegabytes, mostRequestBytes } from "../../shared/host/limits.ts";

/** What carries requests to the host and its events to the window: messages only, checked on both sides. In Electron it
 *  is what the preload script puts on the window. */
export interface Bridge {
  call(method: string, params: unknown): Promise<unknown>;
  onEvent(listener: (event: unknown) => void): () => void;
}

const stranger = {
  file: "Onrecord",
  path: "",
  reason: "the program behind this window does not know it: it was started again, or the address was another's",
  remedy: "Open the address that the program printed when it was started.",
};

const tooLarge = (bytes: number) => ({
  file: "Onrecord",
  path: "",
  reason: `${inMegabytes(bytes)} are more than a browser can hand over at once (${inMegabytes(mostRequestBytes)})`,
  remedy: "Do it in smaller parts, or in the desktop program.",
});

/** Bytes in UTF-8, three a unit at most: what is short beyond doubt is not counted. */
const bytesOf = (text: string): number => (text.length * 3 <= mostRequestBytes ? 0 : new Blob([text]).size);

/** The web host, by requests of a browser. One that it would break off is not sent: the browser could not say why. */
export const webBridge: Bridge = {
  async call(method, params) {
    const body = JSON.stringify(params);
    const bytes = bytesOf(body);
    if (bytes > mostRequestBytes) return { ok: false, problem: tooLarge(bytes) };
    const response = await fetch(`call/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
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
