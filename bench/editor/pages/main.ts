import type { BenchPage } from "../bench-page.ts";
import { benchDocument } from "../document.ts";
import { changeMark } from "../trace.ts";
import { highlights } from "./highlights.ts";
import { onrecord } from "./onrecord.ts";
import type { Peer } from "./peer.ts";
import { plain, plainWithData } from "./plain.ts";
import { proseMirror } from "./prosemirror.ts";
import { recogito } from "./recogito.ts";

const peers: Record<string, () => Peer | Promise<Peer>> = {
  plain: () => plain,
  data: plainWithData,
  highlights,
  proseMirror,
  recogito,
  // Its code is fetched by nobody else, so that it weighs on nobody else.
  labelStudio: async () => (await import("./label-studio.ts")).labelStudio(),
  onrecord,
};

let peer: Peer | null = null;

/** The time after the next frame is painted. */
const frame = (): Promise<number> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });
  });

const page: BenchPage = {
  async open(name, size) {
    const document_ = benchDocument(size);
    const root = document.querySelector<HTMLElement>("#root");
    const make = peers[name];
    if (!root || !make) throw new Error(`no such peer: ${name}`);
    peer = await make();
    peer.prepare?.(document_);
    await frame();
    const began = performance.now();
    await peer.open(root, document_);
    return (await frame()) - began;
  },
  async change(kind, mark) {
    if (!peer?.[kind]) return false;
    await frame();
    performance.mark(changeMark);
    if (kind === "add") peer.add?.(mark);
    else if (kind === "undo") peer.undo?.();
    else peer[kind]?.(mark.id);
    await frame();
    return true;
  },
};

Object.assign(window, { bench: () => page });
