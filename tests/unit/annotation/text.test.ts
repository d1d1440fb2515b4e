import { describe, expect, it } from "vitest";
import { removeAnnotation } from "../../../shared/annotation/actions/annotation.ts";
import { dropOrphan, placeOrphan, replaceText } from "../../../shared/annotation/actions/text.ts";
import { coveredText, nameOfParty } from "../../../shared/annotation/graph.ts";
import { violations } from "../../../shared/annotation/invariants.ts";
import { invert } from "../../../shared/annotation/operation.ts";
import { openArticle, type ProjectState } from "../../../shared/annotation/state.ts";
import { blocksOfPlainText } from "../../../shared/article/blocks.ts";
import {
  applied,
  article,
  author,
  claim,
  entity,
  mention,
  plain,
  projectWith,
  quote,
  relation,
  spanOf,
} from "../../builders.ts";

const text =
  "“It is time to go,” Jane Doe said in the town hall on Monday. “We did what we came for.” The council disagreed.\n\n" +
  "The mayor had been under pressure for weeks, and Doe’s rivals asked for a vote.";

const start = (): ProjectState =>
  projectWith(
    article(text),
    {
      mentions: [
        mention("m1", spanOf(text, "Jane Doe"), "e1"),
        mention("m2", spanOf(text, "The council"), "e2"),
        mention("m3", spanOf(text, "Doe", 2), "e1"),
      ],
      quotes: [
        quote("q1", [spanOf(text, "It is time to go"), spanOf(text, "We did what we came for.")], {
          cue: [spanOf(text, "said")],
          speakers: [{ mention: "m1" }],
        }),
      ],
      claims: [claim("c1", [spanOf(text, "under pressure for weeks")], { claimant: { quote: "q1" }, quote: "q1" })],
      relations: [relation("r1", "c1", "q1")],
    },
    [entity("e1", "Jane Doe"), entity("e2", "Council", { type: "Organization" })],
  );

const edited = (state: ProjectState, changed: string) =>
  replaceText(state, author(), "story", "Edit text", { text: changed, blocks: blocksOfPlainText(changed) });
const withText = (changed: string) => applied(start(), edited(start(), changed).operation);
const words = (state: ProjectState, id: string) => {
  const open = openArticle(state, "story");
  const record = open.mentions.get(id) ?? open.claims.get(id);
  const spans = record?.spans ?? open.quotes.get(id)?.content ?? [];
  return coveredText(open.article.text, spans);
};
const broken = (state: ProjectState) =>
  violations(state, openArticle(state, "story")).filter(({ warning }) => !warning);

