import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference } from "../../shared/anchoring/difference.ts";
import { blocksOfPlainText } from "../../shared/article/blocks.ts";

const words = ["Ada", "said", "it", "is", "time", ".", "“", "”", ",", "\n\n", "\n\n", "😀"];
const texts = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(" "));
const blocked = (text: string) => ({ text, blocks: blocksOfPlainText(text) });
const paragraphs = (text: string) => blocksOfPlainText(text).map(({ start, end }) => text.slice(start, end));

describe("A difference", () => {
  it("has all of both texts, each paragraph in its place", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const side = (without: "added" | "removed") =>
          difference(blocked(before), blocked(after))
            .map((block) => block.parts.flatMap((part) => (part.kind === without ? [] : [part.text])).join(""))
            .filter((text) => text !== "");
        expect(side("added")).toEqual(paragraphs(before));
        expect(side("removed")).toEqual(paragraphs(after));
      }),
    );
  });

  it("shows a changed paragraph word by word, neighbouring words as one change", () => {
    const before = "Nothing changed here.\n\nBo Finsh told her that the brige was safe.";
    const after = "Nothing changed here.\n\nThe engineer told her that the bridge was safe.";
    expect(difference(blocked(before), blocked(after))).toEqual([
      { kind: "same", parts: [{ kind: "same", text: "Nothing changed here." }] },
      {
        kind: "changed",
        parts: [
          { kind: "removed", text: "Bo Finsh" },
          { kind: "added", text: "The engineer" },
          { kind: "same", text: " told her that the " },
          { kind: "removed", text: "brige" },
          { kind: "added", text: "bridge" },
          { kind: "same", text: " was safe." },
        ],
      },
    ]);
  });
});
