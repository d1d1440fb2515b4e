import fc from "fast-check";
import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { createDrawing, type Drawing } from "../../renderer/editor/drawing.ts";
import { project as projectText } from "../../renderer/editor/projection.ts";
import { removeAnnotation, setPiece } from "../../shared/annotation/actions/annotation.ts";
import { addClaim } from "../../shared/annotation/actions/claim.ts";
import { mergeEntities, setEntity } from "../../shared/annotation/actions/entity.ts";
import { markMention, markOccurrences } from "../../shared/annotation/actions/mention.ts";
import { addQuote, addQuotePiece, setCue, setParty } from "../../shared/annotation/actions/quote.ts";
import { apply, invert, type Operation } from "../../shared/annotation/operation.ts";
import type { StoredSuggestion } from "../../shared/annotation/records.ts";
import { openArticle, type ProjectState } from "../../shared/annotation/state.ts";
import { article, author, projectWith, suggestion } from "../builders.ts";

const text = [
  "“Ada Lowe met Bo Finch,” said Ada Lowe. “They talked 🙂 about Ada Lowe.”",
  "Bo Finch denied it\r\nand called the mayor’s claim “unfair”.",
  "“Unclosed words of the mayor, who said that Bo Finch had told Ada Lowe.",
].join("\n\n");

/** Everything drawn, as plain data in one order. */
function drawn(drawing: Drawing, editor: EditorState): string[] {
  return drawing
    .decorations(editor)
    .find()
    .map((one) => JSON.stringify([one.from, one.to, Reflect.get(one, "type")]))
    .sort();
}

const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(1, items.length)];

/** One thing that a person may do next, from three numbers. */
function act(
  state: ProjectState,
  who: ReturnType<typeof author>,
  what: number,
  at: number,
  length: number,
): Operation | null {
  const open = openArticle(state, "story");
  const span = {
    start: at % (text.length - 1),
    end: Math.min(text.length, (at % (text.length - 1)) + 1 + (length % 40)),
  };
  const [mentions, quotes] = [[...open.mentions.keys()], [...open.quotes.keys()]];
  const all = [...mentions, ...quotes, ...open.claims.keys()];
  const entities = [...state.entities.keys()];
  const quote = pick(quotes, at);
  const mention = pick(mentions, length);
  switch (what % 11) {
    case 0:
    case 1:
      return markMention(state, who, "story", span, at % 2 === 0 ? "Person" : "Place").operation;
    case 2:
      return addQuote(state, who, "story", span).operation;
    case 3:
      return addClaim(state, who, "story", [span]).operation;
    case 4:
      return quote ? addQuotePiece(state, who, "story", quote, span) : null;
    case 5:
      return quote ? setCue(state, who, "story", quote, [span]) : null;
    case 6:
      return quote && mention ? setParty(state, who, "story", quote, "speakers", { mention }) : null;
    case 7:
      return removeAnnotation(state, who, "story", pick(all, at) ?? "").operation;
    case 8:
      return setPiece(state, who, "story", pick(mentions, at) ?? "", "spans", 0, span);
    case 9:
      return entities.length > 1
        ? mergeEntities(state, who, pick(entities, at) ?? "", pick(entities, length) ?? "")
        : null;
    default:
      return length % 2 === 0
        ? setEntity(state, who, pick(entities, at) ?? "", "Change type", { type: "Event" })
        : markOccurrences(state, who, "story", mention ?? "");
  }
}

/** The suggestions with one more, one less, or one that came to look otherwise. */
function suggestionsAfter(before: StoredSuggestion[], what: number, at: number, length: number): StoredSuggestion[] {
  const start = at % (text.length - 1);
  const span = { start, end: Math.min(text.length, start + 1 + (length % 40)) };
  const kind = pick(["mention", "quote", "claim"] as const, what) ?? "claim";
  const one = suggestion(kind, [span], { id: `s${at}`, cue: kind === "quote" ? [{ start: 0, end: 3 }] : [] });
  const index = before.findIndex(({ id }) => id === one.id);
  if (index >= 0 && length % 2 === 0) return before.filter((_, nth) => nth !== index);
  if (index >= 0) return before.map((old, nth) => (nth === index ? one : old));
  return length % 5 === 0 ? before.slice(1) : [...before, one];
}

