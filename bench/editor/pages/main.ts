import type { BenchPage } from "../bench-page.ts";
import { benchDocument } from "../document.ts";
import { highlights } from "./highlights.ts";
import { onrecord } from "./onrecord.ts";
import type { Peer } from "./peer.ts";
import { plain, plainWithData } from "./plain.ts";
import { proseMirror } from "./prosemirror.ts";
import { recogito } from "./recogito.ts";

const peers: Record<string, () => Peer> = {
  plain: () => plain,
  data: plainWithData,
  highlights,
  proseMirror,
  recogito,
  onrecord,
};

let peer: Peer | null = null;

/** The rest of the frame after this moment, until it is painted. */
const frame = (): Promise<{ began: number; painted: number }> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const began = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve({ began, painted: performance.now() });
      channel.port2.postMessage(null);
    });
  });

const page: BenchPage = {
  async open(name, size) {
    const document_ = benchDocument(size);
    const root = document.querySelector<HTMLElement>("#root");
    const make = peers[name];
    if (!root || !make) throw new Error(`no such peer: ${name}`);
    peer = make();
    peer.prepare?.(document_);
    await frame();
    const began = performance.now();
    peer.open(root, document_);
    return (await frame()).painted - began;
  },
  async change(kind, mark) {
    const run = peer?.[kind];
    if (!run) return null;
    await frame();
    const began = performance.now();
    if (kind === "add") peer?.add?.(mark);
    else if (kind === "undo") peer?.undo?.();
    else peer?.[kind]?.(mark.id);
    const called = performance.now();
    const shown = await frame();
    return called - began + shown.painted - shown.began;
  },
};

Object.assign(window, { bench: () => page });