describe("Editing an article's text", () => {
  it("lets annotations follow a typo that is mended in them and before them", () => {
    const change = edited(start(), text.replace("Jane Doe", "Jayne Doe").replace("It is", "It’s"));
    expect(change).toMatchObject({ orphaned: 0 });
    const state = applied(start(), change.operation);
    expect(words(state, "m1")).toBe("Jayne Doe");
    expect(words(state, "m3")).toBe("Doe");
    expect(words(state, "q1")).toBe("It’s time to go … We did what we came for.");
    expect(words(state, "c1")).toBe("under pressure for weeks");
    expect(broken(state)).toEqual([]);
  });

  it("lets annotations go with a paragraph that is moved", () => {
    const [first, second] = text.split("\n\n");
    const state = withText(`${second}\n\n${first}`);
    for (const id of ["m1", "m2", "m3", "q1", "c1"]) expect(words(state, id)).toBe(words(start(), id));
  });

  it("keeps a mention whose words are gone, with everything that points to it", () => {
    const state = withText(text.replace("Jane Doe said", "The statement read"));
    const open = openArticle(state, "story");
    expect(open.mentions.has("m1")).toBe(false);
    expect(open.orphans.get("m1")?.lost).toMatchObject([
      {
        field: "spans",
        text: "Jane Doe",
        before: expect.stringMatching(/time to go,” $/),
        after: expect.stringMatching(/^ said in/),
      },
    ]);
    expect(open.quotes.get("q1")?.speakers).toEqual([{ mention: "m1" }]);
    expect(nameOfParty(state, open, { mention: "m1" })).toBe("Jane Doe");
    expect(broken(state)).toEqual([]);
  });

  it("keeps a lost piece of a quote whose other piece is still there", () => {
    const open = openArticle(withText(text.replace(" “We did what we came for.”", "")), "story");
    expect(open.quotes.get("q1")?.content).toHaveLength(1);
    expect(open.orphans.get("q1")).toMatchObject({
      annotation: null,
      lost: [{ field: "content", text: "We did what we came for." }],
    });
  });

  it("is undone in one step, orphans and all", () => {
    const { operation } = edited(start(), "Nothing of it was left.");
    const state = applied(start(), operation);
    expect(openArticle(state, "story").orphans.size).toBe(5);
    expect(plain(applied(state, operation && invert(operation)))).toEqual(plain(start()));
  });

  it("places orphans again when their words come back", () => {
    const without = withText(text.replace("Jane Doe said in the town hall", "The statement read"));
    const back = applied(without, edited(without, text).operation);
    expect(openArticle(back, "story").orphans.size).toBe(0);
    expect(words(back, "m1")).toBe("Jane Doe");
    expect(words(back, "q1")).toBe(words(start(), "q1"));
    expect(openArticle(back, "story").quotes.get("q1")?.cue).toEqual(
      openArticle(start(), "story").quotes.get("q1")?.cue,
    );
  });
});

describe("An orphan", () => {
  const gone = () => withText("The council disagreed.\n\nA spokesman for Jane Doe would not comment.");

  it("is placed by hand and is what it was before", () => {
    const state = gone();
    const span = spanOf(openArticle(state, "story").article.text, "Jane Doe");
    const placed = applied(state, placeOrphan(state, author(), "story", "m1", 0, span));
    const { spans, modified, ...rest } = openArticle(placed, "story").mentions.get("m1") ?? mention("none", span, null);
    const {
      spans: _spans,
      modified: _modified,
      ...before
    } = openArticle(start(), "story").mentions.get("m1") ?? mention("none", span, null);
    expect(spans).toEqual([span]);
    expect(rest).toEqual(before);
    expect(openArticle(placed, "story").orphans.has("m1")).toBe(false);
    expect(broken(placed)).toEqual([]);
  });

  it("needs the piece that carries it before its cue", () => {
    const state = gone();
    const lost = openArticle(state, "story").orphans.get("q1")?.lost ?? [];
    const cue = lost.findIndex(({ field }) => field === "cue");
    expect(placeOrphan(state, author(), "story", "q1", cue, { start: 0, end: 3 })).toBeNull();
    const first = applied(state, placeOrphan(state, author(), "story", "q1", 0, { start: 4, end: 11 }));
    expect(openArticle(first, "story").orphans.get("q1")).toMatchObject({ annotation: null });
    expect(broken(first)).toEqual([]);
  });

  it("is dropped with what points to it, and one undo brings all of it back", () => {
    const state = gone();
    const operation = dropOrphan(state, author(), "story", "q1");
    const dropped = applied(state, operation);
    const open = openArticle(dropped, "story");
    expect(open.orphans.get("c1")).toMatchObject({ annotation: { claimant: null, quote: null } });
    expect(open.relations.size).toBe(0);
    expect(broken(dropped)).toEqual([]);
    expect(plain(applied(dropped, operation && invert(operation)))).toEqual(plain(state));
  });

  it("goes with the annotation that it is a piece of", () => {
    const state = withText(text.replace(" “We did what we came for.”", ""));
    const { operation } = removeAnnotation(state, author(), "story", "q1");
    expect(openArticle(applied(state, operation), "story").orphans.size).toBe(0);
  });
});
