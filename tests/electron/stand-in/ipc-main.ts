import { PreventableEvent } from "./emitter.ts";
import type { SenderFrame, WebContents } from "./web-contents.ts";

type Handler = (event: { sender: WebContents | null; senderFrame: SenderFrame | null }, ...args: unknown[]) => unknown;
const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
  removeHandler: (channel: string): boolean => handlers.delete(channel),
};

export type Answer = { ok: true; value: unknown } | { ok: false; message: string };

/** What a frame's message to the application is answered with. */
export async function invoke(
  sender: WebContents | null,
  senderFrame: SenderFrame | null,
  channel: string,
  args: unknown[],
): Promise<Answer> {
  const handler = handlers.get(channel);
  if (!handler) return { ok: false, message: `Error: No handler registered for '${channel}'` };
  try {
    const event = Object.assign(new PreventableEvent(), { sender, senderFrame });
    return { ok: true, value: structuredClone(await handler(event, ...args)) };
  } catch (error) {
    return { ok: false, message: String(error) };
  }
}
