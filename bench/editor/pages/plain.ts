import { type Peer, plainParagraphs } from "./peer.ts";

/** Plain paragraphs with nothing marked: what opening and scrolling cost at least. */
export const plain: Peer = {
  open: (root, source) => void plainParagraphs(root, source),
};
