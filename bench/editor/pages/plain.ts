import { benchArticle } from "../content.ts";
import { type Peer, plainParagraphs } from "./peer.ts";

/** Plain paragraphs with nothing marked: what opening and scrolling cost at least. */
export const plain: Peer = {
  open: (root, source) => void plainParagraphs(root, source),
};

/** The same, holding what an annotation file says of the text: what memory a program needs at least. */
export function plainWithData(): Peer & { data: unknown } {
  const peer: Peer & { data: unknown } = {
    data: null,
    prepare(source) {
      const { mentions, quotes, claims } = benchArticle(source, "bench", "Bench").open;
      const lists = [mentions, quotes, claims].map((table) => [...table.values()]);
      peer.data = JSON.parse(JSON.stringify(lists));
    },
    open: plain.open,
  };
  return peer;
}