describe("the drawing", () => {
  it("is after any marking, undoing and redoing what it would be if it were drawn anew", () => {
    const step = fc.tuple(fc.nat(14), fc.nat(400), fc.nat(400));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.nat(3), (steps, atOnce) => {
        const who = author();
        let state = projectWith(article(text));
        const projection = projectText(openArticle(state, "story").article);
        const drawing = createDrawing(projection, state, openArticle(state, "story"), null, atOnce);
        let editor = EditorState.create({ doc: projection.doc, plugins: [drawing.plugin] });
        let suggested: StoredSuggestion[] = [];
        const undo: Operation[] = [];
        const redo: Operation[] = [];
        let current: string | null = null;
        for (const [what, at, length] of steps) {
          const from = what === 11 ? undo : what === 12 ? redo : null;
          const operation = from ? (from.pop() ?? null) : act(state, who, what, at, length);
          if (!operation) continue;
          const done = from === undo ? invert(operation) : operation;
          if (from === undo) redo.push(operation);
          else {
            undo.push(operation);
            if (!from) redo.length = 0;
          }
          state = apply(state, done);
          const open = openArticle(state, "story");
          current = pick([...open.mentions.keys(), ...open.quotes.keys(), ...open.claims.keys()], at) ?? null;
          const changed = drawing.update(state, open, current);
          if (changed) {
            const later = [...changed].filter((block) => (block + length) % 3 === 0);
            drawing.leave(later);
            const now = new Set([...changed].filter((block) => !later.includes(block)));
            editor = editor.apply(drawing.redraw(editor.tr, now));
          }
          suggested = suggestionsAfter(suggested, what, at, length);
          const here = pick(suggested, length)?.id ?? null;
          const proposed = drawing.suggest(suggested, here);
          if (proposed) editor = editor.apply(drawing.redraw(editor.tr, proposed));
          if (atOnce < 3 && at % 3 !== 0) continue;
          const rest = drawing.rest(at % 3);
          if (rest) editor = editor.apply(drawing.redraw(editor.tr, rest));
          const anew = createDrawing(projection, state, open, current);
          anew.suggest(suggested, here);
          const fresh = EditorState.create({ doc: projection.doc, plugins: [anew.plugin] });
          expect(drawn(drawing, editor)).toEqual(drawn(anew, fresh));
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** One paragraph in each section and chapter, and many: their boundaries are where positions could go astray. */
const long = Array.from({ length: 2_000 }, (_, at) => (at % 7 === 0 ? `Line ${at}\nand more` : `Line ${at}`)).join(
  "\n\n",
);

describe.each([
  ["a short text", text],
  ["a text of many chapters", long],
  ["an empty text", ""],
])("the projection of %s", (_name, text) => {
  const projection = projectText(article(text));

  it("brings every offset inside a block to a position and back", () => {
    for (const block of projection.blocks) {
      for (let offset = block.start; offset <= block.end; offset += 1) {
        const inBreak = block.breaks.some((one) => one.offset < offset && offset < one.offset + one.length);
        if (!inBreak && projection.offset(projection.position(offset)) !== offset) expect.fail(`offset ${offset}`);
      }
    }
  });

  it("holds the article's characters, line breaks included", () => {
    for (const block of projection.blocks) {
      const [from, to] = [projection.position(block.start), projection.position(block.end)];
      expect(projection.doc.resolve(from).parent).toBe(projection.doc.resolve(to).parent);
      expect(projection.doc.textBetween(from, to, "|", (leaf) => String(leaf.attrs.text))).toBe(
        text.slice(block.start, block.end),
      );
    }
  });
});
