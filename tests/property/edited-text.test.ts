import fc from "fast-check";
import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { editedText } from "../../renderer/editor/edited-text.ts";
import { project } from "../../renderer/editor/projection.ts";
import { blockViolations } from "../../shared/annotation/invariants.ts";
import { articleState } from "../../shared/annotation/state.ts";
import { article } from "../builders.ts";

const pieces = [
  "word",
  "é😀",
  "’s",
  ".",
  " ",
  "\u00a0",
  "  ",
  "\t",
  "\n",
  "\r\n",
  "\n\n",
  "\r\n\r\n",
  "\n \n",
  "- item",
  "\u2028",
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

describe("An edited text", () => {
  it("is the very text that was there as long as nothing is typed", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const base = article(text);
        const { text: same, blocks } = editedText(base, project(base).doc);
        expect(blocks).toEqual(base.blocks);
        if (blocks.length > 0) expect(same).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("has what was typed where it was typed, everything else as it was, and sound blocks", () => {
    fc.assert(
      fc.property(texts, fc.nat(1000), fc.constantFrom("x", "new words", "😀"), (text, at, typed) => {
        const base = article(text);
        const [first] = base.blocks;
        if (!first) return;
        const projection = project(base);
        const block = base.blocks[at % base.blocks.length] ?? first;
        const offset = block.start + (at % (block.end - block.start));
        if ((text.charCodeAt(offset) & 0xfc00) === 0xdc00 || text.slice(offset - 1, offset + 1) === "\r\n") return;
        const state = EditorState.create({ doc: projection.doc });
        const { doc } = state.tr.insertText(typed, projection.position(offset));
        const next = editedText(base, doc);
        expect(next.text).toBe(text.slice(0, offset) + typed + text.slice(offset));
        expect(blockViolations(articleState({ ...base, ...next }))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
