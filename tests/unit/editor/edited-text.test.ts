import { EditorState, type Transaction } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { editedText } from "../../../renderer/editor/edited-text.ts";
import { project } from "../../../renderer/editor/projection.ts";
import { schema } from "../../../renderer/editor/schema.ts";
import { article, spanOf } from "../../builders.ts";

const text = "A headline\r\n\r\nFirst line\r\nsecond line.\r\n\r\nAnother paragraph here.\n";
const base = article(text);
const projection = project(base);
const at = (words: string) => projection.position(spanOf(text, words).start);
const edited = (edit: (transaction: Transaction) => Transaction) =>
  editedText(base, edit(EditorState.create({ doc: projection.doc }).tr).doc);

describe("An edited text", () => {
  it("gets what the article has between paragraphs where one is cut in two", () => {
    const { text: next, blocks } = edited((transaction) => transaction.split(at("here")));
    expect(next).toBe("A headline\r\n\r\nFirst line\r\nsecond line.\r\n\r\nAnother paragraph \r\n\r\nhere.\n");
    expect(blocks).toHaveLength(4);
  });

  it("makes a paragraph of the rest of a headline", () => {
    const { blocks } = edited((transaction) =>
      transaction.split(at("headline"), 1, [{ type: schema.nodes.block, attrs: { kind: "headline", index: 0 } }]),
    );
    expect(blocks.map(({ kind }) => kind)).toEqual(["headline", "paragraph", "paragraph", "paragraph"]);
  });

  it("loses a paragraph with what stands before it", () => {
    const { text: next } = edited((transaction) => {
      const $from = transaction.doc.resolve(at("First"));
      return transaction.delete($from.before(), $from.after());
    });
    expect(next).toBe("A headline\r\n\r\nAnother paragraph here.\n");
  });

  it("is nothing where everything was deleted", () => {
    expect(edited((transaction) => transaction.delete(1, transaction.doc.content.size - 1)).blocks).toEqual([]);
  });
});
